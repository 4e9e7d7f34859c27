import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { plan } from '../../src/engine.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { writeEstate } from '../support/estate-folder.js'
import type { Doc } from '../support/naive-estate.js'
import { anyCase, type Case } from '../support/random/index.js'
import { NOW } from '../support/random/words.js'

const RUNS = Number(process.env.WRIT_ORDER_RUNS ?? 60)
const SEED = Number(process.env.WRIT_ORDER_SEED ?? Date.now() % 2 ** 31)

/** Small, and the same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function shuffled<T>(list: readonly T[], roll: (sides: number) => number): T[] {
  const result = [...list]
  for (let at = result.length - 1; at > 0; at--) {
    const other = roll(at + 1)
    ;[result[at], result[other]] = [result[other] as T, result[at] as T]
  }
  return result
}

/** The same value with its keys in another order, all the way down. */
function rekeyed<T>(value: T, roll: (sides: number) => number): T {
  if (Array.isArray(value)) return value.map((each) => rekeyed(each, roll)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(shuffled(Object.entries(value), roll).map(([key, each]) => [key, rekeyed(each, roll)])) as T
}

/** Some documents to a file, as chance has it. */
function dealt(documents: readonly Doc[], roll: (sides: number) => number): Doc[][] {
  const files: Doc[][] = []
  for (const document of documents) {
    const last = files.at(-1)
    if (last && roll(3) > 0) last.push(document)
    else files.push([document])
  }
  return files
}

/** Without files and positions, which may differ, and without the findings' causes, which point at them. */
const content = ({ plan: { causes: _, createdAt: __, ...rest } }: Awaited<ReturnType<typeof plan>>) => {
  const told = <T extends object>(list: readonly T[]) => list.map((each) => ({ ...each, causes: [] }))
  return {
    ...{ ...rest, changes: told(rest.changes), held: told(rest.held), pending: told(rest.pending) },
    findings: told(rest.findings),
  }
}

async function planBoth({ live, estate }: Case, seed: number) {
  const roll = dice(seed)
  const others = shuffled(estate.documents, roll).map((document) => rekeyed(document, roll))
  const folders = [
    writeEstate(estate.config, estate.documents),
    writeEstate(rekeyed(estate.config, roll), others, dealt(others, roll)),
  ]
  const sandbox = await startSandbox({ seed: live })
  const port = createHttpPlatform({ url: sandbox.url, token: sandbox.tokens.admin })
  try {
    const plans = []
    for (const { dir } of folders) {
      const { estate: loaded } = await loadEstate(dir, { now: NOW })
      const options = { tool: 'writ test', environment: null, now: NOW, only: [], countChanges: true }
      plans.push(loaded && content(await plan(loaded, port, options)))
    }
    return plans
  } finally {
    for (const folder of folders) folder.remove()
    await port.close()
    await sandbox.close()
  }
}

test('the order of documents, files and keys changes nothing: the same plan, and both digests are equal', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, fc.nat(), async (each, seed) => {
      const [one, other] = await planBoth(each, seed)
      expect(other?.digests).toEqual(one?.digests)
      expect(other).toEqual(one)
    }),
    { numRuns: RUNS, seed: SEED },
  )
  process.stdout.write(`order: ${RUNS} cases, seed ${SEED}\n`)
}, 300_000)
