import { expect, test } from 'vitest'
import { inBrowser, rowsOf, signedIn, violations } from './browser.js'

const ACME = '/admin/accounts/acc_acme'

inBrowser('settings of the three levels on the admin page', () => {
  test('L11: for each integration one sees at a glance in which projects it is on', async () => {
    const { page, open } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations`)
    const rows = await rowsOf(page, /integrations$/)
    const at = (name: string) => rows.find(([app]) => app === name)?.map((cell) => cell.replace(/[●○]\s/, ''))
    expect(at('Slack')).toEqual(['Slack', 'On', 'apollo, zeus and later ones', 'apollo, zeus', '5'])
    expect(at('hubspot')).toEqual(['hubspot', 'On', 'apollo', 'apollo', '2'])
    expect(at('zoom')).toEqual(['zoom', 'Off', '–', '–', '0'])
    expect(await violations(page)).toEqual([])
  })

  test('L2, L10: switching on selects all projects and later ones, and says when it cannot work yet', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations/zoom`)
    expect(await violations(page)).toEqual([])
    expect(await page.getByRole('checkbox', { name: 'apollo' }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('zoom is not configured on the platform').waitFor()
    expect(await to.admin.setting('accounts/acc_acme', 'zoom')).toMatchObject({
      enabled: true,
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: true,
    })
  })

  test('L3, L13: a project is left out; what stands in the others stays', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations/slack`)
    const account = page.getByRole('region', { name: 'In the account' })
    await account.getByLabel('zeus').uncheck()
    await account.getByRole('button', { name: 'Save the selection' }).click()
    await page.getByText('It is on in the account, for the projects chosen.').waitFor()
    expect((await to.admin.setting('accounts/acc_acme', 'slack')).projects).toEqual(['prj_apollo'])
    expect((await to.admin.row('connections', 'con_cy')).status).toBe('ended')
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('active')
    expect(await page.getByRole('region', { name: 'zeus' }).textContent()).toContain(
      'The account leaves this project out.',
    )
  })

  test('L5: switching off in the account says what it ends, and wants a tick', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations/slack`)
    const account = page.getByRole('region', { name: 'In the account' })
    await account.locator('summary').click()
    expect(await account.textContent()).toContain('closes it in 2 projects and ends 5 live connections')
    expect(await violations(page)).toEqual([])
    await account.getByLabel('I want that').check()
    await account.getByRole('button', { name: 'Switch off in the account' }).click()
    await page.getByText('It is off in the whole account.').waitFor()
    expect(await to.admin.list('connections', 'account=acc_acme&app=slack')).toEqual([])
  })

  test('L6, L8: a project administrator chooses groups and types, and switches off', async () => {
    const { page, open, sandbox: to } = await signedIn('pia@acme.example')
    await open(`${ACME}/integrations/slack`)
    expect(await page.getByRole('region', { name: 'In the account' }).count()).toBe(0)
    const apollo = page.getByRole('region', { name: 'apollo' })
    await apollo.getByLabel('internal').check()
    await apollo.getByLabel('engineering', { exact: true }).uncheck()
    await apollo.getByRole('button', { name: 'Save in apollo' }).click()
    await page.getByText('It is on in apollo.').waitFor()
    const setting = () => to.admin.setting<object>('projects/prj_apollo', 'slack')
    expect(await setting()).toMatchObject({ enabled: true, groups: [], groupTypes: ['internal', 'partner'] })
    await apollo.locator('summary').click()
    await apollo.getByLabel('I want that').check()
    await apollo.getByRole('button', { name: 'Switch off in apollo' }).click()
    await page.getByText('It is off in apollo.').waitFor()
    expect(await setting()).toMatchObject({ enabled: false })
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('ended')
    expect(await violations(page)).toEqual([])
  })

  test('L9: a group has its own word, which beats its project’s', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations/slack`)
    await page.getByLabel('Own word of engineering').selectOption('off')
    await page.getByRole('button', { name: 'Save for engineering' }).click()
    await page.getByText('The word of engineering is saved.').waitFor()
    expect((await to.admin.setting<{ setting: string }>('groups/grp_eng', 'slack')).setting).toBe('off')
    const [row] = await rowsOf(page, 'Groups of apollo')
    expect(row?.[2]).toContain('Off')
  })

  test('L14: below a closed level there is nothing to open, and a form that comes too late is refused with what to do', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await to.admin.set('projects/prj_zeus', 'slack', { enabled: false })
    await open(`${ACME}/integrations/trello`)
    expect(await page.getByRole('region', { name: 'apollo' }).textContent()).toContain(
      'It must be switched on in the account first.',
    )
    await open(`${ACME}/integrations/slack`)
    await to.admin.set('accounts/acc_acme', 'slack', { enabled: false })
    await page.getByRole('button', { name: 'Switch on in zeus' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Open the level above first.')
    expect(await violations(page)).toEqual([])
  })

  test('what somebody else changed meanwhile is not overwritten: the page shows it and asks again', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/integrations/slack`)
    await to.admin.set('accounts/acc_acme', 'slack', { projects: ['prj_zeus'] })
    await page.getByRole('button', { name: 'Save the selection' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Somebody changed this meanwhile.')
    expect(await page.getByRole('region', { name: 'In the account' }).getByLabel('apollo').isChecked()).toBe(false)
  })

  test('T8: the allow-list is edited while the menu is on only, where the interface takes both', async () => {
    const { page, open, sandbox: to } = await signedIn('ops@acme-cloud.example')
    await open(`${ACME}/apps`)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Hide the menu' }).click()
    await page.getByText('The list can be edited once the menu is shown.').waitFor()
    expect(await page.getByLabel('Select all, and apps added later').count()).toBe(0)
    expect(await to.admin.row('accounts', 'acc_acme')).toMatchObject({ showIntegrations: false })
    expect(await to.admin.ids('connections', 'account=acc_acme&app=slack')).toHaveLength(5)
    await page.getByRole('button', { name: 'Show the menu' }).click()
    await page.getByLabel('Slack').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The list is saved.').waitFor()
    expect((await to.admin.row('accounts', 'acc_acme')).allowedApps).not.toContain('slack')
  })

  test('T2: "select all" also covers apps that are added later', async () => {
    const { page, open, sandbox: to } = await signedIn('ops@acme-cloud.example')
    await open(`${ACME}/apps`)
    await page.getByLabel('Select all, and apps added later').check()
    expect(await page.getByLabel('Slack').isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The list is saved.').waitFor()
    expect((await to.admin.row('accounts', 'acc_acme')).allowedApps).toBe('all')
  })

  test('L12: owners choose projects but not apps, project administrators neither people nor accounts, members nothing', async () => {
    const statusOf = async (who: string, path: string) => {
      const { page, open } = await signedIn(who)
      await open('/')
      return (await page.request.get(new URL(path, page.url()).href)).status()
    }
    expect(await statusOf('olga@acme.example', `${ACME}/apps`)).toBe(403)
    expect(await statusOf('olga@acme.example', '/admin/accounts')).toBe(403)
    expect(await statusOf('pia@acme.example', `${ACME}/people`)).toBe(403)
    expect(await statusOf('ana@acme.example', `${ACME}/integrations`)).toBe(403)
    expect(await statusOf('ben@beta.example', `${ACME}/people`)).toBe(404)
  })
})
