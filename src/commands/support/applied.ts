import type { Applying } from '../../engine.js'
import type { Applied, Outcome } from '../../report/applied.js'

/** What became of a run, counted and listed for people; null where nothing ran. */
export function appliedOf({ plan, result, after, effective }: Applying, milliseconds: number): Applied | null {
  if (result === null) return null
  const { outcomes, counts, effects, extraEndings } = result
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
    already: counts.already,
    refused: listed('refused'),
    blocked: listed('blocked'),
    unknown: listed('unknown'),
    left: listed('skipped'),
    settled: after === null ? null : { ...settledOf(after), invisible: effective?.late.length ?? 0 },
  }
}

function settledOf({ changes, pending, held }: NonNullable<Applying['after']>) {
  const open = changes.filter(({ observed }) => observed !== true).length
  return { inSync: open === 0, changes: open, pending: pending.length, held: held.length }
}
