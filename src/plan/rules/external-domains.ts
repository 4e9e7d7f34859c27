import { type Rule, unlessWanted } from './rule.js'

/** External accounts of other domains are revoked; one that nobody knows is only told, for it may be of the right one. */
export const externalDomains: Rule = (judged) => {
  const rule = judged.context.desired.rules.externalDomains
  const { externalAccount } = judged.connection.fields
  if (rule === undefined || (externalAccount !== null && isOf(externalAccount, rule.value))) return null
  const code = 'connection/external-domain'
  const statements = [rule.statement]
  const of = rule.value.join(' or ')
  if (externalAccount === null) {
    const message = `its external account is not known, so nobody can tell whether it is of ${of}`
    return { code, act: 'report', message, statements }
  }
  const message = `its external account ${externalAccount} is not of ${of}`
  return unlessWanted(judged, { code, act: 'revoke', message, statements })
}

/** What stands behind the last `@`; an account without one is named by its domain alone. */
const isOf = (account: string, domains: readonly string[]): boolean =>
  folded(domains).has(account.slice(account.lastIndexOf('@') + 1).toLowerCase())

/** Worked out once a list, for a plan asks about every connection. */
function folded(domains: readonly string[]): ReadonlySet<string> {
  const known = sets.get(domains) ?? new Set(domains.map((each) => each.toLowerCase()))
  sets.set(domains, known)
  return known
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>()
