import { KINDS } from '../../kinds/index.js'
import { integrationsAddress } from '../../model/address.js'
import type { Personal, Wish } from '../../model/desired.js'
import type { Problem } from '../../model/problem.js'
import { children, type Resource } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import { isMeant, isPersonal } from '../rules/standing.js'

/** The personal connections that User documents ask for and that are not there; a place that is taken is told (U4). */
export function personalWishes({ desired, draft: { account } }: AccountContext): {
  wishes: Wish[]
  problems: Problem[]
} {
  const asked = desired.personal.filter(({ externalAccount }) => externalAccount !== null)
  const wishes: Wish[] = []
  const problems: Problem[] = []
  if (asked.length === 0) return { wishes, problems }
  const taken = slots(account)
  for (const each of asked) {
    const there = taken.get(slotOf(each.user, each.app)) ?? []
    if (there.some(({ fields }) => isMeant(each, fields))) continue
    const [other] = there
    if (other === undefined) wishes.push(wishFor(account, each))
    else problems.push(otherAccount(account, each, other))
  }
  return { wishes, problems }
}

function slots(account: Resource<'account'>): Map<string, Resource<'connection'>[]> {
  const found = new Map<string, Resource<'connection'>[]>()
  for (const connection of children(account, 'connection').values()) {
    const { owner, app } = connection.fields
    if (owner === null || !isPersonal(connection.fields)) continue
    const slot = slotOf(owner, app)
    const taken = found.get(slot)
    if (taken === undefined) found.set(slot, [connection])
    else taken.push(connection)
  }
  return found
}

const slotOf = (user: string, app: string): string => `${user}\n${app}`

/** Where a User document speaks of it. */
export const personalAddress = (account: Resource<'account'>, { user, app }: Personal) =>
  integrationsAddress(KINDS.user.address(account.address, user), app)

const wishFor = (account: Resource<'account'>, personal: Personal): Wish => ({
  address: personalAddress(account, personal),
  fields: {
    ...{ app: personal.app, project: null, name: null, owner: personal.user },
    externalAccount: personal.externalAccount,
  },
  apiKey: null,
  statements: [personal.statement],
})

/** The wrong account is mended by disconnecting and connecting again, which is the person's to do (U4). */
function otherAccount(account: Resource<'account'>, personal: Personal, { fields }: Resource<'connection'>): Problem {
  const has = fields.externalAccount ?? 'an account that nobody knows'
  const verb = fields.status === 'requested' ? 'was asked to connect' : 'is connected with'
  return {
    code: 'connection/other-account',
    severity: 'warning',
    address: personalAddress(account, personal),
    message: `${personal.user} ${verb} ${has}, declared ${personal.externalAccount}: disconnecting and connecting again mends it`,
    statements: [personal.statement],
  }
}
