import { type Asked, type Json, made, type Told } from '../proxy.js'
import { forgives, is, itemsOf, type Mutant } from './mutant.js'

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
  {
    does: 'judges in a project by whatever project is open',
    fails: ['gates.project'],
    expected: '403 app-not-available',
    came: 'status 200',
    bend: () => ({ asked: (asked) => void (isDry(asked) && delete asked.body?.project) }),
  },
  {
    does: 'asks for a group where there is no project',
    fails: ['gates.no-projects'],
    expected: 'status 200',
    came: 'status 403 app-not-available',
    bend: () => ({
      told: async (told, asked, call) => {
        if (!isDry(asked) || told.status !== 200) return
        const { body } = await call('GET', `projects?account=${asked.body?.account}`)
        if (body?.total === 0) Object.assign(told, made(403, { type: 'urn:writ:problem:app-not-available' }))
      },
    }),
  },
]
