import { expect, test } from 'vitest'
import { eventually, inBrowser, rowsOf, signedIn, violations } from './browser.js'

const ACME = '/admin/accounts/acc_acme'
const CAPTION = /^\d+ (person|people)$/

inBrowser('what an administrator sees of people', () => {
  test('U2: the statuses of all users stand beside every integration', async () => {
    const { page, open } = await signedIn('max@acme.example')
    await open(`${ACME}/people`)
    const rows = await rowsOf(page, CAPTION)
    expect(rows).toHaveLength(7)
    const bo = rows.find(([who]) => who?.startsWith('bo@'))?.map((cell) => cell.replace(/^\S\s/, ''))
    expect(bo?.slice(1)).toEqual(['Connected', 'Not connected', 'Sign in again', ...Array(3).fill('Not connected')])
    expect(await violations(page)).toEqual([])
  })

  test('U2: users are searched, and filtered by integration and by status, together and without a button', async () => {
    const { page, open } = await signedIn('max@acme.example')
    await open(`${ACME}/people`)
    const names = async () => (await rowsOf(page, CAPTION)).map(([who]) => who?.split('@')[0])
    await page.getByLabel('Integration').selectOption('slack')
    await eventually(() => page.getByRole('columnheader').count()).toBe(2)
    await page.getByLabel('Status').selectOption('connected')
    await eventually(names).toEqual(['ana', 'cy', 'kim'])
    await page.getByLabel('Search users').fill('partner')
    await eventually(names).toEqual(['kim'])
    expect(new URL(page.url()).search).toBe('?user=partner&app=slack&status=connected')
    await page.getByLabel('Status').selectOption('blocked')
    await eventually(() => page.locator('main').textContent()).toContain('Nobody fits.')
    expect(await violations(page)).toEqual([])
  })

  test('U2: an admin asks somebody to connect an app; they get a mail whose link leads to it', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await to.admin.remove('connections', 'con_ana')
    await open(`${ACME}/people/usr_ana`)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Ask to connect Slack for ana@acme.example' }).click()
    await page.getByText('ana@acme.example got a mail that asks for consent.').waitFor()
    const [asked] = await to.admin.list('connections', 'app=slack&status=requested')
    expect(asked).toMatchObject({ owner: 'usr_ana', createdBy: 'usr_max' })
    const [event] = await to.admin.list('audit-events', `resource=${asked?.id}`)
    expect(event).toMatchObject({ via: 'admin-page', principal: { id: 'usr_max' } })
    expect(await to.mails('ana@acme.example')).toHaveLength(1)
    const ana = await signedIn('ana@acme.example', undefined, { sandbox: to })
    await ana.open('/portal/integrations')
    expect(await ana.page.locator('li.card', { hasText: 'Slack' }).textContent()).toContain(
      'Your administrator asks you to connect.',
    )
    expect(await violations(ana.page)).toEqual([])
    await ana.page.getByRole('button', { name: 'Connect Slack' }).click()
    await ana.page.getByRole('button', { name: 'Allow' }).click()
    await ana.page.waitForURL('**/portal/integrations')
    expect((await to.admin.row('connections', String(asked?.id))).status).toBe('active')
  })

  test('U2: an admin enters somebody’s API key, and removes somebody’s connection', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/people/usr_ana`)
    await page.getByRole('link', { name: 'Enter an API key webhooks for ana@acme.example' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('API key').fill('k-1')
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText('webhooks is connected.').waitFor()
    expect(await to.admin.list('connections', 'app=webhooks')).toMatchObject([
      { owner: 'usr_ana', createdBy: 'usr_max' },
    ])
    await page.getByRole('button', { name: 'Remove Personal (slack)' }).click()
    await page.getByText('slack is disconnected, here and at the third party.').waitFor()
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('ended')
  })

  test('U6: an admin sees which connections need their owner again, and asks for that', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/connections?status=needs-reauth`)
    expect((await rowsOf(page, /connection$/)).map((row) => row[1])).toEqual(['bo@acme.example'])
    await open(`${ACME}/connections?text=kim`)
    await page.getByRole('button', { name: 'Ask to sign in again Personal (slack)' }).click()
    await page.getByText('Its owner got a mail that asks to sign in again.').waitFor()
    expect((await to.admin.row('connections', 'con_kim')).status).toBe('needs-reauth')
    expect(await to.mails('kim@partner.example')).toHaveLength(1)
    expect(await violations(page)).toEqual([])
  })

  test('C2, C5: all connections of the account are listed, those of nobody too, with the workflows that use them', async () => {
    const { page, open } = await signedIn('olga@acme.example')
    await open(`${ACME}/connections?app=hubspot`)
    const rows = await rowsOf(page, '2 connections')
    expect(rows.map(([what, owner, , , used]) => [what?.split(' ')[0], owner, used])).toEqual([
      ['Personal', 'ana@acme.example', '–'],
      ['finance-sheets', 'bo@acme.example', 'monthly-report'],
    ])
    await page.getByRole('button', { name: 'Remove finance-sheets (hubspot)' }).click()
    expect(await page.locator('main').textContent()).toContain('monthly-report')
  })

  test('the person gate: an admin blocks an app for somebody; their connection stays, a new one is refused', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await to.admin.remove('connections', 'con_cy')
    await open(`${ACME}/people/usr_cy`)
    await page.getByRole('button', { name: 'Block Slack for cy@acme.example' }).click()
    await page.getByText('slack is blocked.').waitFor()
    expect(await to.admin.list('user-integrations', 'user=usr_cy')).toMatchObject([{ app: 'slack', blocked: true }])
    const start = { account: 'acc_acme', app: 'slack', dryRun: true, asUser: 'usr_cy' }
    await expect(to.admin.post('connections/start', start)).rejects.toMatchObject({ problem: { status: 403 } })
    await page.getByRole('button', { name: 'Unblock Slack for cy@acme.example' }).click()
    await page.getByText('slack is not blocked any more.').waitFor()
  })

  test('somebody with live connections cannot be removed, and the page says what to do first', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/people/usr_cy`)
    await page.getByRole('button', { name: 'Remove from the account cy@acme.example' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Remove the connections first.')
    await page.getByRole('button', { name: 'Remove Personal (slack)' }).click()
    await page.getByRole('button', { name: 'Remove from the account cy@acme.example' }).click()
    await page.getByText('cy@acme.example is removed from the account.').waitFor()
    expect(await to.admin.ids('users', 'account=acc_acme')).not.toContain('usr_cy')
  })

  test('U5: the dialog invites several addresses at once and says of each what became of it', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/people`)
    await page.getByRole('link', { name: 'Invite people' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('E-mail addresses').fill('dora@acme.example, new@acme.example, emil')
    await page.getByLabel('Department').fill('HR Department')
    await page.getByLabel('Designation').fill('Senior HR Executive')
    await page.getByLabel('Manager').fill('max@acme.example')
    await page.getByRole('button', { name: 'Send invitations' }).click()
    const rows = await rowsOf(page, 'What became of each address')
    expect(rows.map(([email, result]) => [email, result?.replace(/^\S\s/, '')])).toEqual([
      ['dora@acme.example', 'Invited'],
      ['new@acme.example', 'Not invited new@acme.example has a pending invitation already.'],
      ['emil', 'Not invited Email must be an e-mail address.'],
    ])
    expect(await page.getByLabel('E-mail addresses').inputValue()).toBe('new@acme.example, emil')
    expect(await page.getByLabel('Department').inputValue()).toBe('HR Department')
    expect(await violations(page)).toEqual([])
    expect(await to.mails()).toHaveLength(1)
  })

  test('U5: what became of invitations is listed: pending, expired, bounced, accepted', async () => {
    const { page, open, sandbox: to } = await signedIn('max@acme.example')
    await open(`${ACME}/invitations`)
    const statuses = async () =>
      (await rowsOf(page, /invitations?$/)).map(([email, status]) => `${email} ${status?.slice(2)}`)
    expect(await statuses()).toEqual(['lost@acme.example Bounced', 'new@acme.example Pending'])
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Withdraw new@acme.example' }).click()
    await page.getByText('The invitation is withdrawn.').waitFor()
    expect(await to.admin.ids('invitations')).toEqual(['inv_lost'])
  })

  test('U5: the invited person accepts by the link of the mail and is in their portal', async () => {
    const { page, sandbox: to } = await signedIn('max@acme.example')
    const invitation = {
      account: 'acc_acme',
      email: 'dora@acme.example',
      department: 'HR',
      designation: 'Clerk',
      manager: 'max@acme.example',
    }
    await to.admin.create('invitations', invitation)
    const [mail] = await to.mails('dora@acme.example')
    const [link] =
      /http:\/\/\S+accept\?code=[\w-]+/.exec(String(mail).replace(/=\r\n/g, '').replaceAll('=3D', '=')) ?? []
    await page.context().clearCookies()
    await page.goto(String(link))
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Accept and join' }).click()
    await page.waitForURL('**/portal')
    expect(await page.locator('main').textContent()).toContain('dora@acme.example')
    expect((await to.admin.list('users', 'account=acc_acme')).map(({ email }) => email)).toContain('dora@acme.example')
    await page.goto(String(link))
    expect(await page.locator('main').textContent()).toContain('This invitation is not open any more')
  })
})
