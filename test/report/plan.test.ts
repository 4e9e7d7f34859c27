import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { displayWidth } from '../../src/report/width.js'
import { cause, change, ended, plan, read, telling } from './plans.js'

const text = (of: Plan, width = 120): string => renderPlan(of, { width, colour: false })
const lines = (of: Plan, width = 120): string[] => text(of, width).split('\n')
const verdict = (of: Plan): string => lines(of)[2] ?? ''

const CODES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')

/** `amount` accounts that one line moves alike. */
function alike(amount: number): Plan {
  const names = Array.from({ length: amount }, (_, at) => `cust-${String(at).padStart(5, '0')}`)
  return plan({
    causes: [cause('packages/basic.yaml', 4, 'package/basic#apps')],
    changes: [
      ...names.map((name) =>
        change(`account/${name}`, {
          before: { allowedApps: ['gmail', 'google-calendar', 'webhooks', 'zapier'] },
          after: { allowedApps: ['gmail', 'google-calendar', 'webhooks'] },
        }),
      ),
      ...names.slice(0, 206).map((name, at) =>
        change(`connection/con_${at}`, {
          operation: 'revoke',
          after: null,
          reason: `owner@${name}.example may not use zapier: allowed closed`,
        }),
      ),
    ],
    impact: {
      losing: names.slice(0, 206).map((account) => ({ account, user: `owner@${account}.example`, app: 'zapier' })),
      gaining: [],
      connections: names
        .slice(0, 206)
        .map((account, at) => ended(`con_${at}`, amount + at, { account, owner: `owner@${account}.example` })),
      workflows: [],
    },
  })
}

describe('the first lines', () => {
  test('every output begins with environment, tenant and address of the platform', () => {
    const first = lines(plan())[0] ?? ''
    expect(first).toMatch(
      /^prod · acme-cloud · https:\/\/api\.acme\.example +2026-11-22 14:03 UTC · live revision 88213$/,
    )
  })

  test('without an environment the tenant comes first, and --only says that it narrows', () => {
    const platform = { ...plan().platform, environment: null }
    expect(lines(plan({ platform, scope: ['account/acme'] })).slice(0, 2)).toEqual([
      expect.stringMatching(/^acme-cloud · /),
      'only account/acme',
    ])
  })

  test('a plan without changes says that it is in sync', () => {
    expect(verdict(plan())).toBe('In sync.')
  })

  test('E11: what waits and what is held is no change, and is counted beside "in sync"', () => {
    const { pending, held } = telling()
    expect(verdict(plan({ pending, held }))).toBe('In sync; 1 pending, 1 held.')
  })

  test('what somebody closed by hand and stays so is no "in sync": drift ends with 2 for it', () => {
    const [held] = telling().held
    if (held === undefined) throw new Error('nothing is held')
    expect(verdict(plan({ held: [held, { ...held, reason: 'not-reopened' }] }))).toBe(
      'Nothing to write; 1 changed by hand and left so, 1 held.',
    )
  })

  test('E7: the verdict counts connections and people that it costs', () => {
    expect(verdict(telling())).toBe(
      'Ends 2 connections of 2 people. 2 people lose an app. Opens nothing. 8 changes in all.',
    )
  })

  test('a person who loses an app in two accounts counts in each', () => {
    const losing = ['acme', 'globe'].map((account) => ({ account, user: 'kim@partner.example', app: 'zoom' }))
    const impact = { losing, gaining: [], connections: [], workflows: [] }
    expect(verdict(plan({ changes: [change('app/zoom')], causes: [], impact }))).toContain('2 people lose an app.')
  })

  test('E8: a tripped limit stands in the verdict and is named with its numbers', () => {
    const verdicts = [
      {
        rule: 'limits/revokedConnections',
        effect: 'refuse' as const,
        subject: 'plan',
        message: 'raise the limit or narrow the run',
        value: 217,
        allowed: 25,
        unit: 'count' as const,
      },
    ]
    const refused = plan({ ...telling(), verdicts })
    expect(verdict(refused)).toMatch(/^Refused by 1 limit\. Ends 2 connections/)
    expect(text(refused)).toMatch(/^refused +revokedConnections +217 of 25 allowed; raise the limit/m)
  })

  test('E4: an incomplete read is the first thing said, and never looks like "in sync"', () => {
    const reads = [read(), read({ account: 'acme', complete: false, reason: 'page 3 answered HTML', rows: 2000 })]
    const incomplete = plan({ reads })
    expect(verdict(incomplete)).toMatch(/^INCOMPLETE: 1 list could not be read whole, and nothing is planned there\./)
    expect(text(incomplete)).not.toContain('In sync')
    expect(text(incomplete, 200)).toMatch(
      /^INCOMPLETE +connections of acme +page 3 answered HTML; 2,000 of 3,500 rows seen/m,
    )
  })

  test('an account that an error stops is counted in the verdict and named below', () => {
    const findings = [
      {
        code: 'live/missing',
        severity: 'error' as const,
        address: 'project/acme/apollo',
        message: 'is asserted and does not live',
        causes: [0],
      },
    ]
    const stopped = plan({ findings, causes: [cause('projects/apollo.yaml', 2, 'project/acme/apollo')] })
    expect(verdict(stopped)).toMatch(/^1 error stops its account\./)
    expect(text(stopped)).toMatch(
      /^stopped +project\/acme\/apollo +is asserted.*\(live\/missing\) {2}projects\/apollo\.yaml:2$/m,
    )
  })
})

describe('causes', () => {
  test('E7: one line that moves 12,000 accounts is said once', () => {
    const big = lines(alike(12_000))
    expect(big.length).toBeLessThan(20)
    expect(big.filter((line) => line.includes('packages/basic.yaml:4'))).toHaveLength(1)
    expect(big.join('\n')).toContain(
      '− 12,000 accounts alike  apps gmail, google-calendar, webhooks, zapier → gmail, google-calendar, webhooks',
    )
    expect(big.join('\n')).toContain('cust-00000, cust-00001, cust-00002 and 11,997 more')
  })

  test('connections that end alike are counted with the people and accounts they belong to', () => {
    const big = text(alike(12_000))
    expect(big).toMatch(/− 206 connections of zapier +206 people in 206 accounts; may not use zapier: allowed closed$/m)
    expect(big).toContain('206 people lose zapier in 206 accounts')
  })

  test('what tells people apart in the middle of a reason leaves a mark, and no hole', () => {
    const made = alike(12)
    const changes = made.changes.map((each) => ({
      ...each,
      ...(each.reason && { reason: `its account ${each.reason.split(' ')[0]} is not of acme.example` }),
    }))
    expect(text({ ...made, changes })).toContain('its account … is not of acme.example')
  })

  test('telling 60,000 accounts takes as many lines as telling 600', () => {
    expect(lines(alike(60_000))).toHaveLength(lines(alike(600)).length)
  }, 60_000)

  test('what the same line does differently to some stands apart from what is alike', () => {
    const one = alike(5)
    const other = change('account/cust-9', { before: { allowedApps: ['zapier'] }, after: { allowedApps: [] } })
    const rows = text(plan({ ...one, changes: [...one.changes, other] }))
    expect(rows).toContain('− 5 accounts alike')
    expect(rows).toMatch(/− account\/cust-9 +apps zapier → none/)
  })

  test('the causes that end most connections come first', () => {
    const numbered = lines(telling()).filter((line) => /^\d/.test(line))
    expect(numbered.map((line) => line.split(/ +/)[1])).toEqual([
      'packages/basic.yaml:4',
      'accounts/acme.yaml:14',
      'joe@acme.example,',
    ])
  })

  test('L13: a narrowed selection shows which projects stay, and what the platform will do by itself', () => {
    const shown = text(telling())
    expect(shown).toMatch(/− account\/acme#integrations\.hubspot +projects apollo, zeus → apollo/)
    expect(shown).toMatch(
      / +the platform will then by itself\n +~ project\/acme\/zeus#integrations\.hubspot +on → off\n +− 1 connection of hubspot +deals in acme\/zeus \(con_2\)/,
    )
  })

  test('C5: workflows that use what ends are named', () => {
    expect(text(telling())).toContain('! 1 workflow uses a connection that ends: "Lead intake" of cust-0001')
  })

  test('C7: a change made by hand stands apart, with who made it, where and when', () => {
    const shown = text(telling())
    expect(shown).toMatch(/^drifted, not from this commit\n3 {2}joe@acme\.example, admin page$/m)
    expect(shown).toMatch(/on → off; by hand 2026-11-20 18:41 UTC; declared at projects\/apollo\.yaml:9/)
  })

  test('E19: what is only observed is listed, marked, and not counted', () => {
    const seen = change('account/acme#integrations.slack', { observed: true })
    const impact = { ...plan().impact, connections: [ended('con_1', 0)] }
    const observed = plan({ changes: [seen], causes: [cause('acme.yaml', 3, 'account/acme')], impact })
    expect(verdict(observed)).toBe('Nothing to write. 1 change is observed only.')
    expect(text(observed)).toContain('on → off; observed only, never written')
    expect(text(observed)).toContain('observed only, never ended')
  })

  test('a revocation that no impact tells is shown all the same', () => {
    const revoke = change('connection/con_9', { operation: 'revoke', after: null, reason: 'nobody owns it' })
    expect(text(plan({ changes: [revoke], causes: [] }))).toMatch(/− connection\/con_9 +revoked; nobody owns it/)
  })

  test('what is made says what it is made of, and what is invited is a gain', () => {
    const made = change('project/acme/hermes', {
      operation: 'create',
      direction: 'opens',
      before: null,
      after: { template: 'client-delivery', state: 'active', labels: {} },
    })
    const shown = text(plan({ changes: [made], causes: [cause('hermes.yaml', 1, 'project/acme/hermes')] }))
    expect(shown).toMatch(/\+ project\/acme\/hermes +new: template client-delivery; state active$/m)
  })

  test('thousands of different changes are counted, not listed, and the rest can be asked for', () => {
    const changes = Array.from({ length: 3000 }, (_, at) => change(`account/a${at}`, { causes: [at] }))
    const causes = changes.map((_, at) => cause(`accounts/a${at}.yaml`, 2, `account/a${at}`))
    const shown = renderPlan(plan({ changes, causes }), { width: 80, colour: false, more: 'writ show p.json' })
    expect(shown.split('\n').length).toBeLessThan(60)
    expect(shown).toContain('… 2,988 more causes with 2,988 changes (writ show p.json)')
  })
})

describe('what stands beside the changes', () => {
  test('what is pending says since when, and where it is declared', () => {
    expect(text(telling())).toMatch(
      /^pending +user\/acme\/ana@acme\.example +has not accepted the invitation, 3 days {2}people\.yaml:3$/m,
    )
  })

  test('C3: what is held says why', () => {
    expect(text(telling())).toMatch(/^held +connection\/acme\/google\/hr-drive +needs owner: only hana@acme\.example/m)
  })

  test('the undo line says who would have to connect again', () => {
    expect(text(telling())).toMatch(
      /^undo +a revert restores every setting, but 2 people would have to connect again$/m,
    )
  })

  test('E17: what is not governed is counted every time, and a released address is loud', () => {
    const released = [
      { address: 'account/acme#integrations.trello', was: { enabled: true }, stays: { enabled: true }, causes: [0] },
      { address: 'account/acme#connections.idleDays', was: { idleDays: 90 }, stays: null, causes: [0] },
    ]
    const shown = text(plan({ released, causes: [cause('main:a.yaml', 3, 'account/acme#integrations.trello')] }), 140)
    expect(shown).toMatch(/^governed +3 of 4 accounts · 18 of 63 apps · 12 connections outside$/m)
    expect(shown).toMatch(
      /^RELEASED +account\/acme#integrations\.trello +governed before and by nothing now; it stays as it is: on +main:a\.yaml:3$/m,
    )
    expect(shown).toMatch(/account\/acme#connections\.idleDays +governed before and by nothing now; nothing is changed/)
  })

  test('the same finding about many people is one entry that names a few of them', () => {
    const findings = Array.from({ length: 166 }, (_, at) => ({
      ...{ code: 'connection/unpermitted', severity: 'warning' as const, address: `connection/con_${at}` },
      ...{ message: `u${at}@acme.example may not use airtable: registry closed`, causes: [] },
    }))
    expect(lines(plan({ findings }), 200).filter((line) => line.includes('airtable'))).toEqual([
      'warning   connection/con_0, connection/con_1 and 164 more  u0@acme.example, u1@acme.example and 164 more may not use airtable: registry closed (connection/unpermitted)',
    ])
  })

  test('one line that is wrong for thousands of accounts is one error', () => {
    const findings = Array.from({ length: 8_604 }, (_, at) => ({
      ...{ code: 'integration/not-allowed', severity: 'error' as const, address: `account/cust-${at}` },
      ...{ message: 'hubspot is enabled here and is not allowed', causes: [0] },
    }))
    const stopped = plan({ findings, causes: [cause('sets/pro.yaml', 9, 'accountset/pro')] })
    expect(lines(stopped)[2]).toMatch(/^1 error stops 8,604 accounts\./)
  })

  test('the same finding about thousands of accounts is one line', () => {
    const findings = Array.from({ length: 28_000 }, (_, at) => ({
      code: 'undeclared/account',
      severity: 'warning' as const,
      address: `account/x${at}`,
      message: 'nobody declares it',
      causes: [],
    }))
    expect(lines(plan({ findings })).filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('account/x0, account/x1 and 27,998 more'),
    ])
  })

  test('E3: planning with a token that may write is said', () => {
    const platform = { ...plan().platform, writePower: true }
    expect(text(plan({ platform }))).toContain('token')
  })

  test('both digests close the text, with what planning cost', () => {
    const shown = renderPlan(plan(), { width: 120, colour: false, requests: 28, milliseconds: 1900 })
    expect(shown.split('\n').at(-1)).toBe('plan 7c1e02000000…  outcome 90ab3f000000…  28 requests, 1.9 s')
  })
})

describe('beside a baseline', () => {
  const against = (over: Partial<Plan> = {}) =>
    plan({
      baseline: { ref: 'origin/main', commit: 'a1b2c3d4e5f6'.padEnd(40, '0') },
      causes: [cause('a.yaml', 3, 'account/acme#integrations.slack')],
      ...over,
    })

  test('it is named, and one line that this commit changed and that drifted elsewhere is told twice', () => {
    const changes = [
      change('account/acme#integrations.slack', { origin: 'drift' }),
      change('account/beta#integrations.slack', { origin: 'change' }),
      change('account/gamma#integrations.slack', { origin: 'membership' }),
    ]
    const shown = text(against({ changes }))
    expect(shown).toContain('against origin/main (a1b2c3d4e5f6)')
    const drifted = shown.indexOf('drifted, not from this commit')
    expect(drifted).toBeGreaterThan(0)
    expect(shown.slice(0, drifted)).toContain('− account/beta#integrations.slack')
    expect(shown.slice(0, drifted)).toContain('the set matches others now')
    expect(shown.slice(drifted)).toMatch(/a\.yaml:3 .*\n +− account\/acme#integrations\.slack/)
  })

  test('without one, neither is said', () => {
    const shown = text(
      plan({ changes: [change('account/acme#integrations.slack')], causes: [cause('a.yaml', 3, 'x')] }),
    )
    expect(shown).not.toMatch(/against|drifted/)
  })
})

describe('any terminal', () => {
  const hostile = (): Plan => {
    const name = 'a\u001b[2Jb\r\u202e\u200b\n::error::x ::warning::yy ##[group]z'
    const told = telling()
    return plan({
      ...told,
      changes: [...told.changes, change(`account/${name}`, { after: { [name]: name }, reason: name })],
      causes: [...told.causes, cause(name, 1, name)],
      findings: [{ code: 'x', severity: 'warning', address: name, message: name, causes: [4] }],
      released: [{ address: name.repeat(1000), was: {}, stays: { [name]: name }, causes: [4] }],
    })
  }

  test.each([60, 80, 200])('no line is wider than %i columns', (width) => {
    for (const of of [telling(), alike(40), hostile()])
      for (const line of lines(of, width)) expect(displayWidth(line), line).toBeLessThanOrEqual(width)
  })

  test('signs and words say all that colour says', () => {
    const coloured = renderPlan(telling(), { width: 100, colour: true })
    expect(coloured).not.toBe(text(telling(), 100))
    expect(coloured.replace(CODES, '')).toBe(text(telling(), 100))
  })

  test('hostile names reach no terminal: no escape, no carriage return, no bidi mark, no line of their own', () => {
    const shown = text(hostile())
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(shown).not.toMatch(/^ *::/m)
    expect(shown).not.toContain('##[')
    expect(shown).toContain('\\u{1B}')
  })

  test('an address that does not parse is shown as it is', () => {
    const odd = plan({ changes: [change('account/%zz')], causes: [] })
    expect(text(odd)).toContain('− account/%zz  on → off')
  })

  test('no line ends in a space', () => {
    for (const width of [60, 80, 200]) for (const line of lines(telling(), width)) expect(line).toBe(line.trimEnd())
  })
})

describe('what asks, connects and keeps secrets', () => {
  const connections = { collection: 'connections', id: null }
  const created = (address: string, after: Change['after']) =>
    change(address, { operation: 'create', direction: 'neutral', before: null, after, target: connections })
  const asked = { app: 'slack', project: null, name: 'finance', owner: 'ana@acme.example', status: 'requested' }

  test('U3: a request says whom it asks, and the first line that a message is sent', () => {
    const shown = text(plan({ changes: [created('connection/acme/slack/finance', asked)] }))
    expect(shown).toContain('Sends 1 message.')
    expect(shown).toContain('+ connection/acme/slack/finance  asks ana@acme.example for consent at slack')
  })

  test('E16: a connection by key says which variable holds the key', () => {
    const { owner: _, ...rest } = asked
    const after = { ...rest, app: 'hook', status: 'active', holder: 'service', apiKey: { env: 'HOOK_KEY' } }
    const shown = text(plan({ changes: [created('connection/acme/hook/finance', after)] }))
    expect(shown).toContain('connects hook with the key in HOOK_KEY: holder service')
    expect(shown).not.toContain('message')
  })

  test('E16: a secret says where its value comes from, and whether it was compared', () => {
    const secrets = { clientSecret: { env: 'SLACK_SECRET' } }
    const reason = 'not compared, for SLACK_SECRET is not set here: written if different'
    const over = {
      before: { secrets: { clientSecret: 'set' } },
      after: { secrets },
      direction: 'neutral',
      reason,
    } as const
    const shown = text(plan({ changes: [change('app/slack#secrets.clientSecret', over)] }))
    expect(shown.replace(/\s+/g, ' ')).toContain(`clientSecret written from SLACK_SECRET; ${reason}`)
  })
})
