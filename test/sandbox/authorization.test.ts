import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { App } from '../../src/provider/generated/contract.js'
import { ROUTES } from '../../src/sandbox/http/server.js'
import type { Platform } from '../support/client.js'
import { openapi } from '../support/contract.js'
import { openSandbox, type Sandbox } from '../support/sandbox.js'

const PEOPLE = {
  operator: 'ops@acme-cloud.example',
  owner: 'olga@acme.example',
  manager: 'max@acme.example',
  'project-admin': 'pia@acme.example',
  member: 'ana@acme.example',
  stranger: 'ben@beta.example',
}
const ROLES = ['nobody', 'garbage', 'reader', ...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[])] as const
type Role = (typeof ROLES)[number]

const operator: Role[] = ['operator']
const admins: Role[] = ['operator', 'owner', 'manager']
const leads: Role[] = [...admins, 'project-admin']
const acme: Role[] = [...leads, 'member']
const known: Role[] = [...acme, 'stranger']

interface Row {
  path: string
  body?: object
  /** Whose request is executed; a token that may only read comes beside the operator for what is read. */
  may: Role[]
  /** What they get, where that is not success: this far only they come. */
  done?: number
}

const read = (path: string, may: Role[] = acme): Row => ({ path, may })
const list = (path: string): Row => ({ path, may: known })
const invited = { email: 'x@acme.example', department: 'HR', designation: 'Clerk', manager: 'max@acme.example' }
const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'second' }

/** Who may do what (L12, U1, U2, C3, C4): one line for each operation of the contract, on rows of acme. */
const TABLE: Record<string, Row> = {
  getPlatform: read('', known),
  getMe: read('me', known),
  listApps: list('apps'),
  installApp: { path: 'apps', body: { name: 'asana', auth: 'api-key' }, may: operator },
  getApp: read('apps/app_slack', known),
  updateApp: { path: 'apps/app_slack', body: { status: 'inactive' }, may: operator },
  uninstallApp: { path: 'apps/app_slack?confirm=slack', may: operator },
  listAccounts: list('accounts'),
  createAccount: { path: 'accounts', body: { name: 'gamma' }, may: operator },
  getAccount: read('accounts/acc_acme'),
  updateAccount: { path: 'accounts/acc_acme', body: { name: 'acme 2' }, may: admins },
  deleteAccount: { path: 'accounts/acc_acme', may: operator, done: 409 },
  listProjectTemplates: list('project-templates'),
  createProjectTemplate: { path: 'project-templates', body: { account: 'acc_acme', name: 't' }, may: admins },
  getProjectTemplate: read('project-templates/tpl_delivery'),
  updateProjectTemplate: { path: 'project-templates/tpl_delivery', body: { name: 't' }, may: admins },
  deleteProjectTemplate: { path: 'project-templates/tpl_delivery', may: admins },
  listProjects: list('projects'),
  createProject: { path: 'projects', body: { account: 'acc_acme', name: 'hermes' }, may: admins },
  getProject: read('projects/prj_apollo'),
  updateProject: { path: 'projects/prj_apollo', body: { name: 'hermes' }, may: admins },
  deleteProject: { path: 'projects/prj_attic', may: admins },
  listGroups: list('groups'),
  createGroup: { path: 'groups', body: { account: 'acc_acme', project: 'prj_apollo', name: 'g' }, may: leads },
  getGroup: read('groups/grp_eng'),
  updateGroup: { path: 'groups/grp_eng', body: { name: 'g' }, may: leads },
  deleteGroup: { path: 'groups/grp_partners', may: leads },
  listUsers: list('users'),
  getUser: read('users/usr_ana'),
  updateUser: { path: 'users/usr_ana', body: { department: 'IT' }, may: admins },
  deleteUser: { path: 'users/usr_bo', may: admins, done: 409 },
  listInvitations: list('invitations'),
  invite: { path: 'invitations', body: { account: 'acc_acme', ...invited }, may: admins },
  getInvitation: read('invitations/inv_new'),
  withdrawInvitation: { path: 'invitations/inv_new', may: admins },
  acceptInvitation: { path: 'invitations/inv_new/accept', may: operator },
  listConnections: list('connections'),
  connectByApiKey: {
    path: 'connections',
    body: { ...wish, app: 'webhooks', apiKey: 'k', dryRun: true },
    may: ['operator', 'member'],
  },
  // T6: the others of the account are in none of the project's groups.
  startConnection: { path: 'connections/start', body: { ...wish, dryRun: true }, may: ['member'] },
  finishConnection: { path: 'connections/callback?state=none&code=none', may: known, done: 422 },
  requestConnection: { path: 'connections/request', body: { ...wish, owner: 'usr_kim' }, may: admins },
  authorizeConnection: { path: 'connections/con_ana/authorize', may: ['member'], done: 409 },
  getConnection: read('connections/con_ana'),
  updateConnection: { path: 'connections/con_sheets', body: { name: 'sheets' }, may: ['member'] },
  revokeConnection: { path: 'connections/con_ana', may: [...admins, 'member'] },
  askForReauthentication: { path: 'connections/con_ana/reauth', may: [...admins, 'member'] },
  useConnection: { path: 'connections/con_ana/use', may: ['member'] },
  listWorkflows: list('workflows'),
  getWorkflow: read('workflows/wfl_report'),
  listAuditEvents: list('audit-events'),
  getAuditEvent: read('audit-events/EVENT', leads),
  listAccountIntegrations: list('account-integrations'),
  getAccountIntegration: read('accounts/acc_acme/integrations/slack'),
  setAccountIntegration: { path: 'accounts/acc_acme/integrations/slack', body: { enabled: false }, may: admins },
  listProjectIntegrations: list('project-integrations'),
  getProjectIntegration: read('projects/prj_apollo/integrations/slack'),
  setProjectIntegration: { path: 'projects/prj_apollo/integrations/slack', body: { enabled: false }, may: leads },
  listGroupIntegrations: list('group-integrations'),
  getGroupIntegration: read('groups/grp_eng/integrations/slack'),
  setGroupIntegration: { path: 'groups/grp_eng/integrations/slack', body: { setting: 'off' }, may: leads },
  listUserIntegrations: list('user-integrations'),
  getUserIntegration: read('users/usr_ana/integrations/slack'),
  setUserIntegration: { path: 'users/usr_ana/integrations/slack', body: { blocked: true }, may: admins },
  // What each item may do is judged for itself: see "a bulk write".
  bulkUpsert: { path: 'bulk/upsert', body: { items: [] }, may: known },
  bulkRevoke: { path: 'bulk/revoke', body: { items: [] }, may: known },
  listChanges: list('changes?after=0&limit=1000'),
  listEffective: list('effective'),
  getLease: read('lease', known),
  // An operator holds it.
  takeLease: { path: 'lease', body: { holder: 'x', ttlSeconds: 5 }, may: [...leads, 'stranger'], done: 409 },
  renewLease: { path: 'lease', body: { fencing: 1, ttlSeconds: 3600 }, may: operator },
  releaseLease: { path: 'lease?fencing=1', may: operator },
}

const METHOD_OF = new Map(
  Object.values(openapi.paths).flatMap((path) =>
    Object.entries(path).flatMap(([method, { operationId }]) =>
      operationId === undefined ? [] : [[operationId, method.toUpperCase()] as const],
    ),
  ),
)

let shared: Sandbox
const tokens = new Map<Role, string>()
let event = ''

beforeAll(async () => {
  shared = await openSandbox()
  const { admin, reader, control } = shared
  tokens.set('garbage', 'writ_full_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').set('reader', reader.token)
  for (const [role, user] of Object.entries(PEOPLE))
    tokens.set(role as Role, String((await control('tokens', { user, kind: 'full' })).token))
  await admin.change('accounts', 'acc_acme', { labels: { seen: 'yes' } })
  event = (await admin.list('audit-events')).at(-1)?.id ?? ''
  await admin.post('lease', { holder: 'ci', ttlSeconds: 3600 })
  // Whatever is let through is executed, answered and undone: one platform serves the whole table.
  await control('faults', { faults: [{ fault: 'forgotten-write' }] })
}, 60_000)
afterAll(() => shared.close())

async function ask(role: Role, method: string, url: string, body?: object, headers: Record<string, string> = {}) {
  const sent: Record<string, string> = { ...headers, 'idempotency-key': randomUUID() }
  const token = tokens.get(role)
  if (token !== undefined) sent.authorization = `Bearer ${token}`
  if (body !== undefined) sent['content-type'] = 'application/json'
  const init = { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const response = await fetch(shared.url + url, init)
  const text = await response.text()
  return { status: response.status, text, headers: response.headers }
}

/** What lets a write through, were it not for who asks. */
async function preconditions(method: string, path: string): Promise<Record<string, string>> {
  if (method === 'GET' || method === 'POST' || path.startsWith('lease')) return {}
  const { etag } = await shared.admin.get<{ etag: string | null }>(path.split('?')[0] ?? '')
  return etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
}

const isDry = ({ body }: Row) => (body as { dryRun?: boolean } | undefined)?.dryRun === true

/** The status that the table says. */
function expected(role: Role, method: string, row: Row): number | 'done' {
  if (role === 'nobody' || role === 'garbage') return 401
  const reads = method === 'GET' || isDry(row)
  if (role === 'reader' && !reads) return 403
  const judged = role === 'reader' ? 'operator' : role
  if (row.may.includes(judged)) return row.done ?? 'done'
  return method === 'GET' ? 404 : 403
}

describe('the table of roles and operations', () => {
  test('has a line for every operation of the contract, and no other', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...METHOD_OF.keys()].sort())
  })

  test('every route that is served is an operation of the contract, or one of the control surface', () => {
    const inContract = Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const served = ROUTES.map(({ method, url }) => `${method} ${url}`)
    expect(served.filter((route) => !/ \/sandbox\//.test(route)).sort()).toEqual(inContract.sort())
  })

  test.each(Object.keys(TABLE))('%s', async (operation) => {
    const row = TABLE[operation] as Row
    const method = METHOD_OF.get(operation) ?? ''
    const path = row.path.replace('EVENT', event)
    const headers = await preconditions(method, path)
    const before = await shared.admin.get<{ revision: number }>('')
    const wanted: Record<string, number | string> = {}
    const got: Record<string, number | string> = {}
    for (const role of ROLES) {
      const { status, text } = await ask(role, method, `/v1/${path}`.replace(/\/$/, ''), row.body, headers)
      wanted[role] = expected(role, method, row)
      got[role] = wanted[role] === 'done' && status < 300 ? 'done' : status
      if (status < 300) expectOwn(role, text)
    }
    expect(got).toEqual(wanted)
    expect(await shared.admin.get('')).toEqual(before)
  })
})

/** No answer tells anybody of a row of another account, nor a member of another’s connection. */
function expectOwn(role: Role, text: string): void {
  if (role === 'operator' || role === 'reader') return
  const theirs =
    role === 'stranger' ? /acc_acme|prj_|grp_|usr_(olga|ana|bo)|con_(ana|bo|kim)/ : /acc_beta|usr_be[na]|con_bea/
  expect(text.match(theirs)?.[0]).toBeUndefined()
  const items =
    (JSON.parse(text) as { items?: { owner?: string; createdBy?: string; usableBy?: unknown }[] }).items ?? []
  if (role !== 'member') return
  const others = items.filter(
    ({ usableBy, owner, createdBy }) => usableBy && owner !== 'usr_ana' && createdBy !== 'usr_ana',
  )
  expect(others).toEqual([])
}

describe('the control surface', () => {
  const bodies: Record<string, object> = {
    'POST /sandbox/tokens': { user: PEOPLE.member },
    'POST /sandbox/settings': {},
    'POST /sandbox/faults': { faults: [{ fault: 'forgotten-write' }] },
    'GET /sandbox/faults': {},
    'POST /sandbox/bounce': { email: 'nobody@acme.example' },
    'GET /sandbox/outbox': {},
    'POST /sandbox/third-party': {},
    'GET /sandbox/third-party': {},
  }

  test('every route of it is here', () => {
    const served = ROUTES.map(({ method, url }) => `${method} ${url}`).filter((route) => / \/sandbox\//.test(route))
    expect(Object.keys(bodies).sort()).toEqual(served.sort())
  })

  test.each(Object.keys(bodies))('%s is for an operator’s full token alone', async (route) => {
    const [method = '', url = ''] = route.split(' ')
    for (const role of ROLES) {
      const { status } = await ask(role, method, url, method === 'GET' ? undefined : bodies[route])
      const wanted = { nobody: 401, garbage: 401, operator: method === 'GET' || url !== '/sandbox/tokens' ? 200 : 201 }
      expect([role, status]).toEqual([role, (wanted as Partial<Record<Role, number>>)[role] ?? 403])
    }
  })
})

describe('a bulk write', () => {
  test('mixes accounts, and each item is judged for itself: what is not theirs is 403 and nothing of it is told', async () => {
    const { etag } = await shared.admin.row('connections', 'con_bea')
    const own = (await shared.admin.row('connections', 'con_ana')).etag
    const items = [
      { id: 'con_bea', ifMatch: etag },
      { id: 'con_ana', ifMatch: own },
      { id: 'con_bea', ifMatch: '1' },
    ]
    const revoked = JSON.parse((await ask('owner', 'POST', '/v1/bulk/revoke', { items })).text)
    expect(revoked.results.map(({ status }: { status: number }) => status)).toEqual([403, 200, 403])
    expect(JSON.stringify([revoked.results[0], revoked.results[2]])).not.toContain('bea@beta.example')
  })

  test.each([
    ['accounts', 'acc_beta', { name: 'mine' }],
    ['account-integrations', 'acc_beta.slack', { enabled: false }],
    ['user-integrations', 'usr_bea.slack', { blocked: true }],
    ['users', 'usr_bea', { role: 'manager' }],
    ['connections', 'con_bea', { name: 'mine' }],
    ['apps', 'app_slack', { status: 'inactive' }],
  ])('an owner changes no row of %s that is not theirs, by whichever id', async (collection, id, body) => {
    const path = collection.endsWith('-integrations')
      ? `${id.startsWith('acc') ? 'accounts' : 'users'}/${id.replace('.', '/integrations/')}`
      : `${collection}/${id}`
    const { etag } = await shared.admin.get<{ etag: string | null }>(path)
    const items = [{ collection, id, ifMatch: etag, body }]
    const { results } = JSON.parse((await ask('owner', 'POST', '/v1/bulk/upsert', { items })).text)
    expect(results).toMatchObject([{ status: 403, problem: { type: 'urn:writ:problem:forbidden' } }])
  })

  test.each([
    ['projects', { account: 'acc_beta', name: 'x' }],
    ['groups', { account: 'acc_beta', name: 'x' }],
    ['invitations', { account: 'acc_beta', ...invited }],
    ['connections', { account: 'acc_beta', app: 'webhooks', apiKey: 'k' }],
    ['accounts', { name: 'mine' }],
  ])('an owner creates no row of %s elsewhere', async (collection, body) => {
    const items = [{ collection, id: null, ifMatch: null, body }]
    const { results } = JSON.parse((await ask('owner', 'POST', '/v1/bulk/upsert', { items })).text)
    expect(results).toMatchObject([{ status: 403 }])
  })
})

describe('ids of another account', () => {
  test.each([
    'accounts?name=beta',
    'users?account=acc_beta',
    'connections?account=acc_beta',
    'connections?user=usr_bea',
    'audit-events?account=acc_beta',
    'account-integrations?account=acc_beta',
    'effective?account=acc_beta',
    'projects?account=acc_beta&labels.tier=basic',
  ])('in a filter find nothing, and count nothing: %s', async (path) => {
    const { text } = await ask('owner', 'GET', `/v1/${path}`)
    expect(JSON.parse(text)).toMatchObject({ items: [], total: 0, next: null })
  })

  test('a cursor that another principal was given is refused, for another list and for another filter too', async () => {
    const next = async (role: Role, path: string) =>
      JSON.parse((await ask(role, 'GET', `/v1/${path}`)).text).next as string
    const mine = await next('owner', 'users?limit=1')
    const refused = async (role: Role, path: string) =>
      expect([path, (await ask(role, 'GET', `/v1/${path}`)).status]).toEqual([path, 422])
    expect((await ask('owner', 'GET', `/v1/users?limit=1&cursor=${mine}`)).status).toBe(200)
    await refused('manager', `users?limit=1&cursor=${mine}`)
    await refused('owner', `users?limit=1&account=acc_acme&cursor=${mine}`)
    await refused('owner', `projects?limit=1&cursor=${mine}`)
    const [place, mark = ''] = mine.split('.')
    const forged = Buffer.from('usr_bea').toString('base64url')
    for (const cursor of [
      `${forged}.${mark}`,
      `${place}.`,
      `${place}`,
      '',
      `${mine}.x`,
      `${mine}A`,
      `${place}.${mark.toLowerCase()}`,
    ])
      await refused('owner', `users?limit=1&cursor=${encodeURIComponent(cursor)}`)
    await refused('owner', `effective?limit=1&cursor=${mine}`)
  })

  const refs: [string, string, object][] = [
    ['POST', 'groups', { account: 'acc_acme', name: 'g', members: ['usr_bea'] }],
    ['POST', 'groups', { account: 'acc_beta', project: 'prj_apollo', name: 'g' }],
    ['PATCH', 'groups/grp_eng', { members: ['usr_bea'] }],
    ['PATCH', 'users/usr_ana', { manager: 'usr_ben' }],
    ['PATCH', 'connections/con_sheets', { usableBy: { users: ['usr_bea'], groups: [] } }],
    ['POST', 'connections/request', { ...wish, owner: 'usr_bea' }],
    ['POST', 'connections/start', { ...wish, account: 'acc_beta', project: 'prj_apollo', dryRun: true }],
    ['POST', 'connections/start', { ...wish, asUser: 'usr_bea', dryRun: true }],
    ['POST', 'invitations', { account: 'acc_acme', ...invited, role: 'project-admin', projects: ['prj_beta'] }],
    ['PUT', 'accounts/acc_acme/integrations/slack', { enabled: true, projects: ['prj_beta'] }],
    ['PUT', 'projects/prj_apollo/integrations/slack', { enabled: true, groups: ['grp_builders'] }],
  ]
  test.each(refs)('in a body: %s %s %j is refused', async (method, path, body) => {
    const headers = await preconditions(method, path)
    for (const role of ['owner', 'project-admin', 'member'] as const) {
      const { status } = await ask(role, method, `/v1/${path}`, body, headers)
      expect([403, 422]).toContain(status)
    }
  })

  test('what is not there and what is not theirs cannot be told apart in a body', async () => {
    const detail = async (user: string) =>
      (await ask('owner', 'POST', '/v1/connections/start', { ...wish, asUser: user, dryRun: true })).text.replaceAll(
        user,
        'ID',
      )
    expect(await detail('usr_bea')).toBe(await detail('usr_none'))
    const account = async (id: string) =>
      (
        await ask('owner', 'POST', '/v1/connections/start', {
          app: 'slack',
          account: id,
          asUser: 'usr_x',
          dryRun: true,
        })
      ).text
    expect(await account('acc_beta')).toBe(await account('acc_none'))
  })
})

describe('the secrets of an app', () => {
  test('are told as fingerprints to operators, and to nobody else in any way', async () => {
    const other = await openSandbox()
    onTestFinished(() => other.close())
    await other.admin.change('apps', 'app_slack', { secrets: { clientSecret: 'short' } })
    const told = async (person: Platform) => [
      (await person.row('apps', 'app_slack')).secrets,
      (await person.list('apps')).find(({ id }) => id === 'app_slack')?.secrets,
      (await person.get<{ items: { id: string; row: App }[] }>('changes?after=0&limit=1000')).items.find(
        ({ id }) => id === 'app_slack',
      )?.row.secrets,
    ]
    const fingerprints = { clientSecret: { salt: expect.any(String), fingerprint: expect.any(String) } }
    expect(await told(other.reader)).toEqual([fingerprints, fingerprints, fingerprints])
    for (const person of [PEOPLE.owner, PEOPLE.member]) expect(await told(await other.as(person))).toEqual([{}, {}, {}])
  })
})

describe('fields that the platform sets', () => {
  const SET = {
    id: 'x_1',
    etag: '1',
    createdBy: 'usr_olga',
    createdAt: '2026-01-01T00:00:00.000Z',
    requestedAt: null,
    lastUsedAt: null,
    invitedAt: '2026-01-01T00:00:00.000Z',
    configured: true,
    problem: null,
    effects: [],
    legs: {},
    revision: 1,
    principal: 'usr_olga',
    kind: 'full',
    __proto__x: 1,
  }
  const writes = Object.entries(TABLE).filter(([, { body }]) => body !== undefined && !('items' in body))

  test.each(writes)('%s takes none of them from a body', async (operation, row) => {
    const method = METHOD_OF.get(operation) ?? ''
    const headers = await preconditions(method, row.path)
    const role = row.may[0] as Role
    for (const [field, value] of Object.entries(SET)) {
      const { status, text } = await ask(role, method, `/v1/${row.path}`, { ...row.body, [field]: value }, headers)
      expect([field, status]).toEqual([field, 422])
      expect(text).toContain(field)
    }
  })

  test.each([
    ['PATCH', 'projects/prj_apollo', { account: 'acc_beta' }],
    ['PATCH', 'groups/grp_eng', { account: 'acc_beta' }],
    ['PATCH', 'groups/grp_eng', { project: 'prj_zeus' }],
    ['PATCH', 'users/usr_ana', { account: 'acc_beta' }],
    ['PATCH', 'users/usr_ana', { email: 'x@acme.example' }],
    ['PATCH', 'connections/con_sheets', { owner: 'usr_ana' }],
    ['PATCH', 'connections/con_sheets', { status: 'active' }],
    ['PATCH', 'connections/con_sheets', { account: 'acc_beta' }],
    ['PATCH', 'apps/app_slack', { name: 'x' }],
  ])('%s %s moves no row elsewhere: %j is 422', async (method, path, body) => {
    const headers = await preconditions(method, path)
    const role = path.startsWith('connections') ? 'member' : 'operator'
    expect((await ask(role, method, `/v1/${path}`, body, headers)).status).toBe(422)
  })

  test('nobody of an account becomes an operator, or makes one', async () => {
    for (const role of ['owner', 'manager'] as const) {
      const headers = await preconditions('PATCH', 'users/usr_ana')
      expect((await ask(role, 'PATCH', '/v1/users/usr_ana', { role: 'operator' }, headers)).status).toBe(422)
      const body = { account: 'acc_acme', ...invited, role: 'operator' }
      expect((await ask(role, 'POST', '/v1/invitations', body)).status).toBe(422)
    }
  })
})

describe('the fencing number', () => {
  const writes = [...METHOD_OF].filter(([operation, method]) => method !== 'GET' && !/Lease$/.test(operation))
  test.each(writes)('E6: %s under an older number is 409 and does nothing', async (operation, method) => {
    const row = TABLE[operation] as Row
    const { dryRun: _, ...body } = (row.body ?? {}) as Record<string, unknown>
    const role = row.may.includes('operator') ? 'operator' : 'member'
    const headers = { ...(await preconditions(method, row.path)), 'writ-fencing': '0' }
    const { status, text } = await ask(role, method, `/v1/${row.path}`, row.body && body, headers)
    expect([status, JSON.parse(text).type]).toEqual([409, 'urn:writ:problem:lease-fenced'])
  })
})
