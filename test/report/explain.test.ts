import { describe, expect, test } from 'vitest'
import { type Explanation, renderExplain } from '../../src/report/explain.js'
import { renderShow, type Shown } from '../../src/report/show.js'
import { displayWidth } from '../../src/report/width.js'

const explanation: Explanation = {
  app: 'slack',
  account: 'acme',
  project: 'zeus',
  user: 'bo@acme.example',
  mayUse: false,
  mayConnect: false,
  gates: [
    { gate: 'registry', state: 'open', why: 'active, configured', at: [{ file: 'apps.yaml', line: 2 }] },
    {
      gate: 'group',
      state: 'closed',
      why: 'on for types internal; bo is in partners (external)',
      at: [
        { file: 'projects/zeus.yaml', line: 6 },
        { file: 'groups/partners.yaml', line: 5 },
      ],
      live: 'on for types internal, external',
    },
    { gate: 'hold', state: 'n/a', why: '', at: [] },
  ],
  remedies: ['To open it: add group partners in projects/zeus.yaml:6.'],
  live: ['One connection is ended by the next apply: con_81.'],
}
const explained = (over: Partial<Explanation> = {}, width = 120): string =>
  renderExplain({ ...explanation, ...over }, { width, colour: false })

describe('why', () => {
  test('the answer comes first, in one sentence', () => {
    expect(explained().split('\n')[0]).toBe('bo@acme.example may not use slack in acme/zeus')
    expect(explained({ mayUse: true, mayConnect: true, project: null }).split('\n')[0]).toBe(
      'bo@acme.example may use slack in acme',
    )
  })

  test('without a person the levels are explained', () => {
    expect(explained({ user: null }).split('\n')[0]).toBe('slack is closed in acme/zeus')
  })

  test('a hidden menu lets people use and not connect', () => {
    expect(explained({ mayUse: true }).split('\n')[0]).toMatch(
      /may use slack .*, but cannot connect it: the menu is hidden$/,
    )
  })

  test('each gate shows its state and why, and where that is said: behind it, or below it as branches', () => {
    const lines = explained({}, 200).split('\n')
    expect(lines[2]).toBe('  registry  open    active, configured  apps.yaml:2')
    expect(lines.slice(3, 7)).toEqual([
      '✗ group     closed  on for types internal; bo is in partners (external)',
      '                    ├─ projects/zeus.yaml:6',
      '                    ├─ groups/partners.yaml:5',
      '                    └─ live: on for types internal, external',
    ])
    expect(lines[7]).toBe('  hold      n/a')
  })

  test('what an app is allowed by is a tree: the set, its package, what that includes', () => {
    const basic = { file: 'packages.yaml', line: 4, what: 'package/basic: names slack' }
    const pro = { file: 'packages.yaml', line: 9, what: 'package/pro: package basic', below: [basic] }
    const set = { file: 'sets.yaml', line: 6, what: 'accountset/pro: package pro', below: [pro] }
    const own = { file: 'acme.yaml', line: 8, what: 'account/acme: names slack' }
    const gates = [{ gate: 'allowed', state: 'open', why: 'in the allow-list', at: [set, own] }] as const
    expect(explained({ gates }, 80).split('\n').slice(2, 7)).toEqual([
      '  allowed  open    in the allow-list',
      '                   ├─ accountset/pro: package pro  sets.yaml:6',
      '                   │  └─ package/pro: package basic  packages.yaml:9',
      '                   │     └─ package/basic: names slack  packages.yaml:4',
      '                   └─ account/acme: names slack  acme.yaml:8',
    ])
  })

  test('remedies and what lives close the text; without a difference live agrees', () => {
    expect(explained().split('\n').slice(-2)).toEqual([...explanation.remedies, ...explanation.live])
    expect(explained({ live: [] }).split('\n').at(-1)).toBe('Live agrees.')
  })

  test('80 columns are enough', () => {
    for (const width of [50, 80])
      for (const line of explained({}, width).split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
  })
})

describe('one thing, merged', () => {
  const shown: Shown = {
    address: 'account/acme',
    id: 'acc_acme',
    fields: [
      { name: 'showIntegrations', declared: true, at: [{ file: 'account.yaml', line: 4 }], live: false },
      { name: 'allowedApps', declared: ['slack'], at: [{ file: 'account.yaml', line: 6 }], live: ['slack'] },
      { name: 'labels', declared: undefined, at: [], live: { tier: 'pro' } },
      {
        name: 'integrations.zoom',
        declared: { enabled: false },
        at: [{ file: 'account.yaml', line: 8 }],
        live: { enabled: false, projects: ['apollo'], newProjects: true },
      },
    ],
  }
  const text = (of: Shown): string => renderShow(of, { width: 120, colour: false })

  test('a field that differs is marked and shows the live value beside the declared one', () => {
    expect(text(shown)).toMatch(/^≠ showIntegrations +shown +account\.yaml:4 +live hidden$/m)
  })

  test('a field that agrees shows its line alone', () => {
    expect(text(shown)).toMatch(/^ {2}allowedApps +slack +account\.yaml:6$/m)
  })

  test('E2: a field that nobody speaks about has no opinion, not a difference', () => {
    expect(text(shown)).toMatch(/^ {2}labels +no opinion +live \{tier pro\}$/m)
  })

  test('E2: a setting differs by what is said of it, not by what is left unsaid', () => {
    expect(text(shown)).toMatch(/^ {2}integrations\.zoom/m)
    expect(text(shown)).not.toMatch(/≠ integrations\.zoom/)
  })

  test('what does not live yet says so', () => {
    expect(text({ ...shown, id: null }).split('\n')[0]).toBe('account/acme  does not live')
  })
})
