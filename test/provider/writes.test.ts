import { expect, it } from 'vitest'
import { digest, single } from '../../src/provider/http/write.js'
import type { UpsertWrite, Write } from '../../src/provider/port.js'
import { seedOfAccess, seedOfProjects } from '../support/estates.js'
import { startPlatform } from '../support/platform.js'

const label = (id: string, ifMatch: string, value = 'x'): UpsertWrite => ({
  operation: 'upsert',
  collection: 'projects',
  id,
  ifMatch,
  body: { labels: { value } },
})
const key = (idempotencyKey: string) => ({ idempotencyKey, fencing: null })
const writesOf = (seen: readonly string[]) => seen.filter((line) => !line.startsWith('GET'))

it('writes travel in bulk, at most 1,000 in a request, and outcomes keep their order', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(1200))
  const port = open({ timeouts: {} })
  const { rows } = await port.read(() => true)
  const writes = [...rows.projects.values()].map(({ id, etag }, at) => label(id, at % 100 === 7 ? '1' : etag))
  const outcomes = await port.write(writes, key('bulk'))
  expect(writesOf(proxy.seen)).toEqual(['POST /v1/bulk/upsert', 'POST /v1/bulk/upsert'])
  expect(outcomes.map(({ status }) => status)).toEqual(
    writes.map(({ ifMatch }) => (ifMatch === '1' ? 'refused' : 'done')),
  )
  expect(outcomes[7]).toMatchObject({ status: 'refused', httpStatus: 412, problem: 'precondition-failed' })
  expect(outcomes[8]).toMatchObject({ row: { id: writes[8]?.id, etag: expect.any(String) } })
})

it('E6: different sorts of writes keep their order: upserts, a removal, a revocation', async () => {
  const { open, proxy } = await startPlatform(seedOfAccess())
  const port = open()
  const { rows } = await port.read(() => true)
  const etag = (collection: 'groups' | 'projects' | 'connections', id: string) => rows[collection].get(id)?.etag ?? ''
  const writes: Write[] = [
    label('prj_acme_apollo', etag('projects', 'prj_acme_apollo')),
    label('prj_acme_zeus', etag('projects', 'prj_acme_zeus')),
    { operation: 'remove', collection: 'groups', id: 'grp_acme_eng', ifMatch: etag('groups', 'grp_acme_eng') },
    { operation: 'revoke', collection: 'connections', id: 'con_acme_1', ifMatch: etag('connections', 'con_acme_1') },
  ]
  const outcomes = await port.write(writes, key('mixed'))
  expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done'])
  expect(writesOf(proxy.seen)).toEqual([
    'POST /v1/bulk/upsert',
    'DELETE /v1/groups/grp_acme_eng',
    'POST /v1/bulk/revoke',
  ])
  const removed = outcomes[2]
  expect(removed?.status === 'done' && removed.effects.map(({ op, collection }) => `${op} ${collection}`)).toContain(
    'update project-integrations',
  )
})

it.each(['reset', 'reset-after', 'status-500', 'truncated', 'html', 'rate-limit', 'slow'] as const)(
  'a write whose answer is spoilt by %s is sent again with the same key, and is executed once',
  async (fault) => {
    const { open, proxy, call } = await startPlatform(seedOfProjects(2))
    const port = open()
    const { rows } = await port.read(() => true)
    proxy.fault = ({ path, before }) => (path === '/v1/bulk/upsert' && before === 0 ? fault : null)
    const outcomes = await port.write(
      [label('prj_0_000', rows.projects.get('prj_0_000')?.etag ?? '')],
      key(`once-${fault}`),
    )
    expect(outcomes).toMatchObject([{ status: 'done' }])
    expect(writesOf(proxy.seen)).toHaveLength(2)
    const trail = await call('GET', '/v1/audit-events?collection=projects&resource=prj_0_000')
    expect(trail.total).toBe(1)
  },
)

it('a write that nobody answers is unknown, and what was certainly not sent is refused', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(2))
  const port = open()
  const { rows } = await port.read(() => true)
  const write = label('prj_0_000', rows.projects.get('prj_0_000')?.etag ?? '')
  proxy.fault = () => 'reset-after'
  expect(await port.write([write], key('lost'))).toMatchObject([
    { status: 'unknown', detail: expect.stringContaining('3 attempts') },
  ])
  proxy.fault = () => 'rate-limit'
  expect(await port.write([write], key('limited'))).toMatchObject([{ status: 'refused', httpStatus: 429 }])
  await proxy.close()
  // Until the client has noticed that its connections are gone, it cannot be certain.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await port.write([write], key('nobody'))).toMatchObject([{ status: 'refused', httpStatus: 0 }])
})

it('a write with an old fencing number is refused, and nothing further is sent', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(3))
  const port = open()
  const { rows } = await port.read(() => true)
  const first = await port.acquireLease('first', 60)
  if ('heldBy' in first) throw new Error('nobody else should hold it')
  expect(await port.acquireLease('second', 60)).toEqual({ heldBy: 'first', until: first.expiresAt })
  await port.releaseLease(first)
  const second = await port.acquireLease('second', 60)
  if ('heldBy' in second) throw new Error('it was released')
  const [a, b] = ['prj_0_000', 'prj_0_001'].map((id) => rows.projects.get(id)) as { id: string; etag: string }[]
  const writes: Write[] = [
    label(a?.id ?? '', a?.etag ?? ''),
    { operation: 'remove', collection: 'projects', id: b?.id ?? '', ifMatch: b?.etag ?? '' },
  ]
  const before = proxy.seen.length
  const outcomes = await port.write(writes, { idempotencyKey: 'late', fencing: first.fencing })
  expect(outcomes).toMatchObject([
    { status: 'refused', problem: 'lease-fenced' },
    { status: 'refused', problem: 'lease-fenced' },
  ])
  expect(proxy.seen.length - before).toBe(1)
  await expect(port.renewLease(first, 60)).rejects.toMatchObject({ code: 'platform/lease-fenced' })
  expect((await port.renewLease(second, 60)).fencing).toBe(second.fencing)
})

it('L5: a closing write that would end other connections than expected is refused, and ends none', async () => {
  const { open } = await startPlatform(seedOfAccess())
  const port = open()
  const before = await port.read(() => true)
  const close = (expectConnections: readonly string[], name: string) =>
    port.write(
      [
        {
          operation: 'upsert',
          collection: 'account-integrations',
          id: 'acc_acme.slack',
          ifMatch: before.rows['account-integrations'].get('acc_acme.slack')?.etag ?? '',
          body: { enabled: false },
          expectConnections,
        },
      ],
      key(name),
    )
  expect(await close(['con_acme_1', 'con_acme_2'], 'short')).toMatchObject([
    { status: 'refused', problem: 'connections-changed' },
  ])
  const [outcome] = await close(['con_acme_3', 'con_acme_1', 'con_acme_2'], 'right')
  expect(outcome).toMatchObject({ status: 'done' })
  const ended = outcome?.status === 'done' ? outcome.effects.filter(({ op }) => op === 'end').map(({ id }) => id) : []
  expect(ended.sort()).toEqual(['con_acme_1', 'con_acme_2', 'con_acme_3'])
  const after = await port.refresh(before)
  expect([...after.rows.connections.keys()].sort()).toEqual([
    'con_acme_4',
    'con_globex_1',
    'con_globex_2',
    'con_globex_3',
    'con_globex_4',
  ])
})

it('the digest of connections does not depend on their order, and none is the digest of nothing', () => {
  expect(digest(['b', 'a'])).toBe(digest(['a', 'b']))
  expect(digest([])).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

it('R3: a write by itself names its version, and an uninstallation its app once more', () => {
  const setting = {
    operation: 'upsert',
    collection: 'account-integrations',
    id: 'acc_1.slack',
    ifMatch: null,
    body: { enabled: true },
  } as const
  expect(single(setting)).toMatchObject({
    method: 'PUT',
    path: '/v1/accounts/acc_1/integrations/slack',
    headers: { 'if-none-match': '*' },
  })
  expect(single({ ...setting, ifMatch: '7', expectConnections: [] })).toMatchObject({
    headers: { 'if-match': '"7"', 'writ-expect-connections': digest([]) },
  })
  expect(single({ operation: 'upsert', collection: 'groups', id: null, ifMatch: null, body: {} })).toMatchObject({
    method: 'POST',
    path: '/v1/groups',
  })
  const wish = { account: 'acc_1', app: 'slack', owner: 'usr_1' }
  const asking = { operation: 'upsert', collection: 'connections', id: null, ifMatch: null } as const
  expect(single({ ...asking, body: wish })).toMatchObject({ method: 'POST', path: '/v1/connections/request' })
  expect(single({ ...asking, body: { ...wish, apiKey: 'k' } })).toMatchObject({ path: '/v1/connections' })
  expect(
    single({ operation: 'remove', collection: 'apps', id: 'app_1', ifMatch: '3', confirm: 'my app' }),
  ).toMatchObject({ method: 'DELETE', path: '/v1/apps/app_1?confirm=my%20app' })
})
