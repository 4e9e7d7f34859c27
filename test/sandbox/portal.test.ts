import { describe, expect, test } from 'vitest'
import type { Effective } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

async function seenIn(platform: Platform, account: string): Promise<Effective> {
  const { items } = await platform.page('effective', `account=${account}`)
  return items[0] as Effective
}

describe('what a customer sees (T1, T2, T4, T8)', () => {
  test('the menu is on: the allowed apps that work, and nothing else', async () => {
    const { admin } = await sandbox()
    expect(await seenIn(admin, 'acc_acme')).toMatchObject({
      menu: true,
      apps: ['hubspot', 'notion', 'slack', 'webhooks'],
    })
    await admin.change('accounts', 'acc_acme', { allowedApps: ['slack'] })
    expect(await seenIn(admin, 'acc_acme')).toMatchObject({ menu: true, apps: ['slack'] })
  })

  test('T1: the menu is off: no menu and no apps, whatever is allowed', async () => {
    const { admin } = await sandbox()
    await admin.change('accounts', 'acc_acme', { showIntegrations: false })
    expect(await seenIn(admin, 'acc_acme')).toMatchObject({ menu: false, apps: [] })
  })

  test('T2: "all" also covers apps that are added to the catalogue later, a list does not', async () => {
    const { admin } = await sandbox()
    await admin.create('apps', { name: 'asana', auth: 'api-key', status: 'active' })
    expect((await seenIn(admin, 'acc_beta')).apps).toContain('asana')
    expect((await seenIn(admin, 'acc_acme')).apps).not.toContain('asana')
  })

  test('T8: menu on and nothing allowed is an empty state; menu off with apps allowed is accepted, too', async () => {
    const { admin } = await sandbox()
    await admin.change('accounts', 'acc_acme', { allowedApps: [] })
    expect(await seenIn(admin, 'acc_acme')).toMatchObject({ menu: true, apps: [] })
    const row = await admin.change('accounts', 'acc_acme', { showIntegrations: false, allowedApps: ['zoom', 'slack'] })
    expect(row).toMatchObject({ showIntegrations: false, allowedApps: ['slack', 'zoom'] })
  })
})

describe('recorded and effective (T9)', () => {
  test('without a lag, customers see what is recorded', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.change('accounts', 'acc_acme', { name: 'acme 2' })
    const { recorded, visible } = await seenIn(admin, 'acc_acme')
    expect([recorded, visible]).toEqual([Number(etag), Number(etag)])
  })

  test('with a lag, a write is recorded at once and visible only after it', async () => {
    const { admin, control } = await sandbox()
    const before = await seenIn(admin, 'acc_acme')
    await control('settings', { lagSeconds: 1 })
    const { etag } = await admin.change('accounts', 'acc_acme', { allowedApps: ['slack'] })
    const early = await seenIn(admin, 'acc_acme')
    expect(early).toMatchObject({ recorded: Number(etag), visible: before.recorded, apps: before.apps })
    expect((await admin.row('accounts', 'acc_acme')).allowedApps).toEqual(['slack'])
    await expect.poll(async () => (await seenIn(admin, 'acc_acme')).visible, { timeout: 4000 }).toBe(Number(etag))
    expect((await seenIn(admin, 'acc_acme')).apps).toEqual(['slack'])
  })

  test('is listed for every account; a write to one leaves the others, one to the apps touches all', async () => {
    const { admin } = await sandbox()
    const before = await admin.list('effective')
    expect(before.map(({ account }) => account)).toEqual(['acc_acme', 'acc_beta'])
    const { etag } = await admin.change('accounts', 'acc_beta', { name: 'beta 2' })
    const after = await admin.list('effective')
    expect(after[0]).toEqual(before[0])
    expect(after[1]?.recorded).toBe(Number(etag))
    const app = await admin.change('apps', 'app_slack', { description: 'new' })
    expect((await admin.list('effective')).map(({ recorded }) => recorded)).toEqual([
      Number(app.etag),
      Number(app.etag),
    ])
  })

  test('pages like any list', async () => {
    const { admin } = await sandbox()
    const first = await admin.page('effective', 'limit=1')
    expect(first).toMatchObject({ total: 2, items: [{ id: 'acc_acme' }] })
    const second = await admin.page('effective', `limit=1&cursor=${encodeURIComponent(String(first.next))}`)
    expect(second).toMatchObject({ next: null, items: [{ id: 'acc_beta' }] })
    await expect(admin.get('effective?cursor=garbled')).rejects.toMatchObject(refusal('invalid'))
  })
})

describe('tiers and practices (T7, T10)', () => {
  test('T7: an allow-list that grows by a tier keeps what it had, and ends no connection', async () => {
    const { admin } = await sandbox()
    const [basic, pro] = [['slack'], ['slack', 'hubspot', 'zoom']]
    const live = await admin.ids('connections', 'account=acc_acme')
    await admin.change('accounts', 'acc_acme', { allowedApps: basic })
    expect((await seenIn(admin, 'acc_acme')).apps).toEqual(['slack'])
    await admin.change('accounts', 'acc_acme', { allowedApps: pro })
    expect((await seenIn(admin, 'acc_acme')).apps).toEqual(['hubspot', 'slack'])
    await admin.change('accounts', 'acc_acme', { allowedApps: 'all' })
    expect((await seenIn(admin, 'acc_acme')).apps).toEqual(['hubspot', 'notion', 'slack', 'webhooks'])
    expect(await admin.ids('connections', 'account=acc_acme')).toEqual(live)
  })

  test('T10: a new account starts with no menu and no app, and that a restricted app is refused can be tested without connecting', async () => {
    const { admin } = await sandbox()
    expect(await admin.create('accounts', { name: 'gamma' })).toMatchObject({
      showIntegrations: false,
      allowedApps: [],
    })
    const test = {
      account: 'acc_acme',
      app: 'slack',
      asUser: 'usr_cy',
      project: 'prj_zeus',
      name: 'a test',
      dryRun: true,
    }
    expect(await admin.post('connections/start', test)).toEqual({ allowed: true })
    await admin.change('accounts', 'acc_acme', { allowedApps: ['hubspot'] })
    await expect(admin.post('connections/start', test)).rejects.toMatchObject(
      refusal('app-not-available', { status: 403 }),
    )
  })
})
