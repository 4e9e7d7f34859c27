import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { BulkRevokeResults, Connection, ConnectionStarted } from '../../../src/provider/generated/contract.js'
import { Sql } from '../../../src/sandbox/store/sql.js'
import { refusal } from '../../support/client.js'
import { comeBack, connect, decide } from '../../support/consent.js'
import { openSandbox, sandbox } from '../../support/sandbox.js'
import { introspect, isHonoured, tokenOf } from '../../support/third-party.js'

const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo' }
const REVOKED = { platform: 'revoked', thirdParty: 'revoked' }

/** A file for one test. */
function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'platform.db')
}

describe('revoking', () => {
  test('U1: disconnecting ends the row and the token, and says so of both; the third party confirms', async () => {
    const world = await sandbox()
    const ana = await world.as('ana@acme.example')
    const { id } = await connect(ana, { ...wish, name: 'alerts' })
    expect(await isHonoured(world, id)).toBe(true)
    expect(await ana.remove('connections', id)).toMatchObject({ status: 'ended', legs: REVOKED, effects: [] })
    expect(await isHonoured(world, id)).toBe(false)
  })

  test('U2: what a seed brought can be proved too: honoured before, not honoured after', async () => {
    const world = await sandbox()
    expect(await introspect(world, await tokenOf(world, 'con_ana'))).toMatchObject({
      active: true,
      sub: 'ana@slack.example',
    })
    expect(await world.admin.remove('connections', 'con_ana')).toMatchObject({ legs: REVOKED })
    expect(await world.admin.remove('connections', 'con_hub')).toMatchObject({ legs: REVOKED })
    expect([await isHonoured(world, 'con_ana'), await isHonoured(world, 'con_hub')]).toEqual([false, false])
  })

  test('an API key has nothing to take back', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    const { id } = await ana.post<Connection>('connections', { ...wish, app: 'webhooks', apiKey: 'k' })
    expect(await ana.remove('connections', id)).toMatchObject({ legs: { platform: 'revoked', thirdParty: 'none' } })
  })

  test.each(['down', 'error'])(
    'when the third party is out of order (%s) the row ends all the same, and its leg failed',
    async (fails) => {
      const world = await sandbox()
      const { admin, control } = world
      const before = await tokenOf(world, 'con_ana')
      await control('third-party', { fails })
      expect(await admin.remove('connections', 'con_ana')).toMatchObject({
        status: 'ended',
        legs: { platform: 'revoked', thirdParty: 'failed' },
      })
      expect(await admin.remove('connections', 'con_hub')).toMatchObject({ legs: { thirdParty: 'failed' } })
      await control('third-party', { fails: null })
      await admin.remove('connections', 'con_kim')
      await expect.poll(async () => (await introspect(world, before)).active).toBe(false)
    },
  )

  test('a repeated revocation is told the same, legs included, and never that it failed while it has not ended', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.row('connections', 'con_ana')
    const request = { headers: { 'if-match': `"${etag}"`, 'idempotency-key': 'once' } }
    const [one, two] = await Promise.all([
      admin.send<Connection>('DELETE', 'connections/con_ana', request),
      admin.send<Connection>('DELETE', 'connections/con_ana', request),
    ])
    const three = await admin.send<Connection>('DELETE', 'connections/con_ana', request)
    expect([two.body, three.body]).toEqual([one.body, one.body])
    expect(one.body).toMatchObject({ legs: REVOKED })
    expect(three.headers.get('idempotent-replay')).toBe('true')
  })

  test('in bulk: each item tells both legs, and flows and seeds are taken back alike', async () => {
    const world = await sandbox()
    const ana = await world.as('ana@acme.example')
    const made = await Promise.all(['a', 'b', 'c'].map((name) => connect(ana, { ...wish, name })))
    const rows = [...made, await world.admin.row('connections', 'con_cy')]
    const items = [...rows.map(({ id, etag }) => ({ id, ifMatch: etag })), { id: 'con_old', ifMatch: '1' }]
    const { results } = await world.admin.post<BulkRevokeResults>('bulk/revoke', { items })
    expect(results.map(({ status, legs }) => [status, legs?.thirdParty])).toEqual([
      ...rows.map(() => [200, 'revoked']),
      [404, undefined],
    ])
    for (const { id } of rows) expect(await isHonoured(world, id)).toBe(false)
  })

  test('1,000 at once end at the third party within the same request', async () => {
    const seed = { formatVersion: 1, tenant: 't', generate: SIZE }
    const world = await sandbox(seed)
    const rows = (await world.admin.page('connections', 'limit=1000')).items
    const items = rows.map(({ id, etag }) => ({ id, ifMatch: etag }))
    const { results } = await world.admin.post<BulkRevokeResults>('bulk/revoke', { items })
    expect(new Set(results.map(({ legs }) => legs?.thirdParty))).toEqual(new Set(['revoked']))
    expect(await isHonoured(world, String(rows[500]?.id))).toBe(false)
  }, 30_000)
})

const SIZE = { seed: 1, accounts: 4, projects: 8, groups: 16, users: 100, apps: 5, settings: 60, connections: 1000 }

/** Writes whose cascade ends con_ana, a live connection of Slack in apollo. */
const cascades: [string, (admin: Awaited<ReturnType<typeof sandbox>>['admin']) => Promise<unknown>][] = [
  ['L5: disabling at the account', (p) => p.set('accounts/acc_acme', 'slack', { enabled: false })],
  ['L8: disabling in the project', (p) => p.set('projects/prj_apollo', 'slack', { enabled: false })],
  ['L3: leaving the selection', (p) => p.set('accounts/acc_acme', 'slack', { projects: ['prj_zeus'] })],
  ['R6: deactivating the app', (p) => p.change('apps', 'app_slack', { status: 'inactive' })],
  ['R3: uninstalling the app', (p) => p.remove('apps', 'app_slack', 'confirm=slack')],
]

describe('what a cascade ends is taken back at the third party, right after the write', () => {
  test.each(cascades)('%s', async (_what, close) => {
    const world = await sandbox()
    const before = await tokenOf(world, 'con_ana')
    expect((await introspect(world, before)).active).toBe(true)
    await close(world.admin)
    await expect.poll(async () => (await introspect(world, before)).active).toBe(false)
  })

  test('a write that is refused takes nothing back', async () => {
    const world = await sandbox()
    const before = await tokenOf(world, 'con_ana')
    const expected = { 'writ-expect-connections': `sha256:${'0'.repeat(64)}` }
    const refused = world.admin.set('accounts/acc_acme', 'slack', { enabled: false }, expected)
    await expect(refused).rejects.toMatchObject(refusal('connections-changed'))
    expect((await introspect(world, before)).active).toBe(true)
  })
})

describe('on a file', () => {
  test('tokens and the third party’s port outlive a restart', async () => {
    const data = file()
    const first = await openSandbox(undefined, { data })
    const { id } = await connect(await first.as('ana@acme.example'), { ...wish, name: 'alerts' })
    const held = await tokenOf(first, id)
    await first.close()
    const second = await sandbox(undefined, { data })
    expect(second.thirdParty).toBe(first.thirdParty)
    expect(await tokenOf(second, id)).toEqual(held)
    expect((await introspect(second, held)).active).toBe(true)
    expect(await second.admin.remove('connections', id)).toMatchObject({ legs: REVOKED })
    expect((await introspect(second, held)).active).toBe(false)
  })

  test('what the third party did not take back before the end is taken back after the next start', async () => {
    const data = file()
    const first = await openSandbox(undefined, { data })
    const held = await tokenOf(first, 'con_ana')
    await first.control('third-party', { fails: 'down' })
    await first.admin.set('accounts/acc_acme', 'slack', { enabled: false })
    await first.close()
    const second = await sandbox(undefined, { data })
    await expect.poll(async () => (await introspect(second, held)).active).toBe(false)
  })

  test('U4: a consent that cannot be used leaves no token behind', async () => {
    const data = file()
    const world = await sandbox(undefined, { data })
    const ana = await world.as('ana@acme.example')
    const max = await world.as('max@acme.example')
    const asked = { ...wish, name: 'x', owner: 'usr_ana', externalAccount: 'right@slack.example' }
    const { id } = await max.post<Connection>('connections/request', asked)
    const { authorizationUrl } = await ana.post<ConnectionStarted>(`connections/${id}/authorize`)
    const back = await decide(authorizationUrl, { account: 'wrong@slack.example' })
    await expect(comeBack(ana, back)).rejects.toMatchObject(refusal('conflict'))
    const sql = new Sql(data)
    onTestFinished(() => sql.close())
    const tokens = () => sql.query(`SELECT model FROM third_party WHERE model LIKE '%Token'`).all()
    await expect.poll(tokens).toEqual([])
  })
})
