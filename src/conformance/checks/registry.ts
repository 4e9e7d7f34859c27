import { createHmac } from 'node:crypto'
import { fits } from '../answer.js'
import type { Check } from '../check.js'
import { level } from '../names.js'
import { demand, json } from '../unmet.js'

export const install: Check = {
  name: 'registry.install',
  proves: ['R1', 'R2', 'R3'],
  clause: 'An app is installed, configured and upgraded; an oauth2 app counts as configured once it has a clientId.',
  run: async ({ admin, make }) => {
    const name = make.names.next('app')
    const said = { name, displayName: 'Conformance', category: 'crm', auth: 'oauth2', uses: ['smtp'] }
    const { id } = (await admin.post('apps', said)).is(201, { ...said, status: 'active', configured: false })
    make.cleaner.owes('apps', String(id))
    const configured = { settings: { clientId: 'conformance' } }
    ;(await admin.patch(`apps/${id}`, configured)).is(200, { ...configured, configured: true })
    ;(await admin.patch(`apps/${id}`, { settings: { clientId: null } })).is(200, { settings: {}, configured: false })
    ;(await admin.patch(`apps/${id}`, { version: 'no-such-version' })).refuses(422, 'invalid')
    ;(await admin.post('apps', { name, auth: 'oauth2' })).refuses(409, 'name-taken')
  },
}

export const deactivate: Check = {
  name: 'registry.deactivate',
  proves: ['R6'],
  clause:
    'Deactivating an app ends its connections in every account and rewrites no setting; activating revives no connection.',
  claims: ['R6'],
  run: async ({ admin, make }) => {
    const { id, name } = await make.app()
    const app = String(name)
    const [here, there] = [await make.opened({ app }), await make.opened({ app })]
    const one = await make.connection(here.account, app, { project: here.project.id })
    const two = await make.connection(there.account, app)
    const settings = [level('accounts', here.account, app), level('projects', here.project, app)]
    const before = await Promise.all(settings.map(async (path) => (await admin.get(path)).is(200, { enabled: true })))
    const off = await admin.patch(`apps/${id}`, { status: 'inactive' })
    off.is(200, { status: 'inactive' })
    off.ends(one.id, two.id)
    ;(await admin.post('connections', make.wish(here.account, app))).refuses(403, 'app-not-available')
    ;(await admin.patch(`apps/${id}`, { status: 'active' })).is(200, { status: 'active' })
    for (const [at, path] of settings.entries()) {
      ;(await admin.get(path)).is(200, { etag: before[at]?.etag, enabled: true })
    }
    ;(await admin.get(`connections/${one.id}`)).is(200, { status: 'ended' })
    await make.connection(here.account, app)
  },
}

export const uninstall: Check = {
  name: 'registry.uninstall',
  proves: ['R3'],
  clause: 'Uninstalling without the name in `confirm` is 422, says what would be lost, and removes nothing.',
  run: async ({ admin, make }) => {
    const { id, name } = await make.app()
    const { account } = await make.opened({ app: String(name) })
    const live = await make.connection(account, String(name))
    const lost = { connections: 1, accounts: 1, workflows: 0 }
    for (const query of ['', '?confirm=', '?confirm=another']) {
      const answer = await admin.remove(`apps/${id}${query}`)
      const came = answer.refuses(422, 'invalid').lost
      demand(fits(came, lost), `lost ${json(lost)}`, json(came), answer.exchange)
    }
    ;(await admin.get(`apps/${id}`)).is(200, { status: 'active' })
    ;(await admin.get(`connections/${live.id}`)).is(200, { status: 'active' })
  },
}

export const uninstalled: Check = {
  name: 'registry.uninstalled',
  proves: ['R3'],
  clause: 'Uninstalling ends the connections of the app and removes its settings at every level, as effects.',
  run: async ({ admin, make }) => {
    const { id, name } = await make.app()
    const app = String(name)
    const { account, project } = await make.opened({ app })
    const live = await make.connection(account, app)
    const gone = await admin.remove(`apps/${id}?confirm=${app}`)
    gone.is(200)
    gone.ends(live.id)
    gone.effect('delete', 'account-integrations', `${account.id}.${app}`)
    gone.effect('delete', 'project-integrations', `${project.id}.${app}`)
    ;(await admin.get(`apps/${id}`)).refuses(404, 'not-found')
    ;(await admin.get(`account-integrations?account=${account.id}`)).is(200, { total: 0 })
  },
}

export const secrets: Check = {
  name: 'registry.secrets',
  proves: ['R3', 'E16'],
  clause:
    'A secret of an app is shown by salt and fingerprint alone: hex HMAC-SHA-256 of the value, keyed by the salt.',
  run: async ({ admin, make }) => {
    const value = make.names.next('secret')
    const { id } = await make.app({ secrets: { clientSecret: value } })
    const answer = await admin.get(`apps/${id}`)
    const { secrets: shown, etag } = answer.is(200)
    const { salt, fingerprint } =
      ((shown ?? {}) as Record<string, { salt?: unknown; fingerprint?: unknown }>).clientSecret ?? {}
    const wanted = createHmac('sha256', String(salt)).update(value).digest('hex')
    demand(fingerprint === wanted, `the fingerprint ${wanted}`, json(shown), answer.exchange)
    for (const path of [`apps/${id}`, `changes?after=${Number(etag) - 1}`, `audit-events?resource=${id}`]) {
      const told = await admin.get(path)
      demand(!told.text.includes(value), 'no secret in any answer', 'the secret itself', told.exchange)
    }
    ;(await admin.patch(`apps/${id}`, { secrets: { clientSecret: value } })).is(200, { etag })
    ;(await admin.patch(`apps/${id}`, { secrets: { clientSecret: null } })).is(200, { secrets: {} })
  },
}
