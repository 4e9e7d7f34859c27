import type { Address } from '../model/address.js'
import type { Resource } from '../model/resource.js'
import type { PlanSettings } from './context.js'
import { isProtected } from './protected.js'

/** What a change would do, as far as protection cares. */
export interface Touch {
  /** The account's names: as it will be called, and as it lives. */
  readonly accounts: readonly string[]
  readonly app: string | null
  readonly user: string | null
  readonly address: Address
  /** Connections that would end. */
  readonly ends: readonly Resource<'connection'>[]
  /** Apps that an allow-list would lose. */
  readonly appsLost?: readonly string[]
  /** The connection that is changed itself: a protected one keeps its name and who may use it. */
  readonly connection?: Resource<'connection'> | null
  /** People who could use it no more. */
  readonly losing?: readonly string[]
}

/** Why a change is not made because of `protect` (E8), or null. */
export function protectedBy({ protect }: Pick<PlanSettings, 'protect'>, touch: Touch): string | null {
  const { accounts = [], apps = [] } = protect
  // Mail knows no case, and protection must not miss somebody for it.
  const users = (protect.users ?? []).map((each) => each.toLowerCase())
  const isOne = (user: string | null) => user !== null && users.includes(user.toLowerCase())
  const account = touch.accounts.find((name) => accounts.includes(name))
  if (account !== undefined) return `account ${account} is protected`
  const app = [touch.app, ...(touch.appsLost ?? [])].find((each) => each !== null && apps.includes(each))
  if (app !== undefined) return `app ${app} is protected`
  if (isOne(touch.user)) return `user ${touch.user} is protected`
  const loser = touch.losing?.find(isOne)
  if (loser !== undefined) return `it would take it from the protected user ${loser}`
  const { connection } = touch
  if (connection && isProtected(connection, protect)) return `connection ${connection.key} is protected`
  for (const ended of touch.ends) {
    const { key, fields } = ended
    if (isProtected(ended, protect)) {
      return `it would end the protected connection ${fields.name ?? key}`
    }
    if (isOne(fields.owner)) return `it would end a connection of the protected user ${fields.owner}`
    if (apps.includes(fields.app)) return `it would end a connection of the protected app ${fields.app}`
  }
  return null
}

/** A protected account is so under the name it lives by and under the one it is to have. */
export const namesOf = ({ key, fields }: Resource<'account'>): string[] => [key, fields.name]
