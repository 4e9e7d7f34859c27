import type { Told } from '../proxy.js'
import { currentMatch, forgives, is, isVersioned, type Mutant } from './mutant.js'

const isWrite = (method: string): boolean => method !== 'GET'

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
