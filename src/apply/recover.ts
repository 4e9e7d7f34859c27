import type { Change } from '../model/generated/plan.js'
import type { Entry, IntendedWrite, RecoveredEntry } from '../model/generated/record.js'
import type { Secrets } from '../model/secrets.js'
import type { Collection, Snapshot } from '../model/snapshot.js'
import { standsAlready, wasRead } from './already.js'
import { isCreation } from './calls.js'
import { Directory } from './directory.js'

type Found = RecoveredEntry['results'][number]

/** Writes of a journal that were intended and of which no outcome is known, each once: its last intent. */
export function openIntents(entries: readonly Entry[]): IntendedWrite[] {
  const open = new Map<string, IntendedWrite>()
  for (const entry of entries) {
    if (entry.type === 'intent') for (const write of entry.writes) open.set(keyOf(entry.request, write.index), write)
    if (entry.type === 'outcome')
      for (const { index, status } of entry.results) if (status !== 'unknown') open.delete(keyOf(entry.request, index))
  }
  return [...new Map([...open.values()].map((write) => [write.index, write])).values()]
}

const keyOf = (request: string, index: number): string => `${request} ${index}`

/**
 * What became of writes that were cut off, as a fresh read shows it (E10). Applied: live is as intended. Not applied: the
 * very version stands that the write was bound to. Anything else is unknown: somebody wrote since, or it was not read whole.
 */
export function readIntents(writes: readonly IntendedWrite[], snapshot: Snapshot, secrets: Secrets): Found[] {
  const directory = new Directory(snapshot, secrets)
  return writes.map((write) => ({ index: write.index, address: write.address, seen: seenOf(write, directory) }))
}

function seenOf(write: IntendedWrite, directory: Directory): Found['seen'] {
  const change = changeOf(write)
  if (!wasRead(change, directory.snapshot)) return 'unknown'
  if (standsAlready(change, directory)) return 'applied'
  const row = write.id === null ? undefined : directory.row(write.collection as Collection, write.id)
  const stays = row !== undefined && (change.operation === 'revoke' || change.operation === 'remove')
  return stays || isCreation(change) || row?.etag === (write.ifMatch ?? undefined) ? 'not-applied' : 'unknown'
}

/** As much of the change as looking it up needs. */
const changeOf = ({ address, operation, collection, id, before, after, ifMatch, ends }: IntendedWrite): Change => ({
  ...{ address, operation: operation as Change['operation'], before, after, revision: ifMatch, ends },
  target: { collection, id },
  ...{ direction: 'neutral', origin: 'difference', causes: [], undo: 'none', stage: 0, branch: 0, needs: [] },
})
