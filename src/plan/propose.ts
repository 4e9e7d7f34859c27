import type { Direction } from '../kinds/declaration.js'
import { KINDS } from '../kinds/index.js'
import { ancestors } from '../model/address.js'
import type { DesiredAccount } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Operation } from '../model/generated/plan.js'
import { attach, children, detach, type Resource, type ResourceKind } from '../model/resource.js'
import { merged } from './compare.js'
import type { AccountContext, Pair } from './context.js'
import type { DraftChange, DraftHeld, Fields } from './draft.js'
import { needsOf } from './needs.js'
import { isLive, type Prediction, predict } from './predict.js'
import { namesOf, protectedBy } from './protection.js'
import { goneFrom, stillUsed } from './removal.js'

/** A change that is about to enter the plan. */
export interface Proposal {
  readonly pair: Pair
  readonly operation: Operation
  readonly direction: Direction
  readonly stage: number
  readonly before: Fields | null
  readonly after: Fields | null
  /** What stands, or would stand once it is created. */
  readonly resource: Resource
}

/** Takes a change into the plan and carries it out on the draft with what the platform does by itself, or holds it. */
export function propose(context: AccountContext, proposal: Proposal): void {
  const predictions = predict(context.draft, {
    resource: proposal.resource,
    parent: proposal.pair.parent,
    operation: draftOperation(proposal.operation),
    after: proposal.after ?? {},
  })
  const isInScope = context.settings.inScope(proposal.pair.wanted.address)
  const held = isInScope ? (whyUnreachable(context, proposal) ?? whyHeld(context, proposal, predictions)) : null
  if (held !== null) context.draft.held.push({ ...held, ...told(proposal) })
  if (isInScope && held === null) carryOut(context, proposal, predictions)
  else cut(context, proposal, held?.reason ?? 'scope')
}

/** Leaves a change out; what stands below something that will not be created is held with it, and says so. */
function cut(context: AccountContext, { pair: { wanted }, operation }: Proposal, reason: DraftHeld['reason']): void {
  context.draft.cut.set(wanted.address, reason)
  if (operation === 'create' || operation === 'rename') context.draft.blocked.add(wanted.address)
  // What stands below an account or something renamed comes to its turn; of what is missing nothing below does.
  if (operation !== 'create' || wanted.kind === 'account') return
  for (const each of below(wanted)) {
    if (!context.settings.inScope(each.address)) continue
    const message = `it needs ${wanted.address} to be created, which this run does not do`
    context.draft.held.push({
      address: each.address,
      reason,
      message,
      before: null,
      after: each.fields as Fields,
      statements: statementsFor(each, null, null),
    })
  }
}

/** What a change stands below, or names, must be there once it runs; else it waits for a run with a wider scope. */
function whyUnreachable(
  { draft, world }: AccountContext,
  { pair: { wanted }, after }: Proposal,
): Pick<DraftHeld, 'reason' | 'message'> | null {
  const above = ancestors(wanted.address).find((each) => draft.blocked.has(each))
  if (above !== undefined) {
    const message = `it needs ${above} to be created or renamed, which this run does not do`
    return { reason: draft.cut.get(above) ?? 'scope', message }
  }
  const apps = wanted.kind === 'account' && Array.isArray(after?.allowedApps) ? (after.allowedApps as string[]) : []
  const missing = apps.find((app) => !world.apps.has(app))
  return missing === undefined
    ? null
    : {
        reason: 'scope',
        message: `it names the app ${missing}, which is not on the platform and not installed by this run`,
      }
}

function* below(wanted: Pair['wanted']): Iterable<Pair['wanted']> {
  for (const siblings of Object.values(wanted.children)) {
    for (const each of siblings.values()) {
      yield each
      yield* below(each)
    }
  }
}

const draftOperation = (operation: Operation) =>
  operation === 'create' || operation === 'invite' ? 'create' : operation === 'remove' ? 'remove' : 'update'

const told = ({ pair: { wanted }, before, after }: Proposal) => ({
  address: wanted.address,
  before,
  after,
  statements: statementsFor(wanted, before, after),
})

/** The statements behind the fields that change, as close as they can be traced, or behind the whole. */
export function statementsFor(
  { said, because }: Pair['wanted'],
  before: Fields | null,
  after: Fields | null,
): Statement[] {
  const own = Object.keys(after ?? {}).flatMap(
    (field) => because?.[field]?.(before?.[field], after?.[field])?.statements ?? said[field] ?? [],
  )
  return own.length > 0 ? own : [...(said['*'] ?? [])]
}

/** Is a passed date all that explains the change? */
const isExpiry = ({ expired, because }: Pair['wanted'], before: Fields | null, after: Fields | null): boolean => {
  const fields = Object.keys(after ?? {})
  const [only = ''] = fields
  return expired || (fields.length === 1 && because?.[only]?.(before?.[only], after?.[only])?.expired === true)
}

function whyHeld(
  { settings, draft }: AccountContext,
  { pair: { wanted, live }, before, after }: Proposal,
  predictions: readonly Prediction[],
): Pick<DraftHeld, 'reason' | 'message'> | null {
  const ends = endings(predictions)
  const message = protectedBy(settings, {
    accounts: namesOf(draft.account),
    app: wanted.kind.endsWith('-integration') || wanted.kind === 'app' ? wanted.key : null,
    user: userOf(wanted),
    address: wanted.address,
    ends,
    appsLost: [...appsLost(before, after, settings.protect.apps ?? []), ...appsSwitchedOff(predictions)],
  })
  if (message !== null) return { reason: 'protected', message }
  if (editsForeignConnection(live, settings.principal)) {
    return { reason: 'needs-owner', message: 'only its creator may edit a connection (C3)' }
  }
  return after === null ? stillUsed(draft.account, wanted) : lastOwner(draft.account, wanted, after)
}

/** Nobody demotes the last owner of an account; the platform refuses it too. */
function lastOwner(
  account: Resource<'account'>,
  { kind, key }: Pair['wanted'],
  { role }: Fields,
): Pick<DraftHeld, 'reason' | 'message'> | null {
  if (kind !== 'user' || role === undefined || role === 'owner') return null
  const owners = [...children(account, 'user').values()].filter(({ fields }) => fields.role === 'owner')
  if (owners.length !== 1 || owners[0]?.key !== key) return null
  return { reason: 'protected', message: `${key} is the last owner of ${account.key}: make somebody else one first` }
}

const userOf = ({ kind, key, address }: Pair['wanted']): string | null => {
  if (kind === 'user' || kind === 'invitation') return key
  return kind === 'user-integration' ? decodeURIComponent(address.split('#')[0]?.split('/')[2] ?? '') : null
}

/** The apps that an allow-list loses; from "all" every protected one that the list leaves out. */
function appsLost(before: Fields | null, after: Fields | null, every: readonly string[]): string[] {
  const [from, to] = [before?.allowedApps, after?.allowedApps]
  const had = from === 'all' ? every : from
  return Array.isArray(had) && Array.isArray(to) ? had.filter((app) => !to.includes(app)) : []
}

/** The apps whose settings the platform will switch off by itself. */
const appsSwitchedOff = (predictions: readonly Prediction[]): string[] =>
  predictions.filter(({ after }) => after?.enabled === false).map(({ resource }) => resource.key)

const editsForeignConnection = (live: Resource | undefined, principal: string): boolean =>
  live?.kind === 'connection' && (live as Resource<'connection'>).fields.createdBy !== principal

const endings = (predictions: readonly Prediction[]): Resource<'connection'>[] =>
  predictions.filter(({ operation }) => operation === 'end').map(({ resource }) => resource as Resource<'connection'>)

function carryOut(context: AccountContext, proposal: Proposal, predictions: readonly Prediction[]): void {
  const { draft, desired } = context
  const { pair, operation, direction, before, after, resource } = proposal
  const needs = needsOf(context, pair, direction, after)
  if (operation === 'remove') for (const each of goneFrom(draft, resource)) needs.add(each)
  const ends = endings(predictions).map(({ key }) => key)
  const change: DraftChange = {
    address: pair.wanted.address,
    operation,
    direction,
    before,
    after,
    statements: statementsFor(pair.wanted, before, after),
    expired: isExpiry(pair.wanted, before, after),
    stage: latest(proposal.stage, needs),
    needs,
    target: { collection: KINDS[resource.kind].collection, id: idOf(proposal) },
    revision: resource.etag,
    ends: ends.sort(),
    undo: operation === 'invite' || operation === 'remove' ? 'none' : ends.length > 0 ? 'settings-only' : 'full',
    observed: isObserved(desired, needs),
  }
  draft.changes.push(change)
  draft.writers.set(change.address, change)
  write(pair.parent, resource, operation, after)
  for (const prediction of predictions) follow(context, prediction, change)
}

/** A change runs no earlier than what it needs. */
export const latest = (stage: number, needs: Iterable<DraftChange>): number =>
  [...needs].reduce((last, need) => Math.max(last, need.stage), stage)

/** What waits for something that is only observed cannot run either (E19). */
export const isObserved = ({ mode }: Pick<DesiredAccount, 'mode'>, needs: Iterable<DraftChange>): boolean =>
  mode === 'observe' || [...needs].some(({ observed }) => observed)

/** A setting has an address on the platform before it is stored; everything else gets its id on creation. */
function idOf({ resource, pair: { parent, wanted } }: Proposal): string | null {
  if (resource.id !== null || !wanted.kind.endsWith('-integration') || parent.id === null) return resource.id
  return `${parent.id}.${wanted.key}`
}

function write(parent: Resource, resource: Resource, operation: Operation, after: Fields | null): void {
  if (operation === 'remove') detach(parent, resource.kind, resource.key)
  else {
    resource.fields = merged(resource.fields, after ?? {}) as unknown as Resource['fields']
    // The account itself is the root of the draft and stands below nothing.
    if (resource.kind !== 'account') attach(parent, resource as Resource<ResourceKind>)
  }
}

/** Carries out what the platform does by itself. */
function follow({ draft }: AccountContext, { operation, resource, parent, after }: Prediction, by: DraftChange): void {
  const before = operation === 'create' ? null : told_(resource, after)
  draft.effects.push({ address: resource.address, operation, before, after, by })
  if (operation === 'end') {
    const connection = resource as Resource<'connection'>
    if (isLive(connection)) draft.endings.push({ connection, how: 'ended', by })
    detach(parent, resource.kind, resource.key)
    return
  }
  draft.writers.set(resource.address, by)
  if (operation === 'remove') detach(parent, resource.kind, resource.key)
  else write(parent, resource, 'update', after)
}

const told_ = (resource: Resource, after: Fields | null): Fields =>
  after === null
    ? (resource.fields as unknown as Fields)
    : Object.fromEntries(Object.keys(after).map((field) => [field, (resource.fields as unknown as Fields)[field]]))
