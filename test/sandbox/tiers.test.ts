import { describe, expect, test } from 'vitest'
import { refusal } from '../support/client.js'
import { type Sandbox, sandbox } from '../support/sandbox.js'

const TIERS = {
  basic: ['slack'],
  pro: ['hubspot', 'slack', 'webhooks'],
  enterprise: 'all',
} as const

/** What ana's customers see in their portal. */
const shown = async ({ admin }: Sandbox): Promise<string[] | undefined> =>
  (await admin.list('effective', 'account=acc_acme'))[0]?.apps

/** Whether ana could connect an app, asked by an administrator. */
const could = ({ admin }: Sandbox, app: string): Promise<unknown> => {
  const asked = { account: 'acc_acme', app, project: 'prj_apollo', name: 'probe', dryRun: true, asUser: 'usr_ana' }
  return admin.post(app === 'webhooks' ? 'connections' : 'connections/start', asked)
}

describe('tier packages', () => {
  test('T7: each tier shows all of the one below, and enterprise every app that works', async () => {
    const world = await sandbox()
    const seen: string[][] = []
    for (const tier of ['basic', 'pro', 'enterprise'] as const) {
      await world.admin.change('accounts', 'acc_acme', { allowedApps: TIERS[tier] })
      seen.push((await shown(world)) ?? [])
    }
    const [basic = [], pro = [], enterprise = []] = seen
    expect([basic, pro]).toEqual([[...TIERS.basic], [...TIERS.pro]])
    expect(pro).toEqual(expect.arrayContaining(basic))
    expect(enterprise).toEqual(expect.arrayContaining(pro))
    expect(enterprise).toContain('notion')
  })

  test('T7: moving up opens what the tier adds, moving down refuses it again and ends nothing', async () => {
    const world = await sandbox()
    await world.admin.change('accounts', 'acc_acme', { allowedApps: TIERS.basic })
    await expect(could(world, 'hubspot')).rejects.toMatchObject(refusal('app-not-available'))
    await world.admin.change('accounts', 'acc_acme', { allowedApps: TIERS.pro })
    expect(await could(world, 'hubspot')).toEqual({ allowed: true })
    const { effects } = await world.admin.change('accounts', 'acc_acme', { allowedApps: TIERS.basic })
    expect(effects).toEqual([])
    await expect(could(world, 'hubspot')).rejects.toMatchObject(refusal('app-not-available'))
  })
})

describe('practices', () => {
  test('T10: a new account starts with no menu and nothing allowed', async () => {
    const { admin } = await sandbox()
    expect(await admin.create('accounts', { name: 'gamma' })).toMatchObject({
      showIntegrations: false,
      allowedApps: [],
    })
  })

  test('T10: that a restricted app is refused can be tried for anybody without connecting anything', async () => {
    const world = await sandbox()
    const before = await world.admin.get('')
    await expect(could(world, 'trello')).rejects.toMatchObject(refusal('app-not-available'))
    expect(await could(world, 'webhooks')).toEqual({ allowed: true })
    expect(await world.admin.get('')).toEqual(before)
  })

  test('T10: usage is told by each connection, and what changed in an account by its trail', async () => {
    const { admin, as } = await sandbox()
    await (await as('ana@acme.example')).post('connections/con_ana/use')
    const rows = await admin.list('connections', 'account=acc_acme&app=slack&status=active')
    expect(rows.filter(({ lastUsedAt }) => lastUsedAt !== null).map(({ id }) => id)).toEqual(['con_ana'])
    await admin.change('accounts', 'acc_acme', { allowedApps: TIERS.basic })
    const trail = await admin.list('audit-events', 'account=acc_acme&collection=accounts')
    expect(trail.at(-1)?.changes).toMatchObject({ allowedApps: { after: ['slack'] } })
  })

  test('U7: the status of every connection of a team is read at once, by user, app and status', async () => {
    const { as } = await sandbox()
    const max = await as('max@acme.example')
    expect(await max.ids('connections')).toHaveLength(7)
    expect(await max.ids('connections', 'status=needs-reauth')).toEqual(['con_bo'])
    expect(await max.ids('connections', 'user=usr_ana')).toEqual(['con_ana', 'con_hub'])
    expect(await max.ids('connections', 'user=usr_ana&app=hubspot')).toEqual(['con_hub'])
    expect(await max.ids('connections', 'status=ended')).toEqual(['con_old'])
  })
})

describe('who creates integrations', () => {
  test.each(['ana@acme.example', 'pia@acme.example'])(
    'C1: %s, no administrator, neither installs nor enables one',
    async (email) => {
      const { as } = await sandbox()
      const person = await as(email)
      const install = person.create('apps', { name: 'asana', auth: 'oauth2' })
      await expect(install).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
      const enable = person.set('accounts/acc_acme', 'zoom', { enabled: true, projects: 'all' })
      await expect(enable).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
    },
  )

  test('C1: enabled for one team it is enabled for that one alone', async () => {
    const { admin, as } = await sandbox()
    const max = await as('max@acme.example')
    await max.set('accounts/acc_acme', 'notion', { enabled: true, projects: 'all' })
    expect((await admin.setting('accounts/acc_acme', 'notion')).enabled).toBe(true)
    expect((await admin.setting('accounts/acc_beta', 'notion')).enabled).toBe(false)
    const elsewhere = max.set('accounts/acc_beta', 'notion', { enabled: true, projects: 'all' })
    await expect(elsewhere).rejects.toMatchObject({ problem: { status: 404 } })
  })

  test('C5: a connection that a workflow uses is ended when it is revoked; the workflow still names it, and breaks', async () => {
    const { admin } = await sandbox()
    await admin.remove('connections', 'con_sheets')
    expect((await admin.row('workflows', 'wfl_report')).connections).toEqual(['con_sheets'])
    expect((await admin.row('connections', 'con_sheets')).status).toBe('ended')
  })

  test('C7: changes by Writ, by an administrator’s page, by a portal and by the platform itself are told apart', async () => {
    const { admin, as } = await sandbox()
    await admin.change('accounts', 'acc_acme', { name: 'acme 2' })
    await (await as('max@acme.example', { via: 'admin-page' })).set('users/usr_bo', 'slack', { blocked: true })
    await (await as('kim@partner.example', { via: 'portal' })).remove('connections', 'con_kim')
    await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    const events = await admin.list('audit-events', 'account=acc_acme')
    const told = events.map(({ via, principal, collection }) => `${via} ${principal.name} ${collection}`)
    expect(told.slice(0, 3)).toEqual([
      'api writ@acme-cloud accounts',
      'admin-page max@acme.example user-integrations',
      'portal kim@partner.example connections',
    ])
    expect(told).toContain('platform writ@acme-cloud connections')
  })
})
