import type { Diagnostic } from '../../model/diagnostic.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { didYouMean } from '../../model/nearest.js'
import { diagnosticIn } from '../complain.js'
import { matchesPath } from '../files/path-pattern.js'
import { type FileRules, misplaced } from '../files/rule.js'
import { identityFields } from '../identity.js'
import type { Rule } from './rule.js'

/** What may stand where (E18): its entries, then the documents. */
export const files: Rule = function* files({ documents, config, configSource: source }) {
  if (config?.files === undefined || source === undefined) return
  const stated = { rules: config.files, source }
  const names = [...new Set(documents.map((document) => document.source.file))]
  yield* entries(stated, names)
  yield* misplaced(documents, stated)
}

const isKind = (name: string): name is DocumentKind => Object.hasOwn(identityFields, name)

function* entries({ rules, source }: FileRules, names: readonly string[]): Iterable<Diagnostic> {
  for (const [at, { match, kinds = [] }] of rules.entries()) {
    for (const [index, kind] of kinds.entries()) {
      if (isKind(kind)) continue
      const message = `there is no kind ${kind}.${didYouMean(kind, Object.keys(identityFields))}`
      const help = `Kinds: ${Object.keys(identityFields).join(', ')}.`
      yield diagnosticIn({ source, path: ['files', at, 'kinds', index] }, { code: 'files/unknown-kind', message, help })
    }
    if (names.some(matchesPath(match))) continue
    const message = `no file of the estate matches ${match}`
    const help = 'Paths begin at the estate; * stands for part of a name, ** for any number of folders.'
    const place = { source, path: ['files', at, 'match'] }
    yield diagnosticIn(place, { code: 'files/nothing', severity: 'info', message, help })
  }
}
