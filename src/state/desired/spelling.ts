import { KINDS } from '../../kinds/index.js'
import type { EstateDocument } from '../../model/document.js'
import type { Problem } from '../../model/problem.js'
import { children, type Resource } from '../../model/resource.js'
import type { AccountScope } from './scope.js'

/** How the platform writes an address that differs in nothing but its case; undefined where it knows none, or exactly it. */
export type Spelling = (email: string) => string | undefined

export function spellingOf(account: Resource<'account'>): Spelling {
  const known = () => [...children(account, 'user').keys(), ...children(account, 'invitation').keys()]
  let folded: Map<string, string> | undefined
  return (email) => {
    folded ??= new Map(known().map((each) => [each.toLowerCase(), each]))
    const written = folded.get(email.toLowerCase())
    return written === email ? undefined : written
  }
}

/** Nobody is invited twice, or taken for gone, because an address is written in another case (U5). */
export function otherSpelling(
  { live }: AccountScope,
  { value: { email }, source }: EstateDocument<'User'>,
  written: string,
): Problem {
  const address = KINDS.user.address(live.address, email)
  const message = `the platform writes ${written}: write it so`
  return { code: 'state/spelling', severity: 'error', address, message, statements: [{ source, path: ['email'] }] }
}
