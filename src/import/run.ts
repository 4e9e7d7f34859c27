import { type FileName, fileNames } from '../model/file-names.js'
import { children } from '../model/resource.js'
import { accountName, accountPage } from './account.js'
import { accountFiles } from './account-files.js'
import type { Collector } from './collector.js'
import type { Page } from './page.js'
import type { Writing } from './place.js'
import type { Reading } from './reading.js'
import type { Names } from './sayable.js'
import type { Asked, Tenant } from './tenant.js'

/** What all accounts of a run share. */
export interface Run {
  readonly tenant: Tenant
  readonly asked: Asked
  readonly writing: Writing
  readonly collector: Collector
  /** Which accounts documents can name. */
  readonly names: Names
  /** The file name of each account. */
  readonly fileOf: FileName
}

/** Writes one account with all that is asked for below it. */
export function addAccount(run: Run, reading: Reading, own: Page | null = ownPage(run, reading)): void {
  const { collector, fileOf, writing } = run
  const { place, connections } = reading
  const { key } = place.account
  const projects = fileNames(children(place.account, 'project').keys())
  const written = accountFiles(place, connections, own, fileOf(key), projects)
  const pages = [...written.files.values()].flat()
  // An account that is only named, and of which nothing else is said, is not asked for.
  if (!writing.kinds.has('Account') && pages.every((page) => page === own)) return
  collector.tell(written.told)
  for (const [path, of] of written.files) collector.add(path, of)
}

const ownPage = ({ writing }: Run, { place, units, connections }: Reading): Page =>
  writing.kinds.has('Account') ? accountPage(place, units) : accountName(place.account, connections.unpermitted)
