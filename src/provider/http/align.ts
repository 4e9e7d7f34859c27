import { badAnswer, CallFailure, isDenied } from './failure.js'
import { type Feed, type FeedEntry, readFeed, replay } from './feed.js'
import { checkCount, isMoved, type Reader, type Reading } from './list.js'

/**
 * Brings lists that were read while the platform moved to one revision, and returns it. What cannot be brought there
 * gets its problem. Where nothing moved, this costs no request.
 */
export async function align(reader: Reader, readings: readonly Reading[], hasFeed: boolean): Promise<number> {
  const sound = readings.filter((reading) => reading.problem === null)
  const revisions = sound.flatMap(({ at, last }) => [at ?? 0, last ?? 0])
  const [low, high] = [Math.min(...revisions), Math.max(...revisions)]
  if (sound.length === 0) return Math.max(0, ...readings.map(({ last }) => last ?? 0))
  if (low === high) return high
  try {
    if (!hasFeed) throw new CallFailure('the platform has no change feed')
    const feed = await readFeed(reader, low)
    if (feed.revision < high)
      throw badAnswer(`the change feed ends at revision ${feed.revision}, and the lists had come to ${high}`)
    for (const reading of sound) advance(reading, feed)
    return feed.revision
  } catch (error) {
    if (!(error instanceof CallFailure) || isDenied(error)) throw error
    return settleForMost(sound, error.message)
  }
}

/** Replays the feed over one list, and counts it at the revision for which its last page gave the total. */
function advance(reading: Reading, feed: Feed): void {
  const { at, last } = reading
  const entries = (feed.byCollection.get(reading.collection) ?? []).filter(({ revision }) => revision > (at ?? 0))
  const later = entries.findIndex(({ revision }) => revision > (last ?? 0))
  const counted = later < 0 ? entries.length : later
  replayAll(reading, entries.slice(0, counted))
  if (isMoved(reading) && at === reading.first) checkCount(reading)
  replayAll(reading, entries.slice(counted))
  reading.at = feed.revision
  reading.last = feed.revision
}

const replayAll = (reading: Reading, entries: readonly FeedEntry[]): void => {
  for (const entry of entries) if (replay(reading.rows, entry, reading.account)) reading.replayed++
}

/** Without a feed only lists that show the same revision belong together: the revision most of them show. */
function settleForMost(readings: readonly Reading[], reason: string): number {
  const still = readings.filter((reading) => reading.at === reading.last)
  const votes = new Map<number, number>()
  for (const { at } of still) votes.set(at ?? 0, (votes.get(at ?? 0) ?? 0) + 1)
  const [winner = 0] = [...votes].sort(([a, most], [b, more]) => more - most || b - a)[0] ?? []
  for (const reading of readings)
    if (reading.at !== winner || reading.last !== winner)
      reading.problem = `the platform moved from revision ${reading.at} to ${Math.max(reading.last ?? 0, winner)} while it was read: ${reason}`
  return winner
}
