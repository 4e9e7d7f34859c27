import type { World } from '../access/gates.js'
import { mayUseAnywhere } from '../access/permission.js'
import type { Protect } from '../model/generated/documents.js'
import { children, type Resource } from '../model/resource.js'

/** Mail knows no case, and protection must not miss somebody for it. */
export const peopleIn = (account: Resource<'account'>, { users = [] }: Protect): string[] => {
  const named = new Set(users.map((each) => each.toLowerCase()))
  return named.size === 0 ? [] : [...children(account, 'user').keys()].filter((user) => named.has(user.toLowerCase()))
}

/** By its id or its name. */
export const isProtected = (
  { key, fields: { name } }: Resource<'connection'>,
  { connections = [] }: Protect,
): boolean => connections.includes(key) || (name !== null && connections.includes(name))

/** Protected people of an account who may use an app anywhere in it. */
export const protectedUsers = (world: World, account: Resource<'account'>, app: string, protect: Protect): string[] =>
  peopleIn(account, protect).filter((user) => mayUseAnywhere(world, account, app, user))
