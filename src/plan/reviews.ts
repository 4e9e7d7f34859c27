import { allows } from '../access/gates.js'
import { parseAddress } from '../model/address.js'
import type { Problem } from '../model/problem.js'
import { child, children, type Resource } from '../model/resource.js'
import type { ReviewRemoval } from '../model/review.js'

/** What signed reviews want removed, by where it is looked for. */
export interface Removals {
  /** What of it will still be there in an account, once the plan is executed. */
  readonly in: (account: Resource<'account'>) => Problem[]
  /** The same in the registry. */
  readonly inRegistry: (apps: ReadonlyMap<string, Resource<'app'>>) => Problem[]
}

/** A Review never acts: where the estate goes on disagreeing with it, that is said. */
export function removalsOf(removals: readonly ReviewRemoval[]): Removals {
  const byAccount = new Map<string, ReviewRemoval[]>()
  const byId: ReviewRemoval[] = []
  const apps: ReviewRemoval[] = []
  for (const removal of removals) {
    const { kind, parts } = parseAddress(removal.address)
    if (kind === 'app') apps.push(removal)
    else if (kind === 'connection' && parts.length === 1) byId.push(removal)
    else byAccount.set(parts[0] ?? '', [...(byAccount.get(parts[0] ?? '') ?? []), removal])
  }
  return {
    in: (account) =>
      [...(byAccount.get(account.key) ?? []), ...byId]
        .filter((removal) => isThere(removal.address, account))
        .map(disagreeing),
    inRegistry: (registry) =>
      apps
        .filter((removal) => registry.get(parseAddress(removal.address).parts[0] ?? '')?.fields.state === 'active')
        .map(disagreeing),
  }
}

const disagreeing = ({ address, review, by, at, statement }: ReviewRemoval): Problem => ({
  ...{ code: 'review/not-followed', severity: 'warning', address },
  message: `${by} asked on ${at} to remove this (review ${review}), and it stays`,
  statements: [statement],
})

/** Will a thing be there, or a setting be on? */
function isThere(at: string, account: Resource<'account'>): boolean {
  const { kind, parts, keys } = parseAddress(at)
  const app = keys[0] === 'integrations' ? keys[1] : undefined
  const [, second = '', third] = parts
  switch (kind) {
    case 'account':
      if (keys[0] === 'allowedApps') return keys[1] !== undefined && allows(account, keys[1])
      return app === undefined || child(account, 'account-integration', app)?.fields.enabled === true
    case 'project':
      return isOn(
        child(account, 'project', second),
        (it) => child(it, 'project-integration', app ?? '')?.fields.enabled === true,
        app,
      )
    case 'group': {
      const place = third === undefined ? account : child(account, 'project', second)
      const group = place === undefined ? undefined : child(place, 'group', third ?? second)
      return isOn(group, (it) => child(it, 'group-integration', app ?? '')?.fields.setting === 'on', app)
    }
    case 'user':
      return isOn(
        child(account, 'user', second),
        (it) => child(it, 'user-integration', app ?? '')?.fields.blocked !== true,
        app,
      )
    case 'template':
      return child(account, 'template', second) !== undefined
    default:
      return isConnected(parts, account)
  }
}

/** The thing itself where no app is named. */
const isOn = <K extends 'project' | 'group' | 'user'>(
  thing: Resource<K> | undefined,
  setting: (thing: Resource<K>) => boolean,
  app: string | undefined,
): boolean => thing !== undefined && (app === undefined || setting(thing))

function isConnected([first = '', app, name]: readonly string[], account: Resource<'account'>): boolean {
  if (app === undefined) return child(account, 'connection', first) !== undefined
  return [...children(account, 'connection').values()].some(({ fields }) => fields.app === app && fields.name === name)
}
