import { alreadyIn } from './apply/already.js'
import { type ApplyContext, type ApplyResult, applyPlan } from './apply/apply.js'
import { type Approval, approve } from './apply/approved.js'
import { type Effectiveness, touchedAccounts, waitUntilEffective } from './apply/settle.js'
import { explainOver, type UseQuestion } from './explain.js'
import type { Estate } from './model/document.js'
import { addressOfDocument } from './model/estate-name.js'
import { Fault } from './model/fault.js'
import type { Plan } from './model/generated/plan.js'
import { outcome, planReasons, type Reason } from './model/outcome.js'
import type { Snapshot } from './model/snapshot.js'
import { attribute } from './plan/attribute.js'
import { outcomeDigest } from './plan/digests.js'
import { makePlan, type Planned } from './plan/index.js'
import { judgePlan, type LiveTotals, type Powers, powersOf } from './policy/index.js'
import type { ReadPort, WritePort } from './provider/port.js'
import { showOver } from './show.js'
import { bringTogether, contentDigest, dayOf } from './state/index.js'

export { loadEstate as validate } from './documents/index.js'

/** What holds for a run, settled at the door. */
export interface RunOptions {
  /** Name and version of the tool. */
  readonly tool: string
  readonly environment: string | null
  readonly now: Date
  /** Addresses of `--only`; empty for the whole estate. */
  readonly only: readonly string[]
  /** Do changes alone make exit code 2? */
  readonly countChanges: boolean
}

/** A plan with the snapshot it was made from. */
export interface Planning {
  readonly plan: Plan
  readonly snapshot: Snapshot
}

/** Reads the live platform and plans: what to write, whom it touches, which line causes it (E3, E5). Writes nothing. */
export async function plan(estate: Estate, port: ReadPort, options: RunOptions): Promise<Planning> {
  const { platform } = await port.identify()
  checkTenant(estate, platform.tenant)
  const snapshot = await port.read(governedBy(estate))
  const planned = planOver(estate, snapshot, options)
  return { snapshot, plan: finish(await attributed(planned, snapshot, port), estate, options) }
}

/** Who may use an app and why, as it will be after apply, beside how it lives. Writes nothing. */
export const explain = (estate: Estate, port: ReadPort, question: UseQuestion, options: RunOptions) =>
  looking(estate, port, options, (snapshot, day) => explainOver(estate, snapshot, question, day))

/** One thing, merged: each field with the line that says it, and what lives. Writes nothing. */
export const show = (estate: Estate, port: ReadPort, address: string, options: RunOptions) =>
  looking(estate, port, options, (snapshot, day) => showOver(estate, snapshot, address, day))

async function looking<T>(
  estate: Estate,
  port: ReadPort,
  { environment, now }: RunOptions,
  look: (snapshot: Snapshot, day: string) => T,
) {
  const { platform } = await port.identify()
  checkTenant(estate, platform.tenant)
  const snapshot = await port.read(governedBy(estate))
  const { tenant, url } = platform
  return { where: { environment, tenant, url, revision: snapshot.revision }, seen: look(snapshot, dayOf(now)) }
}

/** The one planning of preview, drift and read-back: pure, over what was read. */
export function planOver(estate: Estate, snapshot: Snapshot, options: RunOptions): Sided {
  const sides = bringTogether(estate, snapshot, dayOf(options.now))
  const documents = new Map(estate.documents.map((document) => [document.source, document]))
  const { protect = {}, mode, limits = {} } = estate.config
  const planned = makePlan({
    tool: options.tool,
    environment: options.environment,
    writePower: snapshot.principal.tokenKind === 'full',
    createdAt: options.now,
    day: dayOf(options.now),
    scope: options.only,
    protect,
    observeApps: mode === 'observe',
    snapshot,
    apps: sides.apps,
    liveApps: sides.live.apps,
    registryUnknown: sides.registryUnknown,
    accounts: sides.accounts(),
    everyAccount: sides.everyAccount,
    problems: sides.problems,
    governedIds: sides.governedIds,
    bound: { desired: contentDigest(estate), limits },
    nameOf: (source) => {
      const document = documents.get(source)
      return document === undefined ? 'writ.yaml' : addressOfDocument(document)
    },
  })
  return { ...planned, unexpected: sides.governance.unexpected, powers: powersOf(snapshot, planned.plan.changes) }
}

interface Sided extends Planned {
  readonly unexpected: readonly { readonly set: string; readonly message: string }[]
  readonly powers: Powers
}

/** Adds verdicts and outcome: from here on nothing is decided any more, only shown or executed. */
export function finish(
  { plan: planned, totals, unexpected, powers }: Sided,
  estate: Estate,
  options: RunOptions,
): Plan {
  const { limits = {} } = estate.config
  const verdicts = judgePlan({ plan: planned, limits, live: summed(totals), unexpected, powers })
  return { ...planned, verdicts, outcome: outcome(planReasons({ ...planned, verdicts }, options.countChanges)) }
}

/** Who wrote over what was stated: asked only about what the plan would change (C7). */
async function attributed(sided: Sided, snapshot: Snapshot, port: ReadPort): Promise<Sided> {
  const rows = sided.plan.changes.flatMap(({ target, revision }) =>
    target.id === null || revision === null ? [] : [{ collection: target.collection, id: target.id }],
  )
  if (rows.length === 0) return sided
  const events = await port.history(rows as Parameters<ReadPort['history']>[0])
  return { ...sided, plan: { ...sided.plan, changes: attribute(sided.plan.changes, events, snapshot) } }
}

/** The estate of one tenant must not meet another: nothing is read beyond the name. */
function checkTenant({ config, configSource }: Estate, tenant: string): void {
  if (config.platform.tenant === tenant) return
  const { file, line } = configSource.locate(['platform', 'tenant'], 'value')
  throw new Fault(
    'platform/other-tenant',
    `the platform says it is ${tenant}, and ${file}:${line} names ${config.platform.tenant}`,
    'check platform.url and the token; nothing was read',
  )
}

/** Accounts worth reading one by one where a list of the whole platform fails: sets may match any. */
function governedBy({ documents }: Estate): (name: string) => boolean {
  if (documents.some(({ kind }) => kind === 'AccountSet')) return () => true
  const names = new Set<string>()
  for (const { kind, value } of documents) {
    if (kind !== 'Account') continue
    const { name, formerly, id } = value as { name: string; formerly?: string; id?: string }
    // Matched by id alone, an account may live under any name.
    if (id !== undefined) return () => true
    names.add(name)
    if (formerly !== undefined) names.add(formerly)
  }
  return (name) => names.has(name)
}

function summed(totals: Planned['totals']): LiveTotals {
  const sum = (pick: (each: Planned['totals'][number]) => number) =>
    totals.reduce((total, each) => total + pick(each), 0)
  return {
    connections: sum((each) => each.connections),
    connectionsOf: new Map(totals.map(({ account, connections }) => [account, connections])),
    observed: new Set(totals.filter(({ observed }) => observed).map(({ account }) => account)),
    settingsOn: sum((each) => each.settingsOn),
    objects: Object.fromEntries(
      ['project', 'group', 'connection'].map((kind) => [kind, sum(({ objects }) => objects[kind] ?? 0)]),
    ),
    usersWithAccess: () => new Set(totals.flatMap(({ usersWithAccess }) => [...usersWithAccess()])).size,
  }
}

/** What executing needs besides what planning does. */
export interface ApplyOptions extends RunOptions, Omit<ApplyContext, 'port' | 'snapshot' | 'only'> {
  /** A plan that somebody approved: only what equals it runs. */
  readonly approved?: Plan
  /** Told the plan and what of it is approved, before anything is asked or written. */
  readonly planned?: (plan: Plan, approval: Approval | null) => void
  /** Asked once, with the plan, before the first write. */
  readonly confirm: (plan: Plan) => Promise<boolean>
  /** How long to wait for what was written to become effective, in seconds (T9). */
  readonly settleSeconds: number
}

/** What a run did, and whether the platform is now as declared. */
export interface Applying {
  readonly plan: Plan
  readonly approval: Approval | null
  readonly result: ApplyResult | null
  /** The plan over what was read back; null where nothing ran or nothing could be read. */
  readonly after: Plan | null
  /** Whose customers see it; null where nobody waited (T9). */
  readonly effective: Effectiveness | null
  readonly reasons: readonly Reason[]
}

/** Plans again and executes what was reviewed (E6); then reads back and plans once more: that must be empty (E11). */
export async function apply(estate: Estate, port: WritePort, options: ApplyOptions): Promise<Applying> {
  const { plan: fresh, snapshot } = await plan(estate, port, options)
  const standing = planReasons(fresh, false)
  const approval = approvalOf(fresh, snapshot, options)
  options.planned?.(fresh, approval)
  const ended = (ran: Partial<Applying>, reasons: readonly Reason[]): Applying => {
    const applying = { plan: fresh, approval, result: null, after: null, effective: null, ...ran }
    const whole = { ...applying, reasons: [...standing, ...reasons] }
    tellEnd(whole, options)
    return whole
  }
  if (approval !== null && approval.stale.length > 0) return ended({}, ['stale'])
  const unapproved: Reason[] = approval !== null && approval.refused.length > 0 ? ['not-as-approved'] : []
  const runs = fresh.changes.filter(({ observed }, index) => observed !== true && (approval?.runs.has(index) ?? true))
  if (standing.includes('refused') || runs.length === 0) return ended({}, unapproved)
  if (approval === null && !(await options.confirm(fresh))) return ended({}, ['declined'])
  const { runId, clock, parallelism, emit, signal, holder, leaseSeconds, lockTimeout } = options
  const context = {
    ...{ port, snapshot, runId, clock, parallelism, emit },
    ...given({ signal, holder, leaseSeconds, lockTimeout }),
  }
  const result = await applyPlan(fresh, { ...context, ...(approval === null ? {} : { only: approval.runs }) })
  const { readBack } = result
  const after = readBack === null ? null : finish(planOver(estate, readBack, options), estate, options)
  const effective = await waitUntilEffective(
    result.interrupted ? new Map() : touchedAccounts(fresh, result, readBack ?? snapshot),
    { ...context, seconds: options.settleSeconds },
  )
  const late: Reason[] = (effective?.late.length ?? 0) > 0 ? ['not-effective'] : []
  return ended({ result, after, effective }, [...unapproved, ...runReasons(result, after, fresh, approval), ...late])
}

/** A plan file whose content is not what its digest names was edited, and approves nothing. */
function approvalOf(fresh: Plan, snapshot: Snapshot, { approved, clock }: ApplyOptions): Approval | null {
  if (approved === undefined) return null
  const { platform, changes, effects, digests } = approved
  if (outcomeDigest(platform.tenant, changes, effects) !== digests.outcome) {
    return { stale: ['it was edited: its content is not what its outcome digest names'], runs: new Set(), refused: [] }
  }
  return approve(fresh, approved, clock(), alreadyIn(snapshot))
}

const NOTHING = { done: 0, already: 0, refused: 0, blocked: 0, unknown: 0, skipped: 0 }

/** The last lines of a run's events: is it in sync, and what does it end with? */
function tellEnd({ result, after, reasons }: Applying, { emit, runId, clock }: ApplyOptions): void {
  const begin = { formatVersion: 1, run: runId, at: new Date(clock()).toISOString() } as const
  if (after !== null) {
    const changes = after.changes.filter(({ observed }) => observed !== true).length
    const { pending, held } = after
    const waiting = { pending: pending.length, held: held.length }
    emit({ ...begin, type: 'settled', inSync: changes === 0, changes, ...waiting })
  }
  emit({ ...begin, type: 'done', ...outcome(reasons), counts: result?.counts ?? NOTHING })
}

/** Leaves out what is undefined, so that the defaults of whoever is called hold. */
const given = <T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }

/** What a run adds to the reasons of its plan. */
function runReasons(result: ApplyResult, after: Plan | null, fresh: Plan, approval: Approval | null): Reason[] {
  if (result.lease.status === 'held') return ['lease-held']
  if (result.failed > 0 || result.interrupted) {
    if (result.wrote) return ['partly-applied']
    const moved = result.outcomes.every(({ problem }) => problem === null || MOVED.has(problem))
    return [moved && !result.interrupted ? 'stale' : 'failed']
  }
  const left = new Set(
    fresh.changes.flatMap(({ address }, index) => (approval === null || approval.runs.has(index) ? [] : [address])),
  )
  const open = after === null || after.changes.some(({ address, observed }) => observed !== true && !left.has(address))
  return open ? ['not-settled'] : []
}

/** Refusals that say live is not what the plan saw. */
const MOVED = new Set(['moved', 'precondition-failed', 'connections-changed'])
