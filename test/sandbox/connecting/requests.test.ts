import { describe, expect, test } from 'vitest'
import type { BulkUpsertResults, Connection } from '../../../src/provider/generated/contract.js'
import { refusal } from '../../support/client.js'
import { comeBack, consentPage, consentTo, decide } from '../../support/consent.js'
import { sandbox } from '../../support/sandbox.js'
import { introspect, isHonoured, tokenOf } from '../../support/third-party.js'

const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'sheets', owner: 'usr_ana' }

async function requested(more: object = {}) {
  const world = await sandbox()
  const max = await world.as('max@acme.example')
  const ana = await world.as('ana@acme.example')
  const row = await max.post<Connection>('connections/request', { ...wish, ...more })
  return { ...world, sandbox: world, max, ana, row }
}

describe('a request for consent', () => {
  test('U2, U3: an admin asks somebody to connect; it waits for them and cannot be used', async () => {
    const { row, ana } = await requested({ externalAccount: 'integrations@acme.example', holder: 'service' })
    expect(row).toMatchObject({ status: 'requested', owner: 'usr_ana', createdBy: 'usr_max', holder: 'service' })
    expect(row.requestedAt).toBe(row.createdAt)
    await expect(ana.post(`connections/${row.id}/use`)).rejects.toMatchObject(refusal('conflict'))
    expect((await ana.list('connections')).map(({ id }) => id)).toContain(row.id)
  })

  test('U3: its owner gets one mail that says who asks, for what, and leads on', async () => {
    const { mails } = await requested({ externalAccount: 'integrations@acme.example' })
    const sent = await mails('ana@acme.example')
    expect(sent).toHaveLength(1)
    for (const part of ['max@acme.example', 'Slack', 'sheets', 'integrations@acme.example', '/sign-in?code']) {
      expect(sent[0]?.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(part)
    }
  })

  test('U3: consent by its owner makes the same row active, with what was chosen and granted', async () => {
    const { row, ana, sandbox } = await requested({ scopes: ['read', 'write'] })
    const made = await consentTo(ana, row.id, { account: 'ana@slack.example', grant: ['read'] })
    expect(made).toMatchObject({ id: row.id, status: 'active', externalAccount: 'ana@slack.example', scopes: ['read'] })
    expect(made).toMatchObject({ requestedAt: null, createdBy: 'usr_max', name: 'sheets' })
    expect(await isHonoured(sandbox, row.id)).toBe(true)
  })

  test('U4: consent with another account than the one expected is refused, naming both; it waits on', async () => {
    const { row, ana, admin } = await requested({ externalAccount: 'integrations@acme.example' })
    const wrong = consentTo(ana, row.id, { account: 'ana@slack.example' })
    await expect(wrong).rejects.toMatchObject(refusal('conflict', { status: 409 }))
    await expect(wrong).rejects.toThrow(/integrations@acme\.example.*ana@slack\.example/)
    expect((await admin.row('connections', row.id)).status).toBe('requested')
    expect(await consentTo(ana, row.id, { account: 'Integrations@acme.example' })).toMatchObject({ status: 'active' })
  })

  test('the third party proposes the account that is expected', async () => {
    const { row, ana } = await requested({ externalAccount: 'integrations@acme.example' })
    const { authorizationUrl } = await ana.post<{ authorizationUrl: string }>(`connections/${row.id}/authorize`)
    expect((await consentPage(authorizationUrl)).hint).toBe('integrations@acme.example')
  })

  test('U3: a denial leaves the request as it is', async () => {
    const { row, ana, admin } = await requested()
    const denied = consentTo(ana, row.id, { decision: 'deny' })
    await expect(denied).rejects.toMatchObject(refusal('consent-denied'))
    expect((await admin.row('connections', row.id)).status).toBe('requested')
  })

  test('T6: the gates are asked at the request, at the consent and at its end', async () => {
    const { row, ana, max, admin } = await requested()
    const { authorizationUrl } = await ana.post<{ authorizationUrl: string }>(`connections/${row.id}/authorize`)
    const back = await decide(authorizationUrl)
    await admin.change('accounts', 'acc_acme', { allowedApps: ['zoom'] })
    const closed = refusal('app-not-available', { status: 403 })
    await expect(comeBack(ana, back)).rejects.toMatchObject(closed)
    await expect(ana.post(`connections/${row.id}/authorize`)).rejects.toMatchObject(closed)
    await expect(max.post('connections/request', { ...wish, name: 'more' })).rejects.toMatchObject(closed)
  })

  test('U4, C2: what is only requested holds its place and its name', async () => {
    const { max } = await requested()
    await expect(max.post('connections/request', wish)).rejects.toMatchObject(refusal('name-taken'))
    const personal = { ...wish, name: null, owner: 'usr_max', project: 'prj_apollo' }
    await expect(max.post('connections/request', { ...personal, owner: 'usr_ana' })).rejects.toMatchObject(
      refusal('conflict'),
    )
  })

  test('U1, U2: members ask themselves only; nobody asks for an account of others or for a stranger', async () => {
    const { ana, max } = await requested()
    await expect(ana.post('connections/request', { ...wish, name: 'x', owner: 'usr_bo' })).rejects.toMatchObject(
      refusal('forbidden'),
    )
    expect(await ana.post('connections/request', { ...wish, name: 'own' })).toMatchObject({ status: 'requested' })
    const stranger = max.post('connections/request', { ...wish, name: 'x', owner: 'usr_bea' })
    await expect(stranger).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: '/owner' }] }))
  })

  test('only its owner consents, to what waits for it, and not to an API key', async () => {
    const { row, max, ana, admin } = await requested()
    await expect(max.post(`connections/${row.id}/authorize`)).rejects.toMatchObject(refusal('forbidden'))
    await expect(ana.post('connections/con_ana/authorize')).rejects.toMatchObject(refusal('conflict'))
    const key = { account: 'acc_acme', app: 'webhooks', project: 'prj_apollo', apiKey: 'k', owner: 'usr_ana' }
    const { id } = await admin.post<Connection>('connections', key)
    await admin.post(`connections/${id}/reauth`)
    await expect(ana.post(`connections/${id}/authorize`)).rejects.toMatchObject(refusal('conflict'))
    const request = max.post('connections/request', { ...wish, app: 'webhooks', name: 'y' })
    await expect(request).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: '/app' }] }))
  })

  test('U3: ends like any other, with nothing to take back', async () => {
    const { row, max, ana } = await requested()
    expect(await max.remove('connections', row.id)).toMatchObject({
      status: 'ended',
      legs: { platform: 'revoked', thirdParty: 'none' },
    })
    await expect(consentTo(ana, row.id)).rejects.toMatchObject(refusal('conflict'))
  })

  test('L5: a cascade ends it too', async () => {
    const { row, admin } = await requested()
    const { effects } = await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    expect(effects.find(({ id }) => id === row.id)).toMatchObject({ op: 'end' })
  })

  test('in bulk: one item asks, one connects by its key, and one that may not fails alone', async () => {
    const { admin } = await sandbox()
    const item = (body: object) => ({ collection: 'connections', id: null, ifMatch: null, body })
    const key = { account: 'acc_acme', app: 'webhooks', project: 'prj_apollo', name: 'hook', apiKey: 'k-1' }
    const items = [item(wish), item(key), item({ ...wish, app: 'zoom' }), item({ ...key, name: 'dry', dryRun: true })]
    const { results } = await admin.post<BulkUpsertResults>('bulk/upsert', { items })
    expect(results.map(({ status }) => status)).toEqual([201, 201, 403, 422])
    expect(results.map(({ row }) => (row as Connection | undefined)?.status)).toEqual([
      'requested',
      'active',
      undefined,
      undefined,
    ])
  })
})

describe('re-authentication', () => {
  test('U6: owner, creator and admins ask for it; it is asked for once, by one mail', async () => {
    const { admin, as, mails } = await sandbox()
    const max = await as('max@acme.example')
    const asked = await max.post<Connection>('connections/con_ana/reauth')
    expect(asked).toMatchObject({ status: 'needs-reauth', requestedAt: expect.any(String) })
    const again = await (await as('ana@acme.example')).post<Connection>('connections/con_ana/reauth')
    expect(again.etag).toBe(asked.etag)
    expect(await mails('ana@acme.example')).toHaveLength(1)
    expect((await admin.row('connections', 'con_ana')).status).toBe('needs-reauth')
    await expect((await as('cy@acme.example')).post('connections/con_ana/reauth')).rejects.toMatchObject(
      refusal('forbidden'),
    )
  })

  test('U6: its owner consents again, to the same account; the token before is good for nothing then', async () => {
    const { as, admin, ...rest } = await sandbox()
    const world = { as, admin, ...rest }
    const ana = await as('ana@acme.example')
    const before = await tokenOf(world, 'con_ana')
    expect((await introspect(world, before)).active).toBe(true)
    await admin.post('connections/con_ana/reauth')
    await expect(ana.post('connections/con_ana/use')).rejects.toMatchObject(refusal('conflict'))
    const other = consentTo(ana, 'con_ana', { account: 'other@slack.example' })
    await expect(other).rejects.toMatchObject(refusal('conflict'))
    expect(await consentTo(ana, 'con_ana')).toMatchObject({
      status: 'active',
      externalAccount: 'ana@slack.example',
      requestedAt: null,
    })
    expect((await ana.post<Connection>('connections/con_ana/use')).lastUsedAt).not.toBeNull()
    await expect.poll(async () => (await introspect(world, before)).active).toBe(false)
  })

  test('U6: a requested or ended one has nothing to authenticate again', async () => {
    const { row, max, ana } = await requested()
    await expect(max.post(`connections/${row.id}/reauth`)).rejects.toMatchObject(refusal('conflict'))
    await expect(ana.post('connections/con_old/reauth')).rejects.toMatchObject(refusal('conflict'))
  })
})
