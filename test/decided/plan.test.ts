import { describe, expect, it } from 'vitest'
import { causesOf, changes, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  CY,
  connection,
  ENGINEERING,
  engineering,
  estate,
  plain,
  tenant,
  ZEUS,
  zeus,
} from './seeds.js'

const SLACK = 'account/acme#integrations.slack'
const SLACK_OFF = ACME('integrations: {slack: {enabled: false}}')
const OTHER = 'kind: Account\nname: other\nshowIntegrations: false'
const CONNECTIONS = [
  connection('con_ana', 'slack', ANA, { project: 'apollo' }),
  connection('con_bo', 'slack', BO),
  connection('con_cy', 'slack', CY, { project: 'zeus' }),
]
const people = (more: Record<string, unknown> = {}, others: Record<string, unknown>[] = []) =>
  tenant([acme({ connections: CONNECTIONS, ...more }), ...others])

describe('"`changes` (what Writ will write), each with […] its *causes*; its *undo* (`full`, `settings-only`, `none`). `effects`: what the platform will do by itself. `impact`: people, connections, workflows."', () => {
  it('E7: who loses what, what ends, which workflows break, and which line causes it', async () => {
    const { plan } = await world(people({ workflows: [{ name: 'digest', id: 'wfl_1', connections: ['con_bo'] }] }))
    const shown = await plan(estate(APPS, SLACK_OFF))
    expect(shown.impact).toEqual({
      losing: [ANA, BO, CY].map((user) => ({ account: 'acme', user, app: 'slack' })),
      gaining: [],
      connections: [
        {
          id: 'con_ana',
          account: 'acme',
          app: 'slack',
          project: 'apollo',
          owner: ANA,
          name: null,
          how: 'ended',
          by: 0,
        },
        { id: 'con_bo', account: 'acme', app: 'slack', project: null, owner: BO, name: null, how: 'ended', by: 0 },
        { id: 'con_cy', account: 'acme', app: 'slack', project: 'zeus', owner: CY, name: null, how: 'ended', by: 0 },
      ],
      workflows: [{ id: 'wfl_1', account: 'acme', name: 'digest', connections: ['con_bo'] }],
    })
    expect(shown.changes[0]).toMatchObject({ undo: 'settings-only', ends: ['con_ana', 'con_bo', 'con_cy'] })
    expect(shown.causes).toEqual([
      { file: 'estate.yaml', line: 15, column: 16, statement: 'account/acme#integrations.slack' },
    ])
  })

  it('undo: a setting can be put back, a revoked connection and an invitation cannot', async () => {
    const { plan } = await world(people())
    const user =
      'kind: User\naccount: acme\nemail: new@acme.example\nrole: member\ndepartment: HR\ndesignation: Clerk\nmanager: olga@acme.example'
    const shown = await plan(
      estate(APPS, ACME('showIntegrations: false'), APOLLO(), ENGINEERING(`members: [${ANA}]`), user),
    )
    expect(Object.fromEntries(shown.changes.map(({ address, undo }) => [address, undo]))).toEqual({
      'account/acme': 'full',
      'group/acme/apollo/engineering': 'full',
      'connection/con_bo': 'none',
      'user/acme/new@acme.example': 'none',
    })
  })

  it('"so that one line that moves 12,000 accounts is said once"', async () => {
    const others = Array.from({ length: 20 }, (_, at) => plain(`other-${at}`))
    const { plan } = await world(tenant(others))
    const set = 'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nshowIntegrations: false'
    const shown = await plan(estate(APPS, set))
    expect(shown.changes).toHaveLength(20)
    expect(shown.causes.map(({ statement }) => statement)).toEqual(['accountset/basic#showIntegrations'])
  })

  it('a change of several fields has all their lines', async () => {
    const { plan } = await world(people())
    const shown = await plan(estate(APPS, ACME('showIntegrations: false\nlabels: {region: eu}')))
    expect(causesOf(shown, 'account/acme').sort()).toEqual(['account/acme#labels', 'account/acme#showIntegrations'])
  })
})

describe('"`coverage`: governed of all accounts, apps, connections." (*Governed*: a declared app, in an account that a document or set declares.)', () => {
  it('counts what lives', async () => {
    const connections = [connection('con_x', 'slack', 'owner@other.example')]
    const { plan } = await world(
      people({ connections: [...CONNECTIONS, connection('con_zoom', 'zoom', ANA)] }, [plain('other', { connections })]),
    )
    const coverage = async (text: string) => (await plan(text)).coverage
    expect(await coverage(estate('kind: App\nname: slack', ACME()))).toEqual({
      accounts: { governed: 1, total: 2 },
      apps: { governed: 1, total: 4 },
      connections: { governed: 3, total: 5 },
      projects: { governed: 0, total: 2 },
      users: { governed: 0, total: 5 },
    })
    expect(
      (await coverage(estate(APPS, 'kind: AccountSet\nname: all\nmatch: all\nmode: enforce'))).connections,
    ).toEqual({ governed: 5, total: 5 })
  })
})

describe('"`digests: {plan, outcome}`, both over canonical content without files, positions, texts, times, secrets and manifests"', () => {
  it('the order of documents and keys, texts and the time change neither', async () => {
    const { plan } = await world(people())
    const set =
      'kind: AccountSet\nname: a\nmatch: {labels: {tier: basic}}\nintegrations: {zoom: {enabled: false}, slack: {projects: all, enabled: true}}'
    const one = await plan(estate(APPS, ACME('showIntegrations: false\nreason: Because.'), set))
    const other = await plan(
      estate(
        'kind: AccountSet\nmatch: {labels: {tier: basic}}\nintegrations: {slack: {enabled: true, projects: all}, zoom: {enabled: false}}\nname: a',
        'kind: Account\nshowIntegrations: false\nname: acme\nnotes: |\n  Later.\n',
        ...APPS.split('\n---\n').reverse(),
      ),
      { now: new Date('2026-11-22T20:00:00Z') },
    )
    expect(other.digests).toEqual(one.digests)
    expect(other.changes.map(({ causes: _, ...rest }) => rest)).toEqual(
      one.changes.map(({ causes: _, ...rest }) => rest),
    )
  })

  it('what is desired moves `plan`; what happens moves `outcome` too', async () => {
    const { plan } = await world(people())
    const one = (await plan(estate(APPS, ACME('showIntegrations: false')))).digests
    const said = (await plan(estate(APPS, ACME('showIntegrations: false\nlabels: {tier: basic}')))).digests
    const done = (await plan(estate(APPS, ACME('showIntegrations: false\nlabels: {tier: pro}')))).digests
    expect([said.plan === one.plan, said.outcome === one.outcome]).toEqual([false, true])
    expect([done.plan === one.plan, done.outcome === one.outcome]).toEqual([false, false])
  })
})

describe('"Protection holds the change and whatever would end what is protected; the rest goes on; exit 3."', () => {
  it.each([
    ['a person', 'users: [bo@acme.example]', ['protected group/acme/apollo/engineering'], []],
    ['a connection', 'connections: [con_ana]', ['protected group/acme/apollo/engineering'], []],
    [
      'an app',
      'apps: [slack]',
      ['protected connection/con_ana', 'protected connection/con_bo'],
      ['update group/acme/apollo/engineering'],
    ],
  ])('%s', async (_, protect, holds, goes) => {
    const { plan } = await world(people())
    const narrowed = estate(APPS, ACME(), APOLLO(), ENGINEERING('members: []'))
    const shown = await plan(narrowed, { config: `protect: {${protect}}` })
    expect(held(shown)).toEqual(holds)
    expect(changes(shown)).toEqual(goes)
    expect(shown.outcome).toEqual({ exitCode: 3, reasons: ['protected'] })
  })

  it('an account, and nothing in it is written; others are', async () => {
    const { apply, rows } = await world(people({}, [plain('other')]))
    const text = estate(APPS, ACME('showIntegrations: false\nintegrations: {slack: {enabled: false}}'), OTHER)
    const { plan, reasons } = await apply(text, { config: 'protect: {accounts: [acme]}' })
    expect(held(plan)).toEqual(['protected account/acme', `protected ${SLACK}`])
    expect(changes(plan)).toEqual(['update account/other'])
    expect(reasons).toEqual(['protected'])
    expect((await rows('accounts')).map(({ showIntegrations }) => showIntegrations)).toEqual([true, false])
  })

  it('a closing that would end a protected connection is held whole', async () => {
    const { plan } = await world(people())
    const shown = await plan(estate(APPS, SLACK_OFF), { config: 'protect: {connections: [con_cy]}' })
    expect(held(shown)).toEqual([`protected ${SLACK}`])
    expect([changes(shown), endings(shown)]).toEqual([[], []])
  })
})

describe('"Under `observe`, changes are listed and marked; apply, limits and E11 leave them out."', () => {
  it('nothing is written, no limit counts it, and apply ends well', async () => {
    const { apply, rows } = await world(people())
    const config =
      'mode: observe\nlimits: {revokedConnections: {max: 0}, disabledIntegrations: {max: 0}, usersLosingAccess: {max: 0}}'
    const { plan, reasons, result } = await apply(estate(APPS, SLACK_OFF), { config })
    expect(plan.changes.map(({ observed }) => observed)).toEqual([true])
    expect([plan.verdicts, reasons, result]).toEqual([[], [], null])
    expect((await rows('account-integrations')).find(({ app }) => app === 'slack')?.enabled).toBe(true)
  })

  it('"Also on AccountSet and Account; the nearest wins"', async () => {
    const { plan } = await world(people({}, [plain('other')]))
    const set = 'kind: AccountSet\nname: all\nmatch: all\nmode: observe\nshowIntegrations: false'
    const shown = await plan(estate(APPS, set, ACME('mode: enforce')))
    expect(shown.changes.map(({ address, observed = false }) => [address, observed])).toEqual([
      ['account/acme', false],
      ['account/other', true],
    ])
    const tenantWide = await plan(estate(APPS, ACME('mode: enforce\nshowIntegrations: false'), OTHER), {
      config: 'mode: observe',
    })
    expect(tenantWide.changes.map(({ observed = false }) => observed)).toEqual([false, true])
  })
})

describe('"Percentages are of what was live before, in accounts that the estate governs and that were read whole"', () => {
  const refused = async (seed: object, text: string, limits: string) => {
    const { plan } = await world(seed)
    const { verdicts, outcome } = await plan(text, { config: `limits: {${limits}}` })
    return [...verdicts.map(({ rule, value, allowed, unit }) => [rule, value, allowed, unit]), outcome.exitCode]
  }
  const OPEN = 'usersLosingAccess: {max: none}, disabledIntegrations: {max: none}'
  const narrowed = estate(APPS, ACME(), APOLLO(), ENGINEERING('members: []'))

  it('"revoked of live connections": of the governed account alone', async () => {
    const many = Array.from({ length: 8 }, (_, at) =>
      connection(`con_${at}`, 'zoom', 'owner@other.example', { project: undefined }),
    )
    const seed = people({}, [plain('other', { connections: many })])
    const limit = (percent: number) =>
      `floor: 0, ${OPEN}, revokedConnections: {percent: ${percent}, perAccount: {max: none}}`
    expect(await refused(seed, narrowed, limit(66))).toEqual([['limits/revokedConnections', 66.7, 66, 'percent'], 3])
    expect(await refused(seed, narrowed, limit(67))).toEqual([0])
  })

  it('"losing of people who may use anything"', async () => {
    const limit = (percent: number) =>
      `floor: 0, usersLosingAccess: {percent: ${percent}}, revokedConnections: {max: none, perAccount: {max: none}}`
    expect(await refused(people(), narrowed, limit(66))).toEqual([['limits/usersLosingAccess', 66.7, 66, 'percent'], 3])
    expect(await refused(people(), narrowed, limit(67))).toEqual([0])
  })

  it('"disabled of account and project settings that are on", predicted ones counted', async () => {
    const limit = (percent: number) =>
      `floor: 0, disabledIntegrations: {percent: ${percent}}, usersLosingAccess: {max: none}, revokedConnections: {max: none, perAccount: {max: none}}`
    // Slack in the account, in apollo and in zeus, of these and zoom in the account.
    expect(await refused(people(), estate(APPS, SLACK_OFF), limit(74))).toEqual([
      ['limits/disabledIntegrations', 75, 74, 'percent'],
      3,
    ])
    expect(await refused(people(), estate(APPS, SLACK_OFF), limit(75))).toEqual([0])
  })

  it('"removed of objects of that kind"', async () => {
    const gone = estate(APPS, ACME(), 'kind: Project\naccount: acme\nname: gone\nensure: absent')
    const seed = people({ projects: [apollo(), zeus(), { name: 'gone' }] })
    expect(await refused(seed, gone, 'floor: 0, removedObjects: {percent: 33}')).toEqual([
      ['limits/removedObjects', 33.3, 33, 'percent'],
      3,
    ])
    expect(await refused(seed, gone, 'floor: 0, removedObjects: {percent: 34}')).toEqual([0])
  })

  it('"max or percent trips, equal passes"; "`max: none` switches one off"; "up to this many of a sort never trip a percentage"', async () => {
    const limit = (text: string) => `${OPEN}, revokedConnections: {${text}, perAccount: {max: none}}`
    expect(await refused(people(), narrowed, limit('max: 1'))).toEqual([
      ['limits/revokedConnections', 2, 1, 'count'],
      3,
    ])
    expect(await refused(people(), narrowed, limit('max: 2'))).toEqual([0])
    expect(await refused(people(), narrowed, limit('max: none, percent: 1'))).toEqual([0])
    expect(await refused(people(), narrowed, `floor: 2, ${limit('percent: 1')}`)).toEqual([0])
    expect(await refused(people(), narrowed, `floor: 1, ${limit('percent: 1')}`)).toEqual([
      ['limits/revokedConnections', 66.7, 1, 'percent'],
      3,
    ])
  })

  it('E8: a tripped limit writes nothing at all', async () => {
    const { apply, rows } = await world(people({}, [plain('other')]))
    const { reasons, result } = await apply(estate(APPS, SLACK_OFF, OTHER), {
      config: 'limits: {revokedConnections: {max: 2}}',
    })
    expect([reasons, result]).toEqual([['refused'], null])
    expect((await rows('accounts')).every(({ showIntegrations }) => showIntegrations)).toBe(true)
  })
})

describe('"By hand: the platform\'s audit events show the stated value live after a write by Writ\'s principal, and another principal wrote over it since. Otherwise it is a difference and is executed."', () => {
  const text = estate(APPS, ACME('showIntegrations: false'))
  const show = async (
    platform: Awaited<ReturnType<Awaited<ReturnType<typeof world>>['sandbox']['as']>>,
    showIntegrations: boolean,
  ) => {
    const { etag } = await platform.row('accounts', 'acc_acme')
    const headers = { 'if-match': String(etag), 'idempotency-key': `by-hand-${showIntegrations}-${etag}` }
    await platform.call('PATCH', 'accounts/acc_acme', { body: { showIntegrations }, headers })
  }

  it('drift, with who and how', async () => {
    const { settle, plan, sandbox } = await world(people())
    await settle(text)
    await show(await sandbox.as('hand@acme-cloud.example', { via: 'admin-page' }), true)
    const shown = await plan(text)
    expect(shown.changes[0]).toMatchObject({
      origin: 'drift',
      attribution: { principal: 'hand@acme-cloud.example', via: 'admin-page' },
    })
    await settle(text)
  })

  it('never stated before: a difference', async () => {
    const { plan, sandbox } = await world(people())
    const hand = await sandbox.as('hand@acme-cloud.example')
    await show(hand, false)
    await show(hand, true)
    expect((await plan(text)).changes.map(({ origin, attribution }) => [origin, attribution])).toEqual([
      ['difference', undefined],
    ])
  })

  it("written over by Writ's own principal: a difference", async () => {
    const { settle, plan, admin } = await world(people())
    await settle(text)
    await show(admin, true)
    expect((await plan(text)).changes.map(({ origin }) => origin)).toEqual(['difference'])
  })
})

describe('"`--only` takes what lies below too and never writes outside its scope: what needs a write above it is held and says so."', () => {
  it('a project with its groups, and nothing beside it', async () => {
    const { plan } = await world(people())
    const all = estate(
      APPS,
      ACME('showIntegrations: false'),
      APOLLO('labels: {a: b}'),
      ENGINEERING('type: external'),
      ZEUS('labels: {a: b}'),
    )
    expect(changes(await plan(all, { only: ['project/acme/apollo'] })).sort()).toEqual([
      'update group/acme/apollo/engineering',
      'update project/acme/apollo',
    ])
  })

  it('what needs the account is held', async () => {
    const { plan } = await world(people())
    const text = estate(
      APPS,
      ACME('integrations: {hubspot: {enabled: true, projects: [apollo]}}'),
      APOLLO('integrations: {hubspot: {enabled: true, groupTypes: [internal]}}'),
    )
    const shown = await plan(text, { only: ['project/acme/apollo'] })
    expect(changes(shown)).toEqual([])
    expect(held(shown)).toContain('scope project/acme/apollo#integrations.hubspot')
  })
})

describe('"Errors that only live state reveals […] stop their account: nothing is planned there, the others go on, exit 1."', () => {
  it('the run applies the others and still ends with 1', async () => {
    const { apply, rows } = await world(people({}, [plain('other')]))
    const { reasons, plan } = await apply(estate(APPS, SLACK_OFF, 'kind: Project\naccount: acme\nname: ghost', OTHER))
    expect(findings(plan)).toEqual(['error state/missing project/acme/ghost'])
    expect(changes(plan)).toEqual(['update account/other'])
    expect(reasons).toEqual(['account-stopped'])
    expect((await rows('accounts')).map(({ showIntegrations }) => showIntegrations)).toEqual([true, false])
  })

  it('R6 asks nobody: an app that is switched off ends connections there too, and the plan says so', async () => {
    const { plan } = await world(people())
    const shown = await plan(
      estate(
        'kind: App\nname: slack\nstate: inactive',
        ACME('showIntegrations: false'),
        'kind: Project\naccount: acme\nname: ghost',
      ),
    )
    expect(changes(shown)).toEqual(['update app/slack'])
    expect(endings(shown)).toEqual(['ended con_ana', 'ended con_bo', 'ended con_cy'])
  })
})

describe('"Incomplete reads: in that scope […] no change of any sort is planned; other scopes go on; exit 4."', () => {
  it.each(['connections', 'group-integrations'])('an account whose %s cannot be read', async (collection) => {
    const seed = people({}, [plain('other')])
    const { plan, faults } = await world(seed, { proxied: true })
    faults((path, query) => path.endsWith(`/${collection}`) && query.get('account') !== 'acc_other')
    const shown = await plan(estate(APPS, SLACK_OFF, OTHER))
    expect(changes(shown)).toEqual(['update account/other'])
    expect(findings(shown)).toContain('warning read/incomplete account/acme')
    expect(shown.outcome.exitCode).toBe(4)
    expect(shown.reads.filter(({ complete }) => !complete).map((read) => read.collection)).toContain(collection)
  })

  it('"the whole tenant for apps"', async () => {
    const { plan, faults } = await world(people({}, [plain('other')]), { proxied: true })
    faults((path) => path.endsWith('/apps'))
    const shown = await plan(estate(APPS, SLACK_OFF, OTHER))
    expect([changes(shown), shown.outcome.exitCode]).toEqual([[], 4])
  })
})

it('E11: what waits for somebody is pending or held, not a change, and is not asked for twice', async () => {
  const text = estate(
    APPS,
    SLACK_OFF,
    APOLLO('integrations: {slack: {enabled: true, groups: [engineering]}}'),
    ENGINEERING(`members: [${ANA}, new@acme.example]`),
    'kind: User\naccount: acme\nemail: new@acme.example\nrole: member\ndepartment: HR\ndesignation: Clerk\nmanager: olga@acme.example',
  )
  const { settle } = await world(people({ projects: [apollo({ groups: [engineering()] }), zeus()] }))
  await settle(text)
  const again = await settle(text)
  expect(held(again)).toEqual(['dormant project/acme/apollo#integrations.slack'])
  expect(again.pending.map(({ address }) => address)).toEqual([
    'group/acme/apollo/engineering',
    'user/acme/new@acme.example',
  ])
  expect(again.outcome.exitCode).toBe(0)
})
