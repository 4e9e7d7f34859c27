import type { Collection, RowOf, Snapshot } from '../../model/snapshot.js'
import { align } from './align.js'
import type { Identity } from './identity.js'
import { limited } from './limited.js'
import { manifest, type Reader, type Reading, readList } from './list.js'
import { checkParents } from './parents.js'
import { COLLECTIONS } from './rows.js'
import { sight } from './sight.js'

/** These belong to the tenant, so there is no reading them one account at a time. */
const WHOLE: readonly Collection[] = ['apps', 'accounts']
/** So many accounts failing in a row, and none succeeding, say that it is not the account. */
const HOPELESS = 5

/**
 * Reads every list: side by side, each from its first page to its last, then all brought to one revision.
 * A list that did not add up is read once more; one that stays in doubt, account by account. What is not asked for is
 * empty in the snapshot, and in no manifest.
 */
export async function readAll(
  reader: Reader,
  identity: Identity,
  parallelism: number,
  governed: (accountName: string) => boolean,
  collections: readonly Collection[] = COLLECTIONS,
): Promise<Snapshot> {
  const hasFeed = identity.platform.capabilities.changeFeed
  const readings = await readLists(reader, parallelism, collections)
  let revision = await settle(reader, readings, hasFeed)
  if (await rereadDoubtful(reader, readings, parallelism)) revision = await settle(reader, readings, hasFeed)
  const isPartial = sight(identity.principal)
  for (const reading of readings)
    if (isPartial(reading.collection, null)) reading.problem ??= "the token sees only its principal's own connections"
  const narrowed = await readByAccount(reader, readings, parallelism, governed, isPartial)
  const all = [...readings, ...narrowed]
  if (narrowed.length > 0) revision = await align(reader, all, hasFeed)
  return assemble(identity, all, revision)
}

async function settle(reader: Reader, readings: readonly Reading[], hasFeed: boolean): Promise<number> {
  const revision = await align(reader, readings, hasFeed)
  checkParents(readings)
  return revision
}

/** The settings and connections begin first: they have the most pages, and pages come one after the other. */
async function readLists(reader: Reader, parallelism: number, collections: readonly Collection[]): Promise<Reading[]> {
  const longestFirst = COLLECTIONS.filter((collection) => collections.includes(collection)).reverse()
  const tasks = longestFirst.map((collection) => (): Promise<Reading> => readList(reader, collection, null))
  return (await limited(parallelism, tasks)).reverse()
}

/** A list that did not add up may do so now; one whose first page never came was asked for often enough. */
async function rereadDoubtful(reader: Reader, readings: Reading[], parallelism: number): Promise<boolean> {
  const doubtful = readings.flatMap(({ problem, pages }, at) => (problem !== null && pages > 0 ? [at] : []))
  await limited(
    parallelism,
    doubtful.map((at) => async () => {
      const before = readings[at]
      if (before) readings[at] = await readList(reader, before.collection, null)
    }),
  )
  return doubtful.length > 0
}

async function readByAccount(
  reader: Reader,
  readings: readonly Reading[],
  parallelism: number,
  governed: (name: string) => boolean,
  isPartial: (collection: Collection, account: string) => boolean,
): Promise<Reading[]> {
  const failed = readings.filter(({ problem, collection }) => problem !== null && !WHOLE.includes(collection))
  const accounts = readings.find(({ collection }) => collection === 'accounts') as Reading<'accounts'> | undefined
  if (failed.length === 0 || accounts === undefined || accounts.problem !== null) return []
  const ids = [...accounts.rows.values()].filter(({ name }) => governed(name)).map(({ id }) => id)
  const perList = await limited(
    parallelism,
    failed.map(
      ({ collection }) =>
        () =>
          readEach(
            reader,
            collection,
            ids.filter((id) => !isPartial(collection, id)),
          ),
    ),
  )
  return perList.flat()
}

async function readEach(reader: Reader, collection: Collection, accounts: readonly string[]): Promise<Reading[]> {
  const done: Reading[] = []
  for (const account of accounts) {
    done.push(await readList(reader, collection, account))
    if (done.length === HOPELESS && done.every(({ problem }) => problem !== null)) break
  }
  return done
}

/** Rows of lists in doubt are left out: what may be missing a part is worth no more than what is missing. */
function assemble(identity: Identity, readings: readonly Reading[], revision: number): Snapshot {
  const rows = Object.fromEntries(
    COLLECTIONS.map((collection) => [
      collection,
      rowsOf(readings.filter((reading) => reading.collection === collection)),
    ]),
  )
  return { ...identity, revision, rows: rows as unknown as Snapshot['rows'], reads: readings.map(manifest) }
}

function rowsOf(readings: readonly Reading[]): Map<string, RowOf<Collection>> {
  const [only, ...more] = readings.filter(({ problem }) => problem === null)
  if (more.length === 0) return only?.rows ?? new Map()
  return new Map([only as Reading, ...more].flatMap(({ rows }) => [...rows]))
}
