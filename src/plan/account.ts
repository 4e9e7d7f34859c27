import type { World } from '../access/gates.js'
import type { Desired, DesiredAccount } from '../model/desired.js'
import type { Problem, Waiting } from '../model/problem.js'
import { children, type Resource } from '../model/resource.js'
import { connect } from './connect/index.js'
import type { AccountContext, PlanSettings } from './context.js'
import { Draft, type DraftChange, type Drafted } from './draft.js'
import { endByItself } from './ended.js'
import { suspend } from './holds.js'
import { impactOf, type Use, usersWithAccess } from './impact.js'
import { isLive } from './predict.js'
import { retryRemovals } from './removal.js'
import { walk } from './steps.js'
import { sweep } from './sweep.js'
import { waive } from './waive.js'

/** The registry before and after, and what switching apps off ends by itself (R6). */
export interface RegistryChange {
  readonly before: ReadonlyMap<string, Resource<'app'>>
  readonly after: ReadonlyMap<string, Resource<'app'>>
  readonly wanted: ReadonlyMap<string, Desired<'app'>>
  /** The changes that switch an app off, or on, by app. */
  readonly changes: ReadonlyMap<string, DraftChange>
  /** Apps that documents open and this plan does not, as they would be. */
  readonly unopened: ReadonlyMap<string, Resource<'app'>>
}

/** What planning one account gives. */
export interface AccountPlan {
  readonly draft: Drafted
  readonly problems: readonly Problem[]
  readonly waiting: readonly Waiting[]
  readonly losing: readonly Use[]
  readonly gaining: readonly Use[]
  readonly totals: AccountTotals
  /** What the gates are judged by once the plan is executed. */
  readonly world: World
}

/** What was live before, for the percentages of the limits. */
export interface AccountTotals {
  readonly account: string
  /** Under `mode: observe` nothing is written, and no limit counts it (E19). */
  readonly observed: boolean
  readonly connections: number
  readonly settingsOn: number
  readonly objects: Readonly<Record<string, number>>
  /** Worked out only where somebody asks. */
  readonly usersWithAccess: () => readonly string[]
}

/** Plans one account on a draft of it: every stage in order, then the sweep over its connections. */
export function planAccount(desired: DesiredAccount, registry: RegistryChange, settings: PlanSettings): AccountPlan {
  const account = desired.live
  const draft = new Draft(account, registry.after)
  const before: World = { apps: registry.before, levels: settings.levels }
  const plain: World = { apps: registry.after, levels: settings.levels }
  const world: World = { ...plain, holds: { day: settings.day, rules: desired.holds } }
  const totals = totalsOf(desired, before)
  for (const [app, change] of registry.changes) {
    draft.writers.set(change.address, change)
    end(draft, app, change)
  }
  const live = once(() => ({ world: before, account: desired.copy() }))
  const { wanted: wantedApps, unopened: unopenedApps } = registry
  const context = { desired, draft, world, wantedApps, unopenedApps, settings, before: live }
  suspend(context)
  const swept = walkAndSweep(context)
  const connecting = connect(context)
  const found = [...desired.problems, ...swept, ...connecting.problems]
  const problems = waive(found, () => live().account, settings)
  const waiting = [...desired.waiting, ...connecting.waiting]
  const isMoved = draft.changes.length > 0 || registry.changes.size > 0
  const impact = isMoved
    ? impactOf(live(), { world: plain, account }, draft, new Set(registry.changes.keys()))
    : { losing: [], gaining: [] }
  return { draft: draft.drafted(), problems, waiting, ...impact, totals, world }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** What a connection kept from going may go once the sweep has ended it, which may close more in turn. */
function walkAndSweep(context: AccountContext): Problem[] {
  walk(context)
  for (;;) {
    const { held, changes } = context.draft
    const heldBefore = held.length
    const problems = sweep(context)
    if (!retryRemovals(context, heldBefore)) return problems
    const before = changes.length
    walk(context, 'retire')
    if (changes.length === before) return sweep(context)
  }
}

/** R6: an app that is switched off or uninstalled ends its connections wherever they live, those only asked for as well. */
export function end(draft: Draft, app: string, change: DraftChange): void {
  const isUninstalled = change.operation === 'remove'
  if (!isUninstalled && (change.after?.state !== 'inactive' || change.before?.state !== 'active')) return
  for (const connection of [...children(draft.account, 'connection').values()]) {
    if (connection.fields.app !== app) continue
    endByItself(draft, connection, change)
    change.ends.push(connection.key)
  }
}

function totalsOf(desired: DesiredAccount, world: World): AccountTotals {
  // Only the way to make a copy may outlive this: the trees are too many to keep.
  const { live, copy } = desired
  const projects = [...children(live, 'project').values()]
  const on = (settings: Iterable<{ readonly fields: { readonly enabled: boolean } }>) =>
    [...settings].filter(({ fields }) => fields.enabled).length
  const groups = projects.reduce(
    (count, project) => count + children(project, 'group').size,
    children(live, 'group').size,
  )
  return {
    account: live.key,
    observed: desired.mode === 'observe',
    connections: [...children(live, 'connection').values()].filter(isLive).length,
    settingsOn: projects.reduce(
      (count, project) => count + on(children(project, 'project-integration').values()),
      on(children(live, 'account-integration').values()),
    ),
    objects: {
      ...{ account: 1, project: projects.length, group: groups, connection: children(live, 'connection').size },
      // Whoever was only asked has the address of the user to be.
      user: children(live, 'user').size + children(live, 'invitation').size,
      template: children(live, 'template').size,
    },
    usersWithAccess: () => usersWithAccess({ world, account: copy() }),
  }
}
