import { connectByKey, type KeyWish } from './connecting/by-key.js'
import { type Request, requestConsent } from './connecting/request.js'
import { create, demandBody, demandExpected, type Outcome, revokeConnection, set, update } from './operations.js'
import { invalidAt, Problem } from './problems.js'
import { ID_PREFIX, type Named, type SettingCollection } from './rows.js'
import { shown, shownEffects } from './shown.js'
import { Write } from './write.js'

interface UpsertItem {
  collection: Named | SettingCollection
  id: string | null
  ifMatch: string | null
  body: unknown
  expectConnections?: string | null
}

interface RevokeItem {
  id: string
  ifMatch: string | null
}

/** Up to 1,000 writes in order, each on its own: what one item may not do stops that item alone. */
export function bulkUpsert(write: Write, body: unknown): object[] {
  demandBody('BulkUpsert', body)
  const { items } = body as { items: UpsertItem[] }
  return items.map((item) => alone(write, (own) => withEffects(own, upsert(own, item), item.expectConnections ?? null)))
}

/** Up to 1,000 revocations; each says for both legs what became of it. */
export function bulkRevoke(write: Write, body: unknown): object[] {
  demandBody('BulkRevoke', body)
  const { items } = body as { items: RevokeItem[] }
  return items.map((item) =>
    alone(write, (own) => revokeConnection(own, item.id, { ifMatch: item.ifMatch, ifNew: false })),
  )
}

function upsert(write: Write, { collection, id, ifMatch, body }: UpsertItem): Outcome {
  if (!(collection in ID_PREFIX)) return upsertSetting(write, collection as SettingCollection, id ?? '', ifMatch, body)
  const named = collection as Named
  if (id !== null) return update(write, named, id, { ifMatch, ifNew: false }, body)
  if (ifMatch !== null) throw invalidAt('/ifMatch', 'a row that is to be created has no version yet')
  return named === 'connections' ? connectOrAsk(write, body) : create(write, named, body)
}

/** An API key connects at once; without one, a person is asked for consent. */
function connectOrAsk(write: Write, body: unknown): Outcome {
  const byKey = typeof body === 'object' && body !== null && 'apiKey' in body
  demandBody(byKey ? 'ConnectionByApiKey' : 'ConnectionRequest', body)
  if (!byKey) return { status: 201, row: requestConsent(write, body as Request) }
  const wish = body as KeyWish
  if (wish.dryRun) throw invalidAt('/dryRun', 'cannot stand in a bulk write')
  return { status: 201, row: connectByKey(write, wish) }
}

function upsertSetting(
  write: Write,
  collection: SettingCollection,
  id: string,
  ifMatch: string | null,
  body: unknown,
): Outcome {
  const dot = id.indexOf('.')
  const place = { parent: id.slice(0, Math.max(dot, 0)), app: id.slice(dot + 1) }
  return set(write, collection, place, { ifMatch, ifNew: ifMatch === null }, body)
}

function withEffects(write: Write, outcome: Outcome, expected: string | null): object {
  demandExpected(write, expected)
  const { store, effects } = write
  return { ...outcome, row: shown(store, outcome.row), effects: shownEffects(store, effects) }
}

function alone(write: Write, item: (own: Write) => object): object {
  const own = new Write(write.platform, write.actor)
  try {
    return write.store.transaction(() => item(own))
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, problem: error.document() }
    throw error
  }
}
