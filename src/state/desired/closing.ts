import { KINDS } from '../../kinds/index.js'
import { desired } from '../../kinds/resource.js'
import { type Desired, type Suspended, want, wanted } from '../../model/desired.js'
import type { HoldRule } from '../../model/hold.js'
import type { Problem } from '../../model/problem.js'
import { child, type FieldsByKind, type Resource, type ResourceKind } from '../../model/resource.js'
import type { AccountScope } from './scope.js'

type Setting = 'account-integration' | 'project-integration' | 'group-integration' | 'user-integration'

/** A setting that closes exactly what a hold covers: the widest that lies wholly under it, so that nobody else loses. */
interface Door {
  readonly kind: Setting
  readonly above: Desired
  readonly live: Resource | undefined
}

const CLOSED: { readonly [K in Setting]: Partial<FieldsByKind[K]> } = {
  'account-integration': { enabled: false },
  'project-integration': { enabled: false },
  'group-integration': { setting: 'off' },
  'user-integration': { blocked: true },
}

/**
 * Closes what a Hold with `close: true` covers (E13): an app for the account, in one project, for one group or for one
 * person. What documents say there is suspended, and said again when the hold ends.
 */
export function closeUnderHolds(scope: AccountScope, account: Desired<'account'>): Suspended[] {
  return scope.holds.flatMap((hold) => {
    if (!hold.close) return []
    const door = doorOf(scope, account, hold)
    if (door === 'none') scope.problems.push(noDoor(hold))
    if (door === null || door === 'none') return []
    const apps = hold.covers.app === undefined ? [...scope.declaredApps] : [hold.covers.app]
    return apps.filter((app) => scope.declaredApps.has(app)).flatMap((app) => close(scope, door, app, hold))
  })
}

function close(scope: AccountScope, { kind, above, live }: Door, app: string, hold: HoldRule): Suspended[] {
  const own = wanted(above, kind).get(app)
  const lives = live === undefined ? undefined : child(live, kind, app)
  const isClosed = (fields: object | undefined) => fields !== undefined && isSame(fields, CLOSED[kind])
  if (isClosed(own?.fields)) return []
  // A group or a person is open by what stands above them; a level is open only where it says so itself, and a project
  // that is to be created where its template does.
  const isUnborn = kind === 'project-integration' && live === undefined && 'template' in above.fields
  const isBelow = kind === 'group-integration' || kind === 'user-integration'
  const isOpen = isBelow || isUnborn || !isClosed(lives?.fields ?? KINDS[kind].defaults)
  if (!isOpen && own === undefined) return []
  const said = { '*': [hold.statement] }
  const closed = want(above, desired(kind, above, app, { fields: CLOSED[kind], said } as never))
  if (!reopens(own)) scope.problems.push(staysClosed(closed, hold))
  if (own === undefined) return []
  return [{ address: own.address, fields: own.fields, hold, statements: own.said['*'] ?? [] }]
}

const isSame = (fields: object, closed: object): boolean =>
  Object.entries(closed).every(([field, value]) => (fields as Record<string, unknown>)[field] === value)

/** Where live is off, `enabled: true` at the account needs `projects`. */
const reopens = (own: Desired | undefined): boolean =>
  own !== undefined && (own.kind !== 'account-integration' || 'projects' in own.fields)

/** What holds the setting that a hold closes; null where nothing is there to close, `none` where no setting fits. */
function doorOf(scope: AccountScope, account: Desired<'account'>, { covers }: HoldRule): Door | null | 'none' {
  const { project, group, user } = covers
  if (user !== undefined) {
    if (project !== undefined || group !== undefined) return 'none'
    const live = child(scope.live, 'user', user)
    return live === undefined ? null : { kind: 'user-integration', live, above: placeFor(account, 'user', user) }
  }
  if (group !== undefined) return groupDoor(scope, account, group)
  if (project === undefined) return { kind: 'account-integration', above: account, live: scope.live }
  const live = child(scope.live, 'project', project)
  if (live === undefined && !wanted(account, 'project').has(project)) return null
  return { kind: 'project-integration', live, above: placeFor(account, 'project', project) }
}

function groupDoor(scope: AccountScope, account: Desired<'account'>, path: string): Door | null {
  const at = path.indexOf('/')
  const project = at < 0 ? null : path.slice(0, at)
  const name = path.slice(at + 1)
  const parent = project === null ? scope.live : child(scope.live, 'project', project)
  const live = parent && child(parent, 'group', name)
  const declared = project === null ? account : wanted(account, 'project').get(project)
  if (live === undefined && !wanted(declared, 'group').has(name)) return null
  const above = project === null ? account : placeFor(account, 'project', project)
  return { kind: 'group-integration', live, above: placeFor(above, 'group', name) }
}

/** What no document declares still holds a place for the setting that a hold closes. */
const placeFor = (of: Desired, kind: Extract<ResourceKind, 'project' | 'group' | 'user'>, name: string): Desired =>
  wanted(of, kind).get(name) ?? want(of, desired(kind, of, name, { fields: {}, said: {} }))

const noDoor = ({ name, statement }: HoldRule): Problem => ({
  code: 'hold/no-door',
  severity: 'warning',
  address: `hold/${name}`,
  message:
    'no setting closes exactly this: its connections are ended, and the platform does not refuse new ones; cover the user alone, or the group',
  statements: [statement],
})

const staysClosed = ({ address }: Desired, { name, statement }: HoldRule): Problem => ({
  code: 'hold/stays-closed',
  severity: 'info',
  address,
  message: `no document opens this again when the hold ${name} ends: say it where it is to be open`,
  statements: [statement],
})

/** Is an app closed for the account by a hold? Then nothing is missing that would say where it is on. */
export const isShut = ({ holds }: Pick<AccountScope, 'holds'>, app: string): boolean =>
  holds.some(({ close: shuts, covers: { app: held = app, project, group, user } }) => {
    return shuts && held === app && project === undefined && group === undefined && user === undefined
  })
