import type { AuditEvent } from '../../model/snapshot.js'
import type { ListReference, RowReference } from '../port.js'
import { asObject } from './client.js'
import { badAnswer, toFault } from './failure.js'
import { limited } from './limited.js'
import type { Reader } from './list.js'
import { count, listPath, pageGuard, readPage } from './page.js'

/** Up to so many rows, asking for each by itself is cheaper than looking how long the trail is. */
const FEW = 20

/** The longest trail of one list that is read, in pages. */
const MOST_PAGES = 20

interface Filter {
  readonly collection?: string
  readonly account?: string
  readonly resource?: string
}

/**
 * The audit events of some rows, oldest first. A few rows are asked for one by one; for many, the whole trail is paged
 * through, unless it is longer than that.
 */
export async function readHistory(
  reader: Reader,
  of: readonly RowReference[],
  parallelism: number,
): Promise<AuditEvent[]> {
  try {
    const events = of.length > FEW ? await readTrail(reader, of) : null
    const found =
      events ??
      (
        await limited(
          parallelism,
          of.map(
            ({ collection, id }) =>
              () =>
                readEvents(reader, { collection, resource: id }),
          ),
        )
      ).flat()
    return found.sort((a, b) => a.revision - b.revision)
  } catch (error) {
    throw toFault(error, 'Reading who changed what')
  }
}

/** The audit events of some accounts' lists, oldest first. A trail of more than 20 pages is left out. */
export async function readTrails(
  reader: Reader,
  of: readonly ListReference[],
  parallelism: number,
): Promise<AuditEvent[]> {
  const most = MOST_PAGES * reader.limit
  const trail = ({ collection, account }: ListReference) =>
    readEvents(reader, { collection, account }, most, () => true)
  try {
    const found = await limited(
      parallelism,
      of.map((each) => () => trail(each)),
    )
    return found.flatMap((events) => events ?? []).sort((a, b) => a.revision - b.revision)
  } catch (error) {
    throw toFault(error, 'Reading who removed what')
  }
}

/** Null when reading row by row needs fewer requests. */
async function readTrail(reader: Reader, of: readonly RowReference[]): Promise<AuditEvent[] | null> {
  const collections = new Set(of.map(({ collection }) => collection))
  const [only] = collections
  const wanted = new Set(of.map(({ collection, id }) => `${collection}/${id}`))
  const events = await readEvents(
    reader,
    collections.size === 1 && only ? { collection: only } : {},
    of.length * reader.limit,
    (event) => wanted.has(`${event.collection}/${event.resource}`),
  )
  return events
}

function readEvents(reader: Reader, filter: Filter): Promise<AuditEvent[]>
function readEvents(
  reader: Reader,
  filter: Filter,
  most: number,
  keep: (event: AuditEvent) => boolean,
): Promise<AuditEvent[] | null>
async function readEvents(
  reader: Reader,
  filter: Filter,
  most = Number.POSITIVE_INFINITY,
  keep: (event: AuditEvent) => boolean = () => true,
) {
  const guard = pageGuard(reader.limit)
  const events: AuditEvent[] = []
  let cursor: string | null = null
  let seen = 0
  for (;;) {
    const path: string = listPath('audit-events', { ...filter, limit: reader.limit, cursor })
    const page = await reader.get(path, (value) => ({
      ...readPage(value),
      events: readPage(value).items.map(readEvent),
    }))
    if (page.total > most) return null
    guard(page)
    seen += page.items.length
    for (const event of page.events) if (keep(event)) events.push(event)
    if (page.next !== null) {
      cursor = page.next
      continue
    }
    // The trail only grows, so a whole list has at least what its last page counts.
    if (seen < page.total) throw badAnswer(`${seen} audit events came, and the total says ${page.total}`)
    return events
  }
}

function readEvent(value: unknown): AuditEvent {
  const raw = asObject(value, 'an audit event')
  const principal = asObject(raw.principal, 'the principal of an audit event')
  return {
    id: text(raw.id),
    at: text(raw.at),
    revision: count(raw.revision, 'the revision of an audit event'),
    principal: { id: text(principal.id), name: text(principal.name) },
    via: text(raw.via),
    action: text(raw.action),
    collection: text(raw.collection),
    resource: text(raw.resource),
    changes: asObject(raw.changes, 'the changes of an audit event') as AuditEvent['changes'],
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw badAnswer('an audit event lacks a text')
}
