import { type Json, made, type Told } from '../proxy.js'
import { currentMatch, forgives, is, isVersioned, type Mutant } from './mutant.js'

const isWrite = (method: string): boolean => method !== 'GET'
const resultsOf = ({ body }: Told): Json[] => (Array.isArray(body?.results) ? (body.results as Json[]) : [])
const itemsAsked = (body: Json | null): Json[] => (Array.isArray(body?.items) ? (body.items as Json[]) : [])

/** Servers that do not keep what the contract says of versions. */
export const versionMutants: readonly Mutant[] = [
  {
    does: 'sends no ETag',
    fails: ['versions.etag'],
    expected: /^ETag "/,
    came: 'nothing',
    bend: () => ({ told: ({ headers }) => void delete headers.etag }),
  },
  {
    does: 'does not ask for If-Match',
    fails: ['problems.document', 'versions.missing'],
    expected: 'application/problem+json',
    came: 'application/json',
    bend: () => ({
      asked: async (asked, call) => {
        if (!isVersioned(asked) || asked.headers['if-match'] || asked.headers['if-none-match']) return
        const match = await currentMatch(asked, call)
        asked.headers[match === undefined ? 'if-none-match' : 'if-match'] = match ?? '*'
      },
    }),
  },
  {
    does: 'takes If-Match for granted',
    fails: ['problems.document', 'versions.moved'],
    expected: 'application/problem+json',
    came: 'application/json',
    bend: () => ({
      asked: async (asked, call) => {
        if (!isVersioned(asked) || !asked.headers['if-match'] || asked.path.startsWith('lease')) return
        asked.headers['if-match'] = (await currentMatch(asked, call)) ?? asked.headers['if-match']
      },
    }),
  },
  {
    does: 'answers 200 where a row moved',
    fails: ['problems.document', 'versions.moved', 'versions.never-written'],
    expected: 'application/problem+json',
    came: 'application/json',
    bend: forgives('precondition-failed'),
  },
  {
    does: 'writes a setting over another under If-None-Match',
    fails: ['versions.never-written'],
    expected: '412 precondition-failed',
    came: 'status 200',
    bend: () => ({
      asked: async (asked, call) => {
        const match = asked.headers['if-none-match'] ? await currentMatch(asked, call) : undefined
        if (match === undefined) return
        delete asked.headers['if-none-match']
        asked.headers['if-match'] = match
      },
    }),
  },
  {
    does: 'uses an etag again for a row of the same name',
    fails: ['versions.never-reused'],
    expected: 'an etag above that of the removal',
    came: /\d+/,
    bend: () => {
      const first = new Map<unknown, unknown>()
      return {
        told: (told, asked) => {
          if (!is(asked, 'POST', 'groups') || told.status !== 201 || told.body === null) return
          const { name, etag } = told.body
          if (first.has(name)) told.body.etag = first.get(name)
          else first.set(name, etag)
        },
      }
    },
  },
  {
    does: 'moves the etag of a row that stays as it is',
    fails: ['versions.unchanged'],
    expected: /^etag "\d+"$/,
    came: /^etag "\d+"$/,
    bend: () => ({
      told: ({ body }, asked) => {
        if (is(asked, 'PATCH', 'groups/*') && asked.body?.type === 'crew') Object.assign(body ?? {}, { etag: '999999' })
      },
    }),
  },
]

/** Servers that mistake one request for another. */
export const idempotencyMutants: readonly Mutant[] = [
  {
    does: 'does not ask for an Idempotency-Key',
    fails: ['idempotency.missing'],
    expected: '428 precondition-required',
    came: 'status 201',
    bend: () => ({
      asked: ({ method, headers }) => {
        if (isWrite(method)) headers['idempotency-key'] ??= `made-up-${Math.random()}`
      },
    }),
  },
  {
    does: 'executes a replay again',
    fails: ['idempotency.replay', 'idempotency.other-request', 'bulk.replay'],
    expected: 'status 200',
    came: 'status 412 precondition-failed',
    bend: () => ({
      asked: ({ headers }) => {
        if (headers['idempotency-key']) headers['idempotency-key'] = `anew-${Math.random()}`
      },
    }),
  },
  {
    does: 'does not say that an answer is a replay',
    fails: ['idempotency.replay'],
    expected: 'Idempotent-Replay "true"',
    came: 'nothing',
    bend: () => ({ told: ({ headers }) => void delete headers['idempotent-replay'] }),
  },
  {
    does: 'answers another request under the same key with the stored answer',
    fails: ['idempotency.other-request'],
    expected: '409 idempotency-conflict',
    came: 'status 201',
    bend: () => {
      const stored = new Map<string, Told>()
      return {
        asked: ({ headers }) => {
          const before = stored.get(headers['idempotency-key'] ?? '')
          return before && { ...before, headers: { ...before.headers, 'idempotent-replay': 'true' } }
        },
        told: (told, { headers }) => void (told.status < 300 && stored.set(headers['idempotency-key'] ?? 'none', told)),
      }
    },
  },
  {
    does: 'remembers a refused write',
    fails: ['idempotency.failures'],
    expected: 'status 201',
    came: 'status 409 name-taken',
    bend: () => {
      const stored = new Map<string, Told>()
      return {
        asked: ({ headers }) => stored.get(headers['idempotency-key'] ?? ''),
        told: (told, { headers }) =>
          void (told.status === 409 && stored.set(headers['idempotency-key'] ?? 'none', told)),
      }
    },
  },
]

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
