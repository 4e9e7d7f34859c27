import type { Rows } from '../support/client.js'
import type { State } from '../support/naive.js'

type Row = Readonly<Record<string, unknown>>

/** What a version, a moment or a salt says differs from run to run; what is meant does not. */
const PASSING = new Set(['id', 'etag', 'secrets'])

/**
 * A state without what chance gives it: every id is replaced by names, versions and times are left out, and rows stand
 * in order. Two platforms that were made the same give the same portrait.
 */
export function portrait(state: State, names: ReadonlyMap<string, string>): string[] {
  return Object.entries(state)
    .flatMap(([collection, rows]) => rows.map((row) => `${collection} ${plain(row, names)}`))
    .sort()
}

/** A row's content with names for ids. */
export const plain = (row: object, names: ReadonlyMap<string, string>): string =>
  JSON.stringify(row, (key, value) =>
    PASSING.has(key) || /At$/.test(key)
      ? undefined
      : typeof value === 'string'
        ? named(value, names)
        : ordered(value, names),
  )

/** Members stand in the order of their keys; lists of names are sets. */
function ordered(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return value.map((each) => named(each, names)).sort()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Ids stand alone, or before an app as the id of a setting. */
function named(text: string, names: ReadonlyMap<string, string>): string {
  const dot = text.indexOf('.')
  return names.get(text) ?? (dot < 0 ? text : (names.get(text.slice(0, dot)) ?? text.slice(0, dot)) + text.slice(dot))
}

export function namesOf(state: State): Map<string, string> {
  const names = new Map<string, string>()
  const give = (rows: readonly Row[], name: (row: Row) => unknown) => {
    for (const row of rows) names.set(String(row.id), String(name(row)))
  }
  const of = (id: unknown) => names.get(String(id)) ?? String(id)
  give(state.apps as never, ({ name }) => `app:${name}`)
  give(state.accounts as never, ({ name }) => `account:${name}`)
  give(state['project-templates'] as never, ({ account, name }) => `${of(account)}/template:${name}`)
  give(state.projects as never, ({ account, name }) => `${of(account)}/${name}`)
  give(state.groups as never, ({ account, project, name }) => `${of(project ?? account)}/group:${name}`)
  give(state.users as never, ({ account, email }) => `${of(account)}/${email}`)
  give(state.invitations as never, ({ account, email }) => `${of(account)}/invited:${email}`)
  give(state.connections as never, ({ account, app, owner, project, name }) =>
    [of(account), app, of(owner), of(project), name].join('/'),
  )
  return names
}

/**
 * What somebody did, once for each time that it was done. What the platform did by itself is not among it, nor who
 * ended a connection: what one run revokes, the platform has ended in another. That it ended, and which, is in portraits.
 */
export const deeds = (events: readonly Rows['audit-events'][], names: ReadonlyMap<string, string>): string[] =>
  events
    .filter(({ via, action }) => via !== 'platform' && action !== 'end')
    .map(({ action, collection, resource, changes }) =>
      [action, collection, named(resource, names), plain(changes, names)].join(' '),
    )
    .sort()

/** What one list holds beyond another, each as often as it does. */
export function beyond(many: readonly string[], few: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const each of few) left.set(each, (left.get(each) ?? 0) + 1)
  return many.filter((each) => {
    const times = left.get(each) ?? 0
    left.set(each, times - 1)
    return times <= 0
  })
}
