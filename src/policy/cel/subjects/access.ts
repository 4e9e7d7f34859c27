import type { World } from '../../../access/gates.js'
import { mayUse } from '../../../access/permission.js'
import { type Places, placesOf } from '../../../access/places.js'
import { integrationsAddress } from '../../../model/address.js'
import type { AccessState } from '../../../model/generated/policy-input.js'
import { child, children, type Resource } from '../../../model/resource.js'

/** State by which the gates can be judged. */
export interface Side {
  readonly world: World
  readonly account: Resource<'account'>
}

/** Who may use what and where, once the plan is executed; `before` tells whether that is new. */
export function* accessInputs(after: Side, before: Side | null): Generator<AccessState> {
  const { world, account } = after
  const places = placesOf(world, account)
  const then = before === null ? null : placesOf(before.world, before.account)
  const apps = world.levels.includes('account') ? children(account, 'account-integration').keys() : world.apps.keys()
  for (const app of [...apps]) {
    if (isOff(after, app)) continue
    for (const [user, { address, fields }] of children(account, 'user'))
      for (const project of places(user)) {
        if (!mayUse(world, { account, app, project, user })) continue
        const { role, department } = fields
        yield {
          ...{ address: integrationsAddress(address, app), account: account.key, project: project?.key ?? null },
          ...{ user, role, department, app },
          before: before !== null && then !== null && might(before, then, app, user, project?.key ?? null),
        }
      }
  }
}

/** Most apps are off in most accounts: nobody needs to be asked about them. */
const isOff = ({ world, account }: Side, app: string): boolean =>
  world.levels.includes('account') && child(account, 'account-integration', app)?.fields.enabled !== true

function might({ world, account }: Side, places: Places, app: string, user: string, place: string | null): boolean {
  if (child(account, 'user', user) === undefined) return false
  const project = places(user).find((each) => (each?.key ?? null) === place)
  return project !== undefined && mayUse(world, { account, app, project, user })
}
