import type { Applying, Recording } from '../../engine.js'
import type { Change, Plan } from '../../model/generated/plan.js'
import type { SealedRecord } from '../../model/journal.js'
import { outcome } from '../../model/outcome.js'
import { syncOf } from '../../model/sync.js'
import type { Applied, Outcome } from '../../report/applied.js'

/** What became of a run, counted and listed for people; null where nothing ran. */
export function appliedOf({ plan, result, after, effective }: Applying, milliseconds: number): Applied | null {
  if (result === null) return null
  const { outcomes, counts, effects, extraEndings, stillThere, expectsConnections } = result
  const isRevocation = (index: number) => plan.changes[index]?.operation === 'revoke'
  const done = outcomes.filter(({ status }) => status === 'done')
  const revoked = done.filter(({ index }) => isRevocation(index)).length
  const listed = (status: string): Outcome[] =>
    outcomes
      .filter((each) => each.status === status && plan.changes[each.index]?.observed !== true)
      .map(({ address, detail }) => ({ address, why: detail ?? '' }))
  const endings = effects.filter(({ op, collection }) => op === 'end' && collection === 'connections').length
  return {
    milliseconds,
    written: done.length - revoked,
    revoked,
    ended: endings - extraEndings.length,
    extra: extraEndings.map(({ connection }) => connection),
    alive: stillThere.map((index) => plan.changes[index]?.address ?? ''),
    window: !expectsConnections && plan.changes.some(isClosing),
    already: counts.already,
    refused: listed('refused'),
    blocked: listed('blocked'),
    unknown: listed('unknown'),
    left: listed('skipped'),
    arisen: after === null ? [] : arisen(plan, after),
    settled: after === null ? null : { ...settledOf(after), invisible: effective?.late.length ?? null },
  }
}

interface Told {
  readonly command: Recording['command']
  readonly record: SealedRecord | null
  readonly milliseconds: number
}

/** What became of a run, as `schema/applied.schema.json` describes it: change by change, for programs. */
export function appliedJson(applying: Applying, { command, record, milliseconds }: Told) {
  const { plan, approval, result, reasons } = applying
  const { environment, tenant, url, revision } = plan.platform
  const applied = appliedOf(applying, milliseconds)
  return {
    formatVersion: 1,
    platform: { environment, tenant, url, revision },
    command,
    digests: plan.digests,
    verdicts: plan.verdicts,
    approval: approval === null ? null : { stale: approval.stale, refused: approval.refused.map(refusedJson) },
    ran: result !== null,
    changes: plan.changes.map(({ address, operation }, index) => ({ address, operation, ...fateOf(result, index) })),
    ended: applied?.ended ?? 0,
    extra: applied?.extra ?? [],
    alive: applied?.alive ?? [],
    arisen: applied?.arisen ?? [],
    settled: applied?.settled ?? null,
    record,
    milliseconds: Math.round(milliseconds),
    outcome: outcome(reasons),
  }
}

const refusedJson = ({ addresses, reasons, moves = [] }: Refused) => ({ addresses, reasons, moves })
type Refused = NonNullable<Applying['approval']>['refused'][number]

/** Where nothing ran, every change was left as it was. */
function fateOf(result: Applying['result'], index: number) {
  const { status, detail, blockedBy } = result?.outcomes[index] ?? { status: 'skipped', detail: null, blockedBy: null }
  return { status, detail, blockedBy }
}

function settledOf(after: NonNullable<Applying['after']>) {
  const { pending, held } = after
  const { inSync, changes, observed, stopped } = syncOf(after)
  const waiting = pending.filter(({ waitsFor }) => waitsFor !== 'visibility').length
  return { inSync: inSync === true, changes, observed, stopped: stopped.length, pending: waiting, held: held.length }
}

/** Nothing is ever ended that no reviewed plan named: whoever reconnected while this ran is told of, loudly. */
function arisen(plan: Plan, after: Plan): Outcome[] {
  const keyOf = ({ operation, address }: Change) => `${operation} ${address}`
  const known = new Set(plan.changes.map(keyOf))
  const fresh = after.changes.filter((change) => change.observed !== true && !known.has(keyOf(change)))
  return fresh.map(({ address, operation, reason }) => ({
    address,
    why: `${operation} is due${reason === undefined ? '' : `: ${reason}`}; it came up while this ran, and no reviewed plan has it`,
  }))
}

/** Somebody may connect between the check and such a write, and lose it. */
const isClosing = ({ direction, operation, observed }: Change): boolean =>
  observed !== true && operation !== 'revoke' && (direction === 'closes' || direction === 'mixed')
