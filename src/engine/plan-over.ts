import type { Estate, Source } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import type { Plan, Verdict } from '../model/generated/plan.js'
import { outcome, planReasons } from '../model/outcome.js'
import type { Snapshot } from '../model/snapshot.js'
import { attribute } from '../plan/attribute.js'
import { attributeGone, trailsOf } from '../plan/gone-by-hand.js'
import { makePlan, type Planned, type PlannedAccount } from '../plan/index.js'
import { type Judged, judgePlan, type LiveTotals, type Powers, powersOf } from '../policy/index.js'
import type { ReadPort } from '../provider/port.js'
import { bringTogether, contentDigest, dayOf, type Governed, overridesOf, type Sides } from '../state/index.js'
import type { Comparison } from './baseline/compare.js'
import { markOurs, Origins } from './baseline/origins.js'
import { comparing } from './baseline/over.js'
import { given } from './ending.js'
import { type Guarding, type RunOptions, secretsOf } from './options.js'

/** The one planning of preview, drift and read-back: pure, over what was read. */
export function planOver(
  estate: Estate,
  snapshot: Snapshot,
  options: RunOptions & Guarding,
  watch?: (seen: PlannedAccount, sides: Sides) => void,
  wants?: (governed: Governed) => boolean,
): Sided {
  const sides = bringTogether(estate, snapshot, dayOf(options.now))
  const { baseline } = options
  const compared = baseline && comparing(baseline, { now: estate, sides, snapshot, options }, planOver)
  const nameOf = namesOf([estate, baseline?.head, baseline?.estate])
  const { protect = {}, mode, limits = {}, undeclared = {} } = estate.config
  const planned = makePlan({
    tool: options.tool,
    environment: options.environment,
    writePower: snapshot.principal.tokenKind === 'full',
    createdAt: options.now,
    day: dayOf(options.now),
    scope: options.only,
    protect,
    observeApps: mode === 'observe',
    secrets: secretsOf(estate, options),
    snapshot,
    waivers: sides.waivers,
    removals: sides.removals,
    ...given({ withhold: options.withhold, guards: options.guards }),
    undeclared,
    apps: sides.apps,
    liveApps: sides.live.apps,
    registryUnknown: sides.registryUnknown,
    accounts: sides.accounts(wants),
    everyAccount: sides.everyAccount,
    problems: [...sides.problems, ...(baseline?.problems ?? [])],
    ...given({ baseline: baseline && { ref: baseline.ref, commit: baseline.commit }, released: compared?.released }),
    governedIds: sides.governedIds,
    bound: { desired: contentDigest(estate), limits },
    nameOf,
    ...(watch === undefined ? {} : { watch: (seen) => watch(seen, sides) }),
  })
  const powers = powersOf(snapshot, planned.plan.changes)
  return { ...planned, unexpected: sides.unexpected(), powers, ...given({ compared }) }
}

/** The address of the document that a source holds; what is none is writ.yaml. */
function namesOf(estates: readonly (Estate | null | undefined)[]): (source: Source) => string {
  const all = new Set(estates.flatMap((estate) => estate?.documents ?? []))
  const documents = new Map([...all].map((document) => [document.source, document]))
  return (source) => {
    const document = documents.get(source)
    return document === undefined ? 'writ.yaml' : addressOfDocument(document)
  }
}

/** A plan before its verdicts, with what they are judged by. */
export interface Sided extends Planned {
  readonly unexpected: readonly { readonly address: string; readonly message: string }[]
  readonly powers: Powers
  /** Is it a one-off act? */
  readonly acting?: boolean
  /** What the baseline says beside it. */
  readonly compared?: Comparison
}

/** Judges a plan and closes it: from here on nothing is decided any more, only shown or executed. */
export function finish(sided: Sided, estate: Estate, options: RunOptions): Plan {
  return close(sided, judgePlan(judgedOf(sided, estate, options)), options)
}

/** Adds verdicts and outcome. */
export const close = ({ plan }: Pick<Sided, 'plan'>, verdicts: Verdict[], { countChanges }: RunOptions): Plan => ({
  ...plan,
  verdicts,
  outcome: outcome(planReasons({ ...plan, verdicts }, countChanges)),
})

/** What the gates judge a plan by. */
export function judgedOf(
  { plan, totals, unexpected, powers, acting = false }: Sided,
  estate: Estate,
  options: RunOptions,
): Judged {
  const { limits = {} } = estate.config
  const { approved } = options as { readonly approved?: Plan }
  return {
    ...{ plan, limits, unexpected, powers, acting },
    live: summed(totals, plan.coverage.apps.total),
    overrides: overridesOf(estate),
    outcomes: [plan.digests.outcome, ...(approved === undefined ? [] : [approved.digests.outcome])],
    day: dayOf(options.now),
  }
}

/** Why things differ: what the commit under review brings, who wrote over what was stated, what was matched anew (C7). */
export async function attributed(sided: Sided, snapshot: Snapshot, port: ReadPort): Promise<Sided> {
  const { plan, compared } = sided
  const changes = compared === undefined ? plan.changes : oursOf(plan, compared)
  const origins = compared === undefined ? null : new Origins({ ...plan, changes }, snapshot)
  const rows = [...changes.flatMap(rowOf), ...(origins?.witnesses() ?? [])]
  const events = rows.length === 0 ? [] : await port.history(rows as Parameters<ReadPort['history']>[0])
  const trails = trailsOf(changes, snapshot)
  const gone = trails.length === 0 ? [] : await port.trails(trails)
  const told = attributeGone(attribute(changes, events, snapshot), gone, snapshot)
  const whole = { ...plan, changes: origins?.settle(told, events) ?? told }
  return { ...sided, plan: compared?.errorsBlamed(whole) ?? whole }
}

function oursOf({ changes, causes }: Planned['plan'], compared: Comparison): Planned['plan']['changes'] {
  const isOurs = compared.ours(changes)
  return markOurs(changes, isOurs).map((each) =>
    each.origin === 'change' ? compared.changedFirst(each, causes) : each,
  )
}

const rowOf = ({ target, revision }: Plan['changes'][number]) =>
  target.id === null || revision === null ? [] : [{ collection: target.collection, id: target.id }]

function summed(totals: Planned['totals'], apps: number): LiveTotals {
  const sum = (pick: (each: Planned['totals'][number]) => number) =>
    totals.reduce((total, each) => total + pick(each), 0)
  return {
    connections: sum((each) => each.connections),
    connectionsOf: new Map(totals.map(({ account, connections }) => [account, connections])),
    observed: new Set(totals.filter(({ observed }) => observed).map(({ account }) => account)),
    settingsOn: sum((each) => each.settingsOn),
    objects: {
      app: apps,
      ...Object.fromEntries(
        ['account', 'project', 'group', 'user', 'template', 'connection'].map((kind) => [
          kind,
          sum(({ objects }) => objects[kind] ?? 0),
        ]),
      ),
    },
    usersWithAccess: () => new Set(totals.flatMap(({ usersWithAccess }) => [...usersWithAccess()])).size,
  }
}
