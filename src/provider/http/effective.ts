import type { Portal } from '../port.js'
import { asObject } from './client.js'
import { badAnswer, toFault } from './failure.js'
import { limited } from './limited.js'
import type { Reader } from './list.js'
import { count, listPath, pageGuard, readPage } from './page.js'

/** Up to so many accounts are asked for one by one. */
const FEW = 3

type Seen = Map<string, { recorded: number; visible: number }>

/** What is recorded for some accounts and what their customers see of it, as revisions (T9). */
export async function readEffective(reader: Reader, accounts: readonly string[]): Promise<Seen> {
  try {
    const seen: Seen = new Map()
    if (accounts.length > FEW) await readPages(reader, null, seen)
    else
      await limited(
        FEW,
        accounts.map((account) => () => readPages(reader, account, seen)),
      )
    return new Map(
      accounts.flatMap((account) =>
        seen.has(account) ? [[account, seen.get(account) as { recorded: number; visible: number }]] : [],
      ),
    )
  } catch (error) {
    throw toFault(error, 'Reading what customers see')
  }
}

async function readPages(reader: Reader, account: string | null, into: Seen): Promise<void> {
  const guard = pageGuard(reader.limit)
  let cursor: string | null = null
  do {
    const path: string =
      account === null ? listPath('effective', { limit: reader.limit, cursor }) : listPath('effective', { account })
    const page = await reader.get(path, readPage)
    guard(page)
    for (const item of page.items) readItem(asObject(item, 'an item of effective'), into)
    cursor = page.next
  } while (cursor !== null)
}

function readItem(raw: Record<string, unknown>, into: Seen): void {
  if (typeof raw.account !== 'string') throw badAnswer('an item of effective names no account')
  into.set(raw.account, { recorded: count(raw.recorded, 'recorded'), visible: count(raw.visible, 'visible') })
}

/** What each of these accounts' portals shows now (T4). An account that the platform does not know has none. */
export async function readPortals(
  reader: Reader,
  accounts: readonly string[],
  parallelism: number,
): Promise<Map<string, Portal>> {
  try {
    const found = await limited(
      parallelism,
      accounts.map((account) => () => reader.get(listPath('effective', { account }), readPortal)),
    )
    return new Map(found.flatMap((portal, at) => (portal === null ? [] : [[accounts[at] ?? '', portal]])))
  } catch (error) {
    throw toFault(error, 'Reading what customers see')
  }
}

function readPortal(value: unknown): Portal | null {
  const [item] = readPage(value).items
  if (item === undefined) return null
  const { menu, apps, recorded, visible } = asObject(item, 'an item of effective')
  if (typeof menu !== 'boolean' || !Array.isArray(apps)) throw badAnswer('an item of effective tells of no portal')
  return { menu, apps: apps.map(String), isCurrent: count(visible, 'visible') >= count(recorded, 'recorded') }
}
