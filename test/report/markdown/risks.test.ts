import { expect, test } from 'vitest'
import type { Change, Plan } from '../../../src/model/generated/plan.js'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { risks } from '../../../src/report/markdown/risks.js'
import { change, ended, plan, read } from '../plans.js'

const changing = (address: string, over: Partial<Change> = {}): Plan => plan({ changes: [change(address, over)] })
const opening = (address: string, over: Partial<Change> = {}): Plan =>
  changing(address, { direction: 'opens', before: { enabled: false }, after: { enabled: true }, ...over })

const impact = { losing: [], gaining: [], workflows: [], connections: [ended('con_1', 0)] }
const revoking = (over: Partial<Change> = {}): Plan =>
  plan({ changes: [change('connection/con_1', { operation: 'revoke', after: null, ...over })], impact })
const verdict = (effect: 'refuse' | 'warn') => ({ rule: 'policy/x', effect, subject: 'plan', message: 'x' })
const gone = (address: string) => ({ address, was: {}, stays: null, causes: [] })
const permissions = { code: 'baseline/permissions', severity: 'warning' as const, message: 'x', causes: [] }
const asked = { collection: 'connections', id: null }
const role = (was: string, is: string) => ({
  direction: 'neutral' as const,
  before: { role: was },
  after: { role: is },
})

/** Each label, a plan that has it, and the nearest one that has not. */
const CASES: readonly [label: string, why: string, has: Plan, hasNot: Plan][] = [
  ['incomplete', 'a list is not whole', plan({ reads: [read({ complete: false })] }), plan({ reads: [read()] })],
  ['refused', 'a verdict refuses', plan({ verdicts: [verdict('refuse')] }), plan({ verdicts: [verdict('warn')] })],
  ['ends live use', 'a connection ends, and is not only observed', revoking(), revoking({ observed: true })],
  ['widens', 'something opens', opening('account/a'), changing('account/a')],
  ['widens', 'something opens and closes', opening('account/a', { direction: 'mixed' }), plan()],
  ['narrows', 'something closes', changing('account/a'), opening('account/a')],
  [
    'narrows',
    'something closes, and is not only observed',
    changing('account/a'),
    changing('account/a', { observed: true }),
  ],
  ['removes', 'a thing goes', changing('project/a/p', { operation: 'remove', after: null }), revoking()],
  ['new app', 'an app is made', opening('app/n8n', { operation: 'create' }), opening('app/n8n')],
  [
    'new app',
    'an app is made, and not a secret of one',
    opening('app/n8n', { operation: 'create' }),
    opening('app/n8n#secrets.x', { operation: 'create' }),
  ],
  [
    'more permissions',
    'an app may hold more',
    plan({ findings: [{ ...permissions, address: 'app/a' }] }),
    plan({ findings: [{ ...permissions, code: 'menu/empty', address: 'app/a' }] }),
  ],
  [
    'more permissions',
    'nothing bounds an app any more',
    plan({ released: [gone('app/a#permissions')] }),
    plan({ released: [gone('app/a#category')] }),
  ],
  [
    'more permissions',
    'a role rises',
    changing('user/a/x', role('member', 'manager')),
    changing('user/a/x', role('owner', 'manager')),
  ],
  [
    'more permissions',
    'somebody administers one project more',
    changing('user/a/x', { before: { projects: ['p'] }, after: { projects: ['p', 'q'] } }),
    changing('user/a/x', { before: { projects: ['p', 'q'] }, after: { projects: ['p'] } }),
  ],
  [
    'more permissions',
    'a group gets more',
    opening('group/a/p/g#integrations.slack'),
    opening('project/a/p#integrations.slack'),
  ],
  [
    'more permissions',
    'more people may use a connection, which was there',
    opening('connection/a/x/n'),
    opening('connection/a/x/n', { operation: 'create', target: asked }),
  ],
  ['releases', 'a line is gone', plan({ released: [gone('account/a')] }), plan()],
]

test.each(CASES)('E14: "%s" stands where %s, and not beside that', (label, _, has, hasNot) => {
  expect(risks(has)).toContain(label)
  expect(risks(hasNot)).not.toContain(label)
  expect(planMarkdown(has)).toContain(`**${label}**`)
})
