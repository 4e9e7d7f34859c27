import { describe, expect, test } from 'vitest'
import type { Connection } from '../../../src/provider/generated/contract.js'
import { refusal } from '../../support/client.js'
import { sandbox } from '../../support/sandbox.js'

const wish = { account: 'acc_acme', app: 'webhooks', project: 'prj_apollo', apiKey: 'k-1' }
const restricted = refusal('app-not-available', { status: 403 })

describe('connecting by an API key', () => {
  test('C2: each connection has an owner, a name, an external account and a holder', async () => {
    const { as } = await sandbox()
    const max = await as('max@acme.example')
    const more = { name: 'orders', owner: 'usr_ana', holder: 'service', externalAccount: 'svc@acme.example' }
    const made = await max.post<Connection>('connections', {
      ...wish,
      ...more,
      usableBy: { users: ['usr_bo'], groups: [] },
    })
    expect(made).toMatchObject({ ...more, createdBy: 'usr_max', status: 'active', usableBy: { users: ['usr_bo'] } })
  })

  test('C6: a service account of its own is told apart from a person’s and from an installation, which has no owner', async () => {
    const { admin, as } = await sandbox()
    const ana = await as('ana@acme.example')
    expect(await ana.post('connections', { ...wish, name: 'mine' })).toMatchObject({
      holder: 'person',
      owner: 'usr_ana',
    })
    const service = { ...wish, name: 'robot', holder: 'service', externalAccount: 'robot@acme.example' }
    expect(await ana.post('connections', service)).toMatchObject({
      holder: 'service',
      externalAccount: 'robot@acme.example',
    })
    const bot = { ...wish, name: 'bot', holder: 'installation' }
    expect(await admin.post('connections', bot)).toMatchObject({ holder: 'installation', owner: null })
    await expect(admin.post('connections', { ...bot, name: 'bot 2', owner: 'usr_ana' })).rejects.toMatchObject(
      refusal('invalid', { errors: [{ pointer: '/owner' }] }),
    )
  })

  test('L12: without a word an operator connects for nobody, anybody else for themselves', async () => {
    const { admin, as } = await sandbox()
    expect(await admin.post('connections', { ...wish, name: 'a' })).toMatchObject({
      owner: null,
      createdBy: expect.any(String),
    })
    expect(await (await as('ana@acme.example')).post('connections', { ...wish, name: 'b' })).toMatchObject({
      owner: 'usr_ana',
    })
  })

  test('U2: only administrators connect for others or for nobody, and only for people of the account', async () => {
    const { as } = await sandbox()
    const [ana, max] = [await as('ana@acme.example'), await as('max@acme.example')]
    for (const owner of ['usr_bo', null]) {
      await expect(ana.post('connections', { ...wish, owner })).rejects.toMatchObject(refusal('forbidden'))
    }
    await expect(max.post('connections', { ...wish, owner: 'usr_bea' })).rejects.toMatchObject(refusal('invalid'))
    await expect(
      max.post('connections', { ...wish, usableBy: { users: ['usr_bea'], groups: [] }, owner: 'usr_ana' }),
    ).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: '/usableBy/users/0' }] }))
  })

  test('T6: judged for the owner by all gates; what belongs to nobody passes no group and no person', async () => {
    const { admin } = await sandbox()
    await expect(admin.post('connections', { ...wish, owner: 'usr_kim' })).rejects.toMatchObject(restricted)
    expect(await admin.post('connections', { ...wish, name: 'in apollo' })).toMatchObject({ owner: null })
    const wide = { account: wish.account, app: wish.app, apiKey: wish.apiKey }
    expect(await admin.post('connections', { ...wide, name: 'wide' })).toMatchObject({ owner: null, project: null })
    await admin.set('projects/prj_apollo', 'webhooks', { enabled: false })
    await expect(admin.post('connections', { ...wish, name: 'late' })).rejects.toMatchObject(restricted)
    expect(await admin.post('connections', { ...wide, name: 'wider' })).toMatchObject({ status: 'active' })
    await admin.change('accounts', 'acc_acme', { showIntegrations: false })
    await expect(admin.post('connections', { ...wide, name: 'widest' })).rejects.toMatchObject(restricted)
  })
})

describe('another key', () => {
  test('C3: is given by its creator alone; the row gets a new version, the trail tells it, and nothing tells the key', async () => {
    const { admin, as } = await sandbox()
    const [ana, max] = [await as('ana@acme.example'), await as('max@acme.example')]
    const made = await max.post<Connection>('connections', { ...wish, name: 'hook', owner: 'usr_ana' })
    await expect(ana.change('connections', made.id, { apiKey: 'k-2' })).rejects.toMatchObject(refusal('forbidden'))
    expect((await max.change('connections', made.id, { apiKey: 'k-1' })).etag).toBe(made.etag)
    const changed = await max.change('connections', made.id, { apiKey: 'k-2' })
    expect(Number(changed.etag)).toBeGreaterThan(Number(made.etag))
    const events = await admin.list('audit-events', `resource=${made.id}`)
    expect(events.map(({ action, principal }) => `${action} ${principal.id}`)).toEqual([
      'create usr_max',
      'update usr_max',
    ])
    expect(JSON.stringify([changed, events, await admin.get('changes')])).not.toMatch(/k-[12]/)
  })

  test('is 422 for an app that is connected by consent', async () => {
    const { as } = await sandbox()
    const change = (await as('ana@acme.example')).change('connections', 'con_sheets', { apiKey: 'k' })
    await expect(change).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: '/apiKey' }] }))
  })
})
