import type { Check } from '../check.js'
import { level } from '../names.js'
import { demand, demandSame } from '../unmet.js'

export const etags: Check = {
  name: 'versions.etag',
  proves: ['Versions'],
  clause:
    'The header ETag carries the etag of the row in quotes, and every write that changes a row gives it a new one.',
  run: async ({ admin, make }) => {
    const group = await make.group(await make.account())
    const read = await admin.get(`groups/${group.id}`)
    demandSame('ETag', read.headers.etag, `"${group.etag}"`, read.exchange)
    const written = await admin.patch(`groups/${group.id}`, { type: 'other' })
    const { etag } = written.is(200, { type: 'other' })
    demandSame('ETag', written.headers.etag, `"${etag}"`, written.exchange)
    demand(Number(etag) > Number(group.etag), `an etag above ${group.etag}`, etag, written.exchange)
  },
}

export const missing: Check = {
  name: 'versions.missing',
  proves: ['E6', 'Versions'],
  clause: 'A write to an existing row without If-Match is 428, and writes nothing.',
  claims: ['conditionalWrites'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const group = await make.group(account)
    ;(await admin.send('PATCH', `groups/${group.id}`, { body: { type: 'x' } })).refuses(428, 'precondition-required')
    ;(await admin.send('DELETE', `groups/${group.id}`)).refuses(428, 'precondition-required')
    const setting = level('accounts', account, make.apps.key)
    ;(await admin.send('PUT', setting, { body: { enabled: true } })).refuses(428, 'precondition-required')
    ;(await admin.get(`groups/${group.id}`)).is(200, { etag: group.etag, type: null })
    ;(await admin.get(setting)).is(200, { etag: null, enabled: false })
  },
}

export const moved: Check = {
  name: 'versions.moved',
  proves: ['E6', 'Versions'],
  clause: "A write under an etag that is no more the row's is 412, and writes nothing.",
  claims: ['conditionalWrites'],
  run: async ({ admin, make }) => {
    const group = await make.group(await make.account())
    const stale = { 'if-match': `"${group.etag}"` }
    const { etag } = (await admin.patch(`groups/${group.id}`, { type: 'first' })).is(200)
    const late = await admin.send('PATCH', `groups/${group.id}`, { body: { type: 'second' }, headers: stale })
    late.refuses(412, 'precondition-failed')
    ;(await admin.send('DELETE', `groups/${group.id}`, { headers: stale })).refuses(412, 'precondition-failed')
    ;(await admin.get(`groups/${group.id}`)).is(200, { etag, type: 'first' })
  },
}

export const neverWritten: Check = {
  name: 'versions.never-written',
  proves: ['E6', 'Versions'],
  clause: 'If-None-Match: * writes a setting that was never written, and is 412 for one that was.',
  claims: ['conditionalWrites'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const setting = level('accounts', account, make.apps.key)
    const { etag } = await make.set(setting, { enabled: true })
    const again = { body: { enabled: false }, headers: { 'if-none-match': '*' } }
    ;(await admin.send('PUT', setting, again)).refuses(412, 'precondition-failed')
    ;(await admin.get(setting)).is(200, { etag, enabled: true })
  },
}

export const neverReused: Check = {
  name: 'versions.never-reused',
  proves: ['E6', 'Versions'],
  clause: 'An etag is never used twice, also when a row is removed and one of the same name is created.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const first = await make.group(account)
    ;(await admin.remove(`groups/${first.id}`)).is(200)
    const second = await make.group(account, { name: first.name })
    const came = Number(second.etag)
    demand(came > Number(first.etag) + 1, `an etag above that of the removal, after ${first.etag}`, second.etag)
    const { etag } = (await admin.get(`groups/${second.id}`)).is(200)
    demandSame('etag', etag, second.etag)
  },
}

export const unchanged: Check = {
  name: 'versions.unchanged',
  proves: ['E11', 'Versions'],
  clause: 'A write that changes nothing of a row leaves row and etag as they are.',
  run: async ({ admin, make }) => {
    const group = await make.group(await make.account(), { type: 'crew' })
    ;(await admin.patch(`groups/${group.id}`, { type: 'crew' })).is(200, { etag: group.etag })
    ;(await admin.get(`groups/${group.id}`)).is(200, { etag: group.etag })
  },
}
