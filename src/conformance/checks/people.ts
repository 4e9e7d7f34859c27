import type { Check } from '../check.js'
import { demandSame } from '../unmet.js'

export const invitation: Check = {
  name: 'people.invitation',
  proves: ['U5'],
  clause:
    'An invitation without department, designation or manager is 422 and names the field; a whole one is pending.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const { department, designation, manager, ...rest } = make.invited(account)
    const needed = { department, designation, manager }
    for (const field of Object.keys(needed)) {
      const answer = await admin.post('invitations', { ...rest, ...needed, [field]: undefined })
      const { errors } = answer.refuses(422, 'invalid')
      const pointers = Array.isArray(errors) ? errors.map(({ pointer }) => pointer) : errors
      demandSame('pointers', pointers, [`/${field}`], answer.exchange)
    }
    ;(await admin.post('invitations', { ...rest, ...needed })).is(201, { ...needed, status: 'pending', role: 'member' })
  },
}

export const notTwice: Check = {
  name: 'people.not-twice',
  proves: ['U5'],
  clause: 'A second pending invitation of an address to an account is 409 name-taken, and so is one of a user of it.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const said = make.invited(account)
    const { id } = (await admin.post('invitations', said)).is(201)
    ;(await admin.post('invitations', said)).refuses(409, 'name-taken')
    ;(await admin.get(`invitations?account=${account.id}&status=pending`)).is(200, { total: 1 })
    ;(await admin.post(`invitations/${id}/accept`)).is(200, { status: 'accepted' })
    ;(await admin.post('invitations', said)).refuses(409, 'name-taken')
  },
}

export const acceptance: Check = {
  name: 'people.acceptance',
  proves: ['U5'],
  clause: 'Accepting makes the user with what the invitation says, once; a withdrawn invitation may be sent again.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const project = await make.project(account)
    const user = await make.person(account, { role: 'project-admin', projects: [project.id] })
    const said = { account: account.id, role: 'project-admin', projects: [project.id], department: 'Conformance' }
    ;(await admin.get(`users/${user.id}`)).is(200, said)
    const { id, email } = await make.invitation(account)
    ;(await admin.remove(`invitations/${id}`)).is(200)
    ;(await admin.post(`invitations/${id}/accept`)).refuses(404, 'not-found')
    const again = await make.invitation(account, { email })
    ;(await admin.post(`invitations/${again.id}/accept`)).is(200, { status: 'accepted' })
    ;(await admin.post(`invitations/${again.id}/accept`)).refuses(409, 'conflict')
  },
}

export const lastOwner: Check = {
  name: 'people.last-owner',
  proves: ['L12'],
  clause: 'Nobody removes or demotes the last owner of an account: 409 last-owner.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const first = await make.person(account, { role: 'owner' })
    ;(await admin.patch(`users/${first.id}`, { role: 'member' })).refuses(409, 'last-owner')
    ;(await admin.remove(`users/${first.id}`)).refuses(409, 'last-owner')
    const second = await make.person(account, { role: 'owner' })
    ;(await admin.patch(`users/${first.id}`, { role: 'member' })).is(200, { role: 'member' })
    ;(await admin.patch(`users/${second.id}`, { role: 'manager' })).refuses(409, 'last-owner')
  },
}

export const connectionsFirst: Check = {
  name: 'people.connections-first',
  proves: ['U2'],
  clause:
    'A person who owns a live connection is not removed: 409 connections-live; without one, they leave their groups too.',
  run: async ({ admin, make }) => {
    const { account, group, app, people } = await make.opened({ members: 1 })
    const user = `users/${people[0]?.id}`
    const live = await make.connection(account, app, { owner: people[0]?.id, name: null })
    ;(await admin.remove(user)).refuses(409, 'connections-live')
    ;(await admin.remove(`connections/${live.id}`)).is(200, { status: 'ended' })
    const gone = await admin.remove(user)
    gone.effect('update', 'groups', group.id, { members: [] })
    ;(await admin.get(user)).refuses(404, 'not-found')
  },
}
