import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan, underBaseline } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import type { Change, Plan } from '../../src/model/generated/plan.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import type { Doc } from '../support/naive-estate.js'
import { anyCase, type Case } from '../support/random/index.js'
import { NOW } from '../support/random/words.js'
import { loadCase, OPTIONS } from '../support/settling/run.js'

const RUNS = Number(process.env.WRIT_BASELINE_RUNS ?? (process.env.CI ? 150 : 25))
const SEED = Number(process.env.WRIT_BASELINE_SEED ?? 20261122)

/** What only an author's writ.yaml, Waivers and so on decide; both sides have them alike here. */
const JUDGING = new Set(['Waiver', 'Override', 'Hold', 'Policy', 'Review'])
const IDENTITY = new Set(['kind', 'name', 'account', 'accounts', 'project', 'email', 'app', 'match', 'id', 'covers'])

/** The same documents with here one left out, and there one word of one. */
function less(documents: readonly Doc[], dice: readonly number[]): Doc[] {
  return documents.flatMap((doc, at) => {
    const die = dice[at % dice.length] ?? 0
    const words = Object.keys(doc).filter((key) => !IDENTITY.has(key))
    if (JUDGING.has(doc.kind) || die % 4 > 1) return [doc]
    if (die % 4 === 1 && doc.kind !== 'App') return []
    const word = words[die % words.length]
    return [Object.fromEntries(Object.entries(doc).filter(([key]) => key !== word)) as Doc]
  })
}

/** A plan as it says the same with and without a baseline: causes by what they say, and neither origins nor releases. */
function content({
  causes,
  changes,
  findings,
  pending,
  held,
  baseline: _,
  released: __,
  createdAt: ___,
  ...rest
}: Plan) {
  const told = <T extends { readonly causes: readonly number[] }>(list: readonly T[]) =>
    list.map((each) => ({ ...each, causes: each.causes.map((at) => causes[at]?.statement).sort() }))
  const plain = changes.map((change) => ({ ...change, origin: null, attribution: null }))
  // What an error is beside a baseline is said of it, like an origin.
  const known = findings.map(({ new: ____, message, ...finding }) => ({
    ...finding,
    message: message.replace(/; new in this change$/, ''),
  }))
  return { ...rest, changes: told(plain), findings: told(known), pending: told(pending), held: told(held) }
}

const keyOf = ({ target, address, operation, before, after }: Change): string =>
  JSON.stringify([target.id === null ? address : `${target.collection}/${target.id}`, operation, before, after])

interface Planned {
  readonly alone: Plan
  readonly held: Plan
  /** The baseline planned by itself, whole. */
  readonly before: Plan
}

async function planAll({ live }: Pick<Case, 'live'>, head: Estate, before: Estate): Promise<Planned> {
  const sandbox = await startSandbox({ seed: live, clock: () => NOW.getTime() })
  const port = createHttpReader({ url: sandbox.url, token: sandbox.tokens.read })
  try {
    const under = underBaseline(head, { ref: 'main', commit: 'c'.repeat(40), estate: before })
    const planned = (estate: Estate, more = {}) => plan(estate, port, { ...OPTIONS, ...more }).then(({ plan }) => plan)
    return {
      alone: await planned(head),
      held: await planned(under.estate, { baseline: under.baseline }),
      before: await planned(before),
    }
  } finally {
    await port.close()
    await sandbox.close()
  }
}

const anyBaseline = fc.tuple(anyCase, fc.array(fc.nat(1000), { minLength: 3, maxLength: 30 }), fc.boolean())

async function run([each, dice, isMore]: [Case, number[], boolean]): Promise<Planned> {
  const estate = await loadCase(each)
  fc.pre(estate !== null)
  const other = await loadCase({ estate: { ...each.estate, documents: less(each.estate.documents, dice) } })
  fc.pre(other !== null && other.documents.length > 0)
  return isMore ? planAll(each, estate, other) : planAll(each, other, estate)
}

/** Whole settings that are released, by address; parts of one may be while the rest is written. */
const releasedSettings = ({ released }: Plan): string[] =>
  released.map(({ address }) => address).filter((address) => /#integrations\.[^.]+$/.test(address))

test('a baseline that judges alike changes nothing of a plan but origins, which statement is named first, and what is released, and nothing is planned for that (E5, E17, E18)', async () => {
  const property = fc.asyncProperty(anyBaseline, async (drawn) => {
    const { alone, held } = await run(drawn)
    expect(content(held)).toEqual(content(alone))
    expect(held.digests).toEqual(alone.digests)
    const written = new Set(alone.changes.map(({ address }) => address))
    expect(releasedSettings(held).filter((address) => written.has(address))).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 600_000)

test('E7: a change is of this commit exactly where the baseline, planned by itself and whole, does not plan the same', async () => {
  const seen = { ours: 0, others: 0, released: 0 }
  const property = fc.asyncProperty(anyBaseline, async (drawn) => {
    const { held, before } = await run(drawn)
    const planned = new Set(before.changes.map(keyOf))
    for (const change of held.changes) {
      expect([change.address, change.origin === 'change']).toEqual([change.address, !planned.has(keyOf(change))])
      expect(change.origin).not.toBe('difference')
      seen[change.origin === 'change' ? 'ours' : 'others'] += 1
    }
    seen.released += held.released.length
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED + 1 })
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
}, 600_000)
