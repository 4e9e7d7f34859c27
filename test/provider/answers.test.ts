import { expect, it } from 'vitest'
import { Fault } from '../../src/model/fault.js'
import { createHttpPlatform, createHttpReader } from '../../src/provider/http/port.js'
import { app, seedOfAccess, seedOfProjects } from '../support/estates.js'
import type { Fault as ProxyFault } from '../support/fault-proxy.js'
import { QUICK, startPlatform } from '../support/platform.js'

const CANARY = 'canary-token-5f1d'
const failing = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}

it('E3: what planning holds has no way to write, at run time either', () => {
  const reader = createHttpReader({ url: 'http://127.0.0.1:1', token: CANARY })
  const questions = [
    'effective',
    'history',
    'identify',
    'lease',
    'portals',
    'read',
    'refresh',
    'trails',
    'wouldConnect',
  ]
  expect(Object.keys(reader).sort()).toEqual(['close', ...questions])
  expect(Object.values(reader).every((member) => typeof member === 'function')).toBe(true)
})

it.each([
  'html',
  'status-500',
  'reset',
  'truncated',
  'short',
  'empty-object',
  'empty-body',
  'redirect',
  'gzip',
  'slow',
  'drip',
  'endless',
] as const)(
  'a platform that answers %s when asked who it is stops the run before anything else is read',
  async (fault: ProxyFault) => {
    const { proxy } = await startPlatform(seedOfProjects(1))
    proxy.fault = () => fault
    const port = createHttpPlatform({ url: proxy.url, token: CANARY, ...QUICK, maxBodyBytes: 1_000_000 })
    const fail = await failing(port.read(() => true))
    await port.close()
    expect(fail.code).toMatch(/^platform\//)
    expect(fail.help).toBeTruthy()
    expect(new Set(proxy.seen)).toEqual(new Set(['GET /v1', 'GET /v1/me']))
    expect(`${fail.stack} ${JSON.stringify(fail)} ${String(fail.cause)}`).not.toContain(CANARY)
  },
)

it('E16: a refused token is named as the cause and never printed', async () => {
  const { proxy } = await startPlatform(seedOfProjects(1))
  const port = createHttpReader({ url: proxy.url, token: CANARY, ...QUICK })
  const fail = await failing(port.read(() => true))
  await port.close()
  expect(fail).toMatchObject({ code: 'platform/unauthorized', help: expect.stringContaining('token') })
  expect(`${fail.stack} ${JSON.stringify(fail)}`).not.toContain(CANARY)
})

it('a token that is refused in mid-run stops the run instead of making lists unknown', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(1))
  proxy.fault = ({ path }) => (path === '/v1/users' ? 'unauthorized' : null)
  expect(await failing(open().read(() => true))).toMatchObject({ code: 'platform/unauthorized' })
})

it('nobody listening, a name that no host has and addresses that are none are told apart', async () => {
  const read = (url: string) => failing(createHttpReader({ url, token: CANARY, ...QUICK }).read(() => true))
  expect((await read('http://127.0.0.1:1')).message).toContain('refused')
  expect((await read('http://nobody.invalid')).code).toBe('platform/unreachable')
  for (const url of ['ftp://127.0.0.1', 'nowhere', 'http://user:secret@127.0.0.1', 'http://127.0.0.1/?a=1'])
    expect(() => createHttpReader({ url, token: CANARY })).toThrow('not a plain http')
  for (const token of ['', 'two words', 'line\nbreak'])
    expect(() => createHttpReader({ url: 'http://127.0.0.1', token })).toThrow('The token is empty')
})

it('the wrong tenant can be noticed after two requests', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(1))
  const { platform, principal } = await open().identify()
  expect(platform).toMatchObject({ tenant: 'acme-cloud', capabilities: { lease: true, changeFeed: true } })
  expect(principal).toMatchObject({ roles: [{ role: 'operator' }], tokenKind: 'full' })
  expect(proxy.seen).toEqual(['GET /v1', 'GET /v1/me'])
})

it('U1: what a member sees of the connections is not taken for all of them', async () => {
  const { sandbox, call } = await startPlatform(seedOfAccess())
  const { token } = await call('POST', '/sandbox/tokens', {
    user: 'bo@acme.example',
    account: 'acc_acme',
    kind: 'read',
  })
  const port = createHttpReader({ url: sandbox.url, token: String(token), ...QUICK })
  const { reads } = await port.read(() => true)
  await port.close()
  expect(reads.filter(({ complete }) => !complete)).toMatchObject([
    { collection: 'connections', reason: expect.stringContaining('own') },
  ])
})

const shape = (times: number, connections: number) => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  generate: {
    seed: 1,
    accounts: 100 * times,
    projects: 2000 * times,
    groups: 2000 * times,
    users: 1000 * times,
    apps: 20,
    settings: 10_000 * times,
    connections,
  },
})

it('E3: 10,000 settings and 1,000 connections are read in at most 30 requests, and one for each further 1,000 rows', async () => {
  const { open, proxy } = await startPlatform(shape(1, 1000))
  await open().read(() => true)
  expect(proxy.seen.length).toBeLessThanOrEqual(30)
  const larger = await startPlatform(shape(1, 10_000))
  await larger.open().read(() => true)
  expect(larger.proxy.seen.length - proxy.seen.length).toBe(9)
}, 30_000)

it('who wrote what is found row by row for a few, and by paging through the trail for many', async () => {
  const { open, call, proxy } = await startPlatform({ ...seedOfProjects(30), apps: [app('slack')] })
  const ids = Array.from({ length: 30 }, (_, at) => `prj_0_${String(at).padStart(3, '0')}`)
  const snapshot = await open().read(() => true)
  for (const id of ids) {
    const etag = snapshot.rows.projects.get(id)?.etag
    await call('PATCH', `/v1/projects/${id}`, { labels: { by: 'hand' } }, { 'if-match': `"${etag}"` })
  }
  const references = ids.map((id) => ({ collection: 'projects' as const, id }))
  const before = proxy.seen.length
  const few = await open().history(references.slice(0, 2))
  expect(proxy.seen.length - before).toBe(2)
  expect(few.map(({ resource, action, via }) => [resource, action, via])).toEqual([
    [ids[0], 'update', 'api'],
    [ids[1], 'update', 'api'],
  ])
  const many = await open().history(references)
  expect(proxy.seen.length - before).toBe(3)
  expect(many.map(({ resource }) => resource)).toEqual(ids)
  expect(many.map(({ revision }) => revision)).toEqual([...many.map(({ revision }) => revision)].sort((a, b) => a - b))
})

it('T9: recorded and visible are told apart while customers still see the old state', async () => {
  const { open, call } = await startPlatform(seedOfAccess(), { lagSeconds: 60 })
  const snapshot = await open().read(() => true)
  const etag = snapshot.rows.accounts.get('acc_acme')?.etag
  await call('PATCH', '/v1/accounts/acc_acme', { showIntegrations: false }, { 'if-match': `"${etag}"` })
  const seen = await open().effective(['acc_acme'])
  const acme = seen.get('acc_acme')
  expect(acme?.recorded).toBeGreaterThan(acme?.visible ?? 0)
})
