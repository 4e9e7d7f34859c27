import type { Permissions } from '../../model/desired.js'
import { type Rule, unlessWanted } from './rule.js'

/** Scopes beyond what the app's document lets a connection hold: reported unless a rule says revoke. */
export const permissions: Rule = (judged) => {
  const { settings, desired } = judged.context
  const { app, scopes } = judged.connection.fields
  const held = settings.permissions.get(app)
  const beyond = held === undefined ? [] : scopes.filter((scope) => !mayHold(held, scope))
  if (held === undefined || beyond.length === 0) return null
  const rule = desired.rules.permissions
  const statements = [...(rule === undefined ? [] : [rule.statement]), held.statement]
  const message = `it holds ${beyond.join(', ')}, beyond the permissions of ${app}`
  return unlessWanted(judged, { code: 'connection/permissions', act: rule?.value ?? 'report', message, statements })
}

const mayHold = ({ allow, deny = [] }: Permissions, scope: string): boolean =>
  !deny.includes(scope) && (allow === undefined || allow.includes(scope))
