import { describe, expect, test } from 'vitest'
import { ANA, acme, connection, estate, plain, tenant } from '../decided/seeds.js'
import { change, changes, complaints, endings, findings, world } from '../support/world.js'

const APP = (name: string, category: string) => `kind: App\nname: ${name}\ncategory: ${category}`
const APPS = estate(
  APP('slack', 'communication'),
  APP('zoom', 'communication'),
  APP('hubspot', 'crm'),
  APP('trello', 'project-management'),
)
const PACKAGES = estate(
  'kind: Package\nname: basic\napps: [slack]',
  'kind: Package\nname: pro\nincludes: [basic]\napps: [hubspot]',
  'kind: Package\nname: enterprise\nallApps: true',
)
const ACCOUNT = (more: string) => `kind: Account\nname: plain\n${more}`
const PLAIN = (more: object = {}) => tenant([plain('plain', more)])

/** What the account's customers see now, asked of the platform (T9). */
async function portal({ admin }: Awaited<ReturnType<typeof world>>) {
  const page = await admin.get<{ items: { menu: boolean; apps: string[] }[] }>('effective?account=acc_plain')
  return page.items[0]
}

describe('what an account is offered, as Writ plans and proves it', () => {
  test('T1: the menu is shown and hidden by a line, and closing it ends no connection', async () => {
    const connections = [connection('con_ana', 'slack', ANA, { project: 'apollo' })]
    const open = await world(tenant([acme({ connections })]))
    const planned = await open.settle(estate(APPS, 'kind: Account\nname: acme\nshowIntegrations: false'))
    expect(change(planned, 'account/acme')).toEqual({
      before: { showIntegrations: true },
      after: { showIntegrations: false },
    })
    expect(endings(planned)).toEqual([])
    expect(await open.rows('connections')).toMatchObject([{ id: 'con_ana', status: 'active' }])
  })

  test('T2: "all" is written as all, so that an app that joins the catalogue later is no change', async () => {
    const open = await world(PLAIN())
    const text = estate(APPS, ACCOUNT('allowedApps: {allApps: true}'))
    await open.settle(text)
    expect(await open.rows('accounts')).toMatchObject([{ allowedApps: 'all' }])
    await open.admin.create('apps', { name: 'miro', auth: 'oauth2', settings: { clientId: 'miro' } })
    expect(changes(await open.plan(text))).toEqual([])
    expect(await portal(open)).toMatchObject({ apps: ['hubspot', 'miro', 'slack', 'trello', 'zoom'] })
  })

  test('T2: all but some is a list, and the plan says that later apps are not covered', async () => {
    const { plan } = await world(PLAIN())
    const planned = await plan(estate(APPS, ACCOUNT('allowedApps: {allApps: true, except: [trello]}')))
    expect(change(planned, 'account/plain').after).toEqual({ allowedApps: ['hubspot', 'slack', 'zoom'] })
    expect(findings(planned).join()).toMatch(/account\/plain/)
  })

  test('T3: a category allows all its apps, also one that joins it later', async () => {
    const open = await world(PLAIN())
    const text = estate(APPS, ACCOUNT('allowedApps: {categories: [communication]}'))
    await open.settle(text)
    expect(await open.rows('accounts')).toMatchObject([{ allowedApps: ['slack', 'zoom'] }])
    await open.admin.create('apps', { name: 'teams', category: 'communication', auth: 'oauth2' })
    expect(change(await open.plan(text), 'account/plain').after).toEqual({ allowedApps: ['slack', 'teams', 'zoom'] })
  })

  test('T4: after apply the portal shows what is allowed and nothing else', async () => {
    const open = await world(PLAIN({ allowedApps: ['hubspot', 'trello'] }))
    await open.settle(estate(APPS, PACKAGES, ACCOUNT('allowedApps: {packages: [basic]}')))
    expect(await portal(open)).toMatchObject({ menu: true, apps: ['slack'] })
  })

  test('T7: a package holds what it builds on and more, and enterprise is everything', async () => {
    const allowed = async (name: string) => {
      const open = await world(PLAIN())
      await open.settle(estate(APPS, PACKAGES, ACCOUNT(`allowedApps: {packages: [${name}]}`)))
      return (await open.rows('accounts'))[0]?.allowedApps
    }
    expect(await allowed('basic')).toEqual(['slack'])
    expect(await allowed('pro')).toEqual(['hubspot', 'slack'])
    expect(await allowed('enterprise')).toBe('all')
  })

  test('T7: a package that shrinks narrows every account that builds on it, and the plan names the line', async () => {
    const { plan } = await world(PLAIN({ allowedApps: ['hubspot', 'slack'] }))
    const shrunk = PACKAGES.replace('includes: [basic]\n', '')
    const planned = await plan(estate(APPS, shrunk, ACCOUNT('allowedApps: {packages: [pro]}')))
    expect(change(planned, 'account/plain').after).toEqual({ allowedApps: ['hubspot'] })
    expect(planned.causes.map(({ file }) => file)).toContain('estate.yaml')
  })

  test('T8: an open menu with nothing in it, and apps behind a closed menu, are warned about', async () => {
    const said = (menu: boolean, apps: string) =>
      complaints(estate(APPS, ACCOUNT(`showIntegrations: ${menu}\nallowedApps: {apps: [${apps}]}`)))
    expect(await said(true, '')).toEqual(['menu/nothing-allowed'])
    expect(await said(false, 'slack')).toEqual(['menu/hidden'])
    expect(await said(true, 'slack')).toEqual([])
    expect(await said(false, '')).toEqual([])
  })
})
