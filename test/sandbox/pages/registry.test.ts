import { expect, test } from 'vitest'
import { eventually, inBrowser, rowsOf, signedIn, violations } from './browser.js'

const PAGE = '/admin/registry'
const CAPTION = /^\d+ integrations? of \d+$/
const OPS = 'ops@acme-cloud.example'

const seed = {
  formatVersion: 1,
  tenant: 'acme-cloud',
  apps: [
    {
      name: 'google',
      displayName: 'Google',
      description: 'Mail by OAuth',
      provider: 'Google LLC',
      category: 'mail',
      auth: 'oauth2',
      uses: ['smtp', 'imap'],
      settings: { clientId: 'g' },
      version: '1.10.0',
    },
    {
      name: 'microsoft',
      displayName: 'Microsoft',
      description: 'Sign-in',
      provider: 'Microsoft',
      category: 'identity',
      auth: 'oauth2',
      uses: ['social-login'],
      status: 'inactive',
      settings: { clientId: 'm' },
      version: '1.9.0',
    },
    {
      name: 'goodmail',
      displayName: 'goodmail',
      description: 'Sends letters',
      provider: 'ACME',
      category: 'mail',
      auth: 'api-key',
      version: '2.0.0',
    },
    {
      name: 'zulip',
      displayName: 'Zulip',
      description: 'Chat',
      provider: 'Kandra',
      category: 'communication',
      auth: 'oauth2',
      status: 'upgrade-pending',
      version: '1.0.0',
      availableVersion: '1.1.0',
    },
  ],
  accounts: [
    { id: 'acc_a', name: 'a', allowedApps: 'all', users: [{ id: 'usr_o', email: 'o@a.example', role: 'owner' }] },
  ],
  operators: [{ id: 'usr_ops', email: OPS }],
}

const opened = async (query = '') => {
  const there = await signedIn(OPS, seed)
  await there.open(PAGE + query)
  const names = async () => (await rowsOf(there.page, CAPTION)).map(([name]) => name)
  return { ...there, names }
}

inBrowser('the registry as a table', () => {
  test('R4: it is sorted by name unless asked otherwise, by any column in both directions, and does not remember', async () => {
    const { page, open, names } = await opened()
    expect(await names()).toEqual(['goodmail', 'Google', 'Microsoft', 'Zulip'])
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending')
    await page.getByRole('link', { name: 'Name' }).click()
    expect(await names()).toEqual(['Zulip', 'Microsoft', 'Google', 'goodmail'])
    await page.getByRole('link', { name: 'Version' }).click()
    expect(await names()).toEqual(['Zulip', 'Microsoft', 'Google', 'goodmail'])
    await page.getByRole('link', { name: 'Version' }).click()
    expect(await page.getByRole('columnheader', { name: 'Version' }).getAttribute('aria-sort')).toBe('descending')
    expect(await names()).toEqual(['goodmail', 'Google', 'Microsoft', 'Zulip'])
    for (const head of ['Description', 'Provider', 'Category', 'Uses', 'Status']) {
      await page.getByRole('link', { name: head, exact: true }).click()
      const sorted = await names()
      await page.getByRole('link', { name: head, exact: true }).click()
      expect(await names()).not.toEqual(sorted)
    }
    await open(PAGE)
    expect(await names()).toEqual(['goodmail', 'Google', 'Microsoft', 'Zulip'])
    expect(await violations(page)).toEqual([])
  })

  test('R5: "goo" finds Google; name, status and description filter together, while one types', async () => {
    const { page, names } = await opened()
    await page.getByLabel('Name').fill('goo')
    await eventually(names).toEqual(['goodmail', 'Google'])
    await page.getByLabel('Description').fill('LETTERS')
    await eventually(names).toEqual(['goodmail'])
    await page.getByLabel('Status').selectOption('inactive')
    await eventually(() => page.locator('#results').textContent()).toContain('No integration fits.')
    await page.getByLabel('Description').fill('')
    await page.getByLabel('Name').fill('')
    await eventually(names).toEqual(['Microsoft'])
  })

  test('R5: filters and sorting work without scripts, and keep each other', async () => {
    const there = await signedIn(OPS, seed, { scripts: false })
    await there.open(`${PAGE}?sort=version&order=descending`)
    await there.page.getByLabel('Name').fill('goo')
    await there.page.getByRole('button', { name: 'Filter' }).click()
    expect((await rowsOf(there.page, CAPTION)).map(([name]) => name)).toEqual(['goodmail', 'Google'])
    expect(new URL(there.page.url()).searchParams.get('sort')).toBe('version')
  })

  test('R1, R2: a row tells name, description, provider, category, uses, status and version', async () => {
    const { page } = await opened()
    const rows = await rowsOf(page, CAPTION)
    const plain = rows.map((row) => row.slice(0, 7).map((cell) => cell.replace(/[●○◐▲]\s/g, '').replace(/\s+/g, ' ')))
    expect(plain[1]).toEqual(['Google', 'Mail by OAuth', 'Google LLC', 'Mail', 'imap, smtp', 'Active', '1.10.0'])
    expect(plain[3]?.[5]).toBe('Upgrade pending to 1.1.0 Not configured')
  })

  test('R3, R6: it is activated and deactivated from the table', async () => {
    const { page, sandbox: to } = await opened()
    await page.getByRole('button', { name: 'Activate Microsoft' }).click()
    await page.getByText('Microsoft is active.').waitFor()
    const status = async () => (await to.admin.list('apps', 'name=microsoft'))[0]?.status
    expect(await status()).toBe('active')
    await page.getByRole('button', { name: 'Deactivate Microsoft' }).click()
    await page.getByText('Microsoft is inactive.').waitFor()
    expect(await status()).toBe('inactive')
  })

  test('R3: it is configured, with secrets that are written and never shown', async () => {
    const { page, open, sandbox: to } = await opened()
    await open(`${PAGE}/zulip`)
    expect(await page.locator('main').textContent()).toContain('It is not configured')
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Connection details').fill('clientId=z\nregion=eu')
    await page.getByLabel('Secrets to write').fill('clientSecret=s3cret')
    await page.getByLabel('Uses').fill('notifications, chat')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Zulip is saved.').waitFor()
    expect(await page.locator('main').textContent()).toContain('Secrets kept: clientSecret.')
    expect(await page.content()).not.toContain('s3cret')
    const [app] = await to.admin.list('apps', 'name=zulip')
    expect(app).toMatchObject({
      configured: true,
      uses: ['chat', 'notifications'],
      settings: { clientId: 'z', region: 'eu' },
    })
    await page.getByRole('button', { name: 'Upgrade to 1.1.0' }).click()
    await page.getByText('Zulip is at version 1.1.0.').waitFor()
  })

  test('R3: it is installed; a mistake is told beside the fields, which keep what was typed', async () => {
    const { page, sandbox: to } = await opened()
    await page.getByRole('link', { name: 'Install an app' }).click()
    await page.getByLabel('Short name').fill('google')
    await page.getByLabel('Name', { exact: true }).fill('Google again')
    await page.getByRole('button', { name: 'Install' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('The app google is installed already.')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Google again')
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Short name').fill('google-two')
    await page.getByLabel('Connection details').fill('nonsense')
    await page.getByRole('button', { name: 'Install' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('a line like name=value')
    await page.getByLabel('Connection details').fill('clientId=x')
    await page.getByRole('button', { name: 'Install' }).click()
    await page.getByText('google-two is installed.').waitFor()
    expect(await to.admin.list('apps', 'name=google-two')).toMatchObject([
      { displayName: 'Google again', configured: true },
    ])
  })

  test('R2, R3: what is listed and not installed is installed by a word', async () => {
    const { page, open, sandbox: to } = await signedIn(OPS)
    await open(PAGE)
    await page.getByRole('button', { name: 'Install miro' }).click()
    await page.getByText('miro is installed.').waitFor()
    expect(await to.admin.row('apps', 'app_miro')).toMatchObject({ status: 'active', configured: true })
  })

  test('R3: uninstalling names what is lost and wants a tick', async () => {
    const { page, open, sandbox: to } = await signedIn(OPS)
    await open(`${PAGE}/hubspot`)
    await page.getByRole('link', { name: 'Uninstall hubspot…' }).click()
    const words = '2 live connections in 1 account, and 1 workflow that uses them'
    expect(await page.locator('main').textContent()).toContain(words)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Yes, delete this integration' }).click()
    expect(await to.admin.ids('apps')).toContain('app_hubspot')
    await page.getByLabel('Yes, I want to lose all that').check()
    await page.getByRole('button', { name: 'Yes, delete this integration' }).click()
    await page.getByText('hubspot is uninstalled.').waitFor()
    expect(await to.admin.ids('apps')).not.toContain('app_hubspot')
  })

  test('L12: whoever is no operator looks at the registry and changes nothing', async () => {
    const { page, open } = await signedIn('o@a.example', seed)
    await open(PAGE)
    expect(await page.getByRole('button', { name: 'Deactivate' }).count()).toBe(0)
    await open(`${PAGE}/google`)
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })
})
