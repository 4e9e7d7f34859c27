import { children, type Resource } from '../../model/resource.js'
import type { Rule } from './rule.js'

/** Apps that are to be connected with an account that is nobody's own (C6): live ones are reported, never revoked. */
export const personAccount: Rule = ({ context: { desired, draft }, connection: { fields } }) => {
  const rule = desired.rules.requireServiceAccount
  if (rule === undefined || !rule.value.includes(fields.app)) return null
  if (fields.externalAccount === null || !isSomebodys(draft.account, fields.externalAccount)) return null
  const message = `it uses ${fields.externalAccount}, a person's own account: ${fields.app} is to have a service account`
  return { code: 'connection/person-account', act: 'report', message, statements: [rule.statement] }
}

/** Somebody's own: the address of a teammate, or of one who is invited. */
export function isSomebodys(account: Resource<'account'>, externalAccount: string): boolean {
  const asked = externalAccount.toLowerCase()
  const known = people.get(account) ?? emailsOf(account)
  people.set(account, known)
  return known.has(asked)
}

/** Worked out once a tree, for a plan asks about every connection. */
const people = new WeakMap<Resource<'account'>, ReadonlySet<string>>()

const emailsOf = (account: Resource<'account'>): Set<string> =>
  new Set(
    [...children(account, 'user').keys(), ...children(account, 'invitation').keys()].map((each) => each.toLowerCase()),
  )
