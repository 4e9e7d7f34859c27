import type { Gap, LineAuthor, PastChange, PastHand, PastPerson, PastRun } from '../model/history.js'
import { endingOf, endOf, type Story, type ToldWrite } from './story.js'

/** Who wrote a line of a file at a commit. */
export type AskAuthor = (commit: string | null, file: string, line: number) => Omit<LineAuthor, 'file' | 'line'>

/** Runs that began or ended between two moments, in milliseconds since 1970. */
export const within = (stories: readonly Story[], begin: number, end: number): Story[] =>
  stories.filter(
    (story) => Date.parse(story.begun.startedAt) <= end && Date.parse(endOf(story)) >= begin && !isPicture(story),
  )

/** What only looks changes nothing. */
const isPicture = ({ begun }: Story): boolean => begun.command === 'audit'

/** A run as its record tells it. */
export function runOf(story: Story, overrides: PastRun['overrides'] = []): PastRun {
  const { run, place, begun, seal, end, judged, seen, problems } = story
  const { command, startedAt, principal, approvedBy, runUrl, estate, scope, digests, approved } = begun
  return {
    ...{ run, place, command, startedAt, sealedAt: seal?.sealedAt ?? null, ending: endingOf(story) },
    ...{ exitCode: end?.exitCode ?? null, reasons: end?.reasons ?? [], principal: principal.name, approvedBy, runUrl },
    ...{ commit: estate.commit, dirty: estate.dirty, scope, outcomeDigest: digests.outcome },
    ...{ approvedDigest: approved?.outcome ?? null, inSync: syncIn(story) },
    ...{ stopped: seen?.stopped ?? null, overrides },
    ...{ signedBy: seal?.signer?.keyid ?? null, problems },
    refusals: (judged?.verdicts ?? [])
      .filter(({ effect }) => effect === 'refuse')
      .map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`),
  }
}

/** Records of before called a run in sync that had stopped accounts: how it ended tells. */
function syncIn({ seen, end }: Story): boolean | null {
  if (seen?.inSync !== true) return seen?.inSync ?? null
  const reasons = end?.reasons ?? []
  if (reasons.includes('account-stopped')) return false
  return reasons.includes('read-incomplete') ? null : true
}

/** What was written, and what was tried, with the lines that caused it and who wrote these. */
export function* changesOf(story: Story, begin: number, end: number, author: AskAuthor): Generator<PastChange> {
  const { commit } = story.begun.estate
  for (const told of story.writes) {
    const at = Date.parse(told.source.at)
    if (at < begin || at > end) continue
    const { address, operation, before, after, origin = null, by = null, causes = [] } = told.write
    yield {
      ...{
        source: told.source,
        address,
        operation,
        before,
        after,
        status: told.status,
        detail: told.detail,
        origin,
        by,
      },
      causes: causes.map(({ file, line }) => ({ file, line, ...author(commit, file, line) })),
      ended: endedBy(story, told),
      proven: story.problems.length === 0,
    }
  }
}

/** Connections that the plan said would end with a write; of older records only their ids are known. */
function endedBy({ judged }: Story, { write }: ToldWrite): PastChange['ended'] {
  const named = judged?.impact?.connections.filter(({ by }) => by === write.index) ?? []
  const known = new Set(named.map(({ id }) => id))
  const others = write.ends.filter((id) => !known.has(id))
  return [
    ...named,
    ...others.map((id) => ({
      id,
      account: '',
      app: '',
      project: null,
      owner: null,
      name: null,
      how: 'ended' as const,
      by: write.index,
    })),
  ]
}

/** Who lost and who gained, as the plans of runs that wrote told it. */
export const peopleOf = ({ run, judged, writes }: Story): PastPerson[] =>
  judged?.impact === undefined || writes.every(({ status }) => status !== 'written')
    ? []
    : [
        ...judged.impact.losing.map((each) => ({ ...each, run, change: 'lost' as const })),
        ...judged.impact.gaining.map((each) => ({ ...each, run, change: 'gained' as const })),
      ]

export const handsOf = ({ run, judged }: Story): PastHand[] =>
  (judged?.hands ?? []).map(({ address, by }) => ({ run, address, by }))

/** What keeps a run from being told whole. */
export function* gapsOf(story: Story): Generator<Gap> {
  const { run, begun, seal, judged, writes, place } = story
  const gap = (code: string, message: string): Gap => ({ code, place, message })
  if (seal !== null && seal.signer === null) yield gap('history/unsigned', `the record of ${run} is not signed`)
  if (begun.estate.commit === null && begun.command === 'apply')
    yield gap('history/no-commit', `${run} applied an estate that is in no commit`)
  if (begun.estate.dirty === true)
    yield gap('history/dirty', `${run} applied an estate that was changed beside its commit: lines may not fit`)
  if (begun.approvedBy.length === 0 && writes.some(({ status }) => status === 'written'))
    yield gap('history/unapproved', `${run} wrote, and its record names nobody who approved it`)
  const unknown = writes.filter(({ status }) => status === 'unknown').length
  if (unknown > 0) yield gap('history/unknown', `what became of ${unknown} writes of ${run} is not known`)
  if (judged !== null && judged.impact === undefined)
    yield gap('history/older-record', `the record of ${run} is of version 1: it holds neither causes nor people`)
}
