import type { WaiverRule } from '../access/waivers.js'
import { matcher } from '../model/address.js'
import type { DesiredAccount, DesiredApps } from '../model/desired.js'
import type { Protect } from '../model/generated/documents.js'
import type { Plan } from '../model/generated/plan.js'
import type { Problem, Waiting } from '../model/problem.js'
import type { Resource } from '../model/resource.js'
import type { ReviewRemoval } from '../model/review.js'
import { NO_SECRETS, type Secrets } from '../model/secrets.js'
import type { Snapshot } from '../model/snapshot.js'
import { type AccountPlan, type AccountTotals, planAccount, type RegistryChange } from './account.js'
import { assemblePlan, type PlanHead } from './assemble-plan.js'
import type { PlanSettings } from './context.js'
import { coverageOf, DeclaredCount } from './coverage.js'
import { type Elsewhere, felt, underRegistry } from './elsewhere.js'
import { registryFindings } from './findings.js'
import { planRegistry } from './registry.js'
import { removalsOf } from './reviews.js'
import { type UndeclaredRules, undeclaredInAccount, undeclaredInTenant } from './undeclared.js'
import { unusedWaivers } from './waive.js'
import { anyOf, type Withholding } from './withhold.js'

/** All that a plan is made of. Accounts come one by one, so that only one tree stands in memory at a time. */
export interface PlanInput extends PlanHead {
  readonly protect: Protect
  readonly observeApps: boolean
  /** Absent: nothing can be compared. */
  readonly secrets?: Secrets
  /** Absent: what nobody declares is told of no sort of things. */
  readonly undeclared?: UndeclaredRules
  /** Findings that somebody accepted; absent: none. */
  readonly waivers?: readonly WaiverRule[]
  /** What reviews want removed; absent: nothing. */
  readonly removals?: readonly ReviewRemoval[]
  /** What guards keep out of the plan; absent: nothing. */
  readonly withhold?: Withholding
  readonly apps: DesiredApps
  readonly liveApps: ReadonlyMap<string, Resource<'app'>>
  /** Why nothing may be planned about the registry, or null. */
  readonly registryUnknown: string | null
  readonly accounts: Iterable<DesiredAccount>
  /** Trees of all accounts, for what switching an app off ends where the estate governs nothing. */
  readonly everyAccount: () => Iterable<Resource<'account'>>
  readonly problems: readonly Problem[]
  readonly governedIds: ReadonlySet<string>
  /** Shown each governed account once it is planned, before its tree goes: what audit and probe are made from. */
  readonly watch?: (seen: PlannedAccount) => void
}

/** A governed account after its planning: `desired.live` is now as it will be, a copy is as it lives. */
export interface PlannedAccount {
  readonly desired: DesiredAccount
  readonly planned: AccountPlan
  /** An error stops it: nothing is planned there, and live alone decides. */
  readonly isStopped: boolean
}

/** A plan before its verdicts, with what the limits take their percentages of. */
export interface Planned {
  readonly plan: Omit<Plan, 'verdicts' | 'outcome'>
  readonly totals: readonly AccountTotals[]
}

/** Makes the one plan (E5). Pure: it sees what was read and what is wanted, and nothing else. */
export function makePlan(input: PlanInput): Planned {
  const { apps } = input
  const settings = settingsOf(input)
  const registry = planRegistry(
    isRegistryClear(input) ? apps : { ...apps, apps: new Map() },
    input.liveApps,
    settings,
    input.everyAccount,
  )
  const governed: AccountPlan[] = []
  const problems: Problem[] = [...input.problems, ...apps.problems]
  const waiting: Waiting[] = []
  const whole = new Set<string>()
  const declared = new DeclaredCount()
  const removals = removalsOf(input.removals ?? [])
  for (const desired of input.accounts) {
    declared.add(desired)
    if (input.undeclared) problems.push(...undeclaredInAccount(input.undeclared, desired))
    const here = felt({ ...registry, wanted: apps.apps }, settings.observeApps, desired.mode)
    const planned = planAccount(desired, here, settings)
    for (const problem of planned.problems) problems.push(problem)
    for (const each of planned.waiting) waiting.push(each)
    const isStopped = planned.problems.some(({ severity }) => severity === 'error')
    input.watch?.({ desired, planned, isStopped })
    // Nothing is planned where only live state reveals an error; what the registry does there it does all the same.
    if (!isStopped) whole.add(desired.wanted.key)
    if (!isStopped) problems.push(...removals.in(desired.live))
    governed.push(isStopped ? { ...planned, ...underRegistry(desired.copy(), here, settings.levels) } : planned)
  }
  const elsewhere = ungoverned(input, registry, new Set(governed.map(({ draft }) => draft.account.id)))
  const all = [...governed, ...elsewhere]
  const plan = assemblePlan(input, {
    drafts: all.map(({ draft }) => draft),
    registry,
    losing: all.flatMap(({ losing }) => losing),
    gaining: all.flatMap(({ gaining }) => gaining),
    waiting,
    coverage: { ...coverageOf(input, apps), ...declared.of(input.snapshot) },
    problems: (changes) => {
      const found = [...registryFindings(changes, registry.after), ...removals.inRegistry(registry.after)]
      const known = [...problems, ...found, ...undeclaredHere(input)]
      return [...known, ...unusedWaivers(known, settings, (account) => whole.has(account))]
    },
  })
  return { plan, totals: governed.map(({ totals }) => totals) }
}

/** Where the registry was not read whole, or an app is not what a document says, nothing is planned about apps. */
const isRegistryClear = ({ registryUnknown, apps }: PlanInput): boolean =>
  registryUnknown === null && !apps.problems.some(({ severity }) => severity === 'error')

type Asked = Pick<
  PlanInput,
  'scope' | 'protect' | 'snapshot' | 'observeApps' | 'day' | 'apps' | 'secrets' | 'waivers' | 'withhold'
>

/** What holds for the planning of every account. */
export function settingsOf({
  scope,
  protect,
  snapshot,
  observeApps,
  day,
  apps,
  secrets = NO_SECRETS,
  waivers = [],
  withhold = anyOf([]),
}: Asked): PlanSettings {
  return {
    inScope: matcher(scope),
    protect,
    principal: snapshot.principal.id,
    levels: snapshot.platform.capabilities.levels,
    workflows: workflowsUsing(snapshot),
    ...{ observeApps, day, permissions: apps.permissions, secrets, waivers, withhold },
  }
}

function workflowsUsing({ rows }: Snapshot): Map<string, string[]> {
  const using = new Map<string, string[]>()
  for (const { name, connections } of rows.workflows.values()) {
    for (const id of connections) using.set(id, [...(using.get(id) ?? []), name])
  }
  return using
}

/** What the registry does in accounts in which nothing is planned. */
function ungoverned(input: PlanInput, registry: RegistryChange, governed: ReadonlySet<string | null>): Elsewhere[] {
  if (![...registry.changes.values()].some(({ direction }) => direction !== 'neutral')) return []
  const { levels } = input.snapshot.platform.capabilities
  const found: Elsewhere[] = []
  for (const account of input.everyAccount()) {
    if (!governed.has(account.id)) found.push(underRegistry(account, registry, levels))
  }
  return found
}

/** The accounts and apps that nobody declares, where both were read whole. */
function undeclaredHere({ undeclared, registryUnknown, snapshot, governedIds, liveApps, apps }: PlanInput): Problem[] {
  if (undeclared === undefined || registryUnknown !== null) return []
  const accounts = [...snapshot.rows.accounts.values()].filter(({ id }) => !governedIds.has(id))
  return undeclaredInTenant(undeclared, {
    accounts: accounts.map(({ name }) => name),
    apps: [...liveApps.keys()].filter((app) => !apps.apps.has(app)),
  })
}

export { coverageOf } from './coverage.js'
