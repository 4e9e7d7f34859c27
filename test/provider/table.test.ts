import { expect, it } from 'vitest'
import { Fault } from '../../src/model/fault.js'
import type { Collection, Snapshot } from '../../src/model/snapshot.js'
import type { HttpOptions } from '../../src/provider/http/options.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { QUICK } from '../support/platform.js'
import { bites, PAGE_FAULTS, type PageFault, spoil } from '../support/scripted-faults.js'
import { pageOf, type Scripted, scriptedPlatform } from '../support/scripted-platform.js'
import { rowOf } from '../support/scripted-rows.js'

const PAGE = 3
const SIZES = [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 1]
const FAULTS = Object.keys(PAGE_FAULTS) as PageFault[]
/** Not every collection has fields of a fixed vocabulary. */
const WORDS: readonly Collection[] = ['apps', 'projects', 'users', 'invitations', 'connections', 'group-integrations']

const pagesOf = (size: number): number => Math.max(1, Math.ceil(size / PAGE))
const idsOf = (size: number): string[] => Array.from({ length: size }, (_, at) => `row-${at}`)

function fill(platform: Scripted, collection: Collection, size: number): void {
  platform.rows.set(collection, idsOf(size).map(rowOf[collection]))
}

/** Spoils one page of a list: each time it is asked for, or only the first. */
function spoilPage(platform: Scripted, collection: Collection, fault: PageFault, page: number, isOnce: boolean): void {
  const all = platform.rows.get(collection) ?? []
  let left = isOnce ? 1 : Number.POSITIVE_INFINITY
  platform.interfere = (asked) => {
    if (asked.path !== `/v1/${collection}` || left === 0) return false
    const right = pageOf(all, asked.query)
    if (Number(asked.query.get('cursor')?.slice('at-'.length) ?? 0) !== page * PAGE) return false
    left--
    spoil(fault, { ...asked, all, page: right })
    return true
  }
}

interface Seen {
  readonly complete: boolean
  readonly ids: readonly string[]
  readonly reason: string | undefined
}

/** What a read comes to; a refusal of the token ends the whole run, so that nothing is known at all. */
async function look(port: ReturnType<typeof createHttpReader>, collection: Collection): Promise<Seen> {
  try {
    const { reads, rows }: Snapshot = await port.read(() => false, [collection])
    const [read] = reads
    return { complete: read?.complete === true, ids: [...rows[collection].keys()], reason: read?.reason }
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
    return { complete: false, ids: [], reason: (error as Fault).message }
  }
}

const open = (platform: Scripted, attempts: number): ReturnType<typeof createHttpReader> => {
  const patience = { attempts, limited: attempts, pause: 1, longest: 2000, budget: 1_000_000 }
  const options: HttpOptions = { url: platform.url, token: 'token', ...QUICK, timeouts: {}, patience, pageSize: PAGE }
  return createHttpReader(options)
}

it.each(Object.keys(rowOf) as Collection[])(
  'E4: a list of %s of any size, with any page spoilt in any way, is unknown and never something else',
  async (collection) => {
    const platform = await scriptedPlatform()
    const port = open(platform, 1)
    let cases = 0
    for (const size of SIZES) {
      fill(platform, collection, size)
      for (let page = 0; page < pagesOf(size); page++)
        for (const fault of FAULTS) {
          const rows = Math.min(PAGE, size - page * PAGE)
          const hasFault =
            bites(fault, { rows, isFirst: page === 0, isLast: page === pagesOf(size) - 1 }) &&
            (fault !== 'unknown words' || WORDS.includes(collection))
          spoilPage(platform, collection, fault, page, false)
          const { complete, ids, reason } = await look(port, collection)
          const single = fault === 'a missing row that is not counted' && pagesOf(size) === 1 && size > 0
          const right = hasFault ? [] : single ? idsOf(size).slice(1) : idsOf(size)
          expect({ fault, size, page, complete, ids }).toEqual({ fault, size, page, complete: !hasFault, ids: right })
          expect(reason === undefined).toBe(!hasFault)
          cases++
        }
    }
    await port.close()
    expect(cases).toBe(12 * FAULTS.length)
  },
  60_000,
)

/** No second attempt is made after these, on the same page. */
const FINAL: readonly PageFault[] = ['a redirect', 'status 401', 'status 403', 'status 404', 'status 410']

it.each(SIZES)(
  'E4: a list of %i rows of which a page fails once, in any way, is whole after all, or unknown',
  async (size) => {
    const platform = await scriptedPlatform()
    const port = open(platform, 2)
    fill(platform, 'projects', size)
    for (let page = 0; page < pagesOf(size); page++)
      for (const fault of FAULTS) {
        spoilPage(platform, 'projects', fault, page, true)
        const { complete, ids } = await look(port, 'projects')
        const isLost = FINAL.includes(fault) && (page === 0 || /40[13]/.test(fault))
        const single = fault === 'a missing row that is not counted' && pagesOf(size) === 1 && size > 0
        const right = isLost ? [] : single ? idsOf(size).slice(1) : idsOf(size)
        expect({ fault, page, complete, ids }).toEqual({ fault, page, complete: !isLost, ids: right })
      }
    await port.close()
  },
  60_000,
)

it('E4: a body that ends with its connection is taken only where its JSON is whole: no beginning of it is', async () => {
  const platform = await scriptedPlatform()
  const port = open(platform, 1)
  fill(platform, 'workflows', 2)
  const text = JSON.stringify(pageOf(platform.rows.get('workflows') ?? [], new URLSearchParams()))
  for (let length = 0; length <= text.length; length++) {
    platform.interfere = ({ path, outgoing }) => {
      if (path !== '/v1/workflows') return false
      outgoing.socket?.end(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${text.slice(0, length)}`,
      )
      return true
    }
    const isWhole = length === text.length
    expect(await look(port, 'workflows')).toMatchObject({ complete: isWhole, ids: isWhole ? idsOf(2) : [] })
  }
  await port.close()
}, 30_000)
