import { randomUUID } from 'node:crypto'
import type { Check } from '../check.js'
import { demandSame } from '../unmet.js'

export const keyMissing: Check = {
  name: 'idempotency.missing',
  proves: ['Writes'],
  clause: 'A write without an Idempotency-Key is 428, and writes nothing.',
  run: async ({ admin, make }) => {
    const name = make.names.next('keyless')
    const answer = await admin.send('POST', 'accounts', { body: { name }, headers: { 'idempotency-key': '' } })
    answer.refuses(428, 'precondition-required')
    ;(await admin.get(`accounts?name=${name}`)).is(200, { total: 0 })
  },
}

export const replay: Check = {
  name: 'idempotency.replay',
  proves: ['E10', 'Writes'],
  clause: 'The same key and request get the stored answer with Idempotent-Replay, and nothing is written again.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const group = await make.group(account)
    const again = {
      headers: { 'idempotency-key': randomUUID(), 'if-match': `"${group.etag}"` },
      body: { type: 'once' },
    }
    const first = await admin.send('PATCH', `groups/${group.id}`, again)
    const { etag } = first.is(200, { type: 'once' })
    const second = await admin.send('PATCH', `groups/${group.id}`, again)
    second.is(200, { etag, type: 'once' })
    demandSame('Idempotent-Replay', second.headers['idempotent-replay'], 'true', second.exchange)
    const body = { account: account.id, name: make.names.next('twin') }
    const created = { headers: { 'idempotency-key': randomUUID() }, body }
    const { id } = (await admin.send('POST', 'groups', created)).is(201)
    ;(await admin.send('POST', 'groups', created)).is(201, { id })
    ;(await admin.get(`groups?account=${account.id}&name=${body.name}`)).is(200, { total: 1 })
  },
}

export const otherRequest: Check = {
  name: 'idempotency.other-request',
  proves: ['Writes'],
  clause: 'The same key with another body or path is 409 idempotency-conflict, and writes nothing.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const headers = { 'idempotency-key': randomUUID() }
    const name = make.names.next('group')
    ;(await admin.post('groups', { account: account.id, name }, headers)).is(201)
    const other = await admin.post('groups', { account: account.id, name: `${name}-2` }, headers)
    other.refuses(409, 'idempotency-conflict')
    ;(await admin.post('projects', { account: account.id, name }, headers)).refuses(409, 'idempotency-conflict')
    ;(await admin.get(`groups?account=${account.id}`)).is(200, { total: 1 })
  },
}

export const failures: Check = {
  name: 'idempotency.failures',
  proves: ['E10', 'Writes'],
  clause: 'A refused write is not remembered: the same request under the same key is judged anew.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const taken = await make.group(account)
    const again = { headers: { 'idempotency-key': randomUUID() }, body: { account: account.id, name: taken.name } }
    ;(await admin.send('POST', 'groups', again)).refuses(409, 'name-taken')
    ;(await admin.remove(`groups/${taken.id}`)).is(200)
    ;(await admin.send('POST', 'groups', again)).is(201)
  },
}
