import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { Snapshot } from '../model/snapshot.js'

/** What the principal may administer, by names as the plan uses them (L12). */
export interface Powers {
  readonly name: string
  /** The tenant's operator may everything. */
  readonly operator: boolean
  /** Accounts whose owner or manager it is. */
  readonly accounts: ReadonlySet<string>
  /** Projects that it administers, `account/project`. */
  readonly projects: ReadonlySet<string>
  /** The account of a connection, by the connection's id; undefined for what does not live. */
  readonly accountOf: (connection: string) => string | undefined
}

/** Addresses use names as they will be, so a thing that is renamed is looked up by its new one. */
export function powersOf({ principal: { name, roles }, rows }: Snapshot, changes: readonly Change[]): Powers {
  const renamed = new Map(
    changes
      .filter(({ operation }) => operation === 'rename')
      .map(({ target, address }) => [target.id, parseAddress(address).parts.at(-1)]),
  )
  const accountName = (id = '') => renamed.get(id) ?? rows.accounts.get(id)?.name ?? id
  const projectName = (id: string) => renamed.get(id) ?? rows.projects.get(id)?.name ?? id
  const administered = roles.filter(({ role }) => role === 'owner' || role === 'manager')
  return {
    name,
    operator: roles.some(({ role }) => role === 'operator'),
    accounts: new Set(administered.map(({ account }) => accountName(account))),
    projects: new Set(
      roles
        .filter(({ role }) => role === 'project-admin')
        .flatMap(({ account, projects = [] }) => projects.map((id) => `${accountName(account)}/${projectName(id)}`)),
    ),
    accountOf: (connection) => {
      const row = rows.connections.get(connection)
      return row === undefined ? undefined : accountName(row.account)
    },
  }
}
