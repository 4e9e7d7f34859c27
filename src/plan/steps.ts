import { KINDS } from '../kinds/index.js'
import { resource } from '../kinds/resource.js'
import { compareText } from '../model/canonical.js'
import type { Desired } from '../model/desired.js'
import { children, type FieldsByKind, type Resource, type ResourceKind } from '../model/resource.js'
import { revokeDeclaredAbsent } from './before-removal.js'
import { compare } from './compare.js'
import type { AccountContext, Pair } from './context.js'
import type { Fields } from './draft.js'
import { closedAbove, wantsOpen } from './levels.js'
import { pairs } from './pairs.js'
import { propose } from './propose.js'
import { creationPhase, LATE, type Phase, STAGES, stageOf, updatePhase } from './stages.js'

/** Walks the stages in their order, or those of one phase, and takes into the plan what each finds different on the draft so far. */
export function walk(context: AccountContext, only?: Phase): void {
  for (const stage of STAGES) {
    const [phase, kind] = stage.split(' ') as [Phase, ResourceKind]
    if (only === undefined ? LATE.has(phase) : phase !== only) continue
    if (phase === 'revoke') revokeDeclaredAbsent(context)
    else if (kind !== 'app' && phase !== 'connect')
      for (const pair of pairsOf(context, kind)) STEPS[phase](context, pair)
  }
}

/** In the order in which they will be executed, so that the draft sees what the platform will, whatever order documents have. */
function pairsOf({ desired: { wanted }, draft: { account } }: AccountContext, kind: ResourceKind): Pair[] {
  if (kind !== 'account') {
    return [...pairs(kind, wanted, account)].sort(
      (a, b) => rankOf(a) - rankOf(b) || compareText(a.wanted.address, b.wanted.address),
    )
  }
  return [{ wanted, live: account, parent: account, project: null }]
}

/** Somebody becomes an owner before another stops being one: an account is never without. */
const rankOf = ({ wanted: { fields } }: Pair): number => ('role' in fields && fields.role === 'owner' ? 0 : 1)

const STEPS: Record<Exclude<Phase, 'revoke' | 'connect'>, (context: AccountContext, pair: Pair) => void> = {
  rename: renameStep,
  create: (context, pair) => openStep(context, pair, 'create'),
  close: (context, pair) => updateStep(context, pair, 'close'),
  remove: (context, pair) => removeStep(context, pair, 'remove'),
  retire: (context, pair) => removeStep(context, pair, 'retire'),
  open: (context, pair) => openStep(context, pair, 'open'),
  shut: (context, pair) => updateStep(context, pair, 'close', 'shut'),
}

function renameStep(context: AccountContext, pair: Pair): void {
  const { wanted, live } = pair
  if (live?.id == null || wanted.absent) return
  const difference = compare(wanted, live, (field) => field === 'name')
  if (difference === null) return
  const stage = stageOf('rename', wanted.kind)
  propose(context, { pair, operation: 'rename', direction: 'neutral', stage, ...difference, resource: live })
}

function openStep(context: AccountContext, pair: Pair, phase: 'create' | 'open'): void {
  const { wanted, live } = pair
  const isMissing = wanted.kind === 'account' ? isUnborn(context, pair) : live === undefined
  // A connection is its owner's to make: one that ends in this very plan is told by the sweep.
  if (wanted.absent || (isMissing && wanted.kind === 'connection')) return
  if (isMissing && KINDS[wanted.kind].defaults === undefined) {
    // What only holds a place for declared groups is nobody's wish.
    if (creationPhase(wanted.kind) === phase && wanted.said['*'] !== undefined) create(context, pair)
  } else updateStep(context, pair, phase)
}

/** An account that is to be created stands empty in the draft until the change that creates it. */
const isUnborn = ({ draft }: AccountContext, { wanted, live }: Pair): boolean =>
  live?.id === null && !draft.writers.has(wanted.address)

function create(context: AccountContext, pair: Pair): void {
  const { wanted, parent } = pair
  const operation = wanted.kind === 'invitation' ? 'invite' : 'create'
  const after = {
    ...BIRTH[wanted.kind],
    ...statedAtBirth(wanted),
    ...('name' in wanted.fields ? { name: wanted.key } : {}),
  }
  const fields = wanted.kind === 'project' ? { state: 'active', ...after } : after
  const born = wanted.kind === 'account' ? (pair.live as Resource) : asResource(pair, fields)
  if (wanted.kind === 'account') born.fields = fields as unknown as FieldsByKind['account']
  const direction = KINDS[wanted.kind].direction(null, born.fields as never)
  const stage = stageOf(creationPhase(wanted.kind), wanted.kind)
  propose(context, {
    pair: { ...pair, parent },
    operation,
    direction,
    stage,
    before: null,
    after,
    resource: born,
  })
}

const asResource = ({ wanted, parent }: Pair, fields: Fields): Resource =>
  resource(wanted.kind, parent, wanted.key, null, fields as never)

/** A project is born active; the change that archives it comes after. */
function statedAtBirth({ kind, fields }: Desired): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => kind !== 'project' || field !== 'state'))
}

/** What a new thing is where the estate says nothing. */
const BIRTH: Partial<Record<ResourceKind, Fields>> = {
  account: { labels: {}, showIntegrations: false, allowedApps: [] },
  template: { integrations: {} },
  project: { labels: {}, template: null },
  group: { labels: {}, type: null, members: [] },
  invitation: { role: 'member', projects: [] },
}

function removeStep(context: AccountContext, pair: Pair, phase: 'remove' | 'retire'): void {
  const { wanted, live, parent } = pair
  if (!wanted.absent || live === undefined || wanted.kind === 'connection') return
  const stage = stageOf(phase, wanted.kind)
  const before = live.fields as unknown as Fields
  propose(context, {
    pair: { ...pair, parent },
    operation: 'remove',
    direction: 'closes',
    stage,
    before,
    after: null,
    resource: live,
  })
}

function updateStep(
  context: AccountContext,
  pair: Pair,
  phase: 'close' | 'create' | 'open',
  stage: Phase = phase,
): void {
  const { wanted } = pair
  const defaults = KINDS[wanted.kind].defaults
  const live = pair.live ?? (defaults && asResource(pair, defaults as unknown as Fields))
  if (wanted.absent || live === undefined) return
  if (wantsOpen(pair) && isDormant(context, pair, live, phase)) return
  if (waitsForUnmade(context, pair, live, phase)) return
  const difference = compare(thereYet(context, pair), live, (field) => field !== 'name' && written(wanted, field))
  if (difference === null) return
  const after = { ...live.fields, ...difference.after }
  const direction = KINDS[wanted.kind].direction(live.fields as never, after as never)
  // What slept while closing was its turn is due once the level above has opened.
  const isLate = phase === 'open' && context.draft.asleep.has(wanted.address)
  if (updatePhase(wanted.kind, direction, difference.after) !== phase && !isLate) return
  propose(context, {
    pair,
    operation: 'update',
    direction,
    stage: stageOf(stage, wanted.kind),
    ...difference,
    resource: live,
  })
}

const written = (wanted: Desired, field: string): boolean => {
  const declaration = (KINDS[wanted.kind].fields as Record<string, { written: string }>)[field]
  return declaration?.written === 'always' || declaration?.written === 'creator'
}

/** What opens below a closed level waits, and is not compared: said once, when all above has been opened. */
function isDormant(context: AccountContext, pair: Pair, live: Resource, phase: Phase): boolean {
  const closed = closedAbove(context, pair)
  if (closed === null) return false
  context.draft.asleep.add(pair.wanted.address)
  const reason = context.draft.cut.get(closed.address) ?? 'dormant'
  // Where no document opens the level above, what documents say below it closes as ever.
  if (reason !== 'dormant') unopened(context, pair, live)
  if (phase === 'open') {
    const { address, fields, said } = pair.wanted
    const before = live.fields as unknown as Fields
    context.draft.held.push({
      address,
      reason,
      message: closed.message,
      before,
      after: fields as Fields,
      statements: said['*'] ?? [],
    })
  }
  return true
}

/** A list that names what this run will not create is held whole: a shorter one is nobody's wish. */
function waitsForUnmade(context: AccountContext, pair: Pair, live: Resource, phase: Phase): boolean {
  const { draft, settings } = context
  const unmade = namedBelow(context, pair).find(
    ({ address, exists }) => !exists && (draft.blocked.has(address) || !settings.inScope(address)),
  )
  if (unmade === undefined) return false
  unopened(context, pair, live)
  if (phase === 'open') {
    const { address, fields, said } = pair.wanted
    const reason = draft.cut.get(unmade.address) ?? 'scope'
    const message = `it names ${unmade.address}, which this run does not create`
    const before = live.fields as unknown as Fields
    draft.held.push({ address, reason, message, before, after: fields as Fields, statements: said['*'] ?? [] })
  }
  return true
}

/** Documents open it, and for now nothing does. */
function unopened({ draft }: AccountContext, { wanted: { fields }, parent }: Pair, resource: Resource): void {
  draft.unopened.push({ operation: 'update', resource, parent, after: fields as Fields })
}

/** The projects or groups that a setting's list names, and whether they are there yet. */
function namedBelow({ draft: { account } }: AccountContext, { wanted, parent }: Pair) {
  const { fields } = wanted as { fields: { projects?: readonly string[]; groups?: readonly string[] } }
  const told = (kind: 'project' | 'group', of: Resource, names: readonly string[] = []) =>
    names.map((name) => ({ address: KINDS[kind].address(of.address, name), exists: children(of, kind).has(name) }))
  if (wanted.kind === 'project-integration') return told('group', parent, fields.groups)
  return wanted.kind === 'account-integration' ? told('project', account, fields.projects) : []
}

/** A selection or a list of groups may name what a later stage creates: it joins then, and the rest goes ahead. */
function thereYet({ draft: { account } }: AccountContext, { wanted, parent }: Pair): Desired {
  const kept = (field: string, kind: 'project' | 'group', of: Resource): Desired => {
    const names = (wanted.fields as Fields)[field]
    if (!Array.isArray(names) || names.every((name) => children(of, kind).has(name))) return wanted
    return { ...wanted, fields: { ...wanted.fields, [field]: names.filter((name) => children(of, kind).has(name)) } }
  }
  if (wanted.kind === 'project-integration') return kept('groups', 'group', parent)
  return wanted.kind === 'account-integration' ? kept('projects', 'project', account) : wanted
}
