import type { Principal } from '../principal.js'
import { type BodyError, forbidden, invalid, Problem } from '../problems.js'
import { isOperator } from '../roles.js'
import type { AccountRow, Named } from '../rows.js'
import type { Store, Where } from '../store/store.js'

const WHAT: Record<string, string> = { accounts: 'account', projects: 'project', groups: 'group', users: 'user' }

/** The account a body names; 422 when there is none. */
export function accountNamed(store: Store, id: string): AccountRow {
  const account = store.get('accounts', id)
  if (account) return account
  throw invalid([{ pointer: '/account', detail: `there is no account ${id}` }])
}

/** Demands that every id names a row that passes; 422 with one complaint for each that does not. */
export function demandRows<C extends 'projects' | 'groups' | 'users' | 'project-templates'>(
  store: Store,
  collection: C,
  ids: readonly string[],
  pointer: (index: number) => string,
  passes: (row: NonNullable<ReturnType<Store['get']>> & { account?: string | null }) => boolean,
): void {
  const errors = ids.flatMap((id, index): BodyError[] => {
    const row = store.get(collection, id)
    if (row && passes(row)) return []
    return [{ pointer: pointer(index), detail: `${id} is not a ${WHAT[collection] ?? collection} that can stand here` }]
  })
  if (errors.length > 0) throw invalid(errors)
}

/** Demands that names new to a list are apps; names that stood there before an app went away may stay. */
export function demandApps(store: Store, names: Iterable<string>, before: Iterable<string>, pointer: string): void {
  const known = new Set([...before, ...store.find('apps', {}).map((app) => app.name)])
  const unknown = [...names].filter((name) => !known.has(name))
  if (unknown.length > 0) throw invalid(unknown.map((name) => ({ pointer, detail: `there is no app ${name}` })))
}

/** Labels are the operator's marks (L12). */
export function demandLabelRight(who: Principal, labels: object | undefined): void {
  if (labels && Object.keys(labels).length > 0 && !isOperator(who)) throw forbidden('Only operators set labels.')
}

/** Human names are unique in their parent: 409 when another row has this one. */
export function demandFreeName(store: Store, collection: Named, where: Where & { name: string }, self?: string): void {
  if (store.find(collection, where).every((row) => row.id === self)) return
  throw new Problem('name-taken', `There is already a row named ${where.name} in ${collection}.`)
}

/** 409 while a live connection of the account lets any of these users or groups use it. */
export function demandUnused(store: Store, account: string, kind: 'users' | 'groups', ids: readonly string[]): void {
  const named = new Set(ids)
  const users = store
    .find('connections', { account, live: true })
    .filter(({ usableBy }) => usableBy !== 'everyone' && usableBy[kind].some((id) => named.has(id)))
  if (users.length === 0) return
  throw new Problem('conflict', `Connection ${users[0]?.id} names it in usableBy.`)
}

/** 409 while connections live. */
export function demandNoConnections(store: Store, where: Where, what: string): void {
  const live = store.count('connections', { ...where, live: true })
  if (live > 0) throw new Problem('connections-live', `${live} live connections stand in this ${what}.`)
}
