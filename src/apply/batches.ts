import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { RemoveWrite, RevokeWrite, Write } from '../provider/port.js'
import type { Directory } from './directory.js'

/** A change made ready to be sent. */
export interface Prepared {
  readonly index: number
  readonly change: Change
  readonly write: Write
}

/** Does the row leave with the write? */
export const isGone = (write: Write): write is RemoveWrite | RevokeWrite =>
  write.operation === 'remove' || write.operation === 'revoke'

/** Below this a request more costs more than it saves. */
const SMALLEST = 250
const LARGEST = 1000
const ORDER: Readonly<Record<Write['operation'], number>> = { revoke: 0, upsert: 1, reauth: 1, remove: 2 }

/**
 * Writes that may go side by side, in at most `parallelism` batches where that fits. Those of one account stay in one
 * batch and so in order: what seems independent may not be, on the platform's side.
 */
export function batchesOf(prepared: readonly Prepared[], parallelism: number, directory: Directory): Prepared[][] {
  const size = Math.min(LARGEST, Math.max(SMALLEST, Math.ceil(prepared.length / parallelism)))
  const batches: Prepared[][] = []
  for (const group of byAccount(prepared, directory)) {
    const last = batches.at(-1)
    if (last && last.length + group.length <= size) last.push(...group)
    else batches.push(group)
  }
  return batches.map((batch) =>
    batch.sort((a, b) => ORDER[a.write.operation] - ORDER[b.write.operation] || a.index - b.index),
  )
}

function byAccount(prepared: readonly Prepared[], directory: Directory): Iterable<Prepared[]> {
  const groups = new Map<string, Prepared[]>()
  for (const each of prepared) {
    const key = accountKey(each, directory)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups.values()
}

function accountKey({ change, write }: Prepared, directory: Directory): string {
  const row = write.id === null ? undefined : directory.row(write.collection, write.id)
  if (typeof row?.account === 'string') return row.account
  const { kind, parts } = parseAddress(change.address)
  return kind === 'app' ? '' : idOrName(parts[0] ?? '', directory)
}

function idOrName(account: string, directory: Directory): string {
  try {
    return directory.account(account)
  } catch {
    return account
  }
}

/** Works through the batches in their order, so many side by side. */
export async function inLanes(
  batches: readonly Prepared[][],
  lanes: number,
  send: (batch: Prepared[]) => Promise<void>,
): Promise<void> {
  const queue = [...batches]
  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch; batch = queue.shift()) await send(batch)
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(lanes, batches.length)) }, work))
}
