import { type DesiredAccount, type Personal, wanted } from '../../model/desired.js'
import type { Resource } from '../../model/resource.js'

/**
 * What documents say of a live connection: *declared* by a Connection; *wished* by a User document, with that very
 * external account; *named*, where a User document only mentions the app for its owner; or none of it.
 */
export type Standing = 'declared' | 'wished' | 'named' | 'undeclared'

/** Tells of connections of one account how documents stand to them. */
export function standings(desired: DesiredAccount): (connection: Resource<'connection'>) => Standing {
  const connections = wanted(desired.wanted, 'connection')
  const personal = new Map(desired.personal.map((each) => [slot(each.user, each.app), each]))
  return ({ key, fields }) => {
    if (connections.get(key)?.absent === false) return 'declared'
    const said = isPersonal(fields) ? personal.get(slot(fields.owner, fields.app)) : undefined
    if (said === undefined) return 'undeclared'
    return isMeant(said, fields) ? 'wished' : 'named'
  }
}

/** Made by toggle: unnamed, and somebody's (U4). */
export const isPersonal = ({ name, owner }: Pick<Resource<'connection'>['fields'], 'name' | 'owner'>): boolean =>
  name === null && owner !== null

/** Is it with the external account that the document says, or waits for consent and may come to be? */
export function isMeant(
  { externalAccount: wanted }: Personal,
  { externalAccount: has, status }: Pick<Resource<'connection'>['fields'], 'externalAccount' | 'status'>,
): boolean {
  if (wanted === null) return false
  return has === null ? status === 'requested' : has.toLowerCase() === wanted.toLowerCase()
}

const slot = (user: string | null, app: string): string => `${user}\n${app}`
