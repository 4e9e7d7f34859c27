import { type Address, address } from '../model/address.js'
import { compareText, sorted } from '../model/canonical.js'
import { fileNames } from '../model/file-names.js'
import { children } from '../model/resource.js'
import type { AccountRow } from '../model/snapshot.js'
import type { Told } from './account-files.js'
import { appPage } from './app.js'
import { Collector, type ImportedFile } from './collector.js'
import { Page } from './page.js'
import { readAccount, writingOf } from './reading.js'
import { addAccount, type Run } from './run.js'
import { type Names, sayable } from './sayable.js'
import type { Asked, Tenant } from './tenant.js'
import { byTiers } from './with-sets.js'

export type { Told } from './account-files.js'
export type { ImportedFile } from './collector.js'
export type { Language } from './language.js'
export { namesakes } from './namesakes.js'
export { IMPORTED, type ImportedKind } from './page.js'
export type { Asked } from './tenant.js'

/** An estate that says how a platform lives. */
export interface Imported {
  readonly files: readonly ImportedFile[]
  /** What lives and stays ungoverned, with the reason. */
  readonly left: readonly Told[]
  /** Accounts that could not be read whole, so that nothing is said of them (E4). */
  readonly unknown: readonly Told[]
}

/**
 * Writes how a platform lives as an estate whose plan has no changes: what cannot be said so is left out, with a comment.
 * @param declared in which file the estate declares something already; it is left to that file
 */
export function importTenant(tenant: Tenant, asked: Asked, declared: ReadonlyMap<Address, string>): Imported {
  const writing = writingOf(tenant, asked)
  const collector = new Collector(tenant.language, declared)
  const wanted = tenant.accounts.filter(({ name }) => asked.accounts?.includes(name) ?? true)
  const rows = wanted.toSorted((a, b) => compareText(a.name, b.name))
  const names = accountNames(tenant)
  const fileOf = fileNames(tenant.accounts.map(({ name }) => name))
  const run: Run = { tenant, asked, writing, collector, names, fileOf }
  const known = rows.filter(({ id, name }) => tenant.unknown(id) === null && names.can.has(name))
  if (asked.setsBy !== null) byTiers(run, asked.setsBy, rows)
  else if (isAboutAccounts(run)) for (const row of known) addAccount(run, readAccount(tenant, writing, row))
  collector.tell(refused(rows, names))
  addApps(run, known)
  return { files: collector.files, left: collector.told, unknown: rows.flatMap((row) => unknownOf(tenant, row)) }
}

const accountNames = ({ accounts, language }: Tenant): Names =>
  sayable(
    accounts.map(({ name }) => name),
    (name) => ['Account', { kind: 'Account', name }],
    language,
  )

const isAboutAccounts = ({ writing: { kinds } }: Run): boolean => [...kinds].some((kind) => kind !== 'App')

const refused = (rows: readonly AccountRow[], { cannot }: Names): Told[] =>
  rows.flatMap(({ name }) => {
    const reason = cannot.get(name)
    if (reason === undefined) return []
    return [
      { address: address('account', name), message: `the account ${name} is left out with all below it: ${reason}` },
    ]
  })

function unknownOf({ unknown }: Tenant, { id, name }: AccountRow): Told[] {
  const message = unknown(id)
  return message === null ? [] : [{ address: address('account', name), message }]
}

/** The whole registry, or of some accounts what they name and connect; by name alone where apps are not asked for. */
function addApps({ tenant, asked, writing, collector }: Run, rows: readonly AccountRow[]): void {
  const isWhole = writing.kinds.has('App')
  const wanted = new Set(isWhole && asked.accounts === null ? writing.apps : collector.apps)
  if (isWhole && asked.accounts !== null)
    for (const row of rows) for (const app of connected(tenant, row)) wanted.add(app)
  const apps = sorted([...wanted].filter((app) => writing.apps.has(app)))
  const fileOf = fileNames(tenant.apps.keys())
  for (const name of apps) {
    const app = tenant.apps.get(name)
    if (app === undefined) continue
    const page = isWhole ? appPage(app) : new Page('App', { kind: 'App', name })
    collector.add(`apps/${fileOf(name)}.yaml`, [page])
  }
}

const connected = ({ tree }: Tenant, row: AccountRow): string[] =>
  [...children(tree(row), 'connection').values()].map(({ fields }) => fields.app)
