import { describe, expect, it } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { apply, plan } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { writeEstate } from '../support/estate-folder.js'
import { app } from '../support/estates.js'
import type { Fault } from '../support/fault-proxy.js'
import type { Doc } from '../support/naive-estate.js'
import { startPlatform } from '../support/platform.js'

const PAGE = 4
const SIZES = [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 1]
const FAULTS = [
  'status-500',
  'html',
  'truncated',
  'total-too-high',
  'total-too-low',
  'repeated-cursor',
  'lost-row',
] as const
const ONE = { patience: { attempts: 1, pause: 1, longest: 10 }, pageSize: PAGE }
const NOW = new Date('2026-06-15T12:00:00.000Z')

const pagesOf = (size: number) => Math.max(1, Math.ceil(size / PAGE))
const many = <T>(size: number, make: (at: number) => T): T[] => Array.from({ length: size }, (_, at) => make(at))
const PEOPLE = ['ana@acme.example', 'bo@acme.example']

/** What would go if a short list were believed: everything of acme that a list of this sort holds. */
const LISTS = {
  projects: (size: number) => ({ projects: many(size, (at) => ({ name: `p${at}` })) }),
  groups: (size: number) => ({ groups: many(size, (at) => ({ name: `g${at}`, members: PEOPLE })) }),
  users: (size: number) => ({ users: many(size, (at) => ({ email: `u${at}@acme.example`, role: 'member' })) }),
  connections: (size: number) => ({
    connections: many(size, (at) => ({ id: `con_${at}`, app: 'slack', name: `c${at}`, owner: PEOPLE[at % 2] })),
  }),
  'project-integrations': (size: number) => ({
    projects: many(size, (at) => ({ name: `p${at}`, integrations: { slack: { enabled: true } } })),
  }),
} as const
type List = keyof typeof LISTS

const seed = (list: List, size: number) => ({
  formatVersion: 1,
  tenant: 'random',
  apps: [app('slack'), app('zoom')],
  accounts: [
    {
      ...{ name: 'acme', id: 'acc_acme', allowedApps: ['slack', 'zoom'] },
      integrations: { slack: { enabled: true, projects: 'all' } },
      ...(list === 'users' ? {} : { users: PEOPLE.map((email) => ({ email })) }),
      ...LISTS[list](size),
    },
    { name: 'globex', id: 'acc_globex', allowedApps: ['slack'] },
  ],
})

/** Closes and removes in acme whatever it can, and opens globex's menu. */
const DOCUMENTS: Doc[] = [
  { kind: 'App', name: 'slack' },
  { kind: 'App', name: 'zoom' },
  {
    kind: 'Account',
    name: 'acme',
    showIntegrations: true,
    allowedApps: { apps: ['zoom'] },
    integrations: { '*': { enabled: false } },
  },
  { kind: 'Project', account: 'acme', name: 'p0', ensure: 'absent' },
  { kind: 'Group', account: 'acme', name: 'g0', ensure: 'absent' },
  ...[
    { email: 'u0@acme.example', manager: PEOPLE[0] },
    { email: PEOPLE[0], manager: PEOPLE[1] },
  ].map((who) => ({ kind: 'User', account: 'acme', ...who, department: 'IT', designation: 'Clerk' })),
  { kind: 'Account', name: 'globex', showIntegrations: true },
]
const LIMITS = {
  ...{ revokedConnections: { max: 'none', perAccount: { max: 'none' } }, usersLosingAccess: { max: 'none' } },
  ...{ disabledIntegrations: { max: 'none' }, removedObjects: { max: 'none' } },
}

async function load(): Promise<Estate> {
  const folder = writeEstate({ limits: LIMITS }, DOCUMENTS)
  const { estate, diagnostics } = await loadEstate(folder.dir, { now: NOW })
  folder.remove()
  if (estate === null) throw new Error(JSON.stringify(diagnostics))
  return estate
}

const OPTIONS = { tool: 'writ test', environment: null, now: NOW, only: [], countChanges: false }

/** Some faults need something to spoil. */
function bites(fault: Fault, size: number, page: number): boolean {
  if (fault === 'lost-row' || fault === 'total-too-low') return size - page * PAGE > 0
  return fault !== 'repeated-cursor' || page > 0
}

/** Spoils one page of a list each time that it is read, both of the whole one and of acme's part of it. */
function spoiling(list: string, fault: Fault, page: number) {
  const asked = new Map<string, number>()
  return ({ path, query }: { path: string; query: URLSearchParams }): Fault | null => {
    const account = query.get('account') ?? ''
    if (path !== `/v1/${list}` || account === 'acc_globex') return null
    const before = query.has('cursor') ? (asked.get(account) ?? 0) : 0
    asked.set(account, before + 1)
    return before === page ? fault : null
  }
}

const isAcmes = (address: string) => /^[a-z]+\/acme\b/.test(address) || address.startsWith('connection/')
const inAcme = ({ changes, effects }: Plan) => [...changes, ...effects].filter(({ address }) => isAcmes(address))
const told = ({ changes }: Plan) => changes.map(({ operation, address }) => `${operation} ${address}`)

describe.each(Object.keys(LISTS) as List[])('a list of %s', (list) => {
  it.each(SIZES)('of %i rows, whole: everything is planned', async (size) => {
    const { open } = await startPlatform(seed(list, size))
    const { plan: whole } = await plan(await load(), open({ pageSize: PAGE }), OPTIONS)
    expect(whole.outcome.reasons).not.toContain('read-incomplete')
    expect(told(whole)).toContain('update account/acme')
    expect(told(whole)).toContain('update account/globex')
    const gone = { connections: size, projects: Math.min(size, 1), groups: Math.min(size, 1) }[list as string] ?? 0
    expect(
      whole.changes.filter(({ operation }) => operation === 'remove').length + whole.impact.connections.length,
    ).toBe(list === 'project-integrations' ? Math.min(size, 1) : gone)
  })

  it.each(SIZES)(
    'E4: of %i rows, each page failing in each way: acme is unknown and left alone, globex goes on, exit 4 or 1',
    async (size) => {
      const { open, proxy } = await startPlatform(seed(list, size))
      const port = open(ONE)
      const estate = await load()
      for (const fault of FAULTS)
        for (let page = 0; page < pagesOf(size); page++) {
          if (!bites(fault, size, page)) continue
          proxy.fault = spoiling(list, fault, page)
          const { plan: partial } = await plan(estate, port, OPTIONS)
          const where = `${fault} on page ${page}`
          expect([1, 4], where).toContain(partial.outcome.exitCode)
          expect(partial.outcome.reasons, where).toContain('read-incomplete')
          expect(inAcme(partial), where).toEqual([])
          expect(partial.impact.connections, where).toEqual([])
          expect(told(partial), where).toEqual(['update account/globex'])
        }
    },
    60_000,
  )
})

describe.each(['apps', 'accounts'])('a list of %s', (list) => {
  it.each(FAULTS.filter((fault) => fault !== 'repeated-cursor'))(
    'E4: failing with %s leaves the whole tenant unknown: no change of any sort, exit 4 or 1',
    async (fault) => {
      const { open, proxy } = await startPlatform(seed('connections', 3))
      proxy.fault = ({ path }) => (path === `/v1/${list}` ? fault : null)
      const { plan: partial } = await plan(await load(), open(ONE), OPTIONS)
      expect([1, 4]).toContain(partial.outcome.exitCode)
      expect([...partial.changes, ...partial.effects]).toEqual([])
    },
  )
})

it('E4: apply over a list in doubt writes in the other accounts alone, and says so with 4', async () => {
  const { open, proxy, call } = await startPlatform(seed('connections', 2 * PAGE))
  proxy.fault = ({ path, query }) =>
    path === '/v1/connections' && query.get('account') !== 'acc_globex' && query.has('cursor') ? 'total-too-high' : null
  const before = await call('GET', '/v1/connections?account=acc_acme')
  const { reasons, result } = await apply(await load(), open(ONE), {
    ...{ ...OPTIONS, runId: 'run', clock: Date.now, parallelism: 4, emit: () => {}, settleSeconds: 0 },
    confirm: async () => true,
  })
  expect(reasons).toContain('read-incomplete')
  expect(result?.outcomes.map(({ address, status }) => [address, status])).toEqual([['account/globex', 'done']])
  expect((await call('GET', '/v1/connections?account=acc_acme')).items).toEqual(before.items)
  expect(await call('GET', '/v1/accounts/acc_acme')).toMatchObject({ showIntegrations: false })
  expect(await call('GET', '/v1/accounts/acc_globex')).toMatchObject({ showIntegrations: true })
})
