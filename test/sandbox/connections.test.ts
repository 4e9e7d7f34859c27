import { describe, expect, test } from 'vitest'
import type { Connection } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { connect } from '../support/consent.js'
import { sandbox } from '../support/sandbox.js'

const byKey = { account: 'acc_acme', app: 'webhooks', project: 'prj_apollo', apiKey: 'secret-key' }
const bySlack = { account: 'acc_acme', app: 'slack', project: 'prj_apollo' }

describe('connecting', () => {
  test('U4: one personal connection for a user, app and account; mended by disconnecting and connecting again', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    await expect(connect(ana, bySlack)).rejects.toMatchObject(refusal('conflict', { status: 409 }))
    await ana.remove('connections', 'con_ana')
    expect((await connect(ana, bySlack, { account: 'right@slack.example' })).externalAccount).toBe(
      'right@slack.example',
    )
  })

  test('C2: named ones may be many, each name once for an app', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    const first = await connect(ana, { ...bySlack, name: 'alerts' })
    const second = await connect(ana, { ...bySlack, name: 'news' })
    expect([first.name, second.name]).toEqual(['alerts', 'news'])
    await expect(connect(ana, { ...bySlack, name: 'news' })).rejects.toMatchObject(refusal('name-taken'))
  })

  test('an API key connects an api-key app at once and is shown nowhere', async () => {
    const { admin, as } = await sandbox()
    const made = await (await as('ana@acme.example')).post<Connection>('connections', byKey)
    expect(made).toMatchObject({ app: 'webhooks', status: 'active', owner: 'usr_ana', createdBy: 'usr_ana' })
    const everything = [
      made,
      await admin.list('connections'),
      await admin.list('audit-events'),
      await admin.get('changes'),
    ]
    expect(JSON.stringify(everything)).not.toContain('secret-key')
  })

  test('an API key for an oauth2 app is 422', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    await expect(ana.post('connections', { ...byKey, app: 'hubspot', name: 'crm' })).rejects.toMatchObject(
      refusal('invalid'),
    )
  })

  test('dryRun answers without connecting; asUser asks for somebody else and is for admins', async () => {
    const { admin, as } = await sandbox()
    const olga = await as('olga@acme.example')
    const before = await admin.get('')
    const asked = { ...byKey, apiKey: undefined, dryRun: true }
    expect(await olga.post('connections', { ...asked, asUser: 'usr_ana' })).toEqual({ allowed: true })
    await expect(olga.post('connections', { ...asked, asUser: 'usr_kim' })).rejects.toMatchObject(
      refusal('app-not-available'),
    )
    const ana = await as('ana@acme.example')
    expect(await ana.post('connections', asked)).toEqual({ allowed: true })
    await expect(ana.post('connections', { ...asked, asUser: 'usr_bo' })).rejects.toMatchObject(refusal('forbidden'))
    expect(await admin.get('')).toEqual(before)
  })

  test('a project of another account is 422', async () => {
    const { as } = await sandbox()
    const bea = await as('bea@beta.example')
    const body = { account: 'acc_beta', app: 'slack', project: 'prj_apollo' }
    await expect(bea.post('connections/start', body)).rejects.toMatchObject(refusal('invalid'))
  })
})

describe('connections that exist', () => {
  test('C3: only createdBy edits name and use; the owner and the admins get 403', async () => {
    const { admin, as } = await sandbox()
    for (const person of [admin, await as('olga@acme.example'), await as('bo@acme.example')]) {
      const { etag } = await admin.row('connections', 'con_sheets')
      const edit = person.call('PATCH', 'connections/con_sheets', {
        body: { name: 'x' },
        headers: { 'if-match': `"${etag}"` },
      })
      await expect(edit).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
    }
    const ana = await as('ana@acme.example')
    expect((await ana.change('connections', 'con_sheets', { name: 'sheets' })).name).toBe('sheets')
  })

  test('C4: usableBy decides who may use one: everyone, or the users and groups it names', async () => {
    const { as } = await sandbox()
    const [ana, bo, kim] = [await as('ana@acme.example'), await as('bo@acme.example'), await as('kim@partner.example')]
    const use = (person: Platform) => person.post<Connection>('connections/con_sheets/use', {})
    expect((await use(bo)).lastUsedAt).not.toBeNull()
    expect((await use(ana)).lastUsedAt).not.toBeNull()
    await expect(use(kim)).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
    await ana.change('connections', 'con_sheets', { usableBy: { users: [], groups: [] } })
    await expect(use(bo)).rejects.toMatchObject(refusal('forbidden'))
  })

  test('C4: who is named must pass the gates, too', async () => {
    const { admin, as } = await sandbox()
    const bo = await as('bo@acme.example')
    await admin.set('users/usr_bo', 'hubspot', { blocked: true })
    await expect(bo.post('connections/con_sheets/use', {})).rejects.toMatchObject({ problem: { status: 403 } })
  })

  test.each([
    { users: ['usr_bea'], groups: [] },
    { users: [], groups: ['grp_none'] },
  ])('usableBy %j is 422', async (usableBy) => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    await expect(ana.change('connections', 'con_sheets', { usableBy })).rejects.toMatchObject(refusal('invalid'))
  })

  test('U1, U2: revoked by its owner, its creator or an admin; it stays readable as ended, with both legs told', async () => {
    const { admin, as } = await sandbox()
    const revoked = await (await as('bo@acme.example')).remove('connections', 'con_sheets')
    expect(revoked).toMatchObject({ status: 'ended', legs: { platform: 'revoked' }, effects: [] })
    expect((await admin.row('connections', 'con_sheets')).status).toBe('ended')
    await (await as('max@acme.example')).remove('connections', 'con_ana')
    await expect(admin.remove('connections', 'con_ana')).rejects.toMatchObject(refusal('not-found', { status: 404 }))
  })

  test('an ended one is not edited, used or authenticated again: 409', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    await expect(ana.change('connections', 'con_old', { name: 'x' })).rejects.toMatchObject(refusal('conflict'))
    await expect(ana.post('connections/con_old/reauth')).rejects.toMatchObject(refusal('conflict'))
    await expect(ana.post('connections/con_old/use', {})).rejects.toMatchObject(refusal('conflict'))
  })

  test('C5: workflows name the connections they use and are read-only', async () => {
    const { admin } = await sandbox()
    expect(await admin.row('workflows', 'wfl_report')).toMatchObject({
      name: 'monthly-report',
      connections: ['con_sheets'],
    })
    expect((await admin.send('POST', 'workflows', { body: {}, lax: true })).status).toBe(405)
    expect((await admin.send('POST', 'audit-events', { body: {}, lax: true })).status).toBe(405)
  })
})
