import { describe, expect, it } from 'vitest'
import { app } from '../support/estates.js'
import { causesOf, change, changes, complaints, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  BO,
  CY,
  catalogue,
  connection,
  ENGINEERING,
  estate,
  plain,
  tenant,
  zeus,
} from './seeds.js'

const LIMITS = {
  config:
    'limits: {removedObjects: {percent: 100}, revokedConnections: {percent: 100, perAccount: {percent: 100}}, usersLosingAccess: {percent: 100}}',
}
const USER = (email: string, more = 'ensure: absent') => `kind: User\naccount: acme\nemail: ${email}\n${more}`
const connected = (more: object = {}) =>
  tenant([
    acme({
      connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' }), connection('con_bo', 'slack', BO)],
      ...more,
    }),
    plain('globex'),
  ])

describe('U: "Users removed: their connections first"', () => {
  it('somebody who goes is revoked first, then removed, and leaves groups and those they manage', async () => {
    const users = [
      { email: 'olga@acme.example', role: 'owner' },
      { email: ANA, id: 'usr_ana', role: 'member' },
      { email: BO, id: 'usr_bo', role: 'member', manager: ANA },
      { email: CY, id: 'usr_cy', role: 'member' },
    ]
    const { settle, rows } = await world(connected({ users }))
    const plan = await settle(estate(APPS, ACME(), USER(ANA)), LIMITS)
    expect(changes(plan)).toEqual(['revoke connection/con_ana', `remove user/acme/${ANA}`])
    expect(plan.changes[1]?.needs).toEqual([0])
    expect(causesOf(plan, `user/acme/${ANA}`)).toEqual([`user/acme/${ANA}#ensure`])
    expect(plan.effects.map(({ address, after }) => [address, after])).toEqual([
      ['group/acme/apollo/engineering', { members: [BO] }],
      [`user/acme/${BO}`, { manager: null }],
    ])
    expect(plan.impact.losing).toEqual([{ account: 'acme', user: ANA, app: 'slack' }])
    expect((await rows('users')).map(({ email }) => email)).not.toContain(ANA)
  })

  it.each(['pending', 'expired', 'bounced'])(
    'an invitation that is %s is withdrawn, and somebody who is not there is nothing to do',
    async (status) => {
      const invitations = [
        {
          email: 'new@acme.example',
          role: 'member',
          department: 'HR',
          designation: 'Lead',
          manager: ANA,
          status,
          invitedAt: '2026-11-20T08:00:00.000Z',
        },
      ]
      const { settle, rows } = await world(connected({ invitations }))
      const plan = await settle(estate(APPS, ACME(), USER('new@acme.example'), USER('nobody@acme.example')), LIMITS)
      expect(changes(plan)).toEqual(['remove user/acme/new@acme.example'])
      expect(await rows('invitations')).toEqual([])
    },
  )

  it('E11: an account is handed over in one plan: somebody becomes an owner before the last one goes', async () => {
    const { settle, rows } = await world(connected())
    const plan = await settle(estate(APPS, ACME(), USER('olga@acme.example'), USER(BO, 'role: owner')), LIMITS)
    expect(changes(plan)).toEqual([`update user/acme/${BO}`, 'remove user/acme/olga@acme.example'])
    expect(plan.changes[1]?.needs).toEqual([0])
    const owners = (await rows('users')).filter(({ account, role }) => account === 'acc_acme' && role === 'owner')
    expect(owners.map(({ email }) => email)).toEqual([BO])
  })

  it('C2: a declared Connection of somebody who goes is a contradiction, and stops the account', async () => {
    const own = connection('con_own', 'slack', ANA, { project: 'apollo', name: 'own' })
    const { plan } = await world(connected({ connections: [own] }))
    const declared = 'kind: Connection\naccount: acme\napp: slack\nname: own\nproject: apollo'
    const made = await plan(estate(APPS, ACME(), APOLLO(), declared, USER(ANA)), LIMITS)
    expect(findings(made)).toEqual(['error connection/declared-closed connection/con_own'])
    expect(changes(made)).toEqual([])
  })

  it('a connection that is to go and is protected is no declared one, and its way stays open', async () => {
    const own = connection('con_own', 'slack', ANA, { project: 'apollo', name: 'own' })
    const { plan } = await world(connected({ connections: [own] }))
    const absent = 'kind: Connection\naccount: acme\napp: slack\nname: own\nensure: absent'
    const config = 'protect: {connections: [own]}'
    const made = await plan(estate(APPS, ACME('allowedApps: {apps: [hubspot, zoom]}'), absent), { config })
    expect(changes(made)).toEqual([])
    expect(held(made)).toEqual(['protected account/acme', 'protected connection/con_own'])
    expect(findings(made)).toEqual([])
  })

  it.each([
    ['removed', 'ensure: absent'],
    ['invited', `role: member\ndepartment: HR\ndesignation: Lead\nmanager: ${BO}`],
  ])(
    'U5: somebody who is written in another case is not %s by another name: an error says how the platform writes it',
    async (_, more) => {
      const { plan } = await world(connected())
      const made = await plan(estate(APPS, ACME(), USER('Ana@acme.example', more)))
      expect(changes(made)).toEqual([])
      expect(findings(made)).toEqual(['error state/spelling user/acme/Ana@acme.example'])
      expect(JSON.stringify(made.findings)).toContain(`the platform writes ${ANA}: write it so`)
    },
  )

  it('protection misses nobody for the case of letters', async () => {
    const { plan } = await world(connected())
    const made = await plan(estate(APPS, ACME(), USER(ANA)), { config: 'protect: {users: [ANA@acme.example]}' })
    expect(changes(made)).toEqual([])
    expect(held(made)).toContain(`protected user/acme/${ANA}`)
  })

  it('the last owner, and whoever must keep a connection, stays: held, exit 3', async () => {
    const { plan } = await world(connected())
    const made = await plan(estate(APPS, ACME(), USER('olga@acme.example'), USER(ANA)), {
      config: 'protect: {connections: [con_ana]}',
    })
    expect(held(made)).toEqual([
      'protected connection/con_ana',
      `protected user/acme/${ANA}`,
      'protected user/acme/olga@acme.example',
    ])
    expect(made.outcome.exitCode).toBe(3)
  })
})

describe('E7, E8: whoever goes loses what they had, and whoever is gone gains nothing', () => {
  it('with the account', async () => {
    const { plan } = await world(connected())
    const made = await plan(estate(APPS, 'kind: Account\nname: acme\nensure: absent'))
    expect(made.impact.losing.map(({ user, app }) => `${user} ${app}`)).toEqual(
      [ANA, BO, CY].map((each) => `${each} slack`),
    )
    expect(made.impact.gaining).toEqual([])
  })

  it('from an account without projects', async () => {
    const { plan } = await world(
      tenant([acme({ projects: [], integrations: { slack: { enabled: true, projects: [] } } })]),
    )
    const made = await plan(estate(APPS, ACME(), USER(ANA)))
    expect(made.impact.losing).toEqual([{ account: 'acme', user: ANA, app: 'slack' }])
  })
})

describe('"ensure: absent: remove it"', () => {
  it('an account: its connections first, and all below it counts in the limits', async () => {
    const { plan, settle, rows } = await world(connected())
    const text = estate(APPS, 'kind: Account\nname: acme\nensure: absent')
    const refused = await plan(text)
    expect(refused.verdicts.map(({ rule }) => rule)).toContain('limits/removedObjects')
    const made = await settle(text, {
      config:
        'limits: {removedObjects: {max: none}, revokedConnections: {max: none, perAccount: {max: none}}, usersLosingAccess: {max: none}}',
    })
    expect(changes(made)).toEqual(['revoke connection/con_ana', 'revoke connection/con_bo', 'remove account/acme'])
    expect(
      made.effects
        .filter(({ operation }) => operation === 'remove')
        .map(({ address }) => address)
        .sort(),
    ).toEqual([
      'group/acme/apollo/engineering',
      'group/acme/zeus/builders',
      'project/acme/apollo',
      'project/acme/zeus',
      `user/acme/${ANA}`,
      `user/acme/${BO}`,
      `user/acme/${CY}`,
      'user/acme/olga@acme.example',
    ])
    expect((await rows('accounts')).map(({ name }) => name)).toEqual(['globex'])
  })

  it('an account that does not live is nothing to do, and no set makes it anew', async () => {
    const { settle } = await world(connected())
    const set = 'kind: AccountSet\nname: all\nmatch: {names: ["a*"]}\nshowIntegrations: true'
    const plan = await settle(estate(APPS, 'kind: Account\nname: atlas\nensure: absent', set))
    expect(changes(plan)).toEqual([])
  })

  it('a template: its projects stay as they are', async () => {
    const templates = [{ name: 'delivery', integrations: { slack: { enabled: true, groupTypes: ['internal'] } } }]
    const { settle, rows } = await world(connected({ templates }))
    const plan = await settle(
      estate(APPS, ACME(), 'kind: ProjectTemplate\naccount: acme\nname: delivery\nensure: absent'),
      LIMITS,
    )
    expect(changes(plan)).toEqual(['remove template/acme/delivery'])
    expect(await rows('project-templates')).toEqual([])
  })

  it('a project with its connections and groups; a group; a named connection', async () => {
    const named = connection('con_x', 'zoom', CY, { name: 'shared' })
    const { settle, rows } = await world(
      connected({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' }), named] }),
    )
    const text = estate(
      APPS,
      ACME(),
      APOLLO('ensure: absent'),
      'kind: Group\naccount: acme\nproject: zeus\nname: builders\nensure: absent',
      'kind: Connection\naccount: acme\napp: zoom\nname: shared\nensure: absent',
    )
    const plan = await settle(text, LIMITS)
    expect(changes(plan)).toEqual([
      'revoke connection/con_ana',
      'revoke connection/con_x',
      'remove group/acme/zeus/builders',
      'remove project/acme/apollo',
    ])
    expect((await rows('projects')).map(({ name }) => name)).toEqual(['zeus'])
  })
})

describe('what goes together', () => {
  it('a connection ends once though its project and its owner are both removed', async () => {
    const { settle } = await world(connected())
    const plan = await settle(
      estate(APPS, ACME(), 'kind: Project\naccount: acme\nname: apollo\nensure: absent', USER(ANA)),
      LIMITS,
    )
    expect(endings(plan)).toEqual(['revoked con_ana'])
    expect(changes(plan)).toEqual([
      'revoke connection/con_ana',
      'remove project/acme/apollo',
      `remove user/acme/${ANA}`,
    ])
    expect(plan.changes.map(({ needs }) => needs)).toEqual([[], [0], [0]])
  })
})

describe('what can go only once the sweep has ended a connection', () => {
  it('is removed last, so that the platform does by itself what the plan says (E9)', async () => {
    const users = [
      { email: 'olga@acme.example', role: 'owner' },
      { email: ANA, role: 'member' },
      { email: BO, role: 'member' },
      { email: CY, role: 'project-admin', projects: ['zeus'] },
    ]
    const bot = connection('con_bot', 'slack', null, {
      name: 'bot',
      usableBy: { users: [], groups: ['zeus/builders'] },
    })
    const { settle, admin } = await world(connected({ users, connections: [bot] }))
    const texts = [ACME('allowedApps: {apps: [zoom]}'), 'kind: Project\naccount: acme\nname: zeus\nensure: absent']
    const { revision } = await admin.page('apps')
    const plan = await settle(estate(APPS, ...texts, USER(CY, 'role: member')), LIMITS)
    expect(changes(plan)).toEqual([
      'update account/acme',
      'revoke connection/con_bot',
      `update user/acme/${CY}`,
      'remove project/acme/zeus',
    ])
    expect(change(plan, `user/acme/${CY}`).after).toEqual({ role: 'member', projects: [] })
    const events = await admin.list('audit-events', `after=${revision}`)
    const byItself = events.filter(({ via }) => via === 'platform').map(({ collection }) => collection)
    expect(byItself).toContain('account-integrations')
    expect(byItself).not.toContain('users')
  })
})

describe('the last project of an account', () => {
  it('is gone before somebody is connected whom only its groups kept out (C2, E9)', async () => {
    const bot = connection('con_bot', 'slack', CY, { name: 'bot', usableBy: { users: [], groups: ['zeus/builders'] } })
    const slack = { enabled: true, projects: ['zeus'], newProjects: false }
    const one = acme({ connections: [bot], projects: [zeus()], integrations: { slack } })
    const seed = { ...tenant([one]), apps: [...catalogue(), app('webhooks', { auth: 'api-key' })] }
    const { settle } = await world(seed)
    const texts = [
      ACME('integrations: {webhooks: {enabled: true, projects: all}}\nallowedApps: {apps: [webhooks]}'),
      'kind: App\nname: webhooks',
      'kind: Project\naccount: acme\nname: zeus\nensure: absent',
      `kind: Connection\naccount: acme\napp: webhooks\nname: hook\nowner: ${BO}\napiKey: {env: HOOK_KEY}`,
    ]
    const config = `${LIMITS.config}\nsecretEnv: ["HOOK_*"]`
    const plan = await settle(estate(APPS, ...texts), { config, variables: { HOOK_KEY: 'canary-9c1d-key' } })
    expect(changes(plan).slice(-2)).toEqual(['remove project/acme/zeus', 'create connection/acme/webhooks/hook'])
  })
})

describe('R3: "Uninstalling an app needs `--confirm-uninstall NAME` even with `--yes`."', () => {
  const GONE = APPS.replace('kind: App\nname: slack', 'kind: App\nname: slack\nensure: absent')
  const more = { workflows: [{ name: 'Lead intake', connections: ['con_bo'] }] }

  it('the plan names what is lost, and without the confirmation nothing is written', async () => {
    const { plan, apply, rows } = await world(connected(more))
    const made = await plan(estate(GONE, ACME()), LIMITS)
    expect(changes(made)).toEqual(['remove app/slack'])
    expect(endings(made)).toEqual(['ended con_ana', 'ended con_bo'])
    expect(made.verdicts).toMatchObject([{ rule: 'uninstall', effect: 'warn', subject: 'app/slack' }])
    expect(made.verdicts[0]?.message).toBe(
      'uninstalling slack destroys 2 connections in 1 account, 1 workflow, and its settings and secrets everywhere; apply needs --confirm-uninstall slack',
    )
    await expect(apply(estate(GONE, ACME()), LIMITS)).rejects.toThrow('2 connections in 1 account')
    expect((await rows('apps')).map(({ name }) => name)).toContain('slack')
  })

  it('with it the app goes, its connections end as predicted, and nothing is left to do', async () => {
    const { settle, rows } = await world(connected(more))
    const plan = await settle(estate(GONE, ACME()), { ...LIMITS, confirmUninstall: ['slack'] })
    expect(change(plan, 'app/slack')).toMatchObject({ after: null })
    expect((await rows('apps')).map(({ name }) => name)).not.toContain('slack')
    expect((await rows('connections')).filter(({ status }) => status !== 'ended')).toEqual([])
  })

  it('an app that is not installed is nothing to do', async () => {
    const { settle } = await world(connected())
    expect(changes(await settle(estate(APPS, 'kind: App\nname: miro\nensure: absent', ACME())))).toEqual([])
  })
})

it.each([
  [
    'an app that an account names',
    ['kind: App\nname: slack\nensure: absent', ACME('integrations: {slack: {enabled: false}}')],
  ],
  ['an account that has a project', ['kind: Account\nname: acme\nensure: absent', APOLLO('state: active')]],
  [
    'a template that a project names',
    [ACME(), 'kind: ProjectTemplate\naccount: acme\nname: t\nensure: absent', APOLLO('template: t')],
  ],
  ['somebody who is in a group', [ACME(), APOLLO(), ENGINEERING(`members: [${ANA}, ${BO}]`), USER(ANA)]],
  ['somebody who manages another', [ACME(), USER(BO, `manager: ${ANA}`), USER(ANA)]],
  [
    'somebody who owns a connection',
    [APPS, ACME(), `kind: Connection\naccount: acme\napp: slack\nname: own\nowner: ${ANA}`, USER(ANA)],
  ],
  [
    'somebody who may use a connection',
    [APPS, ACME(), `kind: Connection\naccount: acme\napp: slack\nname: own\nusableBy: {users: [${ANA}]}`, USER(ANA)],
  ],
])('what is to be removed is named by nobody: %s', async (_, documents) => {
  expect(await complaints(estate(...documents))).toContain('reference/removed')
})

it('a group in a project that goes needs no document of its own', async () => {
  expect(await complaints(estate(APPS, ACME(), APOLLO('ensure: absent'), ENGINEERING('ensure: absent')))).toEqual([])
})
