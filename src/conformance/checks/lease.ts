import type { Check, Trial } from '../check.js'
import { demand, json } from '../unmet.js'

/** Takes the lease, and gives it back when the check is over. */
async function take({ admin, make }: Trial): Promise<number> {
  const answer = await admin.post('lease', { holder: make.names.next('holder'), ttlSeconds: 60 })
  const fencing = Number(answer.is(201).fencing)
  make.cleaner.restores('lease', async () => void (await admin.send('DELETE', `lease?fencing=${fencing}`)))
  return fencing
}

export const held: Check = {
  name: 'lease.held',
  proves: ['Lease'],
  clause:
    'One holder has the lease: another is 409 lease-held and told who; renewed, it is kept; given back, it is free.',
  claims: ['lease'],
  run: async (trial) => {
    const { admin } = trial
    const fencing = await take(trial)
    const other = { holder: 'another', ttlSeconds: 60 }
    const refused = await admin.post('lease', other)
    const { holder, expiresAt } = refused.refuses(409, 'lease-held')
    const isTold = [holder, expiresAt].every((each) => typeof each === 'string')
    demand(isTold, 'holder and expiresAt', json({ holder, expiresAt }), refused.exchange)
    ;(await admin.send('PUT', 'lease', { body: { fencing, ttlSeconds: 60 } })).is(200, { fencing, holder })
    const stale = { body: { fencing: fencing - 1 || 999_999, ttlSeconds: 60 } }
    ;(await admin.send('PUT', 'lease', stale)).refuses(409, 'lease-fenced')
    ;(await admin.send('DELETE', `lease?fencing=${fencing}`)).is(200, { holder: null, fencing })
    ;(await admin.get('lease')).is(200, { holder: null, fencing })
  },
}

export const fencing: Check = {
  name: 'lease.fencing',
  proves: ['E10', 'Lease'],
  clause: 'Each lease has a higher number; a write under an older one is 409 lease-fenced, and writes nothing.',
  claims: ['lease'],
  run: async (trial) => {
    const { admin, make } = trial
    const first = await take(trial)
    ;(await admin.send('DELETE', `lease?fencing=${first}`)).is(200)
    const second = await take(trial)
    demand(second > first, `a number above ${first}`, String(second))
    const group = await make.group(await make.account())
    const under = (number: number) => ({ 'writ-fencing': String(number) })
    ;(await admin.patch(`groups/${group.id}`, { type: 'late' }, under(first))).refuses(409, 'lease-fenced')
    const item = { collection: 'groups', id: group.id, ifMatch: group.etag, body: { type: 'late' } }
    ;(await admin.post('bulk/upsert', { items: [item] }, under(first))).refuses(409, 'lease-fenced')
    ;(await admin.get(`groups/${group.id}`)).is(200, { etag: group.etag, type: null })
    ;(await admin.patch(`groups/${group.id}`, { type: 'timely' }, under(second))).is(200, { type: 'timely' })
  },
}
