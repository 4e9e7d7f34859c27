import { Fault } from '../../model/fault.js'
import type { Narrowing } from '../../model/history.js'
import { didYouMean } from '../../model/nearest.js'
import type { Seen } from './pictured.js'

/** Names that somebody may ask for: those that lived or were declared. */
export interface Names {
  readonly apps: ReadonlySet<string>
  readonly accounts: ReadonlySet<string>
  readonly users: ReadonlySet<string>
}

export const EVERYTHING: Narrowing = { apps: [], accounts: [], users: [] }

/**
 * Only the rows that somebody asks for.
 * @throws Fault `history/name` for a name that nothing had that day: it would look like access that nobody had
 */
export function narrowed(seen: Seen, only: Narrowing): Seen {
  checkKnown('--app', only.apps, seen.names.apps)
  checkKnown('--account', only.accounts, seen.names.accounts)
  checkKnown('--user', only.users, seen.names.users)
  const isAsked = (account: string, user: string | null, app: string): boolean =>
    has(only.accounts, account) && has(only.users, user ?? '') && has(only.apps, app)
  return {
    ...seen,
    access: seen.access.filter(({ account, user, app }) => isAsked(account, user, app)),
    connections: seen.connections.filter(({ account, owner, app }) => isAsked(account, owner, app)),
  }
}

const has = (names: readonly string[], name: string): boolean => names.length === 0 || names.includes(name)

function checkKnown(flag: string, asked: readonly string[], known: ReadonlySet<string>): void {
  const unknown = asked.find((name) => !known.has(name))
  if (unknown === undefined) return
  const help = 'names are those that lived or were declared on that day; without the flag all rows are told'
  throw new Fault('history/name', `${flag} ${unknown} names nothing of that day.${didYouMean(unknown, known)}`, help)
}
