import { expect, it } from 'vitest'
import type { Change } from '../../src/model/generated/plan.js'
import type { Collection, Snapshot } from '../../src/model/snapshot.js'
import { seedOfAccess, seedOfProjects } from '../support/estates.js'
import { startPlatform } from '../support/platform.js'
import { change } from './plan-of.js'
import { etagOf, run } from './run.js'

const existing = (
  snapshot: Snapshot,
  collection: Collection,
  id: string,
  more: Partial<Change> & Pick<Change, 'address'>,
): Change => change({ target: { collection, id }, revision: etagOf(snapshot, collection, id), ...more })
const revoke = (snapshot: Snapshot, id: string, more: Partial<Change> = {}): Change =>
  existing(snapshot, 'connections', id, {
    address: `connection/${id}`,
    operation: 'revoke',
    before: { status: 'active' },
    after: null,
    direction: 'closes',
    ...more,
  })
const closeSlack = (snapshot: Snapshot, account: string, more: Partial<Change> = {}): Change =>
  existing(snapshot, 'account-integrations', `acc_${account}.slack`, {
    address: `account/${account}#integrations.slack`,
    direction: 'closes',
    before: { enabled: true },
    after: { enabled: false },
    ends: [`con_${account}_1`, `con_${account}_2`, `con_${account}_3`],
    ...more,
  })
const writesOf = (seen: readonly string[]) => seen.filter((line) => !line.startsWith('GET') && !line.includes('lease'))

async function start() {
  const platform = await startPlatform(seedOfAccess())
  const port = platform.open()
  const snapshot = await port.read(() => true)
  return { ...platform, port, snapshot }
}

it('E9: stages run in order, names become ids, and what this run created is found by what comes after it', async () => {
  const { port, snapshot } = await start()
  const changes = [
    change({
      address: 'project/acme/hera',
      operation: 'create',
      before: null,
      after: { labels: { tier: 'pro' }, template: 'delivery' },
      target: { collection: 'projects', id: null },
    }),
    change({
      address: 'group/acme/hera/crew',
      operation: 'create',
      before: null,
      after: { type: 'internal', labels: {}, members: ['bo@acme.example', 'ana@acme.example'] },
      target: { collection: 'groups', id: null },
      stage: 1,
      needs: [0],
    }),
    existing(snapshot, 'account-integrations', 'acc_acme.slack', {
      address: 'account/acme#integrations.slack',
      before: { projects: ['apollo', 'zeus'], newProjects: false },
      after: { projects: ['apollo', 'hera'], newProjects: true },
      ends: ['con_acme_2'],
      stage: 2,
      needs: [0],
    }),
    change({
      address: 'project/acme/hera#integrations.slack',
      operation: 'create',
      before: null,
      after: { enabled: true, groups: ['crew'], groupTypes: ['internal'] },
      target: { collection: 'project-integrations', id: null },
      stage: 3,
      needs: [1, 2],
    }),
    change({
      address: 'group/acme/hera/crew#integrations.zoom',
      operation: 'create',
      before: null,
      after: { setting: 'off' },
      target: { collection: 'group-integrations', id: null },
      stage: 3,
      needs: [1],
    }),
    change({
      address: 'user/acme/cleo@acme.example',
      operation: 'invite',
      before: null,
      after: {
        role: 'project-admin',
        projects: ['hera'],
        department: 'HR',
        designation: 'Lead',
        manager: 'ana@acme.example',
      },
      target: { collection: 'invitations', id: null },
      stage: 3,
      needs: [0],
    }),
  ]
  const result = await run(port, snapshot, changes)
  expect(result.outcomes.map(({ status, detail }) => [status, detail])).toEqual(changes.map(() => ['done', null]))
  const { rows } = result.readBack as Snapshot
  const hera = [...rows.projects.values()].find(({ name }) => name === 'hera')
  const crew = [...rows.groups.values()].find(({ name }) => name === 'crew')
  expect(hera).toMatchObject({ account: 'acc_acme', labels: { tier: 'pro' }, template: expect.stringMatching(/^tpl_/) })
  expect(crew).toMatchObject({ project: hera?.id, members: ['usr_acme_ana', 'usr_acme_bo'] })
  expect(rows['account-integrations'].get('acc_acme.slack')).toMatchObject({
    projects: ['prj_acme_apollo', hera?.id].sort(),
    newProjects: true,
  })
  expect(rows['project-integrations'].get(`${hera?.id}.slack`)).toMatchObject({
    enabled: true,
    groups: [crew?.id],
    groupTypes: ['internal'],
  })
  expect(rows['group-integrations'].get(`${crew?.id}.zoom`)).toMatchObject({ setting: 'off' })
  expect([...rows.invitations.values()]).toMatchObject([
    { email: 'cleo@acme.example', projects: [hera?.id], manager: 'ana@acme.example' },
  ])
  expect(result.lease).toMatchObject({ status: 'taken', fencing: 1 })
  expect(result.events.map(({ type }) => type).filter((type) => type === 'stage')).toHaveLength(4)
})

it('L5: a closing write ends exactly the connections that the plan names, and effects are told', async () => {
  const { port, snapshot } = await start()
  const result = await run(port, snapshot, [closeSlack(snapshot, 'acme')])
  expect(result).toMatchObject({ statuses: ['done'], extraEndings: [], wrote: true, failed: 0 })
  expect(
    result.effects
      .filter(({ op }) => op === 'end')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['con_acme_1', 'con_acme_2', 'con_acme_3'])
  expect(result.effects.every(({ by }) => by === 0)).toBe(true)
  expect(result.readBack?.rows.connections.has('con_acme_1')).toBe(false)
})

it('E6: somebody who connected between plan and apply makes the closing write fail, and nothing ends', async () => {
  const { port, snapshot, call } = await start()
  const { token } = await call('POST', '/sandbox/tokens', {
    user: 'ana@acme.example',
    account: 'acc_acme',
    kind: 'full',
  })
  const body = { account: 'acc_acme', app: 'slack', project: 'prj_acme_apollo', name: 'fresh', apiKey: 'k' }
  const made = await call('POST', '/v1/connections', body, { authorization: `Bearer ${token}` })
  const result = await run(port, snapshot, [closeSlack(snapshot, 'acme')])
  expect(result.outcomes).toMatchObject([{ status: 'refused', problem: 'connections-changed' }])
  expect(result.readBack?.rows.connections.get('con_acme_1')).toBeDefined()
  expect(result.readBack?.rows.connections.get(String(made.id))).toMatchObject({ name: 'fresh', status: 'active' })
})

it('E6: what moved since the plan is left alone, what needs it is blocked with its cause, and other branches go on', async () => {
  const { port, snapshot, call } = await start()
  await call(
    'PATCH',
    '/v1/projects/prj_acme_apollo',
    { labels: { by: 'hand' } },
    { 'if-match': `"${etagOf(snapshot, 'projects', 'prj_acme_apollo')}"` },
  )
  const rename = (project: string, at: number): Change =>
    existing(snapshot, 'projects', `prj_acme_${project}`, {
      address: `project/acme/${project}-2`,
      operation: 'rename',
      before: { name: project },
      after: { name: `${project}-2` },
      branch: at,
    })
  const changes = [
    rename('apollo', 0),
    rename('zeus', 1),
    change({
      address: 'group/acme/apollo-2/new',
      operation: 'create',
      before: null,
      after: { members: [], labels: {}, type: null },
      target: { collection: 'groups', id: null },
      stage: 1,
      needs: [0],
    }),
    change({
      address: 'group/acme/zeus-2/new',
      operation: 'create',
      before: null,
      after: { members: [], labels: {}, type: null },
      target: { collection: 'groups', id: null },
      stage: 1,
      needs: [1],
      branch: 1,
    }),
  ]
  const result = await run(port, snapshot, changes)
  expect(result.outcomes).toMatchObject([
    { status: 'refused', problem: 'precondition-failed', detail: expect.stringContaining('moved since the plan') },
    { status: 'done' },
    { status: 'blocked', blockedBy: 0, detail: expect.stringContaining('project/acme/apollo-2') },
    { status: 'done' },
  ])
  expect(result.readBack?.rows.projects.get('prj_acme_apollo')).toMatchObject({
    name: 'apollo',
    labels: { by: 'hand' },
  })
  expect(result.counts).toEqual({ done: 2, already: 0, refused: 1, blocked: 1, unknown: 0, skipped: 0 })
})

it('E6: a branch that somebody made as planned already is done', async () => {
  const { port, snapshot, call } = await start()
  await call(
    'PUT',
    '/v1/accounts/acc_acme/integrations/slack',
    { enabled: false },
    { 'if-match': `"${etagOf(snapshot, 'account-integrations', 'acc_acme.slack')}"` },
  )
  const result = await run(port, snapshot, [closeSlack(snapshot, 'acme')])
  expect(result).toMatchObject({ statuses: ['already'], wrote: false, failed: 0 })
})

it('E6: a version that this very run moved is no reason to refuse: two writes of one row, and one after its cascade', async () => {
  const { port, snapshot } = await start()
  const apollo = { address: 'project/acme/apollo#integrations.slack', direction: 'closes' as const }
  const changes = [
    existing(snapshot, 'projects', 'prj_acme_zeus', {
      address: 'project/acme/zeus',
      before: { labels: {} },
      after: { labels: { a: '1' } },
    }),
    existing(snapshot, 'projects', 'prj_acme_zeus', {
      address: 'project/acme/zeus',
      before: { name: 'zeus' },
      after: { name: 'zeus-2' },
      operation: 'rename',
    }),
    closeSlack(snapshot, 'acme'),
    existing(snapshot, 'project-integrations', 'prj_acme_apollo.slack', {
      ...apollo,
      before: { groups: ['engineering'] },
      after: { groups: [], groupTypes: ['internal'] },
    }),
  ]
  const result = await run(port, snapshot, changes)
  expect(result.statuses).toEqual(['done', 'done', 'done', 'done'])
  expect(result.readBack?.rows.projects.get('prj_acme_zeus')).toMatchObject({ name: 'zeus-2', labels: { a: '1' } })
  expect(result.readBack?.rows['project-integrations'].get('prj_acme_apollo.slack')).toMatchObject({
    enabled: false,
    groups: [],
    groupTypes: ['internal'],
  })
})

it('E6: what somebody wrote before this run moved the row as well is not written over', async () => {
  const { port, snapshot, call } = await start()
  const id = 'prj_acme_apollo.slack'
  await call(
    'PUT',
    '/v1/projects/prj_acme_apollo/integrations/slack',
    { groupTypes: ['by-hand'] },
    { 'if-match': `"${etagOf(snapshot, 'project-integrations', id)}"` },
  )
  const changes = [
    closeSlack(snapshot, 'acme'),
    existing(snapshot, 'project-integrations', id, {
      address: 'project/acme/apollo#integrations.slack',
      before: { groups: ['engineering'], groupTypes: [] },
      after: { groups: [], groupTypes: ['internal'] },
      stage: 1,
    }),
  ]
  const result = await run(port, snapshot, changes)
  expect(result.outcomes).toMatchObject([{ status: 'done' }, { status: 'refused', problem: 'moved' }])
  expect(result.readBack?.rows['project-integrations'].get(id)).toMatchObject({ groupTypes: ['by-hand'] })
})

it('a connection that is gone already counts as revoked only after a read that shows it', async () => {
  const { port, snapshot, call, proxy } = await start()
  await call('DELETE', '/v1/connections/con_acme_4', undefined, {
    'if-match': `"${etagOf(snapshot, 'connections', 'con_acme_4')}"`,
  })
  const confirmed = await run(port, snapshot, [revoke(snapshot, 'con_acme_4')])
  expect(confirmed.outcomes).toMatchObject([{ status: 'done', detail: expect.stringContaining('a read shows') }])
  proxy.fault = ({ path }) => (path === '/v1/changes' ? 'status-500' : null)
  const unconfirmed = await run(port, snapshot, [revoke(snapshot, 'con_acme_4')])
  expect(unconfirmed.outcomes).toMatchObject([{ status: 'refused', problem: 'not-found' }])
  expect(unconfirmed).toMatchObject({ readBack: null, readBackProblem: expect.stringContaining('500') })
})

it('an answer that was lost for good is looked up: written, or not written, or nobody knows', async () => {
  const { port, snapshot, proxy } = await start()
  const changes = [
    closeSlack(snapshot, 'globex'),
    change({
      address: 'project/acme/hera',
      operation: 'create',
      before: null,
      after: { labels: {} },
      target: { collection: 'projects', id: null },
    }),
    change({
      address: 'group/acme/hera/crew',
      operation: 'create',
      before: null,
      after: { members: [], labels: {}, type: null },
      target: { collection: 'groups', id: null },
      stage: 1,
      needs: [1],
    }),
  ]
  let lost = 0
  proxy.fault = ({ path }) => (path === '/v1/bulk/upsert' && lost++ < 3 ? 'reset-after' : null)
  const written = await run(port, snapshot, changes)
  expect(written.outcomes).toMatchObject([
    { status: 'done', detail: expect.stringContaining('a read shows that it was written') },
    { status: 'done' },
    { status: 'done', detail: null },
  ])

  const next = await port.refresh(snapshot)
  proxy.fault = ({ path }) => (path === '/v1/bulk/upsert' ? 'reset' : null)
  const notWritten = await run(port, next, [closeSlack(next, 'acme')])
  expect(notWritten.outcomes).toMatchObject([
    { status: 'refused', problem: 'no-answer', detail: expect.stringContaining('was not written') },
  ])
  proxy.fault = ({ path }) => (path === '/v1/bulk/upsert' || path === '/v1/changes' ? 'reset' : null)
  expect((await run(port, next, [closeSlack(next, 'acme')])).statuses).toEqual(['unknown'])
})

it('E9: revocations come before the removal that needs them', async () => {
  const { port, snapshot, proxy } = await start()
  const remove = existing(snapshot, 'projects', 'prj_acme_zeus', {
    address: 'project/acme/zeus',
    operation: 'remove',
    before: {},
    after: null,
    stage: 1,
    needs: [0],
  })
  const result = await run(port, snapshot, [revoke(snapshot, 'con_acme_2'), remove])
  expect(result.statuses).toEqual(['done', 'done'])
  expect(writesOf(proxy.seen)).toEqual(['POST /v1/bulk/revoke', 'DELETE /v1/projects/prj_acme_zeus'])
  expect(result.readBack?.rows.projects.has('prj_acme_zeus')).toBe(false)
})

it('E19: what is only observed or not approved is never written, and what needs it is blocked', async () => {
  const { port, snapshot, proxy } = await start()
  const changes = [
    closeSlack(snapshot, 'acme', { observed: true }),
    closeSlack(snapshot, 'globex'),
    revoke(snapshot, 'con_acme_4', { stage: 1, needs: [0] }),
  ]
  const result = await run(port, snapshot, changes, { only: new Set([0, 2]) })
  expect(result.outcomes).toMatchObject([
    { status: 'skipped', detail: 'only observed here' },
    { status: 'skipped', detail: 'not approved' },
    { status: 'blocked', blockedBy: 0 },
  ])
  expect(writesOf(proxy.seen)).toEqual([])
})

it('with nothing to write no request is made, not even for the lease', async () => {
  const { port, snapshot, proxy } = await start()
  const before = proxy.seen.length
  const result = await run(port, snapshot, [])
  expect(proxy.seen.length).toBe(before)
  expect(result).toMatchObject({ wrote: false, lease: { status: 'none' }, readBack: snapshot })
})

it('a lease that another holds stops the run before the first write, and is waited for as long as asked', async () => {
  const { port, snapshot, proxy } = await start()
  const other = await port.acquireLease('somebody else', 60)
  if ('heldBy' in other) throw new Error('nobody holds it')
  const held = await run(port, snapshot, [closeSlack(snapshot, 'acme')])
  expect(held).toMatchObject({
    statuses: ['skipped'],
    lease: { status: 'held', holder: 'somebody else' },
    wrote: false,
  })
  expect(writesOf(proxy.seen)).toEqual([])
  setTimeout(() => void port.releaseLease(other), 200)
  const waited = await run(port, snapshot, [closeSlack(snapshot, 'acme')], { lockTimeout: 5000 })
  expect(waited.statuses).toEqual(['done'])
  expect(waited.events.some((event) => event.type === 'waiting' && event.reason === 'lease')).toBe(true)
})

it('the lease is renewed while the run lasts and given back at its end, also when the run failed', async () => {
  const { port, snapshot, proxy, call } = await start()
  proxy.between = ({ path }) =>
    path === '/v1/bulk/upsert' ? new Promise((resolve) => setTimeout(resolve, 450)) : undefined
  const result = await run(port, snapshot, [closeSlack(snapshot, 'acme')], { leaseSeconds: 1 })
  expect(result.events.flatMap((event) => (event.type === 'lease' ? [event.status] : []))).toEqual([
    'taken',
    'renewed',
    'released',
  ])
  expect(await call('GET', '/v1/lease')).toMatchObject({ holder: null, fencing: 1 })
  proxy.fault = ({ path }) => (path === '/v1/bulk/upsert' ? 'unauthorized' : null)
  const failed = await run(port, snapshot, [closeSlack(snapshot, 'globex')])
  expect(failed.outcomes).toMatchObject([{ status: 'refused', problem: 'unauthorized' }])
  expect(await call('GET', '/v1/lease')).toMatchObject({ holder: null, fencing: 2 })
})

it('a run that loses its lease writes nothing further', async () => {
  const { port, snapshot, proxy, call } = await start()
  proxy.between = async ({ path }) => {
    if (path !== '/v1/bulk/upsert') return
    proxy.between = () => {}
    await call('DELETE', '/v1/lease?fencing=1')
    await call('POST', '/v1/lease', { holder: 'another', ttlSeconds: 60 })
  }
  const result = await run(port, snapshot, [closeSlack(snapshot, 'acme'), closeSlack(snapshot, 'globex', { stage: 1 })])
  expect(result.outcomes).toMatchObject([{ status: 'refused', problem: 'lease-fenced' }, { status: 'skipped' }])
  expect(writesOf(proxy.seen)).toHaveLength(1)
})

it('E10: a run that is stopped finishes what is under way and sends nothing more', async () => {
  const { port, snapshot, proxy } = await start()
  const stop = new AbortController()
  proxy.between = ({ path }) => (path === '/v1/bulk/upsert' ? stop.abort() : undefined)
  const result = await run(
    port,
    snapshot,
    [closeSlack(snapshot, 'acme'), closeSlack(snapshot, 'globex', { stage: 1 })],
    { signal: stop.signal },
  )
  expect(result).toMatchObject({ statuses: ['done', 'skipped'], interrupted: true, lease: { status: 'taken' } })
  expect(writesOf(proxy.seen)).toHaveLength(1)
})

it('an ending that no plan named is reported', async () => {
  const { port, snapshot } = await start()
  const blind = {
    ...snapshot,
    platform: { ...snapshot.platform, capabilities: { ...snapshot.platform.capabilities, expectConnections: false } },
  }
  const careless = {
    ...port,
    write: (...[writes, context]: Parameters<typeof port.write>) =>
      port.write(
        writes.map(({ ...write }) =>
          'expectConnections' in write ? (({ expectConnections: _, ...rest }) => rest)(write) : write,
        ),
        context,
      ),
  }
  const result = await run(careless, blind, [closeSlack(snapshot, 'acme', { ends: ['con_acme_1', 'con_acme_2'] })])
  expect(result.extraEndings).toEqual([{ connection: 'con_acme_3', by: 0 }])
  expect(result.events.filter(({ type }) => type === 'extra-ending')).toHaveLength(1)
})

it('a name that nothing has refuses its change without a write', async () => {
  const { port, snapshot, proxy } = await start()
  const members = existing(snapshot, 'groups', 'grp_acme_eng', {
    address: 'group/acme/apollo/engineering',
    before: { members: [] },
    after: { members: ['ghost@acme.example'] },
  })
  const result = await run(port, snapshot, [members])
  expect(result.outcomes).toMatchObject([
    { status: 'refused', problem: 'unknown-name', detail: 'there is no user ghost@acme.example' },
  ])
  expect(writesOf(proxy.seen)).toEqual([])
})

it('1,000 changed settings are applied in at most 25 requests beyond the plan, read-back included', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(25, 40))
  const port = open({ timeouts: {} })
  const snapshot = await port.read(() => true)
  const changes = [...snapshot.rows.projects.values()].map(({ id, name, account }) =>
    existing(snapshot, 'projects', id, {
      address: `project/${snapshot.rows.accounts.get(account)?.name}/${name}`,
      before: { labels: {} },
      after: { labels: { reviewed: 'yes' } },
    }),
  )
  const before = proxy.seen.length
  const result = await run(port, snapshot, changes)
  expect(result.counts).toMatchObject({ done: 1000 })
  expect(proxy.seen.length - before).toBeLessThanOrEqual(25)
  expect((await run(port, result.readBack as Snapshot, changes)).counts).toMatchObject({ already: 1000 })
})
