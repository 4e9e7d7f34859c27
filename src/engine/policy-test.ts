import type { EstateDocument } from '../model/document.js'
import type { PolicyTest, PolicyTested } from '../model/policy-test.js'
import { type ExampleResult, runExamples } from '../policy/cel/index.js'

type Policy = EstateDocument<'Policy'>

/** Runs the examples that stand beside policies, by the rules alone: nothing is read from a platform. */
export async function testPolicies(policies: readonly Policy[]): Promise<PolicyTest> {
  const results = await runExamples(policies.map(exemplified))
  const tested = policies.map((policy, at) => toldOf(policy, results[at] ?? []))
  const examples = tested.flatMap((each) => each.examples)
  return {
    policies: tested,
    counts: {
      policies: tested.length,
      examples: examples.length,
      failed: examples.filter(({ ok }) => !ok).length,
      unproven: tested.filter(({ lacks }) => lacks.length > 0).length,
    },
  }
}

const exemplified = ({ value: { name, severity, on, when, assert, message, examples = [] } }: Policy) => ({
  rule: { name, severity, on, when: when ?? null, assert, message },
  examples,
})

function toldOf({ value, source }: Policy, results: readonly ExampleResult[]): PolicyTested {
  const lineOf = (...path: (string | number)[]) => source.locate(path).line
  return {
    name: value.name,
    file: source.file,
    line: lineOf('name'),
    examples: results.map((result, at) => ({
      ...{ ...result, line: lineOf('examples', at, 'name') },
      ok: result.said === result.expected,
    })),
    lacks: (['pass', 'fail'] as const).filter((wanted) => !results.some(({ expected }) => expected === wanted)),
  }
}
