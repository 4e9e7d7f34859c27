import { matcher } from '../model/address.js'
import type { DesiredAccount, DesiredApps } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Protect } from '../model/generated/documents.js'
import type { Coverage, Plan } from '../model/generated/plan.js'
import type { Problem, Waiting } from '../model/problem.js'
import { children, type Resource } from '../model/resource.js'
import type { Snapshot } from '../model/snapshot.js'
import { type AccountPlan, type AccountTotals, end, planAccount, type RegistryChange } from './account.js'
import {
  assembleChanges,
  assembleEffects,
  assembleEndings,
  assembleFindings,
  assembleHeld,
  assemblePending,
  assembleUses,
  hitWorkflows,
} from './assemble.js'
import { CauseTable } from './causes.js'
import type { PlanSettings } from './context.js'
import { type Bound, digestsOf } from './digests.js'
import { Draft, type Drafted } from './draft.js'
import { registryFindings } from './findings.js'
import { impactOf, type Use } from './impact.js'
import { planRegistry } from './registry.js'

/** All that a plan is made of. Accounts come one by one, so that only one tree stands in memory at a time. */
export interface PlanInput {
  readonly tool: string
  readonly environment: string | null
  readonly writePower: boolean
  readonly createdAt: Date
  readonly day: string
  readonly scope: readonly string[]
  readonly protect: Protect
  readonly observeApps: boolean
  readonly snapshot: Snapshot
  readonly apps: DesiredApps
  readonly liveApps: ReadonlyMap<string, Resource<'app'>>
  /** Why nothing may be planned about the registry, or null. */
  readonly registryUnknown: string | null
  readonly accounts: Iterable<DesiredAccount>
  /** Trees of all accounts, for what switching an app off ends where the estate governs nothing. */
  readonly everyAccount: () => Iterable<Resource<'account'>>
  readonly problems: readonly Problem[]
  readonly governedIds: ReadonlySet<string>
  readonly bound: Omit<Bound, 'tenant' | 'tool' | 'scope'>
  readonly nameOf: (source: Statement['source']) => string
}

/** A plan before its verdicts, with what the limits take their percentages of. */
export interface Planned {
  readonly plan: Omit<Plan, 'verdicts' | 'outcome'>
  readonly totals: readonly AccountTotals[]
}

/** Makes the one plan (E5). Pure: it sees what was read and what is wanted, and nothing else. */
export function makePlan(input: PlanInput): Planned {
  const { snapshot, apps } = input
  const settings = settingsOf(input)
  const registry = planRegistry(
    isRegistryClear(input) ? apps : { ...apps, apps: new Map() },
    input.liveApps,
    settings,
    (app) => connectionsOf(input, app),
  )
  const governed: AccountPlan[] = []
  const problems: Problem[] = [...input.problems, ...apps.problems]
  const waiting: Waiting[] = []
  for (const desired of input.accounts) {
    const planned = planAccount(desired, { ...registry, wanted: apps.apps }, settings)
    for (const problem of planned.problems) problems.push(problem)
    for (const each of desired.waiting) waiting.push(each)
    governed.push(
      planned.problems.some(({ severity }) => severity === 'error') ? stopped(planned, desired, registry) : planned,
    )
  }
  const elsewhere = endElsewhere(input, registry, new Set(governed.map(({ draft }) => draft.account.id)))
  const drafts = [...governed, ...elsewhere].map(({ draft }) => draft)
  const causes = new CauseTable(input.nameOf)
  const { changes, indexOf } = assembleChanges([...registry.all, ...drafts.flatMap((draft) => draft.changes)], causes)
  const effects = assembleEffects(
    drafts.flatMap((draft) => draft.effects),
    indexOf,
  )
  const connections = assembleEndings(
    drafts.flatMap(({ endings, account }) => endings.map((ending) => ({ ...ending, account: account.key }))),
    indexOf,
  )
  const nameOf = (id: string) => snapshot.rows.accounts.get(id)?.name ?? id
  problems.push(...registryFindings(changes, registry.after))
  const { tenant, url } = snapshot.platform
  const plan: Planned['plan'] = {
    formatVersion: 1,
    tool: input.tool,
    platform: {
      environment: input.environment,
      tenant,
      url,
      revision: snapshot.revision,
      writePower: input.writePower,
    },
    createdAt: input.createdAt.toISOString(),
    date: input.day,
    scope: [...input.scope],
    changes,
    effects,
    impact: {
      losing: assembleUses([...governed, ...elsewhere].flatMap(({ losing }) => [...losing])),
      gaining: assembleUses(governed.flatMap(({ gaining }) => [...gaining])),
      connections,
      workflows: hitWorkflows(connections, snapshot.rows.workflows.values(), nameOf),
    },
    pending: assemblePending(waiting, causes),
    held: assembleHeld([...registry.held, ...drafts.flatMap(({ held }) => held)], causes),
    released: [],
    coverage: coverageOf(input, apps),
    findings: assembleFindings(problems, causes),
    causes: causes.causes,
    reads: snapshot.reads.map((read) => ({ ...read })),
    digests: digestsOf({ ...input.bound, tenant, tool: input.tool, scope: input.scope }, changes, effects),
  }
  return { plan, totals: governed.map(({ totals }) => totals) }
}

/** Where the registry was not read whole, or an app is not what a document says, nothing is planned about apps. */
const isRegistryClear = ({ registryUnknown, apps }: PlanInput): boolean =>
  registryUnknown === null && !apps.problems.some(({ severity }) => severity === 'error')

/** What holds for the planning of every account. */
export function settingsOf({
  scope,
  protect,
  snapshot,
  observeApps,
}: Pick<PlanInput, 'scope' | 'protect' | 'snapshot' | 'observeApps'>): PlanSettings {
  return {
    inScope: matcher(scope),
    protect,
    principal: snapshot.principal.id,
    levels: snapshot.platform.capabilities.levels,
    workflows: workflowsUsing(snapshot),
    observeApps,
  }
}

function workflowsUsing({ rows }: Snapshot): Map<string, string[]> {
  const using = new Map<string, string[]>()
  for (const { name, connections } of rows.workflows.values()) {
    for (const id of connections) using.set(id, [...(using.get(id) ?? []), name])
  }
  return using
}

/** Where only live state reveals an error nothing is planned in that account; what the registry ends there still ends. */
function stopped(planned: AccountPlan, desired: DesiredAccount, registry: RegistryChange): AccountPlan {
  const draft = new Draft(desired.copy(), registry.after)
  for (const [app, change] of registry.changes) end(draft, app, change)
  return { ...planned, draft: draft.drafted(), losing: [], gaining: [] }
}

function* connectionsOf(input: PlanInput, app: string): Iterable<Resource<'connection'>> {
  for (const account of input.everyAccount()) {
    for (const connection of children(account, 'connection').values())
      if (connection.fields.app === app) yield connection
  }
}

/** What a switched-off app does where the estate governs nothing. */
interface Elsewhere {
  readonly draft: Drafted
  readonly losing: readonly Use[]
}

/** R6 does not ask who governs: connections of an app that is switched off end in every account, and people lose it. */
function endElsewhere(input: PlanInput, registry: RegistryChange, governed: ReadonlySet<string | null>): Elsewhere[] {
  const closing = [...registry.changes].filter(([, { direction }]) => direction === 'closes')
  if (closing.length === 0) return []
  const { levels } = input.snapshot.platform.capabilities
  const found: Elsewhere[] = []
  for (const account of input.everyAccount()) {
    if (governed.has(account.id)) continue
    const draft = new Draft(account, registry.after)
    for (const [app, change] of closing) end(draft, app, change)
    const before = { world: { apps: registry.before, levels }, account }
    const after = { world: { apps: registry.after, levels }, account }
    found.push({
      draft: draft.drafted(),
      losing: impactOf(before, after, draft, new Set(closing.map(([app]) => app))).losing,
    })
  }
  return found
}

/** How much of what lives the estate governs: a declared app, in an account that a document or set declares (E17). */
function coverageOf({ snapshot, governedIds, liveApps }: PlanInput, { apps }: DesiredApps): Coverage {
  let live = 0
  let governed = 0
  for (const { account, app, status } of snapshot.rows.connections.values()) {
    if (status !== 'active' && status !== 'needs-reauth') continue
    live += 1
    if (governedIds.has(account) && apps.has(app)) governed += 1
  }
  return {
    accounts: { governed: governedIds.size, total: snapshot.rows.accounts.size },
    apps: { governed: [...liveApps.keys()].filter((app) => apps.has(app)).length, total: liveApps.size },
    connections: { governed, total: live },
  }
}
