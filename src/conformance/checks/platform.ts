import type { Check } from '../check.js'
import { Client } from '../client.js'
import { demand, json } from '../unmet.js'

const LEVELS = ['account', 'project', 'group', 'person']

export const identity: Check = {
  name: 'platform.identity',
  proves: ['Platform'],
  clause: 'GET /v1 says name, tenant, version 1, revision and capabilities.',
  run: async ({ admin }) => {
    const answer = await admin.get('')
    const { name, tenant, revision, capabilities } = answer.is(200, { version: '1' })
    const isNamed = [name, tenant].every((text) => typeof text === 'string' && text !== '')
    demand(isNamed, 'a name and a tenant', json({ name, tenant }), answer.exchange)
    demand(Number.isSafeInteger(revision), 'an integer revision', json(revision), answer.exchange)
    const { levels } = (capabilities ?? {}) as { levels?: unknown }
    const isKnown = Array.isArray(levels) && levels.every((each) => LEVELS.includes(each))
    demand(isKnown, `capabilities.levels among ${LEVELS.join(', ')}`, json(levels), answer.exchange)
  },
}

export const me: Check = {
  name: 'platform.me',
  proves: ['L12'],
  clause: 'GET /v1/me says who asks, with which roles and which kind of token.',
  run: async ({ admin }) => {
    const answer = await admin.get('me')
    const { principal, roles } = answer.is(200, { token: { kind: 'full' } })
    const { id, name } = (principal ?? {}) as { id?: unknown; name?: unknown }
    demand(typeof id === 'string' && typeof name === 'string', 'a principal', json(principal), answer.exchange)
    const isOperator = Array.isArray(roles) && roles.some(({ role }) => role === 'operator')
    demand(isOperator, 'the role operator', json(roles), answer.exchange)
  },
}

export const unauthorized: Check = {
  name: 'platform.unauthorized',
  proves: ['Platform'],
  clause: 'Without a token, or with one that nobody was given, every read and write is 401.',
  run: async ({ admin, make }) => {
    const { id } = await make.account()
    for (const path of ['', 'me', 'accounts', `accounts/${id}`]) {
      ;(await admin.send('GET', path, { headers: { authorization: '' } })).refuses(401, 'unauthorized')
    }
    const stranger = new Client(admin.url, `${admin.token}x`, admin.pool)
    ;(await stranger.get('me')).refuses(401, 'unauthorized')
    ;(await stranger.post('accounts', { name: make.names.next('stranger') })).refuses(401, 'unauthorized')
  },
}
