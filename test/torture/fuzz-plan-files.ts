import { approve } from '../../src/apply/approved.js'
import { planFrom } from '../../src/commands/support/plan-file.js'
import { Fault } from '../../src/model/fault.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { examplePlan } from '../report/example-plans.js'
import { acting } from '../support/hostile.js'
import { type Effort, type Fuzzed, fuzz, type Random, randomOf } from './fuzz.js'
import { mutated, mutatedValue } from './mutate.js'

const plans: readonly Plan[] = ['three-levels', 'tiers', 'agency', 'team'].map(examplePlan)
const texts = plans.map((each) => JSON.stringify(each, null, 2))

/**
 * Plan files that nobody wrote: each is refused, or read, shown and held against a fresh plan.
 * @returns beside the figures how many were plans
 */
export async function fuzzPlanFiles(effort: Effort, seed: number): Promise<Fuzzed & { readonly read: number }> {
  let read = 0
  const fuzzed = await fuzz((at) => {
    const found = refusedOrRead(textOf(randomOf(seed, at)))
    if (found === null) return undefined
    read += 1
    return takePlan(found)
  }, effort)
  return { ...fuzzed, read }
}

function textOf(random: Random): string {
  if (random.maybe(0.3)) return mutated(random.pick(texts), random, random.pick(texts))
  if (random.maybe(0.02)) return random.pick(texts).replace(/\{"/, `{"x": ${deep(random)}, "`)
  if (random.maybe(0.02)) return random.pick(texts).replace(/"(before|after)": \{/, `"$1": {"x": ${deep(random)}, `)
  try {
    return JSON.stringify(mutatedValue(random.pick(plans), random)) ?? ''
  } catch {
    return '{}' // too deep to be written
  }
}

function takePlan(read: Plan): string | undefined {
  const shown = renderPlan(read, { width: 80, colour: false })
  const [first] = acting(shown)
  for (const fresh of plans) {
    const { runs } = approve(fresh, read, Date.parse('2026-11-22T14:10:00Z'), () => false)
    const isSubset = [...runs].every((index) => fresh.changes[index] !== undefined)
    if (!isSubset) return 'what runs is no change of the fresh plan'
  }
  return first === undefined ? undefined : `${first} is shown`
}

/** Deeper than anything that calls itself could follow. */
function deep(random: Random): string {
  const levels = random.below(60_000)
  return `${'['.repeat(levels)}${']'.repeat(levels)}`
}

function refusedOrRead(text: string): Plan | null {
  try {
    return planFrom('plan.json', text)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}
