import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Me, Problem } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { openSandbox, type Sandbox, sandbox } from '../support/sandbox.js'

const people = {
  operator: 'ops@acme-cloud.example',
  owner: 'olga@acme.example',
  manager: 'max@acme.example',
  'project-admin': 'pia@acme.example',
  member: 'ana@acme.example',
  stranger: 'ben@beta.example',
}
type Role = keyof typeof people
const roles = Object.keys(people) as Role[]

interface Route {
  what: string
  method: string
  path: string
  body?: object
  may: Role[]
}

const all: Role[] = ['operator']
const admins: Role[] = ['operator', 'owner', 'manager']
const projectAdmins: Role[] = [...admins, 'project-admin']
const invited = {
  account: 'acc_acme',
  email: 'x@acme.example',
  department: 'HR',
  designation: 'Clerk',
  manager: 'max@acme.example',
}

/** L12 as a table: who may write where. Every body is one that the platform accepts from an operator. */
const routes: Route[] = [
  { what: 'install an app', method: 'POST', path: 'apps', body: { name: 'asana', auth: 'api-key' }, may: all },
  { what: 'deactivate an app', method: 'PATCH', path: 'apps/app_slack', body: { status: 'inactive' }, may: all },
  { what: 'uninstall an app', method: 'DELETE', path: 'apps/app_trello?confirm=trello', may: all },
  { what: 'create an account', method: 'POST', path: 'accounts', body: { name: 'gamma' }, may: all },
  { what: 'rename an account', method: 'PATCH', path: 'accounts/acc_acme', body: { name: 'acme 2' }, may: admins },
  { what: 'change the menu', method: 'PATCH', path: 'accounts/acc_acme', body: { showIntegrations: false }, may: all },
  { what: 'change the allow-list', method: 'PATCH', path: 'accounts/acc_acme', body: { allowedApps: 'all' }, may: all },
  {
    what: "change an account's labels",
    method: 'PATCH',
    path: 'accounts/acc_acme',
    body: { labels: { tier: 'x' } },
    may: all,
  },
  {
    what: 'set the account level',
    method: 'PUT',
    path: 'accounts/acc_acme/integrations/slack',
    body: { enabled: false },
    may: admins,
  },
  {
    what: 'create a template',
    method: 'POST',
    path: 'project-templates',
    body: { account: 'acc_acme', name: 't' },
    may: admins,
  },
  {
    what: 'change a template',
    method: 'PATCH',
    path: 'project-templates/tpl_delivery',
    body: { name: 't' },
    may: admins,
  },
  { what: 'create a project', method: 'POST', path: 'projects', body: { account: 'acc_acme', name: 'p' }, may: admins },
  { what: 'archive a project', method: 'PATCH', path: 'projects/prj_zeus', body: { state: 'archived' }, may: admins },
  { what: 'remove a project', method: 'DELETE', path: 'projects/prj_attic', may: admins },
  {
    what: 'set the project level of their project',
    method: 'PUT',
    path: 'projects/prj_apollo/integrations/slack',
    body: { enabled: false },
    may: projectAdmins,
  },
  {
    what: 'set the project level of another project',
    method: 'PUT',
    path: 'projects/prj_zeus/integrations/slack',
    body: { enabled: false },
    may: admins,
  },
  {
    what: 'create a group in their project',
    method: 'POST',
    path: 'groups',
    body: { account: 'acc_acme', project: 'prj_apollo', name: 'g' },
    may: projectAdmins,
  },
  {
    what: 'create a group in another project',
    method: 'POST',
    path: 'groups',
    body: { account: 'acc_acme', project: 'prj_zeus', name: 'g' },
    may: admins,
  },
  {
    what: 'create a group without a project',
    method: 'POST',
    path: 'groups',
    body: { account: 'acc_acme', name: 'g' },
    may: admins,
  },
  {
    what: 'change a group of their project',
    method: 'PATCH',
    path: 'groups/grp_eng',
    body: { name: 'g' },
    may: projectAdmins,
  },
  {
    what: 'change a group of another project',
    method: 'PATCH',
    path: 'groups/grp_builders',
    body: { name: 'g' },
    may: admins,
  },
  { what: 'remove a group of their project', method: 'DELETE', path: 'groups/grp_partners', may: projectAdmins },
  {
    what: 'set a group of their project',
    method: 'PUT',
    path: 'groups/grp_eng/integrations/slack',
    body: { setting: 'off' },
    may: projectAdmins,
  },
  {
    what: 'set a group of another project',
    method: 'PUT',
    path: 'groups/grp_builders/integrations/slack',
    body: { setting: 'off' },
    may: admins,
  },
  {
    what: 'block a person',
    method: 'PUT',
    path: 'users/usr_bo/integrations/slack',
    body: { blocked: true },
    may: admins,
  },
  { what: 'change a user', method: 'PATCH', path: 'users/usr_bo', body: { department: 'IT' }, may: admins },
  { what: 'remove a user', method: 'DELETE', path: 'users/usr_pia', may: admins },
  { what: 'invite', method: 'POST', path: 'invitations', body: invited, may: admins },
  { what: 'withdraw an invitation', method: 'DELETE', path: 'invitations/inv_new', may: admins },
  { what: 'accept an invitation for somebody', method: 'POST', path: 'invitations/inv_new/accept', may: all },
  { what: "revoke ana's connection", method: 'DELETE', path: 'connections/con_ana', may: [...admins, 'member'] },
  { what: "revoke kim's connection", method: 'DELETE', path: 'connections/con_kim', may: admins },
  {
    what: 'edit a connection that ana made',
    method: 'PATCH',
    path: 'connections/con_sheets',
    body: { name: 'sheets' },
    may: ['member'],
  },
]

/** The headers that let a write through if its author may do it. */
async function preconditions(admin: Platform, { method, path }: Route): Promise<Record<string, string>> {
  if (method === 'POST') return {}
  const { etag } = await admin.get<{ etag: string | null }>(path.split('?')[0] as string)
  return etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
}

/** For what is refused: nothing of it may change anything. */
let shared: Sandbox
beforeAll(async () => {
  shared = await openSandbox()
})
afterAll(() => shared.close())

describe.each(routes)('L12: to $what', (route) => {
  test.each(roles.filter((role) => route.may.includes(role)))('%s may', async (role) => {
    const { admin, as } = await sandbox()
    const headers = await preconditions(admin, route)
    const answer = await (await as(people[role])).send(route.method, route.path, { body: route.body, headers })
    expect(answer.status).toBeLessThan(300)
  })

  test.each(roles.filter((role) => !route.may.includes(role)))('%s gets 403 and nothing is written', async (role) => {
    await expectForbidden(route, await shared.as(people[role]))
  })

  test('a token that may only read gets 403, whoever it belongs to', async () => {
    await expectForbidden(route, shared.reader)
  })
})

async function expectForbidden(route: Route, person: Platform): Promise<void> {
  const before = await shared.admin.get('')
  const headers = await preconditions(shared.admin, route)
  const answer = await person.send<Problem>(route.method, route.path, { body: route.body, headers })
  expect(answer.body).toMatchObject({ type: 'urn:writ:problem:forbidden', status: 403 })
  expect(await shared.admin.get('')).toEqual(before)
}

describe('a token that may only read', () => {
  test.each(['lease', 'bulk/upsert', 'bulk/revoke', 'connections/start', 'connections'])(
    'may not POST to %s',
    async (path) => {
      const bodies: Record<string, object> = {
        lease: { holder: 'x', ttlSeconds: 5 },
        'connections/start': { account: 'acc_acme', app: 'slack' },
        connections: { account: 'acc_acme', app: 'webhooks', apiKey: 'k' },
      }
      expect((await shared.reader.send('POST', path, { body: bodies[path] ?? { items: [] } })).status).toBe(403)
    },
  )

  test('sees what its principal sees', async () => {
    expect(await shared.reader.list('connections')).toEqual(await shared.admin.list('connections'))
  })
})

describe('GET /v1/me', () => {
  test.each([
    ['ops@acme-cloud.example', { role: 'operator' }],
    ['olga@acme.example', { role: 'owner', account: 'acc_acme' }],
    ['max@acme.example', { role: 'manager', account: 'acc_acme' }],
    ['pia@acme.example', { role: 'project-admin', account: 'acc_acme', projects: ['prj_apollo'] }],
    ['ana@acme.example', { role: 'member', account: 'acc_acme' }],
  ])('%s is %j', async (email, role) => {
    const { as } = await sandbox()
    const me = await (await as(email)).get<Me>('me')
    expect(me).toMatchObject({ principal: { name: email }, roles: [role], token: { kind: 'full' } })
  })

  test('the two printed tokens belong to one operator and differ in kind', async () => {
    const { admin, reader } = await sandbox()
    const [full, read] = [await admin.get<Me>('me'), await reader.get<Me>('me')]
    expect(full.token.kind).toBe('full')
    expect(read).toEqual({ ...full, token: { kind: 'read' } })
    expect(full).toMatchObject({ principal: { name: 'writ@acme-cloud' }, roles: [{ role: 'operator' }] })
  })
})

describe('sight', () => {
  test.each(['olga@acme.example', 'pia@acme.example', 'ana@acme.example'])(
    '%s sees no row of another account',
    async (email) => {
      const theirs = await shared.as(email)
      expect(await theirs.ids('accounts')).toEqual(['acc_acme'])
      expect((await theirs.page('accounts')).total).toBe(1)
      for (const collection of ['users', 'account-integrations', 'connections', 'audit-events'] as const) {
        const accounts = (await theirs.list(collection)).map(({ account }) => account)
        expect(accounts.filter((account) => account !== 'acc_acme')).toEqual([])
      }
      expect((await theirs.send('GET', 'accounts/acc_beta')).status).toBe(404)
      expect((await theirs.send('GET', 'accounts/acc_beta/integrations/slack')).status).toBe(404)
      expect((await theirs.send('GET', 'connections/con_bea')).status).toBe(404)
    },
  )

  test('U1: a member sees of the connections only their own, in lists, totals and by id', async () => {
    const kim = await shared.as('kim@partner.example')
    expect(await kim.ids('connections')).toEqual(['con_kim'])
    expect((await kim.page('connections')).total).toBe(1)
    expect((await kim.send('GET', 'connections/con_ana')).status).toBe(404)
  })

  test('U2: owners and managers see the connections of everybody in the account', async () => {
    for (const email of ['olga@acme.example', 'max@acme.example']) {
      expect((await (await shared.as(email)).ids('connections')).length).toBe(7)
    }
  })

  test('everybody sees the registry', async () => {
    expect((await (await shared.as('kim@partner.example')).page('apps')).total).toBe(7)
  })
})
