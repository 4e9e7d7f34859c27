import type { Answer } from '../answer.js'
import type { Check } from '../check.js'
import { demand, json } from '../unmet.js'

/** What every problem document has (RFC 9457), whatever it says. */
function demandDocument(answer: Answer): void {
  const type = answer.headers['content-type'] ?? '(no content type)'
  demand(type.startsWith('application/problem+json'), 'application/problem+json', type, answer.exchange)
  const { type: name, title, status, detail } = answer.json ?? {}
  const isNamed = typeof name === 'string' && /^urn:writ:problem:[a-z-]+$/.test(name)
  demand(isNamed, 'a type urn:writ:problem:NAME', json(name), answer.exchange)
  demand(status === answer.status, `status ${answer.status} in the document`, json(status), answer.exchange)
  const isTold = [title, detail].every((text) => typeof text === 'string' && text !== '')
  demand(isTold, 'a title and a detail', json({ title, detail }), answer.exchange)
}

export const documents: Check = {
  name: 'problems.document',
  proves: ['Problems'],
  clause: 'Every refusal is an RFC 9457 document with the media type of one and a type urn:writ:problem:NAME.',
  run: async ({ admin, make }) => {
    const { id } = await make.account()
    const refused = [
      await admin.send('GET', 'me', { headers: { authorization: '' } }),
      await admin.get('accounts/no-such-account'),
      await admin.send('PATCH', `accounts/${id}`, { body: { labels: {} } }),
      await admin.send('PATCH', `accounts/${id}`, { body: { labels: {} }, headers: { 'if-match': '"0"' } }),
      await admin.post('accounts', {}),
      await admin.send('PUT', 'accounts', { body: {} }),
    ]
    for (const answer of refused) demandDocument(answer)
  },
}

export const nothingThere: Check = {
  name: 'problems.not-found',
  proves: ['Problems'],
  clause: 'What is not there is 404 not-found, and another method on a known path 405 method-not-allowed.',
  run: async ({ admin }) => {
    ;(await admin.get('accounts/no-such-account')).refuses(404, 'not-found')
    ;(await admin.get('no-such-collection')).refuses(404, 'not-found')
    ;(await admin.send('PUT', 'accounts', { body: {} })).refuses(405, 'method-not-allowed')
  },
}

export const unknownField: Check = {
  name: 'problems.unknown-field',
  proves: ['JSON'],
  clause: 'A field that the contract does not know is 422 invalid, names its place, and writes nothing.',
  run: async ({ admin, make }) => {
    const name = make.names.next('unknown-field')
    const answer = await admin.post('accounts', { name, colour: 'red' })
    const { errors } = answer.refuses(422, 'invalid')
    const isPlaced = Array.isArray(errors) && errors.some(({ pointer }) => pointer === '/colour')
    demand(isPlaced, 'errors with the pointer /colour', json(errors), answer.exchange)
    ;(await admin.get(`accounts?name=${name}`)).is(200, { total: 0 })
  },
}

export const unknownQuery: Check = {
  name: 'problems.unknown-query',
  proves: ['JSON'],
  clause: 'A query parameter that the contract does not know is 422 invalid, never a filter that is not applied.',
  run: async ({ admin }) => {
    ;(await admin.get('accounts?colour=red')).refuses(422, 'invalid')
    ;(await admin.get('connections?label=red')).refuses(422, 'invalid')
  },
}

export const otherBodies: Check = {
  name: 'problems.bodies',
  proves: ['JSON'],
  clause: 'A body of another media type is 415, and one that is not whole JSON is 422.',
  run: async ({ admin }) => {
    const text = { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    ;(await admin.send('POST', 'accounts', text)).refuses(415, 'unsupported-media-type')
    ;(await admin.send('POST', 'accounts', { body: '{"name":' })).refuses(422, 'invalid')
  },
}
