import { expect, it } from 'vitest'
import type { Collection, Snapshot } from '../../src/model/snapshot.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { QUICK } from '../support/platform.js'
import {
  type Asked,
  pageOf,
  type Scripted,
  scriptedPlatform,
  sendJson,
  sendText,
} from '../support/scripted-platform.js'
import { rowOf } from '../support/scripted-rows.js'

const PAGE = 2
const project = (id: string, name: string, etag: number) => ({ ...rowOf.projects(id), name, etag: String(etag) })
const entry = (revision: number, id: string, row: object | null) => ({
  ...{ revision, collection: 'projects', id, op: row === null ? 'delete' : 'upsert', row },
})

/** What happened while the list was read: b was renamed, a went, d came. Its second page shows that. */
const BEFORE = ['a', 'b', 'c'].map((id) => project(id, id, 1))
const SECOND = { items: [project('c', 'c', 1), project('d', 'd', 10)], total: 3, revision: 10, next: null }
const FEED = [entry(8, 'b', project('b', 'b2', 8)), entry(9, 'a', null), entry(10, 'd', project('d', 'd', 10))]
type Feed = Record<string, unknown>
const feed = (items: unknown[] = FEED, more: Feed = {}): Feed => ({
  items,
  next: 10,
  more: false,
  revision: 10,
  ...more,
})

/** Reads the projects of a platform that moves between their pages, over a feed that answers like this. */
async function readMoving(answer: (asked: Asked) => void): Promise<{ snapshot: Snapshot; platform: Scripted }> {
  const platform = await scriptedPlatform()
  platform.capabilities.changeFeed = true
  platform.interfere = (asked) => {
    if (asked.path === '/v1/changes') answer(asked)
    else if (asked.path !== '/v1/projects') return false
    else if (asked.query.has('cursor')) sendJson(asked.outgoing, SECOND)
    else sendJson(asked.outgoing, pageOf(BEFORE, asked.query))
    return true
  }
  const reader = createHttpReader({ url: platform.url, token: 'token', ...QUICK, timeouts: {}, pageSize: PAGE })
  const snapshot = await reader.read(() => false, ['projects'])
  await reader.close()
  return { snapshot, platform }
}

const namesOf = ({ rows }: Snapshot): string[] => [...rows.projects.values()].map(({ name }) => name).sort()

it('E4: a list that moved is brought to one revision by the feed, and its manifest says by how many changes', async () => {
  const { snapshot } = await readMoving(({ query, outgoing }) => {
    const after = Number(query.get('after'))
    const items = FEED.filter(({ revision }) => revision > after).slice(0, PAGE)
    const next = items.at(-1)?.revision ?? after
    sendJson(outgoing, feed(items, { next, more: next < 10 }))
  })
  expect(namesOf(snapshot)).toEqual(['b2', 'c', 'd'])
  expect(snapshot.reads).toEqual([
    {
      ...{ collection: 'projects', account: null, complete: true, pages: 2, rows: 3, total: 3, lastCursor: 'at-2' },
      ...{ revisionBefore: 7, revisionAfter: 10, replayed: 3 },
    },
  ])
})

const [first, second, third] = FEED as [object, object, object]
const gone = JSON.stringify({ type: 'urn:writ:problem:gone', title: 'gone', status: 410, detail: 'too long ago' })

it.each<[string, (asked: Asked) => void]>([
  ['that lost the removal of a row', ({ outgoing }) => sendJson(outgoing, feed([first, third]))],
  ['that lost its last change', ({ outgoing }) => sendJson(outgoing, feed([first, second]))],
  ['in the wrong order', ({ outgoing }) => sendJson(outgoing, feed([second, first, third]))],
  ['with a change twice', ({ outgoing }) => sendJson(outgoing, feed([first, first, second]))],
  ['that goes on before its last change', ({ outgoing }) => sendJson(outgoing, feed([first, second], { next: 8 }))],
  ['older than the lists', ({ outgoing }) => sendJson(outgoing, feed([first, second], { next: 9, revision: 9 }))],
  ['that does not advance', ({ outgoing }) => sendJson(outgoing, feed([], { next: 7, more: true }))],
  ['with more changes than were asked for', ({ outgoing }) => sendJson(outgoing, feed())],
  ['that forgot so old a revision', ({ outgoing }) => sendText(outgoing, gone, 410)],
  ['that names another row than it holds', ({ outgoing }) => sendJson(outgoing, feed([{ ...first, id: 'a' }]))],
  ['without rows', ({ outgoing }) => sendJson(outgoing, feed([{ ...first, row: null }]))],
  ['of null', ({ outgoing }) => sendJson(outgoing, feed([], { items: null }))],
  ['in HTML', ({ outgoing }) => sendText(outgoing, '<h1>', 200, { 'content-type': 'text/html' })],
])('E4: a feed %s proves nothing: the list that moved is unknown', async (_, answer) => {
  const { snapshot } = await readMoving(answer)
  expect(snapshot.reads).toMatchObject([{ collection: 'projects', complete: false, reason: expect.any(String) }])
  expect(namesOf(snapshot)).toEqual([])
})

/** Lists that fit together, of one account. */
async function whole(): Promise<Scripted> {
  const platform = await scriptedPlatform()
  const ids: Partial<Record<Collection, string>> = { apps: 'slack', accounts: 'acc', projects: 'prj', groups: 'grp' }
  for (const collection of Object.keys(rowOf) as Collection[])
    platform.rows.set(collection, [rowOf[collection](ids[collection] ?? (collection === 'users' ? 'usr' : 'x'))])
  return platform
}

const incomplete = async (platform: Scripted) => {
  const reader = createHttpReader({ url: platform.url, token: 'token', ...QUICK, timeouts: {} })
  const { reads } = await reader.read(() => true)
  await reader.close()
  return reads.filter(({ complete }) => !complete).map(({ collection, account }) => [collection, account])
}

it('E4: lists that fit together are whole', async () => {
  expect(await incomplete(await whole())).toEqual([])
})

it.each(['accounts', 'projects', 'groups', 'users'] as const)(
  'E4: %s that answer 200 with nothing while others lie in them are unknown',
  async (collection) => {
    const platform = await whole()
    platform.rows.set(collection, [])
    const unknown = await incomplete(platform)
    expect(unknown).toContainEqual([collection, null])
    expect(unknown.every(([of, account]) => of === collection || account !== null)).toBe(true)
  },
)

it.each([
  ['an operator', [{ role: 'operator' }], []],
  ['a manager', [{ role: 'manager', account: 'acc' }], []],
  ['a member', [{ role: 'member', account: 'acc' }], [['connections', null]]],
  ['nobody in particular', [], [['connections', null]]],
  [
    'a manager here and a member there',
    [
      { role: 'manager', account: 'acc' },
      { role: 'member', account: 'other' },
    ],
    [['connections', null]],
  ],
])('U1: what the token of %s shows of the connections is taken for what it is', async (_, roles, expected) => {
  const platform = await whole()
  platform.roles.splice(0, 1, ...roles)
  expect(await incomplete(platform)).toEqual(expected)
})

it('E4: an item that moves between pages is counted once, or the list is unknown', async () => {
  for (const from of [0, 1, 2, 3])
    for (const to of [0, 1, 2, 3, 4, 5]) {
      const platform = await scriptedPlatform()
      const still = ['a', 'b', 'c', 'd', 'e', 'f'].map(rowOf.workflows)
      const moved = [...still]
      moved.splice(to, 0, ...moved.splice(from, 1))
      platform.interfere = ({ path, query, outgoing }) => {
        if (path !== '/v1/workflows') return false
        sendJson(outgoing, pageOf(query.has('cursor') ? moved : still, query))
        return true
      }
      const reader = createHttpReader({ url: platform.url, token: 'token', ...QUICK, timeouts: {}, pageSize: PAGE })
      const { reads, rows } = await reader.read(() => false, ['workflows'])
      await reader.close()
      const isWhole = rows.workflows.size === 6
      expect({ from, to, complete: reads[0]?.complete, isWhole }).toEqual({ from, to, complete: isWhole, isWhole })
      expect(isWhole || rows.workflows.size === 0).toBe(true)
    }
})
