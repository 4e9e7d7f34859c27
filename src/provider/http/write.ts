import { createHash } from 'node:crypto'
import type { Capabilities } from '../../model/snapshot.js'
import type { UpsertWrite, Write, WriteContext, WriteOutcome } from '../port.js'
import { asObject, type Client } from './client.js'
import { asFailure, endsAll, failed, readDone, readResults } from './outcome.js'
import type { RowReader } from './row-reader.js'
import type { Call } from './transport.js'

/** Writes that travel together, and what answers them. */
interface Parcel {
  readonly writes: readonly Write[]
  readonly call: Call
  readonly read: (value: unknown) => WriteOutcome[]
}

/** Executes writes in their order. Every one carries its version, and each request its own idempotency key. */
export async function execute(
  client: Client,
  rows: RowReader,
  capabilities: Capabilities,
  writes: readonly Write[],
  context: WriteContext,
): Promise<WriteOutcome[]> {
  const outcomes: WriteOutcome[] = []
  let stop: WriteOutcome | null = null
  for (const [at, parcel] of parcels(client, rows, capabilities, writes).entries()) {
    const answers: WriteOutcome[] =
      stop === null ? await deliver(client, parcel, at, context) : parcel.writes.map(() => stop as WriteOutcome)
    stop ??= answers.find(endsAll) ?? null
    for (const answer of answers) outcomes.push(answer)
  }
  return outcomes
}

async function deliver(
  client: Client,
  { writes, call, read }: Parcel,
  at: number,
  context: WriteContext,
): Promise<WriteOutcome[]> {
  const fencing = context.fencing === null ? {} : { 'writ-fencing': String(context.fencing) }
  const headers = { ...call.headers, ...fencing, 'idempotency-key': wireKey(context.idempotencyKey, at, call.body) }
  try {
    return await client.send({ ...call, headers }, read)
  } catch (error) {
    const outcome = failed(asFailure(error))
    return writes.map(() => outcome)
  }
}

/**
 * A key of one length, whatever it is made of. The body counts: with another secret under the same reference it is
 * another write, and not a conflict with the one that failed.
 */
const wireKey = (key: string, at: number, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([key, at, body ?? null]))
    .digest('hex')

function parcels(
  client: Client,
  rows: RowReader,
  { bulk, expectConnections }: Capabilities,
  writes: readonly Write[],
): Parcel[] {
  const { token } = client.settings
  const prepared = expectConnections ? writes : writes.map(withoutExpectation)
  const most = (operation: Write['operation']) => (isSingle(operation) ? 1 : (bulk?.[operation] ?? 1))
  return chunks(prepared, most).map((chunk) => {
    const [first] = chunk
    const alone = first === undefined || isSingle(first.operation) || bulk === undefined
    const read = (value: unknown) =>
      alone ? [readSingle(rows, first as Write, value)] : readResults(rows, chunk, value, token)
    return { writes: chunk, call: alone ? single(first as Write) : together(chunk), read }
  })
}

/** What has no bulk endpoint. */
const isSingle = (operation: Write['operation']): operation is 'remove' | 'reauth' =>
  operation === 'remove' || operation === 'reauth'

function withoutExpectation(write: Write): Write {
  if (write.operation === 'revoke' || write.operation === 'reauth') return write
  const { expectConnections: _, ...rest } = write
  return rest
}

/** Runs of the same operation, cut where they grow too long. */
function chunks(writes: readonly Write[], most: (operation: Write['operation']) => number): Write[][] {
  const made: Write[][] = []
  for (const write of writes) {
    const last = made.at(-1)
    if (last?.[0]?.operation === write.operation && last.length < most(write.operation)) last.push(write)
    else made.push([write])
  }
  return made
}

const together = (writes: readonly Write[]): Call =>
  writes[0]?.operation === 'revoke'
    ? { method: 'POST', path: '/v1/bulk/revoke', body: { items: writes.map(revokeItem) } }
    : { method: 'POST', path: '/v1/bulk/upsert', body: { items: writes.map(upsertItem) } }

const revokeItem = (write: Write) => ({ id: write.id, ifMatch: write.ifMatch })

function upsertItem(write: Write) {
  if (write.operation !== 'upsert') throw new TypeError('only upserts go into a bulk upsert')
  const { collection, id, ifMatch, body, expectConnections } = write
  return {
    collection,
    id,
    ifMatch,
    body,
    ...(expectConnections ? { expectConnections: digest(expectConnections) } : {}),
  }
}

/** An id as one part of a path: two dots would be the way up. */
const segment = (text: string): string =>
  text === '.' || text === '..' ? text.replaceAll('.', '%2E') : encodeURIComponent(text)

/** One write by itself. Of the four settings, the path names the parent and the app. */
export function single(write: Write): Call {
  if (write.operation === 'reauth')
    return { method: 'POST', path: `/v1/connections/${segment(write.id)}/reauth`, body: {} }
  const expectation =
    'expectConnections' in write && write.expectConnections
      ? { 'writ-expect-connections': digest(write.expectConnections) }
      : {}
  const version = write.ifMatch === null ? {} : { 'if-match': `"${write.ifMatch}"` }
  const headers = { ...version, ...expectation }
  if (write.operation !== 'upsert') {
    const confirm =
      write.operation === 'remove' && write.confirm !== undefined ? `?confirm=${segment(write.confirm)}` : ''
    return { method: 'DELETE', path: `/v1/${write.collection}/${segment(write.id)}${confirm}`, headers }
  }
  const { collection, id, body } = write
  if (id === null)
    return { method: 'POST', path: `/v1/${collection}${isRequest(write) ? '/request' : ''}`, headers, body }
  const level = /^(account|project|group|user)-integrations$/.exec(collection)?.[1]
  if (level === undefined) return { method: 'PATCH', path: `/v1/${collection}/${segment(id)}`, headers, body }
  const dot = id.indexOf('.')
  const path = `/v1/${level}s/${segment(id.slice(0, dot))}/integrations/${segment(id.slice(dot + 1))}`
  return { method: 'PUT', path, headers: write.ifMatch === null ? { ...headers, 'if-none-match': '*' } : headers, body }
}

/** Without a key it is somebody's consent that a connection needs. */
const isRequest = ({ collection, body }: UpsertWrite): boolean => collection === 'connections' && !('apiKey' in body)

function readSingle(rows: RowReader, write: Write, value: unknown): WriteOutcome {
  const raw = asObject(value, 'the answer to a write')
  return readDone(rows, write, raw, raw.effects, raw.legs)
}

/** The digest of the connections that a write may end: of their ids in code-unit order. */
export const digest = (connections: readonly string[]): string =>
  `sha256:${createHash('sha256')
    .update([...connections].sort().join('\n'), 'utf8')
    .digest('hex')}`
