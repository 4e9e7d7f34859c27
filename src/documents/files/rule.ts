import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument, Source } from '../../model/document.js'
import type { WritFile } from '../../model/generated/documents.js'
import { namesOf } from '../../model/names.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import { matchesPath } from './path-pattern.js'

type FileRule = NonNullable<WritFile['files']>[number]

/** What may stand where, and where that is said. */
export interface FileRules {
  readonly rules: readonly FileRule[]
  readonly source: Source
}

/**
 * Tells of documents that stand where they may not (E18). In a file that entries of `files` match stands only what one of
 * them lets stand there; in all other files, anything.
 */
export function* misplaced(documents: readonly EstateDocument[], { rules, source }: FileRules): Iterable<Diagnostic> {
  const tests = rules.map((rule, at) => ({ rule, at, matches: matchesPath(rule.match) }))
  const matching = new Map<string, typeof tests>()
  for (const document of documents) {
    const { file } = document.source
    const here = matching.get(file) ?? tests.filter(({ matches }) => matches(file))
    matching.set(file, here)
    const refusals = here.map(({ rule, at }) => ({ at, why: refusal(document, rule) }))
    const [first] = refusals
    if (first?.why == null || refusals.some(({ why }) => why === null)) continue
    const { code, path, message } = first.why
    const help = `${source.file} says under files what may stand in ${rules[first.at]?.match}: move the document, or have that changed first.`
    const related = [relatedTo({ source, path: ['files', first.at] }, 'this says so')]
    yield diagnosticIn({ source: document.source, path }, { code, message, help, related })
  }
}

interface Refusal {
  readonly code: 'files/kind' | 'files/account'
  readonly path: string[]
  readonly message: string
}

function refusal(document: EstateDocument, { kinds, accounts }: FileRule): Refusal | null {
  const { kind } = document
  if (kinds !== undefined && !kinds.includes(kind)) {
    const message = `no ${kind} may stand in this file`
    return { code: 'files/kind', path: ['kind'], message }
  }
  return accounts === undefined ? null : foreign(document, accounts)
}

/**
 * Whoever may speak of certain accounts only may not reach another by any of a document's words: not by a former name,
 * nor by an id, which says nothing of the name.
 */
function foreign({ kind, value }: EstateDocument, accounts: readonly string[]): Refusal | null {
  const isOurs = namesOf(accounts)
  const named = accountsOf(value as Words, kind)
  const other = named.find(({ name }) => !isOurs(name))
  if (other !== undefined) {
    return { code: 'files/account', path: other.path, message: `this file may not speak of the account ${other.name}` }
  }
  if (named.length === 0) {
    const message = `this ${kind} may reach any account, and this file may speak of certain ones only`
    return { code: 'files/account', path: ['kind'], message }
  }
  if (kind !== 'Account' || (value as Words).id === undefined) return null
  const message = 'an account that is matched by id may be any, and this file may speak of certain ones only'
  return { code: 'files/account', path: ['id'], message }
}

interface Words {
  readonly id?: string
  readonly name?: string
  readonly formerly?: string
  readonly account?: string
  readonly covers?: { readonly account?: string }
}

/** The accounts that a document names as those it is about; none where it may be about any. */
function accountsOf({ name, formerly, account, covers }: Words, kind: EstateDocument['kind']) {
  const words = kind === 'Account' ? { name, formerly } : { account }
  const found = [
    ...Object.entries(words).map(([key, value]) => ({ name: value, path: [key] })),
    { name: covers?.account, path: ['covers', 'account'] },
  ]
  return found.flatMap(({ name: each, path }) => (each === undefined ? [] : [{ name: each, path }]))
}
