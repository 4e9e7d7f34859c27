import type { DocumentKind } from '../model/generated/documents.js'
import type { Language } from './language.js'

/** Which names of one scope documents can say, and of the others why not. */
export interface Names {
  readonly can: ReadonlySet<string>
  readonly cannot: ReadonlyMap<string, string>
}

/**
 * Sorts the names of one scope into those that a document can say and those that it cannot: refused by the schema,
 * the same as another's but for case, or shared by several. Names are what documents identify things by; import writes
 * no ids, since the contract keeps names unique and an id would turn every other name into a rename.
 */
export function sayable(
  names: Iterable<string>,
  identity: (name: string) => readonly [DocumentKind, object],
  language: Language,
): Names {
  const can = new Set<string>()
  const cannot = new Map<string, string>()
  const folded = new Map<string, string>()
  for (const name of names) {
    const reason = can.has(name) ? SHARED : (cannot.get(name) ?? whyNot(name, folded, identity, language))
    if (reason === null) {
      can.add(name)
      folded.set(language.fold(name), name)
    } else {
      can.delete(name)
      cannot.set(name, reason)
    }
  }
  return { can, cannot }
}

const SHARED = 'several have this name, so that no document can say which is meant'

function whyNot(
  name: string,
  folded: ReadonlyMap<string, string>,
  identity: (name: string) => readonly [DocumentKind, object],
  language: Language,
): string | null {
  if (/\p{Surrogate}/u.test(name)) return 'the name is not whole Unicode'
  const [refusal] = language.refusals(...identity(name))
  if (refusal !== undefined) return refusal.message
  const first = folded.get(language.fold(name))
  return first === undefined ? null : `the name differs from ${first} only in case or encoding`
}
