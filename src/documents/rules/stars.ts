import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** `"*"` speaks for apps at the levels of accounts and projects; elsewhere it would look like a name and mean nothing. */
export const stars: Rule = function* stars({ documents }) {
  for (const document of documents) {
    const path = misplacedStar(document)
    if (!path) continue
    const message = '"*" does not stand for every app here'
    const help = 'Name the apps, or use "*" under integrations of an account, a project, a template or a set.'
    yield diagnosticIn(
      { source: document.source, path, ...(path.length > 1 ? { part: 'key' } : {}) },
      { code: 'entry/star', message, help },
    )
  }
}

function misplacedStar({ kind, value }: EstateDocument): string[] | undefined {
  if (kind === 'App' && 'name' in value && value.name === '*') return ['name']
  const people = kind === 'Group' || kind === 'User'
  return people && 'integrations' in value && value.integrations?.['*'] !== undefined
    ? ['integrations', '*']
    : undefined
}
