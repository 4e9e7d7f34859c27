import type { ExampleTested, PolicyTest, PolicyTested } from '../model/policy-test.js'
import type { TextOptions } from './applied.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { count, verb } from './words.js'

/** One line of how many, then each policy that says something else than its examples, or has not enough of them. */
export function renderPolicyTest(given: PolicyTest, { width, colour }: TextOptions): string {
  const { policies, counts } = safe(given)
  const brush = paint(colour)
  if (counts.policies === 0) return 'There are no policies here, and nothing was tested.'
  const head =
    counts.failed === 0
      ? brush.green(
          `${count(counts.examples, 'example')} of ${count(counts.policies, 'policy', 'policies')}: all say what they should.`,
        )
      : brush.red(
          `${counts.failed} of ${count(counts.examples, 'example')} ${verb(counts.failed, 'says', 'say')} something else than expected.`,
        )
  const rows = policies.flatMap((policy) => [
    ...policy.examples.filter(({ ok }) => !ok).map(failedRow(policy)),
    ...lackingRow(policy),
  ])
  return [brush.bold(head), ...(rows.length > 0 ? ['', ...table(rows, { width })] : [])].join('\n')
}

const failedRow =
  ({ name, file }: PolicyTested) =>
  (example: ExampleTested): string[] => [
    'failed',
    name,
    `${example.name}: expected ${example.expected}, said ${example.said}${example.error === null ? '' : ` (${example.error})`}  ${file}:${example.line}`,
  ]

const LACKING = { pass: 'that passes', fail: 'that fails' }

function lackingRow({ name, file, line, lacks }: PolicyTested): string[][] {
  if (lacks.length === 0) return []
  return [
    [
      'warning',
      name,
      `no example ${lacks.map((each) => LACKING[each]).join(', and none ')}: nobody knows what it catches  ${file}:${line}`,
    ],
  ]
}
