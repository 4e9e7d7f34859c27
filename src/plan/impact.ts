import type { World } from '../access/gates.js'
import { mayUseAnywhere } from '../access/permission.js'
import { placesOf } from '../access/places.js'
import { parseAddress } from '../model/address.js'
import { child, children, type Resource } from '../model/resource.js'
import type { Draft } from './draft.js'

/** One person and one app in one account. */
export interface Use {
  readonly account: string
  readonly user: string
  readonly app: string
}

/** One side of the comparison: an account, and the registry it was or will be under. */
export interface Side {
  readonly world: World
  readonly account: Resource<'account'>
}

/** Who may use what in no project any more, and who may for the first time (E7). Each person and app once an account. */
export function impactOf(
  before: Side,
  after: Side,
  draft: Draft,
  changedApps: ReadonlySet<string>,
): { losing: Use[]; gaining: Use[] } {
  const apps = affectedApps(before, after, draft, changedApps)
  const losing: Use[] = []
  const gaining: Use[] = []
  const [then, now] = [placesOf(before.world, before.account), placesOf(after.world, after.account)]
  for (const user of new Set([...children(before.account, 'user').keys(), ...children(after.account, 'user').keys()])) {
    for (const app of apps) {
      const had = isHere(before, user) && mayUseAnywhere(before.world, before.account, app, user, then)
      const has = isHere(after, user) && mayUseAnywhere(after.world, after.account, app, user, now)
      if (had !== has) (had ? losing : gaining).push({ account: after.account.key, user, app })
    }
  }
  return { losing, gaining }
}

/** An account without projects is open as a whole, and all the same nobody who is gone may use anything there. */
const isHere = ({ account }: Side, user: string): boolean => child(account, 'user', user) !== undefined

/** The apps whose gates the changes may have moved; a change of people or projects moves all. */
function affectedApps(before: Side, after: Side, draft: Draft, changedApps: ReadonlySet<string>): Set<string> {
  const apps = new Set(changedApps)
  for (const { address, operation, after: fields } of [...draft.changes, ...draft.effects]) {
    const { kind, keys } = parseAddress(address)
    if (keys[0] === 'integrations' && keys[1] !== undefined) apps.add(keys[1])
    else if (kind === 'account' && fields !== null && 'allowedApps' in fields) addAll(apps, moved(before, after))
    else if (kind === 'project' || kind === 'group' || operation === 'remove') addAll(apps, used(before, after))
  }
  return apps
}

function moved(before: Side, after: Side): string[] {
  const [from, to] = [before.account.fields.allowedApps, after.account.fields.allowedApps]
  if (from === 'all' || to === 'all') return used(before, after)
  return [...from.filter((app) => !to.includes(app)), ...to.filter((app) => !from.includes(app))]
}

const used = (...sides: readonly Side[]): string[] =>
  sides.flatMap(({ account }) => [...children(account, 'account-integration').keys()])

function addAll(set: Set<string>, items: readonly string[]): void {
  for (const item of items) set.add(item)
}

/** How many people of an account may use anything at all: what `usersLosingAccess.percent` is of. */
export function usersWithAccess({ world, account }: Side): string[] {
  const apps = [...children(account, 'account-integration').keys()]
  const places = placesOf(world, account)
  return [...children(account, 'user').keys()].filter((user) =>
    apps.some((app) => mayUseAnywhere(world, account, app, user, places)),
  )
}
