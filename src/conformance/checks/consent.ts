import type { Check } from '../check.js'
import { level } from '../names.js'
import { demand, json } from '../unmet.js'

export const request: Check = {
  name: 'connections.request',
  proves: ['U3', 'U4'],
  clause:
    'A request for consent makes a requested connection that holds its place, cannot be used, and ends with its level.',
  run: async ({ admin, make }) => {
    const { account, project, app, people } = await make.opened({ app: make.apps.oauth, members: 1 })
    const wish = { account: account.id, app, owner: people[0]?.id, project: project.id }
    const asked = await admin.post('connections/request', wish)
    const { id, requestedAt } = asked.is(201, { status: 'requested', owner: people[0]?.id, externalAccount: null })
    demand(typeof requestedAt === 'string', 'a time in requestedAt', json(requestedAt), asked.exchange)
    ;(await admin.post('connections/request', wish)).refuses(409, 'conflict')
    ;(await admin.post(`connections/${id}/reauth`)).refuses(409, 'conflict')
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 1 })
    ;(await admin.put(level('projects', project, app), { enabled: false })).ends(id)
    ;(await admin.post('connections/request', wish)).refuses(403, 'app-not-available')
  },
}

export const otherWay: Check = {
  name: 'connections.way',
  proves: ['R1', 'U3'],
  clause: 'An oauth2 app is not connected by API key, and an api-key app not by consent: 422.',
  run: async ({ admin, make }) => {
    const byConsent = await make.opened({ app: make.apps.oauth, members: 1 })
    ;(await admin.post('connections', make.wish(byConsent.account, byConsent.app))).refuses(422, 'invalid')
    const { account, app, people } = await make.opened({ members: 1 })
    const wish = { account: account.id, app, owner: people[0]?.id }
    ;(await admin.post('connections/request', wish)).refuses(422, 'invalid')
  },
}

export const reauth: Check = {
  name: 'connections.reauth',
  proves: ['U6'],
  clause:
    'Asked for re-authentication a connection needs it, since a time; asked again, nothing changes; an ended one is 409.',
  run: async ({ admin, make }) => {
    const { account, app } = await make.opened()
    const { id } = await make.connection(account, app)
    const asked = await admin.post(`connections/${id}/reauth`)
    const { etag, requestedAt } = asked.is(200, { status: 'needs-reauth' })
    demand(typeof requestedAt === 'string', 'a time in requestedAt', json(requestedAt), asked.exchange)
    ;(await admin.post(`connections/${id}/reauth`)).is(200, { etag, requestedAt })
    ;(await admin.get(`connections?account=${account.id}&status=needs-reauth`)).is(200, { total: 1 })
    ;(await admin.remove(`connections/${id}`)).is(200)
    ;(await admin.post(`connections/${id}/reauth`)).refuses(409, 'conflict')
  },
}

export const unknownState: Check = {
  name: 'connections.unknown-state',
  proves: ['U3', 'T6'],
  clause: 'A callback with a state that no start gave out is 422, and connects nothing.',
  run: async ({ admin }) => {
    const callback = 'connections/callback?state=no-such-state&code=conformance'
    ;(await admin.get(callback)).refuses(422, 'invalid')
  },
}
