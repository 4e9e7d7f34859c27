import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const hmac = (salt: string, value: string) => createHmac('sha256', salt).update(value).digest('hex')

const mailer = {
  name: 'google',
  displayName: 'Google',
  description: 'Mail and sign-in',
  provider: 'Google LLC',
  category: 'mail',
  auth: 'oauth2',
  uses: ['smtp', 'imap', 'social-login'],
  settings: { clientId: 'abc', host: 'smtp.google.example', port: 465, tls: true },
  scopes: ['mail.send', 'mail.read'],
}

describe('R1: the registry of integrations', () => {
  test('R1: a row has name, description, provider, connection details and uses', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('apps', mailer)
    expect(await admin.row('apps', id)).toMatchObject({
      ...mailer,
      uses: ['imap', 'smtp', 'social-login'],
      scopes: ['mail.read', 'mail.send'],
      configured: true,
      status: 'active',
      version: '1.0.0',
    })
  })

  test('R1: connection details change key by key', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('apps', mailer)
    const { settings } = await admin.change('apps', id, { settings: { port: 587, tls: null, region: 'eu' } })
    expect(settings).toEqual({ clientId: 'abc', host: 'smtp.google.example', port: 587, region: 'eu' })
  })

  test('R4, R5: the interface lists by id and finds by exact name or status; sorting and parts of words are for pages', async () => {
    const { admin } = await sandbox()
    const ids = await admin.ids('apps')
    expect(ids).toEqual([...ids].sort())
    expect(await admin.ids('apps', 'name=slack')).toEqual(['app_slack'])
    expect(await admin.ids('apps', 'name=sla')).toEqual([])
    expect(await admin.ids('apps', 'status=inactive')).toEqual(['app_trello'])
    expect((await admin.send('GET', 'apps?sort=name', { lax: true })).status).toBe(422)
  })
})

describe('R3: secrets of an app', () => {
  test('R3: they are written and never shown; a salted fingerprint tells whether a value is the stored one', async () => {
    const { admin } = await sandbox()
    const row = await admin.create('apps', { ...mailer, secrets: { clientSecret: 's3cret', signingKey: 'k' } })
    expect(JSON.stringify(row)).not.toContain('s3cret')
    const { clientSecret, signingKey } = row.secrets
    expect(clientSecret?.salt).toMatch(/^[0-9a-f]{32}$/)
    expect(clientSecret?.fingerprint).toBe(hmac(String(clientSecret?.salt), 's3cret'))
    expect(signingKey?.salt).not.toBe(clientSecret?.salt)
    expect(JSON.stringify(await admin.list('audit-events', `resource=${row.id}`))).not.toContain('s3cret')
  })

  test('R3: the same value again changes nothing, another takes a new salt, null removes one', async () => {
    const { admin } = await sandbox()
    const { id, etag, secrets } = await admin.create('apps', { ...mailer, secrets: { a: '1', b: '2' } })
    expect((await admin.change('apps', id, { secrets: { a: '1' } })).etag).toBe(etag)
    const changed = await admin.change('apps', id, { secrets: { a: 'one', b: null } })
    expect(Object.keys(changed.secrets)).toEqual(['a'])
    expect(changed.secrets.a?.salt).not.toBe(secrets.a?.salt)
    expect(changed.secrets.a?.fingerprint).toBe(hmac(String(changed.secrets.a?.salt), 'one'))
  })
})

describe('R3: uninstalling', () => {
  test('R3: without the name it is refused, and the refusal names what would be lost', async () => {
    const { admin } = await sandbox()
    const answer = await admin.send<{ lost: object; detail: string }>('DELETE', 'apps/app_hubspot?confirm=hub', {
      headers: { 'if-match': `"${(await admin.row('apps', 'app_hubspot')).etag}"` },
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ lost: { connections: 2, accounts: 1, workflows: 1 } })
    expect(answer.body.detail).toContain('2 live connections in 1 account, and 1 workflow that uses them')
    expect(await admin.ids('connections', 'app=hubspot')).toHaveLength(2)
  })

  test('R3: an account where it is on without connections counts as well', async () => {
    const { admin } = await sandbox()
    await expect(admin.remove('apps', 'app_webhooks', 'confirm=x')).rejects.toMatchObject(
      refusal('invalid', { lost: { connections: 0, accounts: 1, workflows: 0 } }),
    )
  })
})

test('L10: enabling what is not configured is accepted, and its problem is named until it is configured', async () => {
  const { admin } = await sandbox()
  const row = await admin.set('accounts/acc_acme', 'zoom', { enabled: true })
  expect(row).toMatchObject({ enabled: true, problem: 'zoom is not configured on the platform' })
  const start = { account: 'acc_acme', app: 'zoom', dryRun: true, asUser: 'usr_ana' }
  await expect(admin.post('connections/start', start)).rejects.toMatchObject(refusal('app-not-available'))
  await admin.change('apps', 'app_zoom', { settings: { clientId: 'z' } })
  expect((await admin.setting('accounts/acc_acme', 'zoom')).problem).toBeNull()
})

describe('C1: integrations are created by admins and enabled for each team', () => {
  test('C1: only operators install one; owners enable it, each for their own account', async () => {
    const { admin, as } = await sandbox()
    const [olga, ben, ana] = await Promise.all(
      ['olga@acme.example', 'ben@beta.example', 'ana@acme.example'].map((who) => as(who)),
    )
    await expect(olga?.create('apps', mailer)).rejects.toMatchObject(refusal('forbidden'))
    await admin.create('apps', mailer)
    expect(await ben?.set('accounts/acc_beta', 'google', { enabled: true })).toMatchObject({ enabled: true })
    expect(await admin.ids('account-integrations', 'app=google')).toEqual(['acc_beta.google'])
    await expect(ana?.set('accounts/acc_acme', 'google', { enabled: true })).rejects.toMatchObject(refusal('forbidden'))
    await expect(olga?.set('accounts/acc_beta', 'google', { enabled: false })).rejects.toMatchObject({
      problem: { status: 404 },
    })
  })
})
