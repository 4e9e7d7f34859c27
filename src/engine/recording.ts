import type { Plan } from '../model/generated/plan.js'
import type { RecordEntry, RecordWriter, SealedRecord } from '../model/journal.js'
import { outcome } from '../model/outcome.js'
import { realUse } from '../model/real-uses.js'
import type { Snapshot } from '../model/snapshot.js'
import { syncOf } from '../model/sync.js'
import { rowCounts, rowsToRemember } from '../plan/shrink.js'
import { interruptionOf } from './ending.js'
import { movedBetween } from './history/picture.js'
import type { Applying, ApplyOptions, Planning } from './options.js'

/** Opens the record of a run that came as far as a plan: who, over what, judged how (E15). Null where none is kept. */
export function beginRecord(
  plan: Plan,
  { principal }: Snapshot,
  resumes: string | null,
  options: ApplyOptions,
): RecordWriter | null {
  const { recording, runId, tool, environment, approved, clock } = options
  if (recording === undefined) return null
  const { command, approvedBy, estate, runUrl } = recording
  const writer = recording.store.begin({
    ...{ run: runId, tool, command, environment, estate, runUrl, resumes },
    ...{ tenant: plan.platform.tenant, url: plan.platform.url, scope: plan.scope },
    principal: { id: principal.id, name: principal.name },
    approvedBy: [...approvedBy],
    baseline: plan.baseline ?? null,
    digests: plan.digests,
    approved: approved?.digests ?? null,
    startedAt: new Date(clock()).toISOString(),
  })
  writer.append({ type: 'reads', reads: plan.reads })
  writer.append(judgedOf(plan, options))
  return writer
}

const judgedOf = (plan: Plan, { confirmUninstall = [], confirmShrink = [] }: ApplyOptions): RecordEntry => ({
  type: 'judged',
  verdicts: plan.verdicts,
  overrides: [...new Set(plan.verdicts.flatMap(({ override }) => override ?? []))],
  released: plan.released.map(({ address }) => address),
  held: tally(plan.held.map(({ reason }) => reason)),
  confirmed: [...confirmUninstall.map((app) => `app/${app}`), ...confirmShrink],
  impact: realImpact(plan),
  hands: plan.changes.flatMap(({ address, attribution }) =>
    attribution === undefined ? [] : [{ address, by: attribution }],
  ),
})

/** What is only observed nobody loses, and ends nothing: who looks back is not to read that it did (E19). */
function realImpact({ changes, impact: { losing, gaining, connections } }: Plan) {
  const isReal = realUse(changes)
  const ending = connections.filter(({ by }) => changes[by]?.observed !== true)
  return { losing: losing.filter(isReal), gaining: gaining.filter(isReal), connections: ending }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

type Ran = Pick<Applying, 'result' | 'after' | 'effective' | 'reasons'>

/**
 * Runs something under a record, and closes that whatever comes: what lives now, how it ended, and the seal. A record that
 * cannot be closed is as loud as a write that failed; its journal stays, and the next run seals it.
 */
export async function recorded<R extends Ran>(
  record: RecordWriter | null,
  { plan, snapshot }: Planning,
  options: ApplyOptions,
  run: () => Promise<R>,
): Promise<R> {
  if (record === null) return run()
  const ran = await run().catch(async (error: unknown) => {
    await close(record, { type: 'end', ...outcome([...interruptionOf(options), 'failed']), counts: null }).catch(
      () => {},
    )
    throw error
  })
  try {
    const { entries, moved } = movedBetween(snapshot, ran.result === null ? snapshot : ran.result.readBack)
    for (const entry of entries) record.append(entry)
    record.append({ ...seenOf(plan, ran, ran.result?.readBack ?? snapshot, options), moved })
    const counts = ran.result && { ...ran.result.counts }
    const sealed = await close(record, { type: 'end', ...outcome(ran.reasons), counts })
    options.closed?.(sealed)
    return ran
  } catch (error) {
    options.unclosed?.(error instanceof Error ? error.message : String(error))
    return { ...ran, reasons: [...ran.reasons, ran.result?.wrote ? 'partly-applied' : 'failed'] }
  }
}

async function close(record: RecordWriter, end: RecordEntry): Promise<SealedRecord> {
  record.append(end)
  return record.seal()
}

/** So many stopped accounts stand in a record by name. */
const NAMED = 1000

function seenOf(
  plan: Plan,
  { result, after, effective }: Ran,
  seen: Snapshot,
  { lastSeen = null }: ApplyOptions,
): Extract<RecordEntry, { type: 'seen' }> {
  const shown = after ?? plan
  const { inSync, changes, observed, stopped } = syncOf(shown)
  const isKnown = after !== null || result === null
  return {
    ...{ type: 'seen', revision: seen.revision, inSync: isKnown ? inSync : null, changes },
    ...{
      observed,
      stopped: { count: stopped.length, names: stopped.slice(0, NAMED) },
      pending: shown.pending.length,
      held: shown.held.length,
      rows: rowsToRemember(rowCounts(seen), lastSeen, plan.guards.shrink),
    },
    effective: effective === null ? null : { visible: effective.of - effective.late.length, of: effective.of },
    extraEndings: (result?.extraEndings ?? []).map(({ connection }) => connection),
  }
}
