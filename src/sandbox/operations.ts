import { connectionsDigest } from './digest.js'
import { checkBody } from './generated/contract.js'
import { demandVersion, type Precondition } from './preconditions.js'
import { invalid, notFound, Problem } from './problems.js'
import { demand, type Target } from './roles.js'
import type { AnyRow, Draft, Named, Rows, SettingCollection } from './rows.js'
import type { Behaviour, SettingBehaviour, SettingParent } from './rules/behaviour.js'
import { type Legs, revoke } from './rules/connections.js'
import { BEHAVIOURS, LEVELS } from './rules/index.js'
import type { Write } from './write.js'

/** What a write answers: its row, and beside it the effects it had. */
export interface Outcome {
  status: 200 | 201
  row: AnyRow
  legs?: Legs
}

const missing = (verb: string, collection: string): Problem =>
  new Problem('method-not-allowed', `Rows of ${collection} cannot be ${verb} here.`)

/** Demands that a body says what the named schema lets it say; 422 with every complaint. */
export function demandBody(schema: string, body: unknown): void {
  const errors = checkBody(schema, body)
  if (errors.length > 0) throw invalid(errors)
}

/** Creates a row. */
export function create<C extends Named>(write: Write, collection: C, body: unknown): Outcome {
  const behaviour: Behaviour<C> = BEHAVIOURS[collection]
  if (!behaviour.create) throw missing('created', collection)
  demandBody(behaviour.create.schema, body)
  demand(write.actor, 'create', collection, body as Target)
  return { status: 201, row: behaviour.create.run(write, body as never) }
}

/** Changes the fields that the body speaks of. */
export function update<C extends Named>(
  write: Write,
  collection: C,
  id: string,
  seen: Precondition,
  body: unknown,
): Outcome {
  const behaviour: Behaviour<C> = BEHAVIOURS[collection]
  if (!behaviour.update) throw missing('changed', collection)
  demandBody(behaviour.update.schema, body)
  const row = existing(write, collection, id)
  demand(write.actor, 'update', collection, row)
  demandVersion(seen, row.etag)
  return { status: 200, row: behaviour.update.run(write, row, body as never) }
}

/** Removes a row, with what hangs on it. The answer shows the row as it last was. */
export function remove<C extends Named>(
  write: Write,
  collection: C,
  id: string,
  seen: Precondition,
  query: Record<string, string>,
): Outcome {
  const behaviour: Behaviour<C> = BEHAVIOURS[collection]
  if (!behaviour.remove) throw missing('removed', collection)
  const row = existing(write, collection, id)
  demand(write.actor, 'remove', collection, row)
  demandVersion(seen, row.etag)
  behaviour.remove(write, row, query)
  return { status: 200, row }
}

/** Revokes a connection; one that has ended already is not there. */
export function revokeConnection(write: Write, id: string, seen: Precondition): Outcome {
  const row = existing(write, 'connections', id)
  demand(write.actor, 'remove', 'connections', row)
  if (row.status === 'ended') throw notFound(`live connection ${id}`)
  demandVersion(seen, row.etag)
  return { status: 200, ...revoke(write, row) }
}

/** Writes one level's setting of an app. */
export function set<C extends SettingCollection>(
  write: Write,
  collection: C,
  place: { parent: string; app: string },
  seen: Precondition,
  body: unknown,
): Outcome {
  const level: SettingBehaviour<C> = LEVELS[collection]
  demandBody(level.schema, body)
  const parent = existing(write, level.parent, place.parent)
  demandApp(write, place.app)
  const before = level.current(write, parent, place.app)
  demand(write.actor, 'update', collection, before as Target)
  demandVersion(seen, 'etag' in before ? (before.etag as string) : null)
  return { status: 200, row: level.run(write, before, body as Record<string, unknown>, parent) }
}

/** A setting as it is, or as it counts while nobody has written it. */
export function currentSetting<C extends SettingCollection>(
  platform: Pick<Write, 'store'>,
  collection: C,
  parent: Rows[SettingParent],
  app: string,
): Draft<Rows[C]> {
  const level: SettingBehaviour<C> = LEVELS[collection]
  return level.current(platform, parent, app)
}

/** Demands that the write ends exactly the connections its author expects; computed by doing it, undone on a mismatch. */
export function demandExpected(write: Write, expected: string | null): void {
  if (expected === null) return
  const ended = write.effects.filter(({ op }) => op === 'end').map(({ id }) => id)
  if (connectionsDigest(ended) === expected) return
  throw new Problem('connections-changed', `This write would end ${ended.length} connections, and not those expected.`)
}

export function existing<C extends Named>(write: Write, collection: C, id: string): Rows[C] {
  const row = write.store.get(collection, id)
  if (!row) throw notFound(`${id} in ${collection}`)
  return row
}

function demandApp(write: Write, app: string): void {
  if (write.store.count('apps', { name: app }) === 0) throw notFound(`app ${app}`)
}
