import type { AccountRow, AppRow, Preset } from './rows.js'

/** A gate that a level lacks is n/a and counts as open. */
type GateState = 'open' | 'closed' | 'n/a'

export type GateName = 'registry' | 'allowed' | 'account' | 'project' | 'group' | 'person' | 'menu'

export type Gates = Record<GateName, GateState>

/** A group as its gate sees it, with its own word on the app. */
export interface GroupFacts {
  id: string
  type: string | null
  members: readonly string[]
  setting: 'on' | 'off' | 'inherit'
}

/** All that decides whether one person may use one app in one project. */
export interface Facts {
  app: Pick<AppRow, 'name' | 'status' | 'configured'> | undefined
  account: Pick<AccountRow, 'allowedApps' | 'showIntegrations'>
  accountSetting: { enabled: boolean; projects: readonly string[] }
  /** The project in question; null where the account has none, archived ones counted. */
  project: { id: string; setting: Preset & { groups: readonly string[] }; groups: readonly GroupFacts[] } | null
  person: { id: string; blocked: boolean }
}

const gate = (open: boolean): GateState => (open ? 'open' : 'closed')

/** The registry gate: installed, active and configured; one that waits for an upgrade still works. */
export const registryOpen = (app: Facts['app']): boolean =>
  app?.configured === true && (app.status === 'active' || app.status === 'upgrade-pending')

/** The allow-list (T2). */
export const isAllowed = (account: Pick<AccountRow, 'allowedApps'>, app: string): boolean =>
  account.allowedApps === 'all' || account.allowedApps.includes(app)

/** The group's own setting beats groups and group types (L9, L6). */
export function groupOn(
  group: GroupFacts,
  setting: { groups: readonly string[]; groupTypes: readonly string[] },
): boolean {
  if (group.setting !== 'inherit') return group.setting === 'on'
  return setting.groups.includes(group.id) || (group.type !== null && setting.groupTypes.includes(group.type))
}

/** Every gate on the way of one person to one app in one project (L1). */
export function gatesOf({ app, account, accountSetting, project, person }: Facts): Gates {
  const selected = project === null || accountSetting.projects.includes(project.id)
  const mine = project?.groups.filter((group) => group.members.includes(person.id)) ?? []
  return {
    registry: gate(registryOpen(app)),
    allowed: gate(app !== undefined && isAllowed(account, app.name)),
    account: gate(accountSetting.enabled && selected),
    project: project === null ? 'n/a' : gate(project.setting.enabled),
    group: project === null ? 'n/a' : gate(mine.some((group) => groupOn(group, project.setting))),
    person: gate(!person.blocked),
    menu: gate(account.showIntegrations),
  }
}

/** All gates but the menu: closing the menu ends nothing. */
export const mayUse = ({ menu: _, ...gates }: Gates): boolean =>
  Object.values(gates).every((state) => state !== 'closed')

/** All gates, the menu among them (T1). */
export const mayConnect = (gates: Gates): boolean => Object.values(gates).every((state) => state !== 'closed')
