import { parseAddress } from '../model/address.js'
import type { Snapshot } from '../model/snapshot.js'
import { hasWritten, type Story, type ToldWrite } from './story.js'

/** Why the rows of an account are not known; the empty name stands for every account. */
export type Doubts = ReadonlyMap<string, string>

export const EVERYWHERE = ''

/**
 * Accounts whose rows the runs between a picture and a moment do not determine: a write whose outcome nobody knows, a run
 * that wrote and could not read back, one that was at work at that very moment.
 * @param rows by which a connection's id leads to its account
 */
export function doubtsOf(stories: readonly Story[], moment: number, rows: Snapshot['rows']): Map<string, string> {
  const doubts = new Map<string, string>()
  for (const story of stories)
    for (const told of story.writes) {
      const why = doubtOf(story, told, moment)
      const account = why === null ? null : accountOf(told, rows)
      if (why !== null && account !== null && !doubts.has(account)) doubts.set(account, why)
    }
  return doubts
}

function doubtOf(story: Story, { status, source, write }: ToldWrite, moment: number): string | null {
  if (status === 'refused' || status === 'not-applied' || status === 'already') return null
  const place = `${source.run}, entry ${source.entry}`
  if (isAtWork(story, moment)) return `${story.run} was at work at the end of that day`
  if (status === 'unknown') return `what became of ${write.operation} ${write.address} is not known (${place})`
  return isReadBack(story)
    ? null
    : `${story.run} wrote ${write.address} and its record does not say what it led to (${place})`
}

/** Had it begun to write, and not read back yet? */
const isAtWork = (story: Story, moment: number): boolean =>
  hasWritten(story) && Date.parse(story.seen?.at ?? story.seal?.sealedAt ?? '') > moment

/** Does the record hold the rows that it moved? Those of version 1, and of runs that were cut off, do not. */
export const isReadBack = ({ seen }: Story): boolean => seen?.moved !== undefined && seen.moved !== null

/** The account's name that a write's address stands in. */
export function accountOf({ write }: ToldWrite, rows: Snapshot['rows']): string {
  const { kind, parts } = parseAddress(write.address)
  if (kind === 'app') return EVERYWHERE
  if (kind !== 'connection' || parts.length > 1) return parts[0] ?? EVERYWHERE
  const id = rows.connections.get(parts[0] ?? '')?.account
  return rows.accounts.get(id ?? '')?.name ?? EVERYWHERE
}
