import type { Check } from '../check.js'
import { demand } from '../unmet.js'

export const onePersonal: Check = {
  name: 'connections.personal',
  proves: ['U4'],
  clause: 'A second live unnamed connection of one person, account and app is 409, until the first is disconnected.',
  run: async ({ admin, make }) => {
    const { account, app, people } = await make.opened({ members: 1 })
    const mine = make.wish(account, app, {
      owner: people[0]?.id,
      name: null,
      externalAccount: 'one@conformance.example',
    })
    const wanted = { owner: people[0]?.id, name: null, status: 'active', externalAccount: 'one@conformance.example' }
    const { id } = (await admin.post('connections', mine)).is(201, wanted)
    ;(await admin.post('connections', mine)).refuses(409, 'conflict')
    ;(await admin.remove(`connections/${id}`)).is(200, { status: 'ended' })
    ;(await admin.post('connections', mine)).is(201)
  },
}

export const manyNamed: Check = {
  name: 'connections.named',
  proves: ['C2'],
  clause: 'One app has many named connections in an account; a name that a live one has is 409 name-taken.',
  run: async ({ admin, make }) => {
    const { account, app } = await make.opened()
    const one = await make.connection(account, app)
    await make.connection(account, app)
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 2 })
    ;(await admin.post('connections', make.wish(account, app, { name: one.name }))).refuses(409, 'name-taken')
    ;(await admin.remove(`connections/${one.id}`)).is(200)
    await make.connection(account, app, { name: one.name })
  },
}

export const revokedOnce: Check = {
  name: 'connections.revoke',
  proves: ['U2', 'C5'],
  clause: 'Revoking tells both legs and ends for good: the connection stays readable, and revoking it again is 404.',
  run: async ({ admin, make }) => {
    const { account, app } = await make.opened()
    const { id } = await make.connection(account, app)
    const legs = { platform: 'revoked', thirdParty: 'none' }
    ;(await admin.remove(`connections/${id}`)).is(200, { status: 'ended', legs })
    ;(await admin.get(`connections/${id}`)).is(200, { status: 'ended' })
    ;(await admin.remove(`connections/${id}`)).refuses(404, 'not-found')
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
    ;(await admin.get(`connections?account=${account.id}&status=ended`)).is(200, { total: 1 })
  },
}

export const inUse: Check = {
  name: 'connections.in-use',
  proves: ['C5'],
  clause: 'A project or account in which a connection lives is not removed: 409 connections-live.',
  run: async ({ admin, make }) => {
    const { account, project, app } = await make.opened()
    const { id } = await make.connection(account, app, { project: project.id })
    ;(await admin.remove(`projects/${project.id}`)).refuses(409, 'connections-live')
    ;(await admin.remove(`accounts/${account.id}`)).refuses(409, 'connections-live')
    ;(await admin.remove(`connections/${id}`)).is(200)
    const gone = await admin.remove(`projects/${project.id}`)
    gone.effect('update', 'account-integrations', `${account.id}.${app}`, { projects: [] })
  },
}

export const usableBy: Check = {
  name: 'connections.usable-by',
  proves: ['C4'],
  clause:
    'A connection names users and groups of its account alone, and a group that it names is not removed: 409 conflict.',
  run: async ({ admin, make }) => {
    const { account, group, app } = await make.opened()
    const strange = await make.group(await make.account())
    const named = { users: [], groups: [group.id] }
    const { id } = await make.connection(account, app, { usableBy: named })
    ;(await admin.get(`connections/${id}`)).is(200, { usableBy: named })
    const foreign = { usableBy: { users: [], groups: [strange.id] } }
    ;(await admin.patch(`connections/${id}`, foreign)).refuses(422, 'invalid')
    ;(await admin.remove(`groups/${group.id}`)).refuses(409, 'conflict')
    ;(await admin.patch(`connections/${id}`, { usableBy: 'everyone' })).is(200, { usableBy: 'everyone' })
    ;(await admin.remove(`groups/${group.id}`)).is(200)
  },
}

export const keyHidden: Check = {
  name: 'connections.key',
  proves: ['E16'],
  clause: 'An API key is shown by no answer: not by the connection, the feed, or the audit events.',
  run: async ({ admin, make }) => {
    const { account, app } = await make.opened()
    const apiKey = make.names.next('key')
    const created = await admin.post('connections', make.wish(account, app, { apiKey }))
    const { id, etag } = created.is(201)
    const paths = [`connections/${id}`, `changes?after=${Number(etag) - 1}`, `audit-events?resource=${id}`]
    const answers = [created, ...(await Promise.all(paths.map(admin.get)))]
    for (const answer of answers) {
      demand(!answer.text.includes(apiKey), 'no API key in any answer', 'the key itself', answer.exchange)
    }
  },
}
