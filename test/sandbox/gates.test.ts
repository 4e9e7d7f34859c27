import { describe, expect, test } from 'vitest'
import type { ConnectionStarted } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { comeBack, decide } from '../support/consent.js'
import { sandbox } from '../support/sandbox.js'

const sentence = 'This integration is not available for your account. Please contact your administrator.'
const restricted = refusal('app-not-available', { status: 403, detail: sentence })
const wish = { account: 'acc_acme', project: 'prj_apollo', name: 'early' }
const byKey = { ...wish, app: 'webhooks' }
const byFlow = { ...wish, app: 'slack' }

type Close = (admin: Platform, app: string) => Promise<unknown>

/** Everything that closes one gate for ana, bo's colleague in apollo's engineering, and leaves the others open. */
const closings: [string, Close][] = [
  ['registry: the app is inactive', (p, app) => p.change('apps', `app_${app}`, { status: 'inactive' })],
  ['allowed: the app is not in the allow-list', (p) => p.change('accounts', 'acc_acme', { allowedApps: ['zoom'] })],
  ['account: the integration is off', (p, app) => p.set('accounts/acc_acme', app, { enabled: false })],
  ['account: the project is not selected', (p, app) => p.set('accounts/acc_acme', app, { projects: ['prj_zeus'] })],
  ['project: the integration is off', (p, app) => p.set('projects/prj_apollo', app, { enabled: false })],
  ['group: none is on', (p, app) => p.set('projects/prj_apollo', app, { groups: [] })],
  ["group: its own setting beats the project's", (p, app) => p.set('groups/grp_eng', app, { setting: 'off' })],
  ['group: she is in none', (p) => p.change('groups', 'grp_eng', { members: ['usr_bo'] })],
  ['person: she is blocked', (p, app) => p.set('users/usr_ana', app, { blocked: true })],
  ['menu: the account does not show it', (p) => p.change('accounts', 'acc_acme', { showIntegrations: false })],
]

describe('T5, T6: the check on the server', () => {
  test('with every gate open the start, the API-key endpoint and their dry runs let her through', async () => {
    const { as } = await sandbox()
    const ana = await as('ana@acme.example')
    expect(await ana.post('connections/start', { ...byFlow, dryRun: true })).toEqual({ allowed: true })
    expect(await ana.post('connections', { ...byKey, dryRun: true })).toEqual({ allowed: true })
    expect(await ana.post<ConnectionStarted>('connections/start', byFlow)).toHaveProperty('state')
  })

  test.each(closings)(
    'T5, T6: %s: start, callback and API key are refused with the exact sentence',
    async (_gate, close) => {
      const { admin, as } = await sandbox()
      const ana = await as('ana@acme.example')
      const { authorizationUrl } = await ana.post<ConnectionStarted>('connections/start', byFlow)
      const back = await decide(authorizationUrl)
      await close(admin, 'slack')
      const live = await admin.ids('connections')
      await expect(ana.post('connections/start', byFlow)).rejects.toMatchObject(restricted)
      await expect(ana.post('connections/start', { ...byFlow, dryRun: true })).rejects.toMatchObject(restricted)
      await expect(comeBack(ana, back)).rejects.toMatchObject(restricted)
      await close(admin, 'webhooks')
      await expect(ana.post('connections', { ...byKey, apiKey: 'k' })).rejects.toMatchObject(restricted)
      await expect(ana.post('connections', { ...byKey, dryRun: true })).rejects.toMatchObject(restricted)
      expect(await admin.ids('connections')).toEqual(live)
    },
  )

  test.each(['zoom', 'trello', 'miro', 'asana'])(
    '%s, not configured, inactive, not installed or unknown, is refused',
    async (app) => {
      const { as } = await sandbox()
      const ana = await as('ana@acme.example')
      await expect(ana.post('connections/start', { ...wish, app })).rejects.toMatchObject(restricted)
    },
  )

  test('an app that waits for an upgrade counts as active', async () => {
    const { admin, as } = await sandbox()
    await admin.set('accounts/acc_acme', 'notion', { enabled: true })
    await admin.set('projects/prj_apollo', 'notion', { enabled: true, groupTypes: ['internal'] })
    const ana = await as('ana@acme.example')
    expect(await ana.post('connections/start', { ...wish, app: 'notion', dryRun: true })).toEqual({ allowed: true })
  })

  test('account-wide, one project that is open to her is enough', async () => {
    const { as } = await sandbox()
    const anywhere = { account: 'acc_acme', app: 'slack', name: 'wide', dryRun: true }
    expect(await (await as('ana@acme.example')).post('connections/start', anywhere)).toEqual({ allowed: true })
    await expect((await as('max@acme.example')).post('connections/start', anywhere)).rejects.toMatchObject(restricted)
  })

  test('in an account that has no project, project and group do not apply', async () => {
    const { admin, as } = await sandbox()
    const bea = await as('bea@beta.example')
    const asked = { account: 'acc_beta', app: 'slack', dryRun: true, name: 'second' }
    expect(await bea.post('connections/start', asked)).toEqual({ allowed: true })
    await admin.set('accounts/acc_beta', 'slack', { enabled: false })
    await expect(bea.post('connections/start', asked)).rejects.toMatchObject(restricted)
  })

  test('one archived project counts: the account has projects then', async () => {
    const { admin, as } = await sandbox()
    const { id } = await admin.create('projects', { account: 'acc_beta', name: 'old' })
    await admin.change('projects', id, { state: 'archived' })
    const bea = await as('bea@beta.example')
    await expect(
      bea.post('connections/start', { account: 'acc_beta', app: 'slack', dryRun: true }),
    ).rejects.toMatchObject(restricted)
  })

  test('a project without groups is open to nobody', async () => {
    const { admin, as } = await sandbox()
    const { id } = await admin.create('projects', { account: 'acc_acme', name: 'empty' })
    await admin.set(`projects/${id}`, 'slack', { enabled: true, groupTypes: ['internal'] })
    const ana = await as('ana@acme.example')
    await expect(ana.post('connections/start', { ...byFlow, project: id, dryRun: true })).rejects.toMatchObject(
      restricted,
    )
  })

  test('U2: a person outside the account connects nothing in it', async () => {
    const { as } = await sandbox()
    const bea = await as('bea@beta.example')
    await expect(bea.post('connections/start', byFlow)).rejects.toMatchObject({ problem: { status: 403 } })
  })
})
