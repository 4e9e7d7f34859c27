import { describe, expect, test } from 'vitest'
import { gravestFirst } from '../../../src/report/annotations/annotation.js'
import { planAnnotations } from '../../../src/report/annotations/plan.js'
import { githubCommands } from '../../../src/report/github.js'
import { codeQuality } from '../../../src/report/gitlab.js'
import { examplePlan } from '../example-plans.js'
import { cause, change, plan } from '../plans.js'

const locate = (file: string): string => `estate/${file}`
const told = (given: ReturnType<typeof plan>, people: 'names' | 'pseudonyms' | 'counts' = 'counts') =>
  planAnnotations(given, { people, locate }).map(({ rule, level, message, at }) => ({
    ...{ rule, level, message, at: at === null ? null : `${at.file}:${at.line}` },
  }))

const ENDED = {
  ...{ id: 'con_1', account: 'acme', app: 'zapier', project: null, owner: 'ana@acme.example', name: null },
  ...{ how: 'ended' as const, by: 0 },
}
const LIST = { before: { allowedApps: ['gmail', 'zapier'] }, after: { allowedApps: ['gmail'] } }
const accounts = ['acme', 'beta', 'gamma']
const tiers = plan({
  causes: [cause('packages/basic.yaml', 4, 'package/basic#apps')],
  changes: accounts.map((name) => change(`account/${name}#allowedApps`, LIST)),
  impact: {
    losing: accounts.map((account) => ({ account, user: `ana@${account}.example`, app: 'zapier' })),
    gaining: [],
    connections: [ENDED],
    workflows: [{ id: 'wf_1', account: 'acme', name: 'Lead intake', connections: ['con_1'] }],
  },
})

test('E7: what one line does to many accounts stands once, on that line', () => {
  expect(told(tiers)).toEqual([
    {
      ...{ rule: 'plan/ends-connections', level: 'warning', at: 'estate/packages/basic.yaml:4' },
      message: 'takes zapier from 3 accounts: 3 people lose zapier, 1 connection ends, 1 workflow uses one of them',
    },
  ])
})

test('E14: nobody is named unless report.people says so', () => {
  const one = plan({ ...tiers, impact: { ...tiers.impact, losing: tiers.impact.losing.slice(0, 1) } })
  expect(told(one)[0]?.message).toContain('1 person loses zapier')
  expect(told(one, 'names')[0]?.message).toContain('ana@acme.example loses zapier')
  expect(told(one, 'pseudonyms')[0]?.message).toMatch(/person-\d+ loses zapier/)
  const person = plan({
    causes: [cause('people.yaml', 2, 'user/acme/ana@acme.example#role')],
    changes: [change('user/acme/ana@acme.example#integrations.slack'), change('user/acme/ana@acme.example#role')],
    findings: [
      {
        ...{ code: 'connection/idle', severity: 'warning', address: 'user/acme/ana@acme.example', causes: [0] },
        message: 'ana@acme.example has not used it for a year',
      },
    ],
  })
  for (const people of ['counts', 'pseudonyms'] as const)
    expect(JSON.stringify(told(person, people))).not.toContain('@')
  expect(JSON.stringify(planAnnotations(person, { locate }).map(({ identity }) => identity))).not.toMatch(/ana|person/)
})

test('E7: who wrote over a line by hand is told on that line, each line of one hand apart', () => {
  const attribution = { principal: 'joe@acme.example', at: '2026-11-20T18:41:00Z', via: 'admin-page' }
  const drifted = plan({
    causes: [cause('projects/apollo.yaml', 9, 'zoom'), cause('projects/zeus.yaml', 3, 'zoom')],
    changes: [0, 1].map((at) =>
      change(`project/acme/${at === 0 ? 'apollo' : 'zeus'}#integrations.zoom`, {
        ...{ attribution, origin: 'drift', causes: [at] },
      }),
    ),
  })
  expect(told(drifted, 'names').map(({ rule, at }) => [rule, at])).toEqual([
    ['plan/drift', 'estate/projects/apollo.yaml:9'],
    ['plan/drift', 'estate/projects/zeus.yaml:3'],
  ])
  expect(told(drifted, 'names')[0]?.message).toBe(
    'joe@acme.example wrote over this by hand (admin page, 2026-11-20 18:41 UTC); to restore it, Writ takes zoom from project/acme/apollo',
  )
})

test('E8: a refusal stands where what it judges is caused, and that of the whole plan at its gravest cause', () => {
  const refused = plan({
    ...tiers,
    causes: [...tiers.causes, cause('accounts/beta.yaml', 7, 'account/beta#labels')],
    changes: [...tiers.changes, change('account/beta#labels', { direction: 'neutral', causes: [1] })],
    verdicts: [
      {
        ...{ rule: 'limits/revokedConnections', effect: 'refuse', subject: 'plan', unit: 'count' },
        ...{ value: 217, allowed: 25, message: '217 connections end' },
      },
      { rule: 'policy/tiers', effect: 'warn', subject: 'account/beta#labels', message: 'label missing' },
      { rule: 'protect', effect: 'hold', subject: 'account/nobody', message: 'is protected' },
    ],
  })
  expect(told(refused).slice(2)).toEqual([
    {
      ...{ rule: 'limits/revokedConnections', level: 'error', at: 'estate/packages/basic.yaml:4' },
      message: 'refused by limits/revokedConnections: 217 of 25 allowed; 217 connections end',
    },
    {
      ...{ rule: 'policy/tiers', level: 'warning', at: 'estate/accounts/beta.yaml:7' },
      message: 'warning by policy/tiers account/beta#labels: label missing',
    },
    {
      ...{ rule: 'protect', level: 'warning', at: 'estate/packages/basic.yaml:4' },
      message: 'protected by protect account/nobody: is protected',
    },
  ])
})

test('E13, E17: errors of accounts, waived findings and released lines stand on their lines, and the rest on none', () => {
  const finding = { code: 'app/version', severity: 'error' as const, address: 'account/acme', message: 'is stopped' }
  const [stopped, waived, nowhere, released] = told(
    plan({
      causes: [cause('a.yaml', 1, 'a'), cause('gone.yaml', 5, 'b')],
      findings: [
        { ...finding, causes: [0] },
        { ...finding, code: 'connection/idle', causes: [0], waived: { waiver: 'audit', until: '2027-01-31' } },
        { ...finding, severity: 'warning', causes: [] },
        { ...finding, severity: 'warning', address: 'account/beta', causes: [] },
      ],
      released: [{ address: 'account/acme#integrations.trello', was: {}, stays: { enabled: true }, causes: [1] }],
    }),
  )
  expect(stopped).toMatchObject({ level: 'error', at: 'estate/a.yaml:1', message: 'account/acme: is stopped' })
  expect(waived).toMatchObject({ level: 'note', message: expect.stringContaining('waiver audit until 2027-01-31') })
  expect(nowhere).toMatchObject({ level: 'warning', at: null, message: 'account/acme and account/beta: is stopped' })
  expect(released).toMatchObject({ rule: 'plan/released', level: 'warning', at: 'estate/gone.yaml:5' })
})

test('what is said of many in words that differ only in the person is one remark', () => {
  const findings = ['ana', 'bo', 'cy', 'dee'].map((name) => ({
    ...{ code: 'connection/unpermitted', severity: 'warning' as const, address: `connection/con_${name}`, causes: [0] },
    message: `${name}@acme.example may not use airtable: registry closed`,
  }))
  const remarks = told(plan({ causes: [cause('a.yaml', 1, 'a')], findings }), 'names')
  expect(remarks.map(({ message }) => message)).toEqual([
    'connection/con_ana, connection/con_bo and 2 more: … may not use airtable: registry closed',
  ])
})

test('E19: what is only observed is a note, and says that nothing is written', () => {
  const observed = plan({ ...tiers, changes: tiers.changes.map((each) => ({ ...each, observed: true })) })
  expect(told(observed)[0]).toMatchObject({
    level: 'note',
    message: expect.stringMatching(/^only observed, never written: /),
  })
})

test.each(['three-levels', 'agency', 'team', 'tiers'])(
  '%s: each cause of the example is told once, in a sentence',
  (name) => {
    const annotations = planAnnotations(examplePlan(name), { locate })
    expect(annotations.length).toBeGreaterThan(0)
    for (const { message } of annotations) expect(message).toMatch(/^[^\n]{10,2000}$/)
    const places = annotations.map(({ rule, at, message }) => `${rule} ${at?.file}:${at?.line} ${message}`)
    expect(new Set(places).size).toBe(places.length)
  },
)

describe('E17: what only the baseline has stands at a path that the repository has', () => {
  const baseline = { ref: 'main', commit: 'b'.repeat(40) }
  const gone = (names: readonly string[], over: Partial<ReturnType<typeof plan>> = {}) =>
    plan({
      ...{ baseline, causes: [cause('main:sets/basic.yaml', 12, 'accountset/basic#integrations.webhooks')] },
      released: names.map((name) => ({
        ...{ address: `account/${name}#integrations.webhooks`, was: { enabled: true }, causes: [0] },
        stays: { enabled: true },
      })),
      ...over,
    })
  const placed = (given: ReturnType<typeof plan>, lines: number | null) =>
    planAnnotations(given, { locate, linesOf: (file) => (file === 'sets/basic.yaml' ? lines : null) })

  test('one remark for all that one line spoke of, which says where it was', () => {
    const [only, ...more] = placed(gone(['acme', 'beta', 'gamma', 'delta']), 40)
    expect(more).toEqual([])
    expect(only?.at).toEqual({ file: 'estate/sets/basic.yaml', line: 12 })
    expect(only?.message).toBe(
      'releases account/acme#integrations.webhooks, account/beta#integrations.webhooks and 2 more, of which sets/basic.yaml:12 at main spoke: it stays as it is, governed by nothing',
    )
  })

  test('the nearest line where the file is shorter now, and none where it is gone', () => {
    expect(placed(gone(['acme']), 7)[0]?.at).toEqual({ file: 'estate/sets/basic.yaml', line: 7 })
    expect(placed(gone(['acme']), null)[0]?.at).toBeNull()
  })

  test('a path of the estate that only looks like one of the baseline stays as it is', () => {
    const own = gone(['acme'], { causes: [cause('other:sets/basic.yaml', 3, 'accountset/basic')] })
    expect(placed(own, 7)[0]?.at).toEqual({ file: 'estate/other:sets/basic.yaml', line: 3, column: 3 })
  })

  test('however much is released, what takes access away comes first', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const both = gone(names, {
      causes: [
        cause('main:sets/basic.yaml', 12, 'accountset/basic#integrations.webhooks'),
        cause('packages/basic.yaml', 4, 'package/basic#apps'),
      ],
      changes: [change('account/acme#allowedApps', { ...LIST, causes: [1] })],
      impact: {
        ...tiers.impact,
        losing: [{ account: 'acme', user: 'ana@acme.example', app: 'zapier' }],
        connections: [],
      },
    })
    expect(gravestFirst(placed(both, 40)).map(({ rule }) => rule)).toEqual(['plan/takes-access', 'plan/released'])
  })

  test('no host of code is given a name of the commit as part of a path', () => {
    for (const lines of [40, null]) {
      const all = placed(gone(['acme']), lines)
      const texts = [githubCommands(all, 'writ plan').join(), JSON.stringify(codeQuality(all, 'estate/writ.yaml'))]
      for (const text of texts) expect(text).not.toMatch(/main(:|%3A)sets/)
    }
  })
})

test('E7: an error that this change brings is annotated once, on the line that brings it', () => {
  const stopped = plan({
    causes: [
      cause('packages/basic.yaml', 4, 'package/basic#apps'),
      cause('accounts/a.yaml', 6, 'account/a#integrations.zapier'),
      cause('accounts/b.yaml', 6, 'account/b#integrations.zapier'),
    ],
    findings: ['a', 'b'].map((name, at) => ({
      ...{
        code: 'integration/not-allowed',
        severity: 'error' as const,
        address: `account/${name}#integrations.zapier`,
      },
      ...{ message: 'zapier is enabled here and is not allowed; new in this change', causes: [0, at + 1], new: true },
    })),
  })
  expect(told(stopped)).toEqual([
    {
      ...{ rule: 'integration/not-allowed', level: 'error', at: 'estate/packages/basic.yaml:4' },
      message:
        'account/a#integrations.zapier and account/b#integrations.zapier: zapier is enabled here and is not allowed; new in this change',
    },
  ])
})
