import { randomUUID } from 'node:crypto'
import type { Check } from '../check.js'
import { connectionIn, groundOf } from '../ground.js'
import { level } from '../names.js'
import { demand, json } from '../unmet.js'

export const ownOnly: Check = {
  name: 'own.connections',
  proves: ['U1', 'L12'],
  clause:
    "Members connect and disconnect for themselves alone, and see nobody else's connections, in lists, totals and by id.",
  needs: ['member'],
  run: async (trial) => {
    const person = trial.as('member')
    const ground = await groundOf(trial, person)
    const other = await connectionIn(trial, ground)
    const { account, app } = ground
    const wish = { account: account.id, app, apiKey: 'conformance-key' }
    ;(await person.client.post('connections', { ...wish, owner: null, name: 'nobody' })).refuses(403, 'forbidden')
    const { id } = (await person.client.post('connections', wish)).is(201, { owner: person.id, name: null })
    trial.make.cleaner.owes('connections', id)
    ;(await person.client.get(`connections?app=${app}`)).is(200, { total: 1, items: [{ id }] })
    ;(await person.client.get(`connections/${other.id}`)).refuses(404, 'not-found')
    const headers = { 'if-match': `"${other.etag}"` }
    ;(await person.client.send('DELETE', `connections/${other.id}`, { headers })).refuses(403, 'forbidden')
    ;(await person.client.remove(`connections/${id}`)).is(200, { status: 'ended' })
  },
}

export const creatorOnly: Check = {
  name: 'own.creator',
  proves: ['C3', 'U2'],
  clause: 'Only who created a connection edits it, not its owner and not an operator; an operator may remove it.',
  needs: ['member'],
  run: async (trial) => {
    const { admin } = trial
    const person = trial.as('member')
    const ground = await groundOf(trial, person)
    const theirs = await connectionIn(trial, ground, { owner: person.id, name: null })
    const name = { name: `renamed-${randomUUID()}` }
    ;(await person.client.patch(`connections/${theirs.id}`, name)).refuses(403, 'forbidden')
    ;(await admin.remove(`connections/${theirs.id}`)).is(200)
    const wish = { account: ground.account.id, app: ground.app, apiKey: 'conformance-key' }
    const { id } = (await person.client.post('connections', wish)).is(201, { createdBy: person.id })
    trial.make.cleaner.owes('connections', id)
    ;(await admin.patch(`connections/${id}`, name)).refuses(403, 'forbidden')
    ;(await person.client.patch(`connections/${id}`, name)).is(200, name)
    ;(await admin.remove(`connections/${id}`)).is(200, { status: 'ended' })
  },
}

export const use: Check = {
  name: 'own.use',
  proves: ['C4', 'L1'],
  clause:
    'A connection is used by whom `usableBy` names, by themselves or by a group, while the gates are open and it is active.',
  needs: ['member'],
  run: async (trial) => {
    const { admin } = trial
    const person = trial.as('member')
    const ground = await groundOf(trial, person)
    const { id } = await connectionIn(trial, ground)
    const using = () => person.client.post(`connections/${id}/use`)
    const name = (users: string[], groups: string[]) =>
      admin.patch(`connections/${id}`, { usableBy: { users, groups } })
    const used = await using()
    const { lastUsedAt } = used.is(200)
    demand(typeof lastUsedAt === 'string', 'a time in lastUsedAt', json(lastUsedAt), used.exchange)
    ;(await name([], [])).is(200)
    ;(await using()).refuses(403, 'forbidden')
    ;(await name([], [ground.group.id])).is(200)
    ;(await using()).is(200)
    ;(await name([person.id], [])).is(200)
    ;(await admin.put(level('groups', ground.group, ground.app), { setting: 'off' })).is(200)
    ;(await using()).refuses(403, 'app-not-available')
    ;(await admin.put(level('groups', ground.group, ground.app), { setting: 'on' })).is(200)
    ;(await admin.post(`connections/${id}/reauth`)).is(200, { status: 'needs-reauth' })
    ;(await using()).refuses(409, 'conflict')
  },
}

export const callback: Check = {
  name: 'own.callback',
  proves: ['T6', 'U3'],
  clause: 'An app that was allowed when a flow started and is not any more when it ends is refused at the callback.',
  needs: ['member'],
  run: async (trial) => {
    const person = trial.as('member')
    const { account, project, app } = await groundOf(trial, person, { auth: 'oauth2' })
    const wish = { account: account.id, app, project: project.id }
    const started = await person.client.post('connections/start', wish)
    const { state, authorizationUrl } = started.is(201)
    const isUrl = typeof authorizationUrl === 'string' && URL.canParse(authorizationUrl)
    demand(isUrl, 'an authorizationUrl', json(authorizationUrl), started.exchange)
    ;(await trial.admin.patch(`accounts/${account.id}`, { allowedApps: [] })).is(200)
    const back = `connections/callback?state=${encodeURIComponent(String(state))}&code=conformance`
    ;(await person.client.get(back)).refuses(403, 'app-not-available')
    ;(await trial.admin.get(`connections?account=${account.id}&app=${app}`)).is(200, { total: 0 })
  },
}
