import { forgives, is, type Mutant } from './mutant.js'

/** Servers that do not know what a connection is. */
export const connectionMutants: readonly Mutant[] = [
  {
    does: 'gives one person two personal connections',
    fails: ['connections.personal'],
    expected: '409 conflict',
    came: 'status 201',
    bend: forgives('conflict', ['POST', 'connections']),
  },
  {
    does: 'gives two connections one name',
    fails: ['connections.named'],
    expected: '409 name-taken',
    came: 'status 201',
    bend: forgives('name-taken', ['POST', 'connections']),
  },
  {
    does: 'revokes a connection twice',
    fails: ['connections.revoke'],
    expected: '404 not-found',
    came: 'status 200',
    bend: forgives('not-found', ['DELETE', 'connections/*']),
  },
  {
    does: 'lets a connection be used by groups of another account',
    fails: ['connections.usable-by'],
    expected: '422 invalid',
    came: 'status 200',
    bend: forgives('invalid', ['PATCH', 'connections/*']),
  },
  {
    does: 'shows API keys',
    fails: ['connections.key'],
    expected: 'no API key in any answer',
    came: 'the key itself',
    bend: () => ({
      told: ({ body }, asked) =>
        void (body && asked.body?.apiKey && Object.assign(body, { apiKey: asked.body.apiKey })),
    }),
  },
  {
    does: 'connects without waiting for consent',
    fails: ['connections.request'],
    expected: 'status "requested"',
    came: 'status "active"',
    bend: () => ({
      told: ({ body }, asked) =>
        void (is(asked, 'POST', 'connections/request') && Object.assign(body ?? {}, { status: 'active' })),
    }),
  },
  {
    does: 'asks again for what was asked for already',
    fails: ['connections.reauth'],
    expected: /^requestedAt "/,
    came: /^requestedAt "later/,
    bend: () => {
      const before = new Set<string>()
      return {
        told: ({ body }, asked) => {
          if (!is(asked, 'POST', 'connections/*/reauth')) return
          if (before.has(asked.path) && body?.requestedAt) body.requestedAt = `later than ${body.requestedAt}`
          before.add(asked.path)
        },
      }
    },
  },
  {
    does: 'takes a state that it did not give out',
    fails: ['connections.unknown-state'],
    expected: '422 invalid',
    came: 'status 200',
    bend: forgives('invalid', ['GET', 'connections/callback']),
  },
  {
    does: 'takes an API key for an app that is connected by consent',
    fails: ['connections.way'],
    expected: '422 invalid',
    came: 'status 201',
    bend: forgives('invalid', ['POST', 'connections']),
  },
]
