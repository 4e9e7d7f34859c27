import type { Json } from '../proxy.js'
import type { Mutant } from './mutant.js'

/** Servers that say the wrong thing of themselves, or of what they refuse. */
export const platformMutants: readonly Mutant[] = [
  {
    does: 'is of another version',
    fails: ['platform.identity'],
    expected: 'version "1"',
    came: 'version "2"',
    bend: () => ({ told: ({ body }, { path }) => void (body && path === '' && Object.assign(body, { version: '2' })) }),
  },
  {
    does: 'does not say which kind a token is of',
    fails: ['platform.me'],
    expected: 'token {"kind":"full"}',
    came: 'token {}',
    bend: () => ({
      told: ({ body }, { path }) => {
        if (path === 'me' && (body?.token as Json | undefined)?.kind === 'full')
          Object.assign(body ?? {}, { token: {} })
      },
    }),
  },
  {
    does: 'lets in whoever comes without a token',
    fails: ['platform.unauthorized', 'problems.document'],
    expected: '401 unauthorized',
    came: 'status 200',
    bend: () => {
      let known = ''
      return {
        asked: ({ headers }) => {
          if (headers.authorization === undefined) headers.authorization = known
          else if (known === '') known = headers.authorization
        },
      }
    },
  },
  {
    does: 'sends problems as plain JSON',
    fails: ['problems.document'],
    expected: 'application/problem+json',
    came: /^application\/json$/,
    bend: () => ({
      told: ({ headers }) => {
        if (headers['content-type']?.startsWith('application/problem')) headers['content-type'] = 'application/json'
      },
    }),
  },
  {
    does: 'answers another method with 404',
    fails: ['problems.not-found'],
    expected: '405 method-not-allowed',
    came: 'status 404 not-found',
    bend: () => ({
      told: (told) => {
        if (told.status !== 405) return
        told.status = 404
        Object.assign(told.body ?? {}, { status: 404, type: 'urn:writ:problem:not-found' })
      },
    }),
  },
  {
    does: 'ignores a field that it does not know',
    fails: ['problems.unknown-field'],
    expected: '422 invalid',
    came: 'status 201',
    bend: () => ({ asked: ({ body }) => void delete body?.colour }),
  },
  {
    does: 'ignores a query parameter that it does not know',
    fails: ['problems.unknown-query'],
    expected: '422 invalid',
    came: 'status 200',
    bend: () => ({
      asked: ({ query }) => {
        for (const name of ['colour', 'label']) query.delete(name)
      },
    }),
  },
  {
    does: 'takes a form for JSON',
    fails: ['problems.bodies'],
    expected: '415 unsupported-media-type',
    came: 'status 422 invalid',
    bend: () => ({
      asked: (asked) => {
        if (asked.headers['content-type']?.includes('form')) asked.headers['content-type'] = 'application/json'
      },
    }),
  },
]
