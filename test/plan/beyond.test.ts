import { describe, expect, test } from 'vitest'
import { outcome } from '../../src/model/outcome.js'
import { ACME, ANA, APOLLO, APPS, acme, apollo, BO, connection, estate, plain, tenant } from '../decided/seeds.js'
import { causesOf, changes, endings, findings, held, world } from '../support/world.js'

const ANAS = connection('con_ana', 'slack', ANA, { project: 'apollo' })
const people = (more: object = {}) => acme({ connections: [ANAS], ...more })
const SLACK_OFF = APPS.replace('name: slack', 'name: slack\nstate: inactive')
const rules = (plan: { verdicts: readonly { rule: string }[] }) => plan.verdicts.map(({ rule }) => rule)

describe('one live thing, one document', () => {
  const [renamed, removed] = [
    'kind: Project\naccount: acme\nid: prj_apollo\nname: artemis\nstate: active',
    APOLLO('ensure: absent'),
  ]
  test.each([[[renamed, removed]], [[removed, renamed]]])(
    'two documents that turn out to be about one project stop the account, whatever their order',
    async (documents) => {
      const { plan } = await world(tenant([people()]))
      const made = await plan(estate(APPS, ACME(), ...documents))
      expect(made.changes).toEqual([])
      expect(made.findings.map(({ code }) => code)).toContain('state/claimed-twice')
    },
  )

  test('two documents about one account stop it', async () => {
    const { plan } = await world(tenant([people()]))
    const text = estate(APPS, 'kind: Account\nid: acc_acme\nname: beta\nlabels: {x: a}', ACME('labels: {x: b}'))
    const made = await plan(text)
    expect([changes(made), outcome(made.outcome.reasons as never).exitCode]).toEqual([[], 1])
  })

  test('an absent group of a project that nobody declares creates no project', async () => {
    const { plan } = await world(tenant([people()]))
    const ghost = 'kind: Group\naccount: acme\nproject: ghost\nname: g\nensure: absent'
    expect(changes(await plan(estate(APPS, ACME(), ghost)))).toEqual([])
  })
})

describe('protection holds beyond the thing that is changed', () => {
  test('a protected account holds the switching off of an app that is on in it', async () => {
    const { plan } = await world(tenant([people()]))
    const made = await plan(estate(SLACK_OFF, ACME()), { config: 'protect: {accounts: [acme]}' })
    expect([changes(made), held(made), rules(made)]).toEqual([[], ['protected app/slack'], ['protect']])
  })

  test('a protected app holds an allow-list that goes from everything to a list without it', async () => {
    const { plan } = await world(tenant([people({ allowedApps: 'all' })]))
    const made = await plan(estate(APPS, ACME('allowedApps: {apps: [zoom, hubspot]}')), {
      config: 'protect: {apps: [slack]}',
    })
    expect([changes(made), held(made)]).toEqual([[], ['protected account/acme']])
  })

  test('a protected app holds the archiving of a project in which it is on', async () => {
    const { plan } = await world(tenant([acme()]))
    const made = await plan(estate(APPS, ACME(), APOLLO('state: archived')), { config: 'protect: {apps: [slack]}' })
    expect([changes(made), held(made)]).toEqual([[], ['protected project/acme/apollo']])
  })

  test('a workflow keeps a connection, and so the project that it stands in', async () => {
    const { plan } = await world(tenant([people({ workflows: [{ name: 'digest', connections: ['con_ana'] }] })]))
    const made = await plan(estate(APPS, ACME(), APOLLO('ensure: absent')))
    expect(changes(made)).toEqual([])
    expect(held(made)).toEqual(['in-use connection/con_ana', 'protected project/acme/apollo'])
  })
})

describe('the registry reaches every account', () => {
  const other = plain('other', {
    allowedApps: ['slack'],
    integrations: { slack: { enabled: true, projects: 'all', newProjects: true } },
    connections: [connection('con_other', 'slack', 'owner@other.example')],
  })
  const off = tenant([acme(), other], { apps: undefined })
  const inactive = {
    ...off,
    apps: (tenant().apps as object[]).map((app) =>
      'name' in app && app.name === 'slack' ? { ...app, status: 'inactive' } : app,
    ),
  }

  test('people who gain an app where nothing governs are told and limited', async () => {
    const { plan } = await world(inactive)
    const text = estate(APPS.replace('name: slack', 'name: slack\nstate: active'), ACME())
    const made = await plan(text, { config: 'limits: {usersGainingAccess: {max: 1}}' })
    expect(made.impact.gaining).toContainEqual({ account: 'other', user: 'owner@other.example', app: 'slack' })
    expect(rules(made)).toContain('limits/usersGainingAccess')
  })

  test('people of a stopped account who lose an app are told all the same', async () => {
    const { plan } = await world(tenant([people()]))
    const made = await plan(estate(SLACK_OFF, ACME(), 'kind: Project\naccount: acme\nname: nowhere'))
    expect(made.impact.losing.map(({ user }) => user)).toContain(ANA)
    expect(endings(made)).toEqual(['ended con_ana'])
  })

  test('a percentage is of governed connections only; what ends elsewhere counts by number', async () => {
    const { plan } = await world({ ...tenant([people(), other]) })
    const made = await plan(estate(SLACK_OFF, ACME()), {
      config: 'limits: {floor: 0, revokedConnections: {max: 25, percent: 100}}',
    })
    expect(endings(made)).toEqual(['ended con_ana', 'ended con_other'])
    expect(rules(made).filter((rule) => rule.startsWith('limits/revokedConnections'))).toEqual([
      'limits/revokedConnections.perAccount',
    ])
  })

  test('E4: while any list is unread nothing is planned about apps', async () => {
    const { plan, faults } = await world(tenant([people()]), { proxied: true })
    faults((path) => path === '/v1/groups')
    expect(changes(await plan(estate(SLACK_OFF, ACME())))).toEqual([])
  })

  test('E19: an observed registry leaves an enforced account as it lives', async () => {
    const { apply, rows } = await world(tenant([people()]))
    const text = estate(SLACK_OFF, ACME('mode: enforce\nintegrations:\n  slack: {enabled: false}'))
    const { reasons, plan } = await apply(text, { config: 'mode: observe' })
    expect(reasons).toEqual([])
    expect(plan.changes.find(({ address }) => address === 'account/acme#integrations.slack')?.ends).toEqual(['con_ana'])
    expect(await rows('connections')).toEqual([])
  })

  test('an app that loses its configuration is closed before anybody is revoked for it', async () => {
    const seed = tenant([people()])
    const [slack, ...others] = seed.apps
    const configured = { ...slack, auth: 'oauth2', settings: { clientId: 'abc' } }
    const { plan } = await world({ ...seed, apps: [configured, ...others] })
    const made = await plan(estate(APPS.replace('name: slack', 'name: slack\nsettings: {clientId: ""}'), ACME()))
    const revocation = made.changes.find(({ operation }) => operation === 'revoke')
    expect(revocation?.needs.map((at) => made.changes[at]?.address)).toEqual(['app/slack'])
  })
})

describe('--only never shortens a list, and says what it cannot reach', () => {
  const neu = 'kind: Group\naccount: acme\nproject: apollo\nname: neu'
  test('a setting that names a group outside the scope is held whole', async () => {
    const { plan } = await world(tenant([acme()]))
    const text = estate(
      APPS,
      ACME(),
      APOLLO('integrations: {slack: {enabled: true, groups: [neu]}}'),
      `${neu}\ntype: internal`,
    )
    const made = await plan(text, { only: ['project/acme/apollo#integrations.slack'] })
    expect([changes(made), held(made)]).toEqual([[], ['scope project/acme/apollo#integrations.slack']])
  })

  test('what stands below a new or renamed account waits for it', async () => {
    const { plan } = await world(tenant([acme()]))
    const below = 'kind: Project\naccount: newco\nname: one\nlabels: {x: a}'
    const born = await plan(estate(APPS, 'kind: Account\nname: newco\nlabels: {a: b}', below), {
      only: ['project/newco/one'],
    })
    expect([changes(born), held(born)]).toEqual([[], ['scope project/newco/one']])
    const moved = 'kind: Project\naccount: acme2\nname: apollo\nlabels: {x: a}'
    const named = await plan(estate(APPS, 'kind: Account\nname: acme2\nformerly: acme', moved), {
      only: ['project/acme2/apollo'],
    })
    expect([changes(named), held(named)]).toEqual([[], ['scope project/acme2/apollo']])
  })

  test('an allow-list that names an app which this run does not install is held', async () => {
    const { plan } = await world(tenant([acme()]))
    const text = estate(
      APPS,
      'kind: App\nname: asana\nstate: active',
      ACME('allowedApps: {apps: [hubspot, slack, zoom, asana]}'),
    )
    const made = await plan(text, { only: ['account/acme'] })
    expect([changes(made), held(made)]).toEqual([[], ['scope account/acme']])
  })
})

test('an account is handed over from one owner to another in one run', async () => {
  const { settle } = await world(tenant([acme()]))
  const user = (email: string, role: string) => `kind: User\naccount: acme\nemail: ${email}\nrole: ${role}`
  const plan = await settle(estate(APPS, ACME(), user(ANA, 'owner'), user('olga@acme.example', 'member')))
  expect(plan.changes.at(-1)?.needs).toEqual([0])
})

test('E7: a revocation waits for what closed its way, and for nothing else that closes nearby', async () => {
  const seed = tenant([
    people({
      projects: [
        apollo({
          groups: [
            { name: 'engineering', id: 'grp_engineering', type: 'internal', members: [BO, 'cy@acme.example'] },
            { name: 'ops', id: 'grp_ops', type: 'internal', members: [ANA] },
          ],
        }),
      ],
      integrations: { slack: { enabled: true, projects: ['apollo'], newProjects: false } },
    }),
  ])
  const { plan } = await world(seed)
  const engineering = `kind: Group\naccount: acme\nproject: apollo\nname: engineering\nmembers: [${BO}]`
  const made = await plan(estate(APPS, ACME(), APOLLO(), engineering))
  const revocation = made.changes.find(({ operation }) => operation === 'revoke')
  expect([revocation?.address, revocation?.needs]).toEqual(['connection/con_ana', []])
  expect(causesOf(made, 'connection/con_ana')).toContain('group/acme/apollo/engineering#members')
  expect(findings(made)).toEqual([])
})
