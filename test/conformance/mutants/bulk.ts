import { type Json, made, type Told } from '../proxy.js'
import { forgives, type Mutant } from './mutant.js'

const resultsOf = ({ body }: Told): Json[] => (Array.isArray(body?.results) ? (body.results as Json[]) : [])
const itemsAsked = (body: Json | null): Json[] => (Array.isArray(body?.items) ? (body.items as Json[]) : [])

/** Servers whose bulk writes, expectations or leases are not what they should be. */
export const bulkMutants: readonly Mutant[] = [
  {
    does: 'answers the items of a bulk request in another order',
    fails: ['bulk.order', 'bulk.versions', 'cascades.expected-in-bulk'],
    expected: 'statuses [409,200,200,201,409]',
    came: '[409,201,200,200,409]',
    bend: () => ({
      told: (told, { path }) =>
        void (path === 'bulk/upsert' && told.body && Object.assign(told.body, { results: resultsOf(told).reverse() })),
    }),
  },
  {
    does: 'stops a bulk request at the first item that it refuses',
    fails: ['bulk.order', 'bulk.versions', 'cascades.expected-in-bulk'],
    expected: 'statuses [409,200,200,201,409]',
    came: '[409,424,424,424,424]',
    bend: () => ({
      told: (told, { path }) => {
        const at = resultsOf(told).findIndex(({ status }) => Number(status) >= 400)
        if (path !== 'bulk/upsert' || at < 0 || told.body === null) return
        told.body.results = resultsOf(told).map((result, index) => (index > at ? { status: 424 } : result))
      },
    }),
  },
  {
    does: 'takes more than 1,000 items',
    fails: ['bulk.limit'],
    expected: '422 invalid',
    came: 'status 200',
    bend: () => ({
      asked: ({ body }) => (itemsAsked(body).length > 1000 ? made(200, { results: [], revision: 1 }) : undefined),
    }),
  },
  {
    does: 'takes the ifMatch of an item for granted',
    fails: ['bulk.versions', 'bulk.revoke'],
    expected: 'statuses [412,428,200,200,412]',
    came: '[200,428,200,200,412]',
    bend: () => ({
      asked: async ({ body }, call) => {
        for (const item of itemsAsked(body)) {
          if (item.ifMatch !== '0') continue
          const row = await call('GET', `${item.collection ?? 'connections'}/${item.id}`)
          item.ifMatch = row.body?.etag
        }
      },
    }),
  },
  {
    does: 'revokes in bulk what has ended',
    fails: ['bulk.revoke'],
    expected: 'statuses [200,404,412,200,404]',
    came: '[200,200,412,200,200]',
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'bulk/revoke') for (const result of resultsOf(told)) if (result.status === 404) result.status = 200
      },
    }),
  },
  {
    does: 'does not say what became of both legs of a revocation',
    fails: ['bulk.revoke', 'connections.revoke'],
    expected: /"legs":\{"platform":"revoked","thirdParty":"none"\}/,
    came: /^(?!.*legs).*"status":200/,
    bend: () => ({
      told: (told) => {
        for (const each of [told.body ?? {}, ...resultsOf(told)]) delete each.legs
      },
    }),
  },
  {
    does: 'ends other connections than were expected',
    fails: ['cascades.expected'],
    expected: '412 connections-changed',
    came: 'status 200',
    bend: () => ({ asked: ({ headers }) => void delete headers['writ-expect-connections'] }),
  },
  {
    does: 'ends other connections than an item of a bulk request expects',
    fails: ['cascades.expected-in-bulk'],
    expected: 'results [{"status":412},{"status":200}]',
    came: /^results \[\{"status":200/,
    bend: () => ({
      asked: ({ body }) => {
        for (const item of itemsAsked(body)) delete item.expectConnections
      },
    }),
  },
  {
    does: 'gives the lease to two',
    fails: ['lease.held'],
    expected: '409 lease-held',
    came: 'status 201',
    bend: forgives('lease-held'),
  },
  {
    does: 'lets a write through under an older fencing number',
    fails: ['lease.fencing'],
    expected: '409 lease-fenced',
    came: 'status 200',
    bend: () => ({ asked: ({ headers }) => void delete headers['writ-fencing'] }),
  },
]
