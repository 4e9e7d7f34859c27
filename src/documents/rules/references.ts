import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument } from '../../model/document.js'
import type { Code } from '../codes.js'
import { diagnosticIn } from '../complain.js'
import type { Draft } from '../draft.js'
import { matchesAccount } from '../match.js'
import { type Named, namedIn } from '../named.js'
import type { Rule } from './rule.js'

/** Names that documents give to other things must be declared; a set may match an account that no document declares. */
export const references: Rule = function* references(draft) {
  const judged = new Map<string, Finding>()
  for (const document of draft.documents) {
    if (document.value.ensure === 'absent' && document.kind !== 'Connection') continue
    for (const named of namedIn(document)) {
      const finding = look(draft, named, judged)
      if (finding !== 'declared') yield complain(draft, document, named, finding)
    }
  }
}

type Finding = 'declared' | 'absent' | 'unknown'

/** What takes more than a look into a map is found out once a name. */
function look(draft: Draft, named: Named, judged: Map<string, Finding>): Finding {
  const { kind, account, project, name } = named
  const quick = isQuick(named) ? find(draft, named) : undefined
  if (quick && quick !== 'unknown') return quick
  const key = JSON.stringify([kind, account, project, name])
  const known = judged.get(key)
  if (known) return known
  const found = quick ?? find(draft, named)
  const finding = found === 'unknown' && draft.mayBeLost(name) ? 'declared' : found
  judged.set(key, finding)
  return finding
}

const isQuick = ({ kind, account }: Named) =>
  kind === 'App' || kind === 'Package' || (account !== undefined && kind !== 'ProjectTemplate')

function find(draft: Draft, { kind, name, account, project }: Named): Finding {
  switch (kind) {
    case 'Account':
      if (draft.status(kind, [], name) === 'absent') return 'absent'
      return draft.knowsAccount(name) ? 'declared' : 'unknown'
    case 'ProjectTemplate':
      return findTemplate(draft, account as string, name)
    case 'Project':
      return account === undefined ? anyProject(draft, name) : draft.status(kind, [account], name)
    case 'Group':
      return account === undefined ? anyGroup(draft, name) : draft.status(kind, [account, project], name)
    default:
      return draft.status(kind, [], name)
  }
}

function findTemplate(draft: Draft, account: string, name: string): Finding {
  const own = draft.status('ProjectTemplate', [account, undefined], name)
  if (own !== 'unknown') return own
  const labels = draft.account(account)?.value.labels
  const matching = draft
    .of('ProjectTemplate')
    .filter(
      ({ value }) =>
        value.name === name && value.accounts && matchesAccount(value.accounts, { name: account, labels }) !== 'no',
    )
  if (matching.length === 0) return 'unknown'
  return matching.every(({ value }) => value.ensure === 'absent') ? 'absent' : 'declared'
}

/** A set speaks of every account or project it matches; one of them must have what it names. */
const anyProject = (draft: Draft, name: string): Finding =>
  draft.of('Project').some(({ value }) => value.name === name) ? 'declared' : 'unknown'

const anyGroup = (draft: Draft, name: string): Finding =>
  draft.of('Group').some(({ value }) => value.name === name) ? 'declared' : 'unknown'

const words: Record<Named['kind'], { code: Code; word: string }> = {
  App: { code: 'reference/unknown-app', word: 'app' },
  Package: { code: 'reference/unknown-package', word: 'package' },
  Account: { code: 'reference/unknown-account', word: 'account' },
  Project: { code: 'reference/unknown-project', word: 'project' },
  Group: { code: 'reference/unknown-group', word: 'group' },
  ProjectTemplate: { code: 'reference/unknown-template', word: 'template' },
}

function complain(draft: Draft, { source }: EstateDocument, named: Named, finding: Finding): Diagnostic {
  const { code, word } = words[named.kind]
  const { path, part, name, account, project } = named
  const place = { source, path, ...(part ? { part } : {}) }
  if (finding === 'absent') {
    const message = `${word} ${name} is to be removed`
    return diagnosticIn(place, { code: 'reference/removed', message, help: 'Remove this name too, or keep the thing.' })
  }
  const known = namesNear(draft, named)
  const where = [account, project].filter((each) => each !== undefined).join('/')
  const message = `no ${word} is called ${name}${where ? ` in ${where}` : ''}.${draft.didYouMean(name, known)}`
  return diagnosticIn(place, { code, message, help: help(named.kind, word, known.length) })
}

function namesNear(draft: Draft, { kind, account, project }: Named): string[] {
  if (kind === 'Project')
    return account === undefined ? draft.of('Project').map(({ value }) => value.name) : draft.namesIn(kind, account)
  if (kind === 'Group' && account === undefined) return draft.of(kind).map(({ value }) => value.name)
  if (kind === 'Group') return draft.namesIn(kind, account, project)
  if (kind !== 'ProjectTemplate') return draft.namesIn(kind)
  return draft.of(kind).map(({ value }) => value.name)
}

const help = (kind: Named['kind'], word: string, count: number) =>
  `${count} ${word}${count === 1 ? ' is' : 's are'} declared${kind === 'Project' || kind === 'Group' ? ' there' : ''}; \`kind: ${kind}\` declares another.`
