import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGES } from '../../../src/sandbox/pages/server.js'
import { openSandbox, type Sandbox, sandbox } from '../../support/sandbox.js'

const PEOPLE = {
  operator: 'ops@acme-cloud.example',
  owner: 'olga@acme.example',
  manager: 'max@acme.example',
  'project-admin': 'pia@acme.example',
  member: 'ana@acme.example',
  stranger: 'ben@beta.example',
}
type Role = keyof typeof PEOPLE
const ROLES = Object.keys(PEOPLE) as Role[]

const operator: Role[] = ['operator']
const admins: Role[] = ['operator', 'owner', 'manager']
const leads: Role[] = [...admins, 'project-admin']
const acme: Role[] = [...leads, 'member']
const anybody: Role[] = [...acme, 'stranger']
const registry: Role[] = [...leads, 'stranger']

interface Row {
  path: string
  may: Role[]
  /** What the form says beside its marks. */
  form?: Record<string, string>
  /** Needs nobody signed in. */
  open?: true
}

const ACME = '/admin/accounts/acc_acme'
const LEVEL = `${ACME}/integrations/slack`
const page = (path: string, may: Role[]): Row => ({ path, may })
const form = (path: string, may: Role[], said: Record<string, string> = {}): Row => ({ path, may, form: said })

/** Who sees which page, and whose form is taken: one line for each address, on rows of acme. */
const TABLE: Record<string, Row> = {
  'GET /': { path: '/', may: anybody, open: true },
  'GET /sign-in': { path: '/sign-in', may: anybody, open: true },
  'POST /sign-in': { ...form('/sign-in', anybody, { token: 'x' }), open: true },
  'POST /sign-out': { ...form('/sign-out', anybody), open: true },
  'GET /invitations/accept': { path: '/invitations/accept?code=none', may: [], open: true },
  'POST /invitations/accept': { ...form('/invitations/accept', [], { code: 'none' }), open: true },
  'GET /portal': page('/portal?account=acc_acme', anybody),
  'GET /portal/integrations': page('/portal/integrations?account=acc_acme', anybody),
  'GET /portal/integrations/:app': page('/portal/integrations/slack?account=acc_acme', anybody),
  'GET /portal/integrations/connections/:id': page('/portal/integrations/connections/con_sheets', ['member']),
  'POST /portal/integrations/connections/:id': form('/portal/integrations/connections/con_sheets', ['member'], {
    name: 'x',
    everyone: 'yes',
  }),
  'POST /portal/connect': form('/portal/connect', ['member'], { app: 'slack', project: 'prj_apollo', name: 'x' }),
  'POST /portal/authorize': form('/portal/authorize', [], { id: 'con_bo' }),
  'POST /portal/key': form('/portal/key', ['member'], { app: 'webhooks', project: 'prj_apollo', apiKey: 'k' }),
  'POST /portal/disconnect': form('/portal/disconnect', ['member'], { id: 'con_ana' }),
  'GET /admin': page('/admin', [...leads, 'stranger']),
  'GET /admin/accounts': page('/admin/accounts', operator),
  'GET /admin/accounts/:account/people': page(`${ACME}/people`, admins),
  'GET /admin/accounts/:account/people/:user': page(`${ACME}/people/usr_ana`, admins),
  'POST /admin/accounts/:account/people/:user/request': form(`${ACME}/people/usr_ana/request`, admins, {
    app: 'slack',
  }),
  'GET /admin/accounts/:account/people/:user/key': page(`${ACME}/people/usr_ana/key?app=webhooks`, admins),
  'POST /admin/accounts/:account/people/:user/key': form(`${ACME}/people/usr_ana/key`, admins, {
    app: 'webhooks',
    apiKey: 'k',
  }),
  'POST /admin/accounts/:account/people/:user/block': form(`${ACME}/people/usr_ana/block`, admins, {
    app: 'slack',
    blocked: 'yes',
  }),
  'POST /admin/accounts/:account/people/:user/remove': form(`${ACME}/people/usr_pia/remove`, admins),
  'GET /admin/accounts/:account/connections': page(`${ACME}/connections`, admins),
  'POST /admin/accounts/:account/connections/reauth': form(`${ACME}/connections/reauth`, admins, { id: 'con_ana' }),
  'POST /admin/accounts/:account/connections/remove': form(`${ACME}/connections/remove`, admins, { id: 'con_ana' }),
  'GET /admin/accounts/:account/invitations': page(`${ACME}/invitations`, admins),
  'POST /admin/accounts/:account/invitations/withdraw': form(`${ACME}/invitations/withdraw`, admins, { id: 'inv_new' }),
  'GET /admin/accounts/:account/invitations/new': page(`${ACME}/invitations/new`, admins),
  'POST /admin/accounts/:account/invitations/new': form(`${ACME}/invitations/new`, admins, {
    emails: 'x@acme.example',
    department: 'HR',
    designation: 'Clerk',
    manager: 'max@acme.example',
    role: 'member',
  }),
  'GET /admin/accounts/:account/apps': page(`${ACME}/apps`, operator),
  'POST /admin/accounts/:account/apps': form(`${ACME}/apps`, operator, { list: 'all' }),
  'POST /admin/accounts/:account/apps/menu': form(`${ACME}/apps/menu`, operator, { show: 'no' }),
  'GET /admin/accounts/:account/integrations': page(`${ACME}/integrations`, leads),
  'GET /admin/accounts/:account/integrations/:app': page(LEVEL, leads),
  'POST /admin/accounts/:account/integrations/:app/account': form(`${LEVEL}/account`, admins, { enabled: 'no' }),
  'POST /admin/accounts/:account/integrations/:app/projects/:id': form(`${LEVEL}/projects/prj_zeus`, admins, {
    enabled: 'no',
  }),
  'POST /admin/accounts/:account/integrations/:app/groups/:id': form(`${LEVEL}/groups/grp_builders`, admins, {
    setting: 'off',
  }),
  'GET /admin/registry': page('/admin/registry', registry),
  'GET /admin/registry/install': page('/admin/registry/install', operator),
  'POST /admin/registry/install': form('/admin/registry/install', operator, {
    name: 'asana',
    auth: 'api-key',
    category: 'other',
  }),
  'GET /admin/registry/:app': page('/admin/registry/slack', registry),
  'POST /admin/registry/:app': form('/admin/registry/slack', operator, { displayName: 'x', category: 'other' }),
  'POST /admin/registry/:app/status': form('/admin/registry/slack/status', operator, { status: 'inactive' }),
  'POST /admin/registry/:app/install': form('/admin/registry/miro/install', operator),
  'POST /admin/registry/:app/upgrade': form('/admin/registry/notion/upgrade', operator, { to: '2.0.0' }),
  'GET /admin/registry/:app/uninstall': page('/admin/registry/slack/uninstall', operator),
  'POST /admin/registry/:app/uninstall': form('/admin/registry/slack/uninstall', operator, { confirm: 'slack' }),
}

interface Session {
  cookie: string
  csrf: string
}

let to: Sandbox
const sessions = new Map<Role | 'reader' | 'nobody', Session>()

const cookieIn = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const csrfIn = (text: string): string => /name="csrf" value="(\w+)"/.exec(text)?.[1] ?? ''

const send = (at: Sandbox, path: string, { cookie }: Session, said?: Record<string, string>) =>
  fetch(at.url + path, {
    redirect: 'manual',
    headers: { cookie },
    ...(said === undefined ? {} : { method: 'POST', body: new URLSearchParams(said) }),
  })

async function visit(at: Sandbox): Promise<Session> {
  const first = await fetch(`${at.url}/sign-in`)
  return { cookie: cookieIn(first), csrf: csrfIn(await first.text()) }
}

async function enter(at: Sandbox, user: string, kind = 'full'): Promise<Session> {
  const before = await visit(at)
  const { token } = await at.control('tokens', { user, kind })
  const answer = await send(at, '/sign-in', before, { csrf: before.csrf, token: String(token) })
  const session = { cookie: cookieIn(answer), csrf: '' }
  return { ...session, csrf: csrfIn(await (await send(at, '/', session).then(follow(at, session))).text()) }
}

const follow =
  (at: Sandbox, session: Session) =>
  async (answer: Response): Promise<Response> => {
    const location = answer.headers.get('location')
    return location === null ? answer : follow(at, session)(await send(at, location, session))
  }

beforeAll(async () => {
  to = await openSandbox()
  for (const role of ROLES) sessions.set(role, await enter(to, PEOPLE[role]))
  sessions.set('reader', await enter(to, PEOPLE.operator, 'read')).set('nobody', await visit(to))
}, 60_000)
afterAll(() => to.close())

const revision = async (at = to) => (await at.admin.get<{ revision: number }>('')).revision

/** The version of the row that a form is about, so that nothing but its author is wrong with it. */
async function versionFor(path: string): Promise<string> {
  const [, kind, id] = /(?:(connections|people|registry|projects|groups)\/)(\w+)/.exec(path) ?? []
  const at: Record<string, string> = { people: 'users', registry: 'apps' }
  if (kind === 'projects' || kind === 'groups') return versionOf(`${kind}/${id}/integrations/slack`)
  if (kind === 'registry') return versionOf(`apps/app_${id}`)
  if (path.endsWith('/account')) return versionOf('accounts/acc_acme/integrations/slack')
  if (path.includes('/apps')) return versionOf('accounts/acc_acme')
  return /^(con|usr)_/.test(id ?? '')
    ? versionOf(`${at[String(kind)] ?? kind}/${id}`)
    : versionOf('connections/con_ana')
}

const versionOf = async (path: string): Promise<string> =>
  (await to.admin.send<{ etag?: string | null }>('GET', path)).body.etag ?? ''

describe('the table of roles and pages', () => {
  test('has a line for every address of the pages, and no other', () => {
    expect(Object.keys(TABLE).sort()).toEqual(PAGES.map(({ method, url }) => `${method} ${url}`).sort())
  })

  test.each(Object.entries(TABLE).filter(([route]) => route.startsWith('GET ')))(
    '%s',
    async (_route, { path, may, open }) => {
      for (const role of ROLES) {
        const { status } = await send(to, path, sessions.get(role) as Session)
        expect([role, status < 400]).toEqual([role, may.includes(role)])
        if (!may.includes(role)) expect([403, 404, 422]).toContain(status)
      }
      const stranger = await send(to, path, sessions.get('nobody') as Session)
      if (!open) expect(stranger.headers.get('location')).toMatch(/^\/sign-in\?to=/)
    },
  )

  const posts = Object.entries(TABLE).filter(([route]) => route.startsWith('POST '))

  test.each(posts)(
    '%s takes no form of those who may not, and writes nothing',
    async (_route, { path, may, form: said, open }) => {
      const before = await revision()
      const version = await versionFor(path)
      const others = [...ROLES.filter((role) => !may.includes(role)), ...(open ? [] : (['reader', 'nobody'] as const))]
      for (const role of others) {
        const session = sessions.get(role) as Session
        const { status, headers } = await send(to, path, session, { ...said, version, csrf: session.csrf })
        const refused = [403, 404, 409, 422].includes(status) || headers.get('location') === '/sign-in'
        expect([role, status, refused]).toEqual([role, status, true])
      }
      expect(await revision()).toBe(before)
    },
  )

  test.each(posts)(
    '%s takes no form without its mark, nor with that of another session',
    async (_route, { path, form: said }) => {
      const before = await revision()
      const session = sessions.get('operator') as Session
      const version = await versionFor(path)
      for (const csrf of [
        undefined,
        '',
        sessions.get('owner')?.csrf,
        sessions.get('nobody')?.csrf,
        `${session.csrf}x`,
      ]) {
        const answer = await send(to, path, session, { ...said, version, ...(csrf === undefined ? {} : { csrf }) })
        expect(answer.status).toBe(403)
        expect(await answer.text()).toContain('This form is too old')
      }
      expect(await revision()).toBe(before)
      expect((await send(to, '/admin', session)).status).toBe(303)
    },
  )
})

describe('a session', () => {
  test('is as long as nobody guesses, new at each signing in, and of no use after signing out', async () => {
    const [first, second] = [await enter(to, PEOPLE.member), await enter(to, PEOPLE.member)]
    const key = (session: Session) => session.cookie.split('=')[1] ?? ''
    expect(Buffer.from(key(first), 'base64url').length).toBeGreaterThanOrEqual(16)
    expect(key(first)).not.toBe(key(second))
    const out = await send(to, '/sign-out', first, { csrf: first.csrf })
    expect(out.headers.get('location')).toBe('/sign-in')
    expect((await send(to, '/portal', first)).headers.get('location')).toBe('/sign-in?to=%2Fportal')
    expect((await send(to, '/portal', second)).status).toBe(200)
  })

  test('ends at signing in as somebody else, and with a key that was planted before', async () => {
    const old = await enter(to, PEOPLE.member)
    const { token } = await to.control('tokens', { user: PEOPLE.owner })
    const answer = await send(to, '/sign-in', old, { csrf: old.csrf, token: String(token) })
    expect(cookieIn(answer)).not.toBe(old.cookie)
    expect((await send(to, '/portal', old)).headers.get('location')).toContain('/sign-in')
  })

  test('ends after twelve hours, and with its user', async () => {
    const times = { now: Date.UTC(2026, 0, 1) }
    const late = await sandbox(undefined, { clock: () => times.now })
    const [ana, pia] = [await enter(late, PEOPLE.member), await enter(late, PEOPLE['project-admin'])]
    times.now += 12 * 60 * 60 * 1000 - 1
    expect((await send(late, '/portal', ana)).status).toBe(200)
    await late.admin.remove('users', 'usr_pia')
    expect((await send(late, '/portal', pia)).headers.get('location')).toContain('/sign-in')
    times.now += 1
    expect((await send(late, '/portal', ana)).headers.get('location')).toContain('/sign-in')
  })

  test('accepting an invitation ends the session of whoever sat there before', async () => {
    const fresh = await sandbox()
    const ana = await enter(fresh, PEOPLE.member)
    await fresh.admin.create('invitations', {
      ...{ account: 'acc_acme', email: 'joe@acme.example', department: 'HR', designation: 'Clerk' },
      manager: 'max@acme.example',
    })
    const [mail = ''] = await fresh.mails('joe@acme.example')
    const code = /accept\?code=([\w-]+)/.exec(mail.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[1] ?? ''
    const answer = await send(fresh, '/invitations/accept', ana, { csrf: ana.csrf, code })
    expect(answer.headers.get('location')).toBe('/portal')
    expect((await send(fresh, '/portal', ana)).headers.get('location')).toContain('/sign-in')
  })
})

describe('signing in leads nowhere else', () => {
  test.each([
    ...[
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      ' //evil.example',
      'javascript:alert(1)',
    ],
    ...[
      '/%0d%0aset-cookie:x',
      '\\\\evil.example',
      'http:evil.example',
      '/\r\nx: y',
      '///evil.example',
      '/portal#//evil.example',
    ],
  ])('%j', async (page) => {
    const before = await visit(to)
    const { token } = await to.control('tokens', { user: PEOPLE.member })
    const answer = await send(to, '/sign-in', before, { csrf: before.csrf, token: String(token), to: page })
    const location = answer.headers.get('location') ?? ''
    expect(new URL(location, to.url).origin).toBe(to.url)
    expect(answer.headers.get('x')).toBeNull()
  })
})
