import { expect, test } from 'vitest'
import { COMMENT_LIMIT } from '../../src/report/markdown/budget.js'
import { planMarkdown } from '../../src/report/markdown/plan.js'
import { cause, change, plan } from '../report/plans.js'

// Atlantis 55: the comment was longer than the host takes, and the pull request looked as if nothing had been planned.

const huge = (size: number) =>
  plan({
    causes: Array.from({ length: size }, (_, at) => cause(`teams/${at}.yaml`, at + 1, 'x'.repeat(200))),
    changes: Array.from({ length: size }, (_, at) =>
      change(`account/cust-${at}#integrations.slack`, {
        causes: [at],
        after: { enabled: false, note: 'y'.repeat(300) },
      }),
    ),
    findings: Array.from({ length: size }, (_, at) => ({
      ...{ code: 'menu/empty', severity: 'warning' as const, address: `account/cust-${at}` },
      ...{ message: 'z'.repeat(500), causes: [at] },
    })),
    verdicts: Array.from({ length: size }, (_, at) => ({
      ...{ rule: 'limits/revokedConnections.perAccount', effect: 'refuse' as const, subject: `account/cust-${at}` },
      ...{ message: 'w'.repeat(500), value: 30, allowed: 25, unit: 'count' as const },
    })),
  })

test.each([1, 10, 1_000, 12_000])(
  'E14: a plan of %i causes fits into one comment, with its verdict, its digests and a count of what is left out',
  (size) => {
    const text = planMarkdown(huge(size))
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT)
    expect(text).toContain('Refused by')
    expect(text).toContain('90ab3f')
    if (size > 1_000) expect(text).toMatch(/… [\d,]+ more lines/)
  },
  60_000,
)

test.each([500, 2_000, 65_536])('E14: whatever the limit, here %i characters, it holds', (limit) => {
  expect(planMarkdown(huge(400), { limit }).length).toBeLessThanOrEqual(limit)
})
