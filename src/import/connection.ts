import { permitted } from '../access/permission.js'
import { placesOf } from '../access/places.js'
import { compareText } from '../model/canonical.js'
import { child, children, type Resource } from '../model/resource.js'
import type { Place } from './place.js'
import { type Names, sayable } from './sayable.js'

type Connection = Resource<'connection'>

/** The connections of an account: which become documents, why other named ones do not, and whether any is unpermitted. */
export interface Connections {
  readonly declared: readonly Connection[]
  /** In words. */
  readonly remarks: readonly string[]
  readonly unpermitted: boolean
}

/** Personal connections are their owners' own doing: only named ones can be meant to exist (C2). */
export function connectionsOf(place: Place): Connections {
  const { world, account, apps } = place
  const all = [...children(account, 'connection').values()].filter(({ fields }) => apps.has(fields.app))
  const reasons = place.kinds.has('Connection') ? whyNotDeclared(place, all) : new Map<Connection, string | null>()
  const declared = all.filter((each) => reasons.get(each) === null).sort(byAppAndName)
  const isDeclared = new Set(declared)
  const places = placesOf(world, account)
  const unpermitted = all.some(
    (each) =>
      each.fields.status !== 'requested' && !permitted(world, account, each.fields, isDeclared.has(each), places),
  )
  const remarks = [...reasons].flatMap(([{ key, fields }, reason]) =>
    reason === null ? [] : [`the connection ${fields.app} ${fields.name} (${key}) is left out: ${reason}`],
  )
  return { declared, remarks, unpermitted }
}

const byAppAndName = ({ fields: a }: Connection, { fields: b }: Connection): number =>
  compareText(a.app, b.app) || compareText(a.name ?? '', b.name ?? '')

/** For each named connection why no document may declare it; null where one may. */
function whyNotDeclared(place: Place, all: readonly Connection[]): Map<Connection, string | null> {
  const named = all.filter(({ fields }) => fields.name !== null)
  const names = namesByApp(place, named)
  return new Map(
    named.map((each) => [each, whyNot(place, each, names.get(each.fields.app)?.cannot.get(each.fields.name ?? ''))]),
  )
}

function namesByApp({ account, language }: Place, named: readonly Connection[]): Map<string, Names> {
  const apps = new Set(named.map(({ fields }) => fields.app))
  const ofApp = (app: string) => named.filter(({ fields }) => fields.app === app).map(({ fields }) => fields.name ?? '')
  const identity = (app: string, name: string) => ({ kind: 'Connection', account: account.key, app, name })
  return new Map(
    [...apps].map((app) => [app, sayable(ofApp(app), (name) => ['Connection', identity(app, name)], language)]),
  )
}

/** Declared, a connection must be permitted; one that waits for somebody would make the plan wait too. */
function whyNot({ world, account, projects }: Place, { fields }: Connection, name: string | undefined): string | null {
  const { app, project, owner, status } = fields
  if (name !== undefined) return name
  if (status !== 'active') return status === 'requested' ? 'it waits for consent' : 'it waits for re-authentication'
  if (project !== null && !projects.can.has(project)) return 'its project cannot be named here'
  if (!permitted(world, account, fields, true)) return 'the gates do not permit it'
  return owner !== null && isBlocked(account, owner, app) ? 'its owner has the app switched off' : null
}

function isBlocked(account: Resource<'account'>, owner: string, app: string): boolean {
  const user = child(account, 'user', owner)
  return user !== undefined && child(user, 'user-integration', app)?.fields.blocked === true
}
