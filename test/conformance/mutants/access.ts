import { createHash } from 'node:crypto'
import { type Asked, type Json, made, type Told } from '../proxy.js'
import { forgives, hideEffects, is, itemsOf, type Mutant, promotes } from './mutant.js'

const isRefused = ({ body }: Told): boolean => body?.type === 'urn:writ:problem:app-not-available'
const isDry = ({ body }: Asked): boolean => body?.dryRun === true

function allow(told: Told, status: number, body: Json): void {
  Object.assign(told, made(status, body))
}

/** Servers that let in whom they should not, and keep out whom they should let in. */
export const gateMutants: readonly Mutant[] = [
  {
    does: 'refuses with another sentence',
    fails: ['gates.sentence', 'gates.api-key'],
    expected: 'detail "This integration is not available for your account. Please contact your administrator."',
    came: '"Not allowed."',
    bend: () => ({
      told: (told) => void (isRefused(told) && Object.assign(told.body ?? {}, { detail: 'Not allowed.' })),
    }),
  },
  {
    does: 'connects a restricted app by API key',
    fails: ['levels.unconfigured', 'registry.deactivate', 'gates.api-key'],
    expected: '403 app-not-available',
    came: 'status 201',
    bend: () => ({
      told: (told, asked) => {
        if (is(asked, 'POST', 'connections') && !isDry(asked) && isRefused(told))
          allow(told, 201, { id: 'made-up', etag: '1' })
      },
    }),
  },
  {
    does: 'starts a flow for a restricted app',
    fails: ['gates.sentence', 'gates.dry-run'],
    expected: '403 app-not-available',
    came: 'status 200',
    bend: () => ({
      told: (told, asked) => {
        if (is(asked, 'POST', 'connections/start') && isRefused(told)) allow(told, 200, { allowed: true })
      },
    }),
  },
  {
    does: 'asks for consent to a restricted app',
    fails: ['connections.request'],
    expected: '403 app-not-available',
    came: 'status 201',
    bend: () => ({
      told: (told, asked) => {
        if (is(asked, 'POST', 'connections/request') && isRefused(told)) allow(told, 201, { id: 'made-up' })
      },
    }),
  },
  {
    does: 'does not check again at the callback',
    fails: ['own.callback'],
    expected: '403 app-not-available',
    came: 'status 201',
    bend: () => ({
      told: (told, asked) => {
        if (is(asked, 'GET', 'connections/callback') && isRefused(told)) allow(told, 201, { id: 'made-up' })
      },
    }),
  },
  {
    does: 'connects on a dry run',
    fails: ['gates.dry-run'],
    expected: 'total 0',
    came: 'total 1',
    bend: () => ({
      told: async (told, asked, call) => {
        const { account, app, apiKey } = asked.body ?? {}
        if (!is(asked, 'POST', 'connections') || !isDry(asked) || apiKey === undefined || told.status !== 200) return
        const name = `dry-run-${Math.random()}`
        await call('POST', 'connections', { body: { account, app, apiKey, name, owner: null, holder: 'installation' } })
      },
    }),
  },
  {
    does: 'lets people connect while the menu is closed',
    fails: ['gates.every'],
    expected: '403 app-not-available',
    came: 'status 200',
    bend: () => ({
      told: async (told, asked, call) => {
        if (!isDry(asked) || !isRefused(told)) return
        const { body } = await call('GET', `accounts/${asked.body?.account}`)
        if (body?.showIntegrations === false) allow(told, 200, { allowed: true })
      },
    }),
  },
  {
    does: 'lets a barred person connect',
    fails: ['gates.every'],
    expected: '403 app-not-available',
    came: 'status 200',
    bend: () => ({
      told: async (told, asked, call) => {
        if (!isDry(asked) || !isRefused(told)) return
        const { body } = await call('GET', `users/${asked.body?.asUser}/integrations/${asked.body?.app}`)
        if (body?.blocked === true) allow(told, 200, { allowed: true })
      },
    }),
  },
  {
    does: 'covers with a group type only the groups that are there',
    fails: ['gates.group-types'],
    expected: 'status 200',
    came: 'status 403 app-not-available',
    bend: () => ({
      asked: async (asked, call) => {
        const { groupTypes, groups } = asked.body ?? {}
        if (!is(asked, 'PUT', 'projects/*/integrations/*') || !Array.isArray(groupTypes) || !Array.isArray(groups))
          return
        const there = itemsOf(await call('GET', `groups?project=${asked.path.split('/')[1]}`))
        const covered = there.filter(({ type }) => groupTypes.includes(type)).map(({ id }) => id)
        asked.body = { ...asked.body, groups: [...new Set([...groups, ...covered])], groupTypes: [] }
      },
    }),
  },
  {
    does: 'shows customers apps that are not allowed',
    fails: ['gates.portal'],
    expected: /^customers see \{"menu":true/,
    came: /upsell/,
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'effective')
          for (const item of itemsOf(told)) if (Array.isArray(item.apps)) item.apps.push('upsell')
      },
    }),
  },
  {
    does: 'shows customers a closed menu',
    fails: ['gates.portal'],
    expected: 'customers see {"menu":false,"apps":[]}',
    came: '{"menu":true,"apps":[]}',
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'effective') for (const item of itemsOf(told)) if ('menu' in item) item.menu = true
      },
    }),
  },
  {
    does: 'takes an unknown app into an allow-list',
    fails: ['gates.all-apps'],
    expected: '422 invalid',
    came: 'status 200',
    bend: forgives('invalid', ['PATCH', 'accounts/*']),
  },
]

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

/** Servers that do not know whose something is. */
export const peopleMutants: readonly Mutant[] = [
  {
    does: 'invites without a department',
    fails: ['people.invitation'],
    expected: '422 invalid',
    came: 'status 201',
    bend: forgives('invalid', ['POST', 'invitations']),
  },
  {
    does: 'sends a pending invitation twice',
    fails: ['people.not-twice'],
    expected: '409 name-taken',
    came: 'status 201',
    bend: forgives('name-taken', ['POST', 'invitations']),
  },
  {
    does: 'lets an invitation be accepted twice',
    fails: ['people.acceptance'],
    expected: '409 conflict',
    came: 'status 201',
    bend: forgives('conflict', ['POST', 'invitations/*/accept']),
  },
  {
    does: 'leaves an account without an owner',
    fails: ['people.last-owner'],
    expected: '409 last-owner',
    came: 'status 200',
    bend: forgives('last-owner'),
  },
  {
    does: 'removes what connections live in',
    fails: ['people.connections-first', 'connections.in-use'],
    expected: '409 connections-live',
    came: 'status 200',
    bend: forgives('connections-live'),
  },
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
      const asked_ = new Set<string>()
      return {
        told: ({ body }, asked) => {
          if (!is(asked, 'POST', 'connections/*/reauth')) return
          if (asked_.has(asked.path) && body?.requestedAt) body.requestedAt = `later than ${body.requestedAt}`
          asked_.add(asked.path)
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
]

/** Servers that do not care who asks. */
export const roleMutants: readonly Mutant[] = [
  {
    does: 'lets a read token write',
    fails: ['roles.read-token'],
    expected: '403 forbidden',
    came: 'status 201',
    bend: promotes('read', ({ method }) => method !== 'GET'),
  },
  {
    does: 'lets a manager change the allow-list',
    fails: ['roles.manager'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('manager', (asked) => is(asked, 'PATCH', 'accounts/*') && asked.body?.allowedApps !== undefined),
  },
  {
    does: "lets project-admins write other projects' settings",
    fails: ['roles.project-admin'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('project-admin', (asked) => is(asked, 'PUT', 'projects/*/integrations/*')),
  },
  {
    does: 'lets a member switch a group',
    fails: ['roles.member'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('member', (asked) => is(asked, 'PUT', 'groups/*/integrations/*')),
  },
  {
    does: "shows members everybody's connections",
    fails: ['own.connections'],
    expected: 'total 1',
    came: 'total 2',
    bend: promotes('member', (asked) => is(asked, 'GET', 'connections')),
  },
  {
    does: 'lets anybody edit a connection',
    fails: ['own.creator'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: forgives('forbidden', ['PATCH', 'connections/*']),
  },
  {
    does: 'lets anybody use a connection',
    fails: ['own.use'],
    expected: '403 forbidden',
    came: 'status 201',
    bend: forgives('forbidden', ['POST', 'connections/*/use']),
  },
]
