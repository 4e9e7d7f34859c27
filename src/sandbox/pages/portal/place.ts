import { type Portal, portalSeen } from '../../effective.js'
import { invalidAt } from '../../problems.js'
import { isOperator } from '../../roles.js'
import type { AccountRow, ConnectionRow } from '../../rows.js'
import type { Link } from '../view/layout.js'
import { rowOf, type Visit, visitor } from '../visit.js'

/** Where a customer stands: their account and what they see of it now. */
export interface Place {
  account: AccountRow
  portal: Portal
  /** Null for an operator, who only looks at what the account's people see. */
  user: string | null
  /** Connections of the visitor that have not ended (U1). */
  own: ConnectionRow[]
}

export function placeOf(visit: Visit): Place {
  const who = visitor(visit)
  const id = who.account ?? visit.query.get('account')
  if (id === null) throw invalidAt('/account', 'must be chosen: open the portal of an account from the admin page')
  const account = rowOf(visit, 'accounts', id)
  const user = isOperator(who) ? null : who.id
  const own = user === null ? [] : visit.platform.store.find('connections', { account: id, subject: user, live: true })
  return { account, portal: portalSeen(visit.platform, account), user, own }
}

/** An address of the portal; an operator stays with the account they look at. */
export const portalPath = ({ account, user }: Place, path: string): string =>
  user === null ? `${path}?account=${encodeURIComponent(account.id)}` : path

/** T1: integrations are in the menu only while the account shows them. */
export function portalMenu(visit: Visit, place: Place): Link[] {
  const home = { href: portalPath(place, '/portal'), text: 'Home', alone: true } as const
  const integrations = { href: portalPath(place, '/portal/integrations'), text: 'Integrations' }
  const admin = visitor(visit).role === 'member' ? [] : [{ href: '/admin', text: 'Administration' }]
  return [home, ...(place.portal.menu ? [integrations] : []), ...admin]
}
