import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { loadEstate } from '../../src/documents/index.js'
import { type Applying, apply } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { type Exchange, type FaultProxy, startFaultProxy } from '../support/fault-proxy.js'

const example = fileURLToPath(new URL('../../examples/three-levels', import.meta.url))
const seed: unknown = JSON.parse(readFileSync(join(example, 'live.json'), 'utf8'))

export interface ConcurrentFigures {
  readonly rounds: number
  readonly applies: number
  /** Writes that the platform executed. */
  readonly writes: number
  /** Writes that arrived under an old fencing number, and were refused for it. */
  readonly fenced: number
  /** Writes that were executed although a newer number had been given out before they arrived. */
  readonly old: number
  /** Rounds after which one quiet run was enough, and the next did nothing. */
  readonly converged: number
}

/**
 * Lets 2 to 8 applies run at once, each over its own connections. One of them is slow: a write of its own is on its way
 * while its lease runs out and another run takes it. What counts is what the platform answers.
 */
export async function runConcurrent(rounds: number, share: { nth: number; of: number }): Promise<ConcurrentFigures> {
  const { estate } = await loadEstate(example, { now: NOW })
  if (estate === null) throw new Error('the example is no valid estate')
  const total = { applies: 0, writes: 0, fenced: 0, old: 0, converged: 0 }
  for (let n = 0; n < rounds; n++) {
    const turn = n * share.of + share.nth
    const round = await aRound(estate, 2 + (turn % 7), turn)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += round[key]
  }
  return { rounds, ...total }
}

const NOW = new Date('2026-11-22T14:03:00Z')
const LEASE_SECONDS = 30

async function aRound(estate: Estate, applies: number, turn: number) {
  let skipped = 0
  const clock = () => Date.now() + skipped
  const sandbox = await startSandbox({ seed, clock })
  const door = new Door()
  const writers: Writer[] = []
  const open = async () => {
    const writer = await openWriter(sandbox, estate, door)
    writers.push(writer)
    return writer
  }
  try {
    const slow = await open()
    const others = await Promise.all(Array.from({ length: applies - 1 }, open))
    const held = holdBack(slow.proxy, 1 + (turn % 8))
    const slowly = slow.run()
    // Every other time all begin at once, and somebody else may be the first: then nobody is slow.
    const early = () => Promise.all(others.map((each) => each.run()))
    const first = turn % 2 === 0 ? early() : Promise.resolve()
    await Promise.race([held.reached, slowly])
    await (turn % 2 === 0 ? first : early())
    // The slow one's lease runs out; whoever is first among the others takes it while that write is on its way.
    skipped += LEASE_SECONDS * 1000 + 1
    const given = door.newest
    let isOver = false
    const late = early().finally(() => {
      isOver = true
    })
    while (door.newest === given && !isOver) await sleep(1)
    held.release()
    await Promise.all([slowly, late])
    const converged = await isSettled(await open(), () => {
      skipped += LEASE_SECONDS * 1000 + 1
    })
    return { applies: 2 * applies - 1, ...door.counts, converged: Number(converged) }
  } finally {
    for (const { close } of writers) await close()
    await sandbox.close()
  }
}

/** What passes to the platform and back: the numbers that it gave out, and what it did under which. */
class Door {
  newest = 0
  readonly counts = { writes: 0, fenced: 0, old: 0 }
  readonly #arrived = new WeakMap<Exchange, number>()

  /** A write that arrives now must be refused if its number is older than the newest. */
  readonly arrives = (exchange: Exchange): void => void this.#arrived.set(exchange, this.newest)

  readonly leaves: FaultProxy['after'] = (exchange, { status, body, headers: answered }) => {
    const { method, path, headers } = exchange
    if (method === 'POST' && path === '/v1/lease' && status === 201)
      this.newest = Math.max(this.newest, (JSON.parse(body.toString()) as { fencing: number }).fencing)
    if (method === 'GET' || path === '/v1/lease') return
    const isOld = Number(headers['writ-fencing']) < (this.#arrived.get(exchange) ?? 0)
    // Of two runs with the same plan, the platform answers the second one from memory: that is no write.
    const isDone = status < 300 && answered['idempotent-replay'] === undefined
    if (isDone) this.counts.writes += 1
    if (isDone && isOld) this.counts.old += 1
    if (status === 409 && body.includes('lease-fenced')) this.counts.fenced += 1
  }
}

interface Writer {
  readonly proxy: FaultProxy
  run(): Promise<Applying | null>
  close(): Promise<void>
}

let runs = 0

async function openWriter(
  { url, tokens }: { url: string; tokens: { admin: string } },
  estate: Estate,
  door: Door,
): Promise<Writer> {
  const proxy = await startFaultProxy(url)
  const port = createHttpPlatform({ url: proxy.url, token: tokens.admin })
  proxy.between = door.arrives
  proxy.after = door.leaves
  const options = { tool: 'writ 0.1.0', environment: null, now: NOW, only: [], countChanges: false }
  return {
    proxy,
    run: () =>
      apply(estate, port, {
        ...{ ...options, runId: `run-${++runs}`, clock: Date.now, parallelism: 4, leaseSeconds: LEASE_SECONDS },
        ...{ emit: () => {}, confirm: async () => true, settleSeconds: 0 },
      }).catch(() => null),
    async close() {
      await port.close()
      await proxy.close()
    },
  }
}

/** Keeps the nth write of a proxy on its way until it is let go. */
function holdBack(proxy: FaultProxy, nth: number) {
  const { between } = proxy
  let writes = 0
  let release = () => {}
  let reach = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  proxy.between = async (exchange) => {
    if (exchange.headers['writ-fencing'] !== undefined && ++writes === nth) {
      reach()
      await released
    }
    await between(exchange)
  }
  return { reached, release }
}

/** One quiet run is enough, and the next one does nothing. */
async function isSettled(writer: Writer, passTime: () => void): Promise<boolean> {
  passTime()
  const first = await writer.run()
  passTime()
  const second = await writer.run()
  return first?.reasons.length === 0 && second?.reasons.length === 0 && second.result === null
}
