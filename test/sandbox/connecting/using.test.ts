import * as oauth from 'oauth4webapi'
import { describe, expect, test } from 'vitest'
import type { Connection } from '../../../src/provider/generated/contract.js'
import { refusal } from '../../support/client.js'
import { connect } from '../../support/consent.js'
import { type Sandbox, sandbox } from '../../support/sandbox.js'
import { discover, isHonoured, PLAIN, tokenOf } from '../../support/third-party.js'

/** Somebody takes a connection's consent back at the third party itself, behind the platform's back. */
async function withdraw(world: Sandbox, connection: string): Promise<void> {
  const { client: client_id, token } = await tokenOf(world, connection)
  await oauth.revocationRequest(await discover(world), { client_id }, oauth.None(), token, PLAIN)
}

const alerts = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'alerts' }

describe('using a connection', () => {
  test('U6: an access token that expired is refreshed; nobody notices', async () => {
    const world = await sandbox()
    const ana = await world.as('ana@acme.example')
    await world.control('third-party', { accessTokenSeconds: 1 })
    const { id } = await connect(ana, alerts)
    await new Promise((done) => setTimeout(done, 2100))
    expect(await ana.post<Connection>(`connections/${id}/use`)).toMatchObject({
      status: 'active',
      lastUsedAt: expect.any(String),
    })
    expect(await isHonoured(world, id)).toBe(true)
  })

  test('U6: a consent that was withdrawn at the third party is noticed at the next use: it needs its owner again', async () => {
    const world = await sandbox()
    const ana = await world.as('ana@acme.example')
    await withdraw(world, 'con_ana')
    const use = ana.post('connections/con_ana/use')
    await expect(use).rejects.toMatchObject(refusal('conflict', { detail: expect.stringContaining('needs-reauth') }))
    expect(await world.admin.row('connections', 'con_ana')).toMatchObject({ status: 'needs-reauth', requestedAt: null })
    const [event] = (await world.admin.list('audit-events', 'resource=con_ana')).slice(-1)
    expect(event).toMatchObject({ via: 'platform', action: 'update' })
  })

  test('while the third party does not answer nothing is decided', async () => {
    const { as, control, admin } = await sandbox()
    const ana = await as('ana@acme.example')
    await control('third-party', { fails: 'down' })
    await expect(ana.post('connections/con_ana/use')).rejects.toMatchObject(refusal('internal', { status: 500 }))
    expect((await admin.row('connections', 'con_ana')).status).toBe('active')
  })

  test('C4: usable by everyone of the team, or by the users and groups named, and enforced at use', async () => {
    const { as } = await sandbox()
    const [ana, bo, kim] = [await as('ana@acme.example'), await as('bo@acme.example'), await as('kim@partner.example')]
    const { id } = await connect(ana, alerts)
    const use = (person: typeof ana) => person.post<Connection>(`connections/${id}/use`)
    for (const person of [ana, bo, kim]) expect(await use(person)).toMatchObject({ status: 'active' })
    await ana.change('connections', id, { usableBy: { users: ['usr_kim'], groups: [] } })
    expect(await use(kim)).toMatchObject({ status: 'active' })
    await expect(use(bo)).rejects.toMatchObject(refusal('forbidden'))
    await ana.change('connections', id, { usableBy: { users: [], groups: ['grp_eng'] } })
    expect(await use(bo)).toMatchObject({ status: 'active' })
    await expect(use(kim)).rejects.toMatchObject(refusal('forbidden'))
  })

  test('one key, one use: a repeated request is answered without asking the third party again', async () => {
    const { as, control } = await sandbox()
    const ana = await as('ana@acme.example')
    const request = { headers: { 'idempotency-key': 'use-1' } }
    const first = await ana.send<Connection>('POST', 'connections/con_ana/use', request)
    await control('third-party', { fails: 'down' })
    const second = await ana.send<Connection>('POST', 'connections/con_ana/use', request)
    expect([second.status, second.body]).toEqual([200, first.body])
  })
})
