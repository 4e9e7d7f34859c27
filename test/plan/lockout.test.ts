import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import type { Doc } from '../support/naive-estate.js'
import { acme, apollo, change, connection, declared, type Options, planned, tenant, zeus } from '../support/planning.js'

const BO = 'bo@acme.example'
const OLGA = 'olga@acme.example'
const held = (plan: Plan) => plan.held.map(({ reason, address }) => `${reason} ${address}`)
const steps = (plan: Plan) => plan.changes.map(({ operation, address }) => `${operation} ${address}`)

const user = (email: string, more: object = {}): Doc => ({ kind: 'User', account: 'acme', email, ...more })
const project = (name: string, more: object = {}): Doc => ({ kind: 'Project', account: 'acme', name, ...more })
const group = (of: string, name: string, more: object = {}): Doc => ({
  ...{ kind: 'Group', account: 'acme', project: of, name },
  ...more,
})
const withOwners = (...emails: string[]) =>
  tenant({
    users: [
      ...emails.map((email) => ({ email, role: 'owner' })),
      { email: BO, role: 'manager' },
      { email: 'pia@acme.example', role: 'project-admin', projects: ['apollo', 'zeus'] },
    ],
    projects: [apollo({ groups: [], integrations: {} }), zeus({ groups: [], integrations: {} })],
    integrations: {},
  })

describe('an account is never without an owner, whatever the order of documents', () => {
  const SECOND = 'otto@acme.example'
  test.each<[string, Doc[], string[], string[]]>([
    ['the only one demoted', [user(OLGA, { role: 'member' })], [`protected user/acme/${OLGA}`], []],
    ['the only one removed', [user(OLGA, { ensure: 'absent' })], [`protected user/acme/${OLGA}`], []],
  ])('%s: held', async (_, docs, holds, goes) => {
    const plan = await planned(withOwners(OLGA), [...declared(), ...docs])
    expect([held(plan), steps(plan)]).toEqual([holds, goes])
    expect(plan.outcome).toEqual({ exitCode: 3, reasons: ['protected'] })
  })

  test.each([
    ['both are demoted', { role: 'member' }, { role: 'manager' }],
    ['both are removed', { ensure: 'absent' }, { ensure: 'absent' }],
    ['one is removed and the other demoted', { ensure: 'absent' }, { role: 'member' }],
  ])('%s: one stays', async (_, one, other) => {
    const plan = await planned(withOwners(OLGA, SECOND), [...declared(), user(OLGA, one), user(SECOND, other)])
    expect([plan.held.length, plan.changes.length]).toEqual([1, 1])
    expect(plan.held[0]?.message).toContain('is the last owner of acme')
  })

  test('somebody only invited as owner is none yet', async () => {
    const invited = { role: 'owner', department: 'IT', designation: 'Head', manager: OLGA }
    const docs = [...declared(), user('new@acme.example', invited), user(OLGA, { role: 'member' })]
    expect(held(await planned(withOwners(OLGA), docs))).toEqual([`protected user/acme/${OLGA}`])
  })

  test('whoever becomes one in the same plan counts, and the other waits for that', async () => {
    const docs = [...declared(), user(BO, { role: 'owner' }), user(OLGA, { role: 'member' })]
    const plan = await planned(withOwners(OLGA), docs)
    expect(held(plan)).toEqual([])
    const made = plan.changes.findIndex(({ address }) => address === `user/acme/${BO}`)
    expect(change(plan, `user/acme/${OLGA}`).needs).toEqual([made])
  })

  test.each<[string, Options]>([
    ['is held', { config: { protect: { users: [BO] } } }],
    ['is outside --only', { only: [`user/acme/${OLGA}`] }],
  ])('but not where making them one %s', async (_, options) => {
    const docs = [...declared(), user(BO, { role: 'owner' }), user(OLGA, { role: 'member' })]
    const plan = await planned(withOwners(OLGA), docs, options)
    expect(held(plan)).toContain(`protected user/acme/${OLGA}`)
    expect(steps(plan)).toEqual([])
  })
})

describe('the user that Writ acts as is never removed, blocked or made less', () => {
  const mine = (as: string, docs: Doc[], seed: object = withOwners(OLGA, 'otto@acme.example')) =>
    planned(seed, [...declared(), ...docs], { as })
  const told = (plan: Plan) => plan.held.map(({ address, message }) => `${address}: ${message}`)

  test.each<[string, string, Doc[], string]>([
    ['removed', OLGA, [user(OLGA, { ensure: 'absent' })], `user/acme/${OLGA}`],
    ['demoted, though there is another owner', OLGA, [user(OLGA, { role: 'manager' })], `user/acme/${OLGA}`],
    ['demoted from manager', BO, [user(BO, { role: 'member' })], `user/acme/${BO}`],
    [
      'given fewer projects',
      'pia@acme.example',
      [project('zeus'), user('pia@acme.example', { role: 'project-admin', projects: ['zeus'] })],
      'user/acme/pia@acme.example',
    ],
    [
      'left without a project by its removal',
      'pia@acme.example',
      [project('apollo', { ensure: 'absent' })],
      'project/acme/apollo',
    ],
    ['removed along with its account', OLGA, [{ kind: 'Account', name: 'acme', ensure: 'absent' }], 'account/acme'],
  ])('%s: held', async (_, as, docs, address) => {
    const base = docs[0]?.kind === 'Account' ? declared().filter(({ kind }) => kind === 'App') : declared()
    const plan = await planned(withOwners(OLGA, 'otto@acme.example'), [...base, ...docs], { as })
    expect(told(plan)).toEqual([`${address}: Writ itself acts as ${as}`])
    expect(plan.verdicts).toContainEqual(expect.objectContaining({ rule: 'protect', effect: 'hold', subject: address }))
  })

  test('blocked: held', async () => {
    const plan = await mine(BO, [user(BO, { integrations: { slack: { enabled: false } } })])
    expect(told(plan)).toEqual([`user/acme/${BO}#integrations.slack: Writ itself acts as ${BO}`])
  })

  test('made more, or with more projects, it may be', async () => {
    const plan = await mine(OLGA, [user(BO, { role: 'member' })])
    expect(held(plan)).toEqual([])
    const raised = await mine(BO, [user(BO, { role: 'owner' })])
    expect(steps(raised)).toEqual([`update user/acme/${BO}`])
  })

  test('no document reaches an operator, not even by the id', async () => {
    const seed = { ...(withOwners(OLGA) as object), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] }
    const plan = await planned(seed, [...declared(), user('ops@tenant.example', { id: 'usr_ops', ensure: 'absent' })])
    expect(steps(plan)).toEqual([])
  })
})

/** Everything that shuts slack for Bo, or ends his connection, without naming him. */
const PATHS: Record<string, { docs: Doc[]; address: string; seed?: object }> = {
  'taken out of his group': {
    docs: [project('apollo'), group('apollo', 'engineering', { members: ['ana@acme.example'] })],
    address: 'group/acme/apollo/engineering',
  },
  'his group removed': {
    docs: [project('apollo'), group('apollo', 'engineering', { ensure: 'absent' })],
    address: 'group/acme/apollo/engineering',
  },
  'his group switched off': {
    docs: [project('apollo'), group('apollo', 'engineering', { integrations: { slack: false } })],
    address: 'group/acme/apollo/engineering#integrations.slack',
    seed: { projects: [apollo({ groups: [engineering({ integrations: { slack: 'on' } })] }), zeus()] },
  },
  'his group of another type': {
    docs: [project('apollo'), group('apollo', 'engineering', { type: 'external' })],
    address: 'group/acme/apollo/engineering',
    seed: {
      projects: [apollo({ integrations: { slack: { enabled: true, groups: [], groupTypes: ['internal'] } } }), zeus()],
    },
  },
  'his group left out of the project': {
    docs: [project('apollo', { integrations: { slack: { enabled: true, groups: [], groupTypes: ['external'] } } })],
    address: 'project/acme/apollo#integrations.slack',
  },
  'the project switched off': {
    docs: [project('apollo', { integrations: { slack: { enabled: false } } })],
    address: 'project/acme/apollo#integrations.slack',
  },
  'the project left out of the selection': {
    docs: declaredAccount({ integrations: { slack: { enabled: true, projects: ['zeus'] } } }, project('zeus')),
    address: 'account/acme#integrations.slack',
  },
  'the project archived': { docs: [project('apollo', { state: 'archived' })], address: 'project/acme/apollo' },
  'the project removed': { docs: [project('apollo', { ensure: 'absent' })], address: 'project/acme/apollo' },
  'the app taken off the allow-list': {
    docs: declaredAccount({ allowedApps: { apps: ['zoom'] } }),
    address: 'account/acme',
  },
  'the account switched off': {
    docs: declaredAccount({ integrations: { slack: { enabled: false } } }),
    address: 'account/acme#integrations.slack',
  },
  'the menu closed': { docs: declaredAccount({ showIntegrations: false }), address: 'account/acme' },
  'the app switched off': { docs: [{ kind: 'App', name: 'slack', state: 'inactive' }], address: 'app/slack' },
  'the app uninstalled': { docs: [{ kind: 'App', name: 'slack', ensure: 'absent' }], address: 'app/slack' },
  'the account removed': {
    docs: [{ kind: 'Account', name: 'acme', ensure: 'absent' }],
    address: 'account/acme',
  },
  'he himself blocked': {
    docs: [user(BO, { integrations: { slack: { enabled: false } } })],
    address: `user/acme/${BO}#integrations.slack`,
  },
  'he himself removed': { docs: [user(BO, { ensure: 'absent' })], address: `user/acme/${BO}` },
  'his role changed': { docs: [user(BO, { role: 'manager' })], address: `user/acme/${BO}` },
  'a first project in an account without any': {
    docs: [project('first', { labels: { new: 'yes' } })],
    address: 'project/acme/first',
    seed: { projects: [], integrations: { slack: { enabled: true } } },
  },
}

function engineering(more: object) {
  return { id: 'grp_eng', name: 'engineering', type: 'internal', members: ['ana@acme.example', BO], ...more }
}
function declaredAccount(more: object, ...rest: Doc[]): Doc[] {
  return [{ kind: 'Account', name: 'acme', ...more }, ...rest]
}

/** What a path's documents say stands in the place of what the base says of the same. */
function estate(docs: Doc[]): Doc[] {
  const said = new Set(docs.map(({ kind, name }) => `${kind} ${name}`))
  return [...declared().filter(({ kind, name }) => !said.has(`${kind} ${name}`)), ...docs]
}

describe('somebody protected keeps what they use, whatever would take it', () => {
  test.each(Object.entries(PATHS))('%s: held, and without protection done', async (_, { docs, address, seed = {} }) => {
    const run = (protect: object) => planned(tenant(seed), estate(docs), { config: { protect } })
    const guarded = await run({ users: ['BO@acme.example'] })
    expect(held(guarded)).toContain(`protected ${address}`)
    expect(guarded.impact.losing.filter((use) => use.user === BO)).toEqual([])
    expect(guarded.outcome.reasons).toEqual(['protected'])
    const free = await run({ users: ['nobody@acme.example'] })
    expect(steps(free).some((step) => step.endsWith(` ${address}`))).toBe(true)
  })

  test('a connection that he may use is not narrowed to others (C4)', async () => {
    const shared = connection('con_shared', { name: 'shared', owner: OLGA, createdBy: OLGA })
    const docs = [
      { kind: 'Connection', account: 'acme', app: 'slack', name: 'shared', usableBy: { users: ['ana@acme.example'] } },
    ]
    const run = (users: string[]) =>
      planned(tenant({ connections: [shared] }), estate(docs), { as: OLGA, config: { protect: { users } } })
    expect(held(await run([BO]))).toContain('protected connection/con_shared')
    expect(steps(await run(['ana@acme.example']))).toContain('update connection/con_shared')
  })

  test('what is taken from others alone goes on', async () => {
    const docs = [project('apollo'), group('apollo', 'engineering', { members: [BO] })]
    const plan = await planned(tenant(), estate(docs), { config: { protect: { users: [BO] } } })
    expect([held(plan), steps(plan)]).toEqual([[], ['update group/acme/apollo/engineering']])
  })
})

describe('a protected connection lives on, under its name and with its way open', () => {
  const seed = (more: object = {}) =>
    tenant({ connections: [connection('con_own', { name: 'own', owner: OLGA, createdBy: OLGA })], ...more })
  const rename = [{ kind: 'Connection', account: 'acme', app: 'slack', id: 'con_own', name: 'other', owner: OLGA }]

  test.each([['own'], ['con_own']])('named %s it is not renamed out of protection', async (name) => {
    const plan = await planned(seed(), estate(rename), { as: OLGA, config: { protect: { connections: [name] } } })
    expect(steps(plan)).toEqual([])
    expect(plan.held.map(({ reason, message }) => [reason, message])).toEqual([
      ['protected', 'connection con_own is protected'],
    ])
  })

  test('without protection it is renamed', async () => {
    expect(steps(await planned(seed(), estate(rename), { as: OLGA }))).toEqual(['rename connection/con_own'])
  })

  test('a group, an allow-list or a menu that it needs is not closed', async () => {
    const own = connection('con_bo', { owner: BO, project: 'apollo' })
    const docs = [project('apollo'), group('apollo', 'engineering', { members: ['ana@acme.example'] })]
    const plan = await planned(tenant({ connections: [own] }), estate(docs), {
      config: { protect: { connections: ['con_bo'] } },
    })
    expect([held(plan), steps(plan)]).toEqual([['protected group/acme/apollo/engineering'], []])
  })
})

describe('a protected app stays on where it is on', () => {
  test.each<[string, Doc[], string]>([
    ['its project goes', [project('apollo', { ensure: 'absent' })], 'project/acme/apollo'],
    ['its project is archived', [project('apollo', { state: 'archived' })], 'project/acme/apollo'],
    ['its account goes', [{ kind: 'Account', name: 'acme', ensure: 'absent' }], 'account/acme'],
    [
      'the group for which it is on goes',
      [project('apollo'), group('apollo', 'engineering', { ensure: 'absent' })],
      'group/acme/apollo/engineering',
    ],
    ['the allow-list loses it', declaredAccount({ allowedApps: { apps: ['zoom'] } }), 'account/acme'],
    ['it is uninstalled', [{ kind: 'App', name: 'slack', ensure: 'absent' }], 'app/slack'],
    ['it is configured anew', [{ kind: 'App', name: 'slack', settings: { clientId: 'other' } }], 'app/slack'],
  ])('%s: held, and without protection done', async (_, docs, address) => {
    const run = (apps: string[]) => planned(tenant(), estate(docs), { config: { protect: { apps } } })
    const guarded = await run(['slack'])
    expect(held(guarded)).toContain(`protected ${address}`)
    expect(guarded.impact.losing).toEqual([])
    expect(steps(await run([])).some((step) => step.endsWith(` ${address}`))).toBe(true)
  })
})

test('a protected account is left as it is by the registry, too, and by what would rename it', async () => {
  const config = { protect: { accounts: ['acme'] } }
  const off = await planned(tenant(), estate([{ kind: 'App', name: 'slack', state: 'inactive' }]), { config })
  expect([held(off), steps(off)]).toEqual([['protected app/slack'], []])
  const renamed = [{ kind: 'Account', id: 'acc_acme', name: 'other', showIntegrations: false }]
  const docs = [...declared().filter(({ kind }) => kind === 'App'), ...renamed]
  const plan = await planned(tenant({ ...acme(), id: 'acc_acme' }), docs, { config })
  expect([plan.held.every(({ reason }) => reason === 'protected'), steps(plan)]).toEqual([true, []])
})
