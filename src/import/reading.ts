import type { AccountRow } from '../model/snapshot.js'
import { type Connections, connectionsOf } from './connection.js'
import { type Place, placeOf, type Writing } from './place.js'
import { sayable } from './sayable.js'
import { type Asked, kindsOf, type Tenant } from './tenant.js'
import { type Units, unitsOf } from './units.js'

/** One account as it was read, ready to be written. */
export interface Reading {
  readonly place: Place
  readonly connections: Connections
  readonly units: Units
}

/** What holds for every account of a run. */
export function writingOf({ apps, levels, language, shared }: Tenant, asked: Asked): Writing {
  const kinds = kindsOf(asked)
  const names = sayable(apps.keys(), (name) => ['App', { kind: 'App', name }], language)
  const listsProjects = asked.setsBy === null || kinds.has('Project')
  return { language, world: { apps, levels }, apps: names.can, kinds, listsProjects, shared }
}

/** One tree at a time: it is built when its account is written, and dropped after. */
export function readAccount({ tree }: Tenant, writing: Writing, row: AccountRow): Reading {
  const place = placeOf(tree(row), writing)
  const connections = connectionsOf(place)
  return { place, connections, units: unitsOf(place, connections.unpermitted) }
}
