import type { Direction } from '../kinds/declaration.js'
import { KINDS } from '../kinds/index.js'
import type { DesiredAccount } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Operation } from '../model/generated/plan.js'
import { attach, detach, type Resource, type ResourceKind } from '../model/resource.js'
import { merged } from './compare.js'
import type { AccountContext, Pair } from './context.js'
import type { DraftChange, DraftHeld, Fields } from './draft.js'
import { endByItself } from './ended.js'
import { partOf } from './holds.js'
import { needsOf } from './needs.js'
import { type Prediction, predict } from './predict.js'
import { goneFrom } from './removal.js'
import { endings, whyHeld, whyUnreachable } from './why-held.js'
import type { Withheld } from './withhold.js'

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
  const held = isInScope ? whyLeftOut(context, proposal, predictions) : null
  if (held !== null) context.draft.held.push({ reason: held.reason, message: held.message, ...told(proposal) })
  if (isInScope && held === null) carryOut(context, proposal, predictions)
  else cut(context, proposal, held?.reason ?? 'scope')
  const part = held?.rest === undefined ? null : partOf(proposal, held.rest)
  if (part !== null) propose(context, part)
}

/** Why a change is not made now: it leads nowhere yet, something it touches is guarded, or a guard of the plan holds it. */
function whyLeftOut(context: AccountContext, proposal: Proposal, predictions: readonly Prediction[]): Withheld | null {
  const { operation, direction, pair, resource } = proposal
  const { collection } = KINDS[resource.kind]
  return (
    whyUnreachable(context, proposal) ??
    whyHeld(context, proposal, predictions) ??
    context.settings.withhold({ address: pair.wanted.address, operation, direction, target: { collection } })
  )
}

/** What a guard leaves out of a run, for whose sake nobody's access may end. */
const WITHHELD: ReadonlySet<DraftHeld['reason']> = new Set(['limit', 'shrink', 'not-reopened', 'not-shut'])

/** Leaves a change out; what stands below something that will not be created is held with it, and says so. */
function cut(context: AccountContext, proposal: Proposal, reason: DraftHeld['reason']): void {
  const { operation, direction } = proposal
  const { wanted } = proposal.pair
  context.draft.cut.set(wanted.address, reason)
  if (WITHHELD.has(reason) && (direction === 'opens' || direction === 'mixed' || isBack(proposal))) {
    const { after, resource, pair } = proposal
    context.draft.unopened.push({ operation: 'update', resource, parent: pair.parent, after })
  }
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

/** A project that is brought back opens nothing by itself, and closes all in it while it stays away. */
const isBack = ({ pair: { wanted }, after }: Proposal): boolean =>
  wanted.kind === 'project' && after?.state === 'active'

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

/**
 * The statements behind the fields that change, as close as they can be traced, or behind the whole. What is made is made by
 * its document, whichever fields that names, and beside it by what others say of it.
 */
export function statementsFor(
  { said, because }: Pair['wanted'],
  before: Fields | null,
  after: Fields | null,
): Statement[] {
  const own = Object.keys(after ?? {}).flatMap(
    (field) => because?.[field]?.(before?.[field], after?.[field])?.statements ?? said[field] ?? [],
  )
  const whole = said['*'] ?? []
  if (own.length === 0) return [...whole]
  if (before !== null) return own
  return [...whole, ...own.filter(({ source }) => whole.every((each) => each.source !== source))]
}

/** Is a passed date all that explains the change? */
const isExpiry = ({ expired, because }: Pair['wanted'], before: Fields | null, after: Fields | null): boolean => {
  const fields = Object.keys(after ?? {})
  const [only = ''] = fields
  return expired || (fields.length === 1 && because?.[only]?.(before?.[only], after?.[only])?.expired === true)
}

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
function follow({ draft }: AccountContext, prediction: Prediction, by: DraftChange): void {
  const { operation, resource, parent, after } = prediction
  if (operation === 'end') {
    endByItself(draft, resource as Resource<'connection'>, by)
    return
  }
  const before = operation === 'create' ? null : told_(resource, after)
  draft.effects.push({ address: resource.address, operation, before, after, by })
  draft.writers.set(resource.address, by)
  if (operation === 'remove') detach(parent, resource.kind, resource.key)
  else write(parent, resource, 'update', after)
}

const told_ = (resource: Resource, after: Fields | null): Fields =>
  after === null
    ? (resource.fields as unknown as Fields)
    : Object.fromEntries(Object.keys(after).map((field) => [field, (resource.fields as unknown as Fields)[field]]))
