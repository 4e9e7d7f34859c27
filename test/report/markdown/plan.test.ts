import { describe, expect, test } from 'vitest'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { examplePlan } from '../example-plans.js'
import { cause, change, ended, plan, read, telling } from '../plans.js'
import { headings, rendered, section } from './rendered.js'

const BASELINE = { ref: 'origin/main', commit: '4f2c1a90'.padEnd(40, '0') }
const HAND = { principal: 'joe@acme.example', at: '2026-11-20T18:41:00Z', via: 'admin-page' }

describe('E14: the first screen', () => {
  test('a marker to find the comment by, where, worry or not in one line, what kind of plan it is', () => {
    const lines = planMarkdown(telling()).split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '<!-- writ:plan prod -->',
      '### Writ plan: `prod · acme-cloud · https://api.acme.example`',
      '',
      expect.stringMatching(/^\*\*Ends 2 connections of 2 people\. 2 people lose an app\..* 8 changes in all\.\*\*$/),
    ])
    expect(lines[5]).toBe('**ends live use** · **narrows**')
  })

  test('the marker holds what a name may hold, and nothing that would end it', () => {
    const named = (environment: string | null) =>
      planMarkdown(plan({ platform: { ...plan().platform, environment } })).split('\n')[0]
    expect(named(null)).toBe('<!-- writ:plan default -->')
    expect(named('eu-prod.1')).toBe('<!-- writ:plan eu-prod.1 -->')
    expect(named('a --> <b>\n# c')).toBe('<!-- writ:plan a_-___b__n__c -->')
    expect(rendered(`${named('x--><img>--')}\n`).shape).toHaveLength(1)
  })

  test('a plan without changes is one calm line, with what is governed and its digests', () => {
    const text = planMarkdown(plan())
    expect(text.split('\n')).toEqual([
      '<!-- writ:plan prod -->',
      expect.stringMatching(/^\*\*Writ: in sync, nothing to do\.\*\* .*governed: 3 of 4 accounts.*plan `7c1e02/),
      '',
    ])
    const note = { code: 'x/y', severity: 'info' as const, address: 'platform', message: 'x', causes: [] }
    expect(planMarkdown(plan({ findings: [note, note] })).split('\n')[1]).toContain('2 notes: `writ show PLAN-FILE`')
    expect(planMarkdown(plan({ pending: telling().pending }))).toContain('#### Waits for somebody')
  })

  test('what could not be read and what is refused come before everything else', () => {
    const text = planMarkdown({
      ...telling(),
      reads: [read({ complete: false, reason: 'status 500', rows: 3, total: 9 })],
      verdicts: [{ rule: 'limits/revokedConnections', effect: 'refuse', subject: 'plan', message: 'too many' }],
      findings: [{ code: 'state/missing', severity: 'error', address: 'account/x', message: 'is not', causes: [0] }],
    })
    expect(headings(text).slice(0, 4)).toEqual([
      'Not read whole',
      'Refused',
      'Stopped by an error',
      'Who loses and gains',
    ])
    expect(text.split('\n')[3]).toMatch(/^\*\*INCOMPLETE.*Refused by 1 limit/)
    expect(section(text, 'Not read whole')).toContain('- `connections`: 3 of 9 rows seen. `status 500`')
    expect(section(text, 'Stopped')).toContain('- `account/x` `packages/basic.yaml:4` `is not` (`state/missing`)')
  })
})

describe('E7: this change apart from what was there before it', () => {
  test('each origin has a section of its own that says what it means', () => {
    const origins = ['change', 'drift', 'expiry', 'membership', 'catalogue', 'rule'] as const
    const made = plan({
      baseline: BASELINE,
      causes: origins.map((origin, at) => cause(`${origin}.yaml`, at + 1, `account/${origin}`)),
      changes: origins.map((origin, at) => change(`account/${origin}`, { origin, causes: [at] })),
    })
    const text = planMarkdown(made)
    const titles = [
      'This change',
      'Drifted before this change',
      'Dates',
      'Membership',
      'Catalogue',
      'Rules on connections',
    ]
    expect(headings(text).slice(0, 6)).toEqual(titles.map((title) => `${title}: 1 change from 1 cause`))
    for (const [at, title] of titles.entries()) {
      const part = section(text, title)
      expect(part).toContain(`**\`${origins[at]}.yaml:${at + 1}\`**`)
      expect(part.match(/\.yaml:/g)).toHaveLength(1)
      expect(part).toMatch(/\n\n[A-Z].*\.\n\n/)
    }
    expect(section(text, 'This change')).toContain('`origin/main` (`4f2c1a900000`)')
    expect(section(text, 'Dates')).toContain('No line was changed for it.')
  })

  test('what somebody did by hand drifted, and says who, where and when', () => {
    const made = plan({ changes: [change('account/acme#integrations.zoom', { attribution: HAND, causes: [] })] })
    const part = section(planMarkdown(made, { people: 'names' }), 'Drifted')
    expect(part).toContain('**`joe@acme.example, admin page`**')
    expect(part).toContain('by hand 2026-11-20 18:41 UTC')
  })

  test('one line that moves 12,000 accounts is said once, with the 14 that differ folded below it', () => {
    const moved = (name: string, had: string[], has: string[]) =>
      change(`account/${name}`, { origin: 'change', before: { allowedApps: had }, after: { allowedApps: has } })
    const made = plan({
      baseline: BASELINE,
      causes: [cause('packages/basic.yaml', 4, 'package/basic#apps.2')],
      changes: [
        ...Array.from({ length: 12_000 }, (_, at) =>
          moved(`cust-${at}`, ['gmail', `own-${at}`, 'zapier'], ['gmail', `own-${at}`]),
        ),
        ...Array.from({ length: 14 }, (_, at) => moved(`other-${at}`, ['gmail', `x-${at}`, 'zapier'], ['gmail'])),
      ],
    })
    const part = section(planMarkdown(made), 'This change')
    expect(part).toContain('12,014 changes from 1 cause')
    expect(part).toContain('**`packages/basic.yaml:4`** `package/basic#apps`')
    expect(part).toContain('- `− 12,000 accounts alike` `apps − zapier` `cust-0, cust-1, cust-2 and 11,997 more`')
    expect(part).toContain('<details><summary>14 that differ from these 12,000</summary>\n\n- ')
    expect(part.match(/account\/other-\d+` `apps − x-\d+ and zapier`/g)).toHaveLength(14)
    const few = planMarkdown({ ...made, changes: made.changes.slice(0, 12_001) })
    expect(section(few, 'This change')).toContain('- differs: `− account/other-0` `apps − x-0 and zapier`')
  })

  test('the cause that ends connections comes first, with the workflows that it hits and what it holds back', () => {
    const text = planMarkdown({
      ...telling(),
      held: [{ ...telling().held[0], causes: [0], reason: 'in-use' } as ReturnType<typeof telling>['held'][number]],
    })
    const part = section(text, 'What differs')
    expect(part.indexOf('packages/basic.yaml:4')).toBeLessThan(part.indexOf('accounts/acme.yaml:14'))
    expect(part).toContain('- ⚠ `1 workflow uses a connection that ends: "Lead intake" of cust-0001`')
    expect(part).toContain('- 1 thing more held back: `in use`')
    expect(part).toContain('on → off; by the platform itself')
  })
})

describe('E7: who loses and who gains what', () => {
  test('one row an app: people, accounts, connections, workflows', () => {
    expect(section(planMarkdown(telling()), 'Who loses')).toContain(
      [
        '| app | loses it | gains it | connections that end | workflows hit |',
        '|---|---|---|---|---|',
        '| `zapier` | 1 person in `cust-0001` | – | 1 (`con_1`) | 1: `Lead intake` |',
        '| `hubspot` | 1 person in `acme` | – | 1 (`con_2`), by the platform itself | – |',
      ].join('\n'),
    )
  })

  test('what is only observed ends nothing', () => {
    const made = plan({
      changes: [change('connection/con_1', { operation: 'revoke', observed: true, after: null })],
      impact: { losing: [], gaining: [], connections: [ended('con_1', 0)], workflows: [] },
    })
    expect(headings(planMarkdown(made))).not.toContain('Who loses and gains')
  })

  test('a small change stands before and after: settings where people are counted, people where they may be named', () => {
    const counted = section(planMarkdown(telling()), 'Before and after')
    expect(counted).toContain('| `account/cust-0001` | allowed → refused |')
    expect(counted).toContain('| `project/acme/zeus` |  |  | `on` → `off` |')
    expect(counted).not.toContain('@')
    const named = section(planMarkdown(telling(), { people: 'names' }), 'Before and after')
    expect(named).toContain('| `bo@acme.example in acme` |  | on → off |')
    expect(planMarkdown(telling(), { people: 'pseudonyms' })).toMatch(/\| `person-\d in acme` \|/)
  })

  test('a large one is counted, and not drawn', () => {
    const many = (length: number) =>
      plan({ changes: Array.from({ length }, (_, at) => change(`account/a-${at}#integrations.slack`)) })
    expect(headings(planMarkdown(many(12)))).toContain('Before and after')
    expect(headings(planMarkdown(many(13)))).not.toContain('Before and after')
    const wide = (length: number) =>
      plan({ changes: Array.from({ length }, (_, at) => change(`account/a#integrations.app-${at}`)) })
    expect(headings(planMarkdown(wide(6)))).toContain('Before and after')
    expect(headings(planMarkdown(wide(7)))).not.toContain('Before and after')
  })
})

describe('E8: a refusal', () => {
  const policy = {
    ...{ rule: 'policy/menu', effect: 'refuse', subject: 'account/acme', message: 'Show it.' },
    at: { file: 'policies/menu.yaml', line: 2, column: 1 },
  } as const
  const limit = {
    ...{ rule: 'limits/revokedConnections', effect: 'refuse', subject: 'plan', message: 'too many connections end' },
    ...{ value: 217, allowed: 25, unit: 'count', count: 217 },
  } as const

  test('names its rule, its numbers, the line of the policy, and once all that it is about', () => {
    const verdicts = [limit, policy, { ...policy, subject: 'account/beta' }]
    const part = section(planMarkdown({ ...telling(), verdicts }), 'Refused')
    expect(part).toContain('- **`revokedConnections`** **217** of 25 allowed. `too many connections end`')
    expect(part).toContain('- **`policy/menu`** `policies/menu.yaml:2` `account/acme and account/beta` `Show it.`')
    expect(part).toContain('--on-refusal skip')
  })

  test('brings the Override that lets exactly this plan pass, folded; a policy has none', () => {
    const part = section(planMarkdown({ ...telling(), verdicts: [limit] }), 'Refused')
    expect(part).toMatch(
      /<details><summary>[^\n]*1 Override that lets[^\n]*<\/summary>\n\n```yaml\n---\nkind: Override\n[\s\S]*\nmax: 217\noutcome: sha256:90ab3f0{58}\n[\s\S]*```\n\n<\/details>/,
    )
    expect(section(planMarkdown({ ...telling(), verdicts: [policy] }), 'Refused')).not.toContain('Override')
  })

  test('what somebody let pass is said, and by what', () => {
    const passed = { ...limit, effect: 'pass' as const, message: 'too many; passed by override/x' }
    expect(section(planMarkdown({ ...telling(), verdicts: [passed] }), 'Let pass')).toContain(
      '- `revokedConnections` 217 of 25 allowed. `too many; passed by override/x`',
    )
  })
})

describe('E17: what is not done', () => {
  test('what a deleted line released stays as it is, and how, and where it was said', () => {
    const text = planMarkdown(
      plan({
        causes: [cause('accounts/beta.yaml', 3, 'account/beta')],
        released: [{ address: 'account/beta', was: {}, stays: { on: ['slack'] }, causes: [0] }],
      }),
    )
    expect(section(text, 'Released: 1 thing')).toContain('- `account/beta` `stays on slack` `accounts/beta.yaml:3`')
  })

  test('what a revert would not bring back: connections, what ends with a setting, what is final', () => {
    const part = section(planMarkdown(telling()), 'If this is reverted')
    expect(part).toContain('- **2 people have to connect again**: `1 × zapier and 1 × hubspot`.')
    expect(part).toContain('- 1 setting comes back without the connections that end with it.')
    expect(part).toContain('- 6 changes come back as they were.')
    const final = plan({ changes: [change('user/acme/x', { operation: 'invite', undo: 'none', before: null })] })
    expect(section(planMarkdown(final), 'If this')).toContain('- 1 change cannot be taken back: `invite user/acme/x`.')
    const whole = section(planMarkdown(plan({ changes: [change('account/acme')] })), 'If this')
    expect(whole).toContain('All of it comes back: 1 change, no connection.')
  })

  test('what is held back is told by its reason, alike things once', () => {
    const held = ['a', 'b'].map((name) => ({
      ...{ address: `connection/con_${name}`, reason: 'in-use' as const, before: null, after: null, causes: [] },
      message: `in use by workflow "Lead intake ${name}"`,
    }))
    expect(section(planMarkdown(plan({ held })), 'Held back: 2 things')).toContain(
      '- **`in use`** 2 × `connection/con_a and connection/con_b` `in use by workflow …`',
    )
  })

  test.each(['names', 'pseudonyms', 'counts'] as const)(
    'what is said of many things in words that differ only in the person is said once (people: %s)',
    (people) => {
      const findings = Array.from({ length: 166 }, (_, at) => ({
        ...{
          code: 'connection/unpermitted',
          severity: 'warning' as const,
          address: `connection/con_${at}`,
          causes: [],
        },
        message: `u${at}@cust-${at}.example may not use airtable: registry closed`,
      }))
      expect(section(planMarkdown(plan({ findings }), { people }), 'To know')).toContain(
        '- warning 166 × `connection/con_0, connection/con_1, connection/con_2 and 163 more` `… may not use airtable: registry closed` (`connection/unpermitted`)',
      )
    },
  )

  test('E18: what counts only after the merge is told apart from what is good to know', () => {
    const finding = (code: string, message: string) => ({
      ...{ code, severity: 'warning' as const, address: 'writ.yaml', message, causes: [] },
    })
    const findings = [finding('baseline/setting', 'limits is other'), finding('menu/empty', 'shows nothing')]
    const text = planMarkdown(plan({ findings }))
    expect(section(text, 'Also in this commit')).toContain('limits is other')
    expect(section(text, 'To know')).toContain('shows nothing')
    expect(section(text, 'To know')).not.toContain('limits')
  })
})

test('the end tells where all of it is, against what it was planned, and both digests, in full when unfolded', () => {
  const made = { ...telling(), baseline: BASELINE }
  const text = planMarkdown(made, { more: 'writ show plan.json' })
  expect(text.split('\n').slice(-3).join('\n')).toMatch(
    /^plan `7c1e02000000…` · outcome `90ab3f000000…` · against `origin\/main` `4f2c1a900000` · live revision `88213` · all of it: `writ show plan\.json`\n$/m,
  )
  const [, fold = ''] = text.split('<details><summary>Digests, baseline and what was read</summary>\n\n')
  for (const whole of [made.digests.plan, made.digests.outcome, BASELINE.commit, 'writ 0.1.0', '88213'])
    expect(fold.split('</details>')[0]).toContain(whole)
})

test.each(['three-levels', 'tiers', 'team', 'agency'])(
  'what a host makes of the plan of %s is whole: tables, lists and folds, and every name in code',
  (name) => {
    const text = planMarkdown(examplePlan(name), { people: 'names' })
    const { shape } = rendered(text)
    const count = (wanted: string) => shape.filter((each) => each.startsWith(wanted)).length
    expect(count('table_open')).toBe(2)
    expect(count('html_block <details>')).toBe(count('html_block </details>'))
    expect(count('html_block <details>')).toBeGreaterThan(0)
    expect(count('link_open')).toBe(0)
    expect(shape.filter((each) => each.startsWith('text')).join('\n')).not.toMatch(/@|\.yaml|\.example/)
  },
)
