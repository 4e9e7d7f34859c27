import type { Collection, Snapshot } from '../../src/model/snapshot.js'
import { CallFailure } from '../../src/provider/http/failure.js'
import type { Identity } from '../../src/provider/http/identity.js'
import type { Reader } from '../../src/provider/http/list.js'
import { readResults } from '../../src/provider/http/outcome.js'
import { readAll } from '../../src/provider/http/read.js'
import { refreshed } from '../../src/provider/http/refresh.js'
import { RowReader } from '../../src/provider/http/row-reader.js'
import { liveState } from '../../src/state/live.js'
import { rowOf } from '../support/scripted-rows.js'
import { type Effort, type Fuzzed, fuzz, type Random, randomOf } from './fuzz.js'
import { mutated, mutatedValue } from './mutate.js'

const COLLECTIONS = Object.keys(rowOf) as Collection[]
const IDS: Partial<Record<Collection, string>> = { accounts: 'acc', projects: 'prj', groups: 'grp', users: 'usr' }
const rowsOf = (collection: Collection) => [IDS[collection] ?? 'x', 'y', 'z'].map(rowOf[collection])

const pages: Readonly<Record<string, unknown>> = Object.fromEntries(
  COLLECTIONS.map((collection) => [collection, { items: rowsOf(collection), total: 3, revision: 9, next: null }]),
)
const feed = {
  items: COLLECTIONS.map((collection, at) => ({
    ...{ revision: 10 + at, collection, id: 'y', op: at % 3 === 0 ? 'delete' : 'upsert' },
    row: at % 3 === 0 ? null : rowOf[collection]('y'),
  })),
  ...{ next: 9 + COLLECTIONS.length, more: false, revision: 9 + COLLECTIONS.length },
}
const bulk = { results: [{ status: 200, row: rowOf.projects('y'), effects: [] }] }

const identity: Identity = {
  platform: {
    ...{ name: 'fuzzed', tenant: 'fuzzed', version: '1', url: 'http://127.0.0.1' },
    capabilities: { levels: [], changeFeed: true, lease: true, expectConnections: true },
  },
  principal: { id: 'me', name: 'me', roles: [{ role: 'operator' }], tokenKind: 'full' },
}

/** Answers that no platform gives: each is refused, or makes a snapshot that can be worked with. */
export async function fuzzAnswers(effort: Effort, seed: number): Promise<Fuzzed & { readonly whole: number }> {
  let whole = 0
  const fuzzed = await fuzz(async (at) => {
    const random = randomOf(seed, at)
    const spoilt = random.pick([...COLLECTIONS, 'changes'])
    const reader = readerOver((path) => answerOf(path, spoilt, random))
    const wrong = await taken(async () => {
      const snapshot = await readAll(reader, identity, 6, () => true)
      if (snapshot.reads.every(({ complete }) => complete)) whole += 1
      worked(snapshot)
      const fresh = await refreshed(reader, snapshot)
      if (fresh !== null) worked(fresh)
      readResults(reader.rows, [WRITE], parsed(textOf(bulk, random)), 'token')
    })
    return wrong ?? polluted()
  }, effort)
  return { ...fuzzed, whole }
}

const WRITE = { operation: 'upsert', collection: 'projects', id: 'y', ifMatch: '1', body: {} } as const

const readerOver = (answer: (path: string) => string): Reader => ({
  get: async (path, parse) => parse(parsed(answer(path))),
  rows: new RowReader(),
  limit: 1000,
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new CallFailure('no JSON', { problem: 'bad-answer' })
  }
}

function answerOf(path: string, spoilt: string, random: Random): string {
  const name = /^\/v1\/([a-z-]+)/.exec(path)?.[1] ?? ''
  const right = name === 'changes' ? feed : pages[name]
  return name === spoilt ? textOf(right, random) : JSON.stringify(right)
}

function textOf(value: unknown, random: Random): string {
  if (random.maybe(0.3)) return mutated(JSON.stringify(value), random, JSON.stringify(feed))
  try {
    return JSON.stringify(mutatedValue(value, random)) ?? ''
  } catch {
    return '[' // too deep to be written
  }
}

/** A Fault or a CallFailure is an answer too; anything else is a crash. */
async function taken(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof CallFailure || (error as Error).name === 'Fault') return undefined
    throw error
  }
}

/** What planning does with a snapshot first of all: every account's tree. */
function worked(snapshot: Snapshot): void {
  const live = liveState(snapshot)
  for (const row of live.accounts.values()) JSON.stringify(Object.keys(live.account(row).children))
}

function polluted(): string | undefined {
  const added = Object.keys(Object.prototype)
  for (const key of added) delete (Object.prototype as unknown as Record<string, unknown>)[key]
  return added.length > 0 ? `Object.prototype has ${added.join(', ')}` : undefined
}
