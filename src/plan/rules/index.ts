import { externalDomains } from './external-domains.js'
import { idle } from './idle.js'
import { permissions } from './permissions.js'
import { personAccount } from './person-account.js'
import type { Breach, Case, Rule } from './rule.js'
import { undeclared } from './undeclared.js'
import { unpermitted } from './unpermitted.js'
import { heeded } from './waived.js'

/**
 * The rules for live connections, in the order in which people should read them: first the gates, then what the
 * account's documents say of connections that may live. How many somebody may have is judged last, over what stays.
 */
const RULES: readonly Rule[] = [undeclared, permissions, externalDomains, idle, personAccount]

/** All that a connection breaks. What the gates close ends whatever else there is to say of it. */
export function breachesOf(judged: Case): Breach[] {
  const heed = (breach: Breach | null) => (breach === null ? null : heeded(judged, breach))
  const closed = heed(unpermitted(judged))
  if (closed?.act === 'revoke') return [closed]
  return [...(closed === null ? [] : [closed]), ...RULES.flatMap((rule) => heed(rule(judged)) ?? [])]
}

export type { Breach, Case } from './rule.js'
