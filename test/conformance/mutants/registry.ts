import { createHash } from 'node:crypto'
import type { Json } from '../proxy.js'
import { hideEffects, is, type Mutant } from './mutant.js'

/** Servers whose registry is careless. */
export const registryMutants: readonly Mutant[] = [
  {
    does: 'takes every app for configured',
    fails: ['registry.install'],
    expected: 'configured false',
    came: 'configured true',
    bend: () => ({
      told: ({ body }) => void (body && 'configured' in body && Object.assign(body, { configured: true })),
    }),
  },
  {
    does: 'uninstalls without a confirmation',
    fails: ['registry.uninstall'],
    expected: '422 invalid',
    came: 'status 200',
    bend: () => ({
      asked: async (asked, call) => {
        if (!is(asked, 'DELETE', 'apps/*')) return
        asked.query.set('confirm', String((await call('GET', asked.path)).body?.name))
      },
    }),
  },
  {
    does: 'does not say what uninstalling loses',
    fails: ['registry.uninstall'],
    expected: 'lost {"connections":1,"accounts":1,"workflows":0}',
    came: 'nothing',
    bend: () => ({ told: ({ body }) => void delete body?.lost }),
  },
  {
    does: 'leaves settings when an app is uninstalled',
    fails: ['registry.uninstalled'],
    expected: 'the effect delete of project-integrations',
    came: 'no such effect',
    bend: () => ({
      told: (told, asked) => {
        if (is(asked, 'DELETE', 'apps/*')) hideEffects(told, ({ collection }) => collection === 'project-integrations')
      },
    }),
  },
  {
    does: 'shows secrets',
    fails: ['registry.secrets'],
    expected: 'no secret in any answer',
    came: 'the secret itself',
    bend: () => {
      let known: unknown
      return {
        asked: ({ body }) => {
          known = (body?.secrets as Json | undefined)?.clientSecret ?? known
        },
        told: ({ body }) => void (body && 'secrets' in body && Object.assign(body, { clientSecret: known })),
      }
    },
  },
  {
    does: 'fingerprints secrets without their salt',
    fails: ['registry.secrets'],
    expected: /^the fingerprint [0-9a-f]{64}$/,
    came: /"fingerprint":/,
    bend: () => ({
      told: ({ body }) => {
        for (const each of Object.values((body?.secrets as Record<string, Json> | undefined) ?? {}))
          each.fingerprint = createHash('sha256').update('secret').digest('hex')
      },
    }),
  },
]
