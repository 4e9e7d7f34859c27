import { Worker } from 'node:worker_threads'

/** What came of a time of fuzzing. */
export interface Fuzzed {
  readonly cases: number
  /** Everything that was not a diagnostic or a Fault, with the number of its case. */
  readonly crashes: readonly string[]
  /** The case that took most of the processor, in milliseconds. */
  readonly slowest: number
  /** More than this process had before. */
  readonly peakMiB: number
}

/** Says what is wrong with how a case was taken; undefined where all is well. */
export type Take = (at: number) => Promise<string | undefined> | string | undefined

export interface Effort {
  /** Stops behind so many seconds or cases, whichever comes first. */
  readonly seconds?: number
  readonly cases?: number
}

const MIB = 1024 * 1024

/** Takes case after case. A case that hangs ends the process, and its number is the last thing told. */
export async function fuzz(take: Take, { seconds = 3_600, cases = Number.POSITIVE_INFINITY }: Effort): Promise<Fuzzed> {
  const clock = startWatch()
  const [begin, before] = [Date.now(), process.memoryUsage().rss]
  const crashes: string[] = []
  let [at, slowest, peak] = [0, 0, before]
  for (; at < cases && Date.now() - begin < seconds * 1000; at++) {
    const used = clock.begin(at)
    const wrong = await crashOf(take, at)
    slowest = Math.max(slowest, used())
    if (wrong !== undefined) crashes.push(`case ${at}: ${wrong}`)
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  await clock.stop()
  return { cases: at, crashes, slowest, peakMiB: Math.round((peak - before) / MIB) }
}

async function crashOf(take: Take, at: number): Promise<string | undefined> {
  try {
    return await take(at)
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

/** Longer than any case may take, in seconds of the processor: a hang, which nothing in its own thread could end. */
const HANG = 20

const WATCH = `
  const { workerData: { shared, hang } } = require('node:worker_threads')
  const now = new Int32Array(shared)
  let last = -1, since = 0
  setInterval(() => {
    const { user } = process.cpuUsage()
    const at = Atomics.load(now, 0)
    if (at !== last) [last, since] = [at, user]
    else if (at >= 0 && user - since > hang * 1e6) {
      require('node:fs').writeSync(2, 'case ' + at + ' hangs\\n')
      process.kill(process.pid, 'SIGKILL')
    }
  }, 250)
`

function startWatch() {
  const shared = new SharedArrayBuffer(4)
  const now = new Int32Array(shared)
  const worker = new Worker(WATCH, { eval: true, workerData: { shared, hang: HANG } })
  worker.unref()
  return {
    /** Gives what tells how many milliseconds of the processor were used since. */
    begin(at: number): () => number {
      Atomics.store(now, 0, at)
      const { user } = process.cpuUsage()
      return () => Math.round((process.cpuUsage().user - user) / 1000)
    },
    stop: () => worker.terminate(),
  }
}

/** Numbers that are the same for the same seed and case (mulberry32). */
export function randomOf(seed: number, at: number) {
  let state = (seed * 2_654_435_761 + at * 40_503) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number): number => Math.floor(next() * most)
  return {
    below,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
    maybe: (share: number) => next() < share,
  }
}
export type Random = ReturnType<typeof randomOf>
