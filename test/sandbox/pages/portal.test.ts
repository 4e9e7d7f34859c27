import { expect, test } from 'vitest'
import { sandbox } from '../../support/sandbox.js'
import { acmeCloud } from '../../support/seed.js'
import { inBrowser, rowsOf, signedIn, violations } from './browser.js'

const PAGE = '/portal/integrations'
const T5 = 'This integration is not available for your account. Please contact your administrator.'

inBrowser('what a customer sees in the portal', () => {
  test('T1: while the account shows no integrations there is no menu for them, and no page', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Integrations' })
    await open('/portal')
    expect(await link.count()).toBe(1)
    await to.admin.change('accounts', 'acc_acme', { showIntegrations: false })
    await open('/portal')
    expect(await link.count()).toBe(0)
    await open(PAGE)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Not here')
    expect(await violations(page)).toEqual([])
  })

  test('T3, T4: the allowed apps stand in their categories, and of the others there is not a word', async () => {
    const { page, open } = await signedIn('ana@acme.example')
    await open(PAGE)
    const headings = await page.locator('main').getByRole('heading', { level: 2 }).allInnerTexts()
    expect(headings).toEqual(['Communication', 'CRM', 'Automation', 'Other', 'Shared with you'])
    expect(await page.locator('main').getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Slack',
      'hubspot',
      'webhooks',
      'notion',
    ])
    const text = await page.locator('main').textContent()
    for (const other of [/zoom/i, /trello/i, /miro/i, /upgrade/i, /plan/i]) expect(text).not.toMatch(other)
    expect((await page.goto(`${page.url()}/miro`))?.status()).toBe(404)
  })

  test('T8: a menu with nothing allowed is an empty state, without upsell', async () => {
    const { page, open, sandbox: to } = await signedIn('kim@partner.example')
    await to.admin.change('accounts', 'acc_acme', { allowedApps: [] })
    await to.admin.remove('connections', 'con_kim')
    await open(PAGE)
    expect(await page.locator('main').textContent()).toContain('There are no integrations here yet.')
    expect(await page.locator('main').textContent()).not.toMatch(/upgrade|buy|plan/i)
    expect(await violations(page)).toEqual([])
  })

  test('T9: customers see what was written only when it has become visible', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await to.control('settings', { lagSeconds: 60 })
    await to.admin.change('accounts', 'acc_acme', { allowedApps: ['slack'] })
    await open(PAGE)
    expect(await page.getByRole('heading', { name: 'hubspot' }).count()).toBe(1)
    await to.control('settings', { lagSeconds: 0 })
    await open(PAGE)
    expect(await page.getByRole('heading', { name: 'hubspot' }).count()).toBe(0)
  })

  test('U1: people see their own connections and nobody else’s', async () => {
    const { page, open } = await signedIn('ana@acme.example')
    await open(PAGE)
    const text = await page.locator('main').textContent()
    expect(text).toContain('as ana@slack.example')
    for (const other of ['bo@acme.example', 'kim@partner.example', 'integrations@acme.example'])
      expect(text).not.toContain(other)
    expect(
      (await page.request.get(new URL('/portal/integrations/connections/con_kim', page.url()).href)).status(),
    ).toBe(403)
  })

  test('U3: a toggle leads to the third party and is on when the flow has ended there; off disconnects', async () => {
    const seed = acmeCloud()
    const { page, open, sandbox: to } = await signedIn('ana@acme.example', seed)
    await to.admin.remove('connections', 'con_ana')
    await open(PAGE)
    const toggle = page.getByRole('switch', { name: 'Slack connected' })
    expect(await toggle.getAttribute('aria-checked')).toBe('false')
    await toggle.click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`**${PAGE}`)
    expect(await page.getByRole('status').first().textContent()).toContain('connected')
    expect(await toggle.getAttribute('aria-checked')).toBe('true')
    const [made] = await to.admin.list('connections', 'app=slack&user=usr_ana')
    expect(made).toMatchObject({ owner: 'usr_ana', name: null, status: 'active' })
    await toggle.click()
    expect(await toggle.getAttribute('aria-checked')).toBe('false')
    expect((await to.admin.row('connections', String(made?.id))).status).toBe('ended')
    const trail = await to.admin.list('audit-events', `resource=${made?.id}`)
    expect(trail.map(({ via, action }) => `${via} ${action}`)).toEqual(['portal create', 'portal end'])
  })

  test('U3: by keyboard alone one finds the app, connects it and hears that it is done', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await to.admin.remove('connections', 'con_ana')
    await open(PAGE)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    for (let step = 0; step < 10; step++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(':focus').getAttribute('role')) === 'switch') break
    }
    expect(await page.locator(':focus').getAttribute('aria-checked')).toBe('false')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(':focus').getAttribute('value')) === 'allow') break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${PAGE}`)
    expect(await page.getByRole('switch', { name: 'Slack connected' }).getAttribute('aria-checked')).toBe('true')
  })

  test('U3: who denies at the third party is not connected, and is told', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await to.admin.remove('connections', 'con_ana')
    await open(PAGE)
    await page.getByRole('switch', { name: 'Slack connected' }).click()
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(`**${PAGE}`)
    expect(await page.getByRole('alert').textContent()).toContain('That did not work.')
    expect(await to.admin.list('connections', 'app=slack&user=usr_ana')).toEqual([])
  })

  test('T5, T6: an app that was taken away since the page was loaded is refused at the start, with the sentence', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await to.admin.remove('connections', 'con_ana')
    await open(PAGE)
    await to.admin.change('accounts', 'acc_acme', { allowedApps: ['hubspot'] })
    const answer = page.waitForResponse('**/portal/connect')
    await page.getByRole('switch', { name: 'Slack connected' }).click()
    expect((await answer).status()).toBe(403)
    expect(await page.getByRole('alert').textContent()).toContain(T5)
    expect(await violations(page)).toEqual([])
  })

  test('T5, T6: one that was taken away while the person was at the third party is refused when they come back', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await to.admin.remove('connections', 'con_ana')
    await open(PAGE)
    await page.getByRole('switch', { name: 'Slack connected' }).click()
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    await to.admin.change('accounts', 'acc_acme', { allowedApps: ['hubspot'] })
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`**${PAGE}`)
    expect(await page.getByRole('alert').textContent()).toContain(T5)
    expect(await to.admin.list('connections', 'app=slack&user=usr_ana')).toEqual([])
  })

  test('T6, C3: an API key is entered on the page of its app, and changed by whoever created the connection', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await open(PAGE)
    await page.getByRole('link', { name: 'Enter an API key for webhooks' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('API key').fill('k-123')
    await page.getByRole('button', { name: 'Connect webhooks' }).click()
    await page.getByRole('switch', { name: 'webhooks connected' }).waitFor()
    expect(await to.admin.list('connections', 'app=webhooks')).toMatchObject([{ owner: 'usr_ana', status: 'active' }])
    expect(await page.content()).not.toContain('k-123')
    const [made] = await to.admin.list('connections', 'app=webhooks')
    await open(`${PAGE}/connections/${made?.id}`)
    await page.getByLabel('Name').fill('hook')
    await page.getByLabel('Another API key').fill('k-456')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The connection is saved.').waitFor()
    expect((await to.admin.row('connections', String(made?.id))).name).toBe('hook')
    expect(await page.content()).not.toContain('k-456')
  })

  test('U6: a connection that needs its owner again says so, and signs in again', async () => {
    const seed = acmeCloud()
    const ana = seed.accounts[0]?.connections[0] as { status?: string }
    ana.status = 'needs-reauth'
    const { page, open } = await signedIn('ana@acme.example', seed)
    await open(PAGE)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign in again Slack' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`**${PAGE}`)
    expect(await page.locator('li.card', { hasText: 'Slack' }).textContent()).toContain('Connected')
  })

  test('C3, C4: the creator of a connection says who may use it, and others find what they may use', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example')
    await open('/portal/integrations/connections/con_sheets')
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Name').fill('sheets')
    await page.getByLabel('cy@acme.example').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`**${PAGE}`)
    expect(await to.admin.row('connections', 'con_sheets')).toMatchObject({
      name: 'sheets',
      usableBy: { users: ['usr_bo', 'usr_cy'], groups: ['grp_eng'] },
    })
    const cy = await signedIn('cy@acme.example', undefined, { sandbox: to })
    await cy.open(PAGE)
    expect((await rowsOf(cy.page, 'Connections that you may use')).map(([name]) => name)).toEqual(['bot', 'sheets'])
  })

  test('C5: disconnecting what a workflow uses asks first, and names the workflow', async () => {
    const { page, open, sandbox: to } = await signedIn('bo@acme.example')
    await open(PAGE)
    await page.getByRole('button', { name: 'Disconnect finance-sheets (hubspot)' }).click()
    expect(await page.locator('main').textContent()).toContain('monthly-report')
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Keep it' }).click()
    expect((await to.admin.row('connections', 'con_sheets')).status).toBe('active')
    await page.getByRole('button', { name: 'Disconnect finance-sheets (hubspot)' }).click()
    await page.getByRole('button', { name: 'Yes, remove it' }).click()
    expect(await page.getByRole('status').first().textContent()).toContain('disconnected')
    expect((await to.admin.row('connections', 'con_sheets')).status).toBe('ended')
  })

  test('what is written by hand, even as markup, is shown as text', async () => {
    const to = await sandbox()
    await to.admin.change('apps', 'app_slack', { displayName: '<img src=x onerror=alert(1)>', description: '"><b>x' })
    const { page, open } = await signedIn('ana@acme.example', undefined, { sandbox: to })
    await open(PAGE)
    expect(await page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).count()).toBe(1)
    expect(await page.locator('main img, main b').count()).toBe(0)
  })
})
