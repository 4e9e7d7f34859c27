import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Changes } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { openSandbox, sandbox } from '../support/sandbox.js'

const collections = [
  'apps',
  'accounts',
  'project-templates',
  'projects',
  'groups',
  'users',
  'invitations',
  'connections',
  'account-integrations',
  'project-integrations',
  'group-integrations',
  'user-integrations',
] as const

type Snapshot = Map<string, object>

/** All rows as lists give them. `problem` is left out: it follows the app and has no version of its own (L10). */
async function snapshot(platform: Platform): Promise<Snapshot> {
  const rows: Snapshot = new Map()
  for (const collection of collections) {
    const ended = collection === 'connections' ? await platform.list(collection, 'status=ended') : []
    for (const row of [...(await platform.list(collection)), ...ended]) rows.set(`${collection} ${row.id}`, plain(row))
  }
  return rows
}

const plain = (row: object): object => ({ ...row, problem: undefined })

/** Every change after a revision, in pages of a size. */
async function changes(platform: Platform, after: number, limit = 1000): Promise<Changes['items']> {
  const page = await platform.get<Changes>(`changes?after=${after}&limit=${limit}`)
  return page.more ? [...page.items, ...(await changes(platform, page.next, limit))] : page.items
}

function replay(rows: Snapshot, items: Changes['items']): Snapshot {
  const laid = new Map(rows)
  for (const { collection, id, op, row } of items) {
    if (op === 'delete') laid.delete(`${collection} ${id}`)
    else laid.set(`${collection} ${id}`, plain(row as object))
  }
  return laid
}

const revisionOf = async (platform: Platform) => (await platform.get<{ revision: number }>('')).revision
const sorted = (rows: Snapshot) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1))

const flag = fc.boolean()
const project = fc.constantFrom('prj_apollo', 'prj_zeus', 'prj_attic')
const app = fc.constantFrom('slack', 'hubspot', 'notion')
const word = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom('a', 'b', 'c') })
type Step = (admin: Platform) => Promise<unknown>

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(app, flag).map(
    ([name, enabled]) =>
      (p: Platform) =>
        p.set('accounts/acc_acme', name, { enabled }),
  ),
  fc.tuple(app, fc.uniqueArray(project)).map(
    ([name, projects]) =>
      (p: Platform) =>
        p.set('accounts/acc_acme', name, { projects }),
  ),
  fc.tuple(project, app, flag).map(
    ([id, name, enabled]) =>
      (p: Platform) =>
        p.set(`projects/${id}`, name, { enabled }),
  ),
  fc.tuple(app, fc.constantFrom('on', 'off', 'inherit')).map(
    ([name, setting]) =>
      (p: Platform) =>
        p.set('groups/grp_eng', name, { setting }),
  ),
  fc.tuple(project, fc.constantFrom('active', 'archived')).map(
    ([id, state]) =>
      (p: Platform) =>
        p.change('projects', id, { state }),
  ),
  fc.constantFrom('active', 'inactive').map((status) => (p: Platform) => p.change('apps', 'app_slack', { status })),
  word.map((name) => (p: Platform) => p.create('projects', { account: 'acc_acme', name, template: 'tpl_delivery' })),
  word.map((name) => async (p: Platform) => {
    const [found] = await p.list('projects', `name=${name}`)
    return found && p.remove('projects', found.id)
  }),
  fc.constantFrom('con_ana', 'con_cy', 'con_bo').map((id) => (p: Platform) => p.remove('connections', id)),
)

describe('GET /v1/changes', () => {
  test('a list plus a replay of the feed equals a fresh list, over random writes, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        async (steps, limit) => {
          const { admin, close } = await openSandbox()
          try {
            const [after, before] = [await revisionOf(admin), await snapshot(admin)]
            for (const write of steps) await write(admin).catch(refusalsOnly)
            const items = await changes(admin, after, limit)
            expect(sorted(replay(before, items))).toEqual(sorted(await snapshot(admin)))
            const revisions = items.map(({ revision }) => revision)
            expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
            expect(revisions.every((revision) => revision > after)).toBe(true)
          } finally {
            await close()
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  test('carries the rows of a cascade, each under the revision that is its etag', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    const { etag, effects } = await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    const items = await changes(admin, after)
    expect(items.map(({ collection, id }) => `${collection} ${id}`).sort()).toEqual(
      ['account-integrations acc_acme.slack', ...effects.map(({ collection, id }) => `${collection} ${id}`)].sort(),
    )
    for (const { revision, row } of items) expect(row).toMatchObject({ etag: String(revision) })
    expect(items.map(({ revision }) => String(revision))).toContain(etag)
  })

  test('a removed row is a delete without a row', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    await admin.remove('project-templates', 'tpl_delivery')
    expect(await changes(admin, after)).toMatchObject([
      { collection: 'project-templates', id: 'tpl_delivery', op: 'delete', row: null },
    ])
  })

  test('nothing new: no items, next is what was asked for, no more', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    expect(await admin.get<Changes>(`changes?after=${after}`)).toEqual({
      items: [],
      next: after,
      more: false,
      revision: after,
    })
  })

  test('a refused write leaves no trace in it', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    await expect(admin.create('projects', { account: 'acc_acme', name: 'apollo' })).rejects.toThrow()
    expect(await changes(admin, after)).toEqual([])
  })

  test('shows each caller only what they see', async () => {
    const { admin, as } = await sandbox()
    const kim = await as('kim@partner.example')
    const after = await revisionOf(admin)
    await admin.change('accounts', 'acc_beta', { name: 'beta 2' })
    await admin.remove('connections', 'con_ana')
    await admin.remove('connections', 'con_kim')
    expect((await changes(kim, after)).map(({ id }) => id)).toEqual(['con_kim'])
  })

  test.each(['-1', 'x', '1.5'])('after=%s is 422', async (after) => {
    const { admin } = await sandbox()
    expect((await admin.send('GET', `changes?after=${after}`, { lax: true })).status).toBe(422)
  })
})

/** A random write may be refused; that it does not fit the contract may not. */
function refusalsOnly(error: unknown): void {
  if (!(error instanceof Error) || error.constructor.name !== 'Refused') throw error
}

describe('audit events (C7)', () => {
  test('each changed row appends one: the caller\'s by "api", what follows by "platform" under the same principal', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    const { effects } = await admin.set('accounts/acc_beta', 'slack', { enabled: false })
    const events = await admin.list('audit-events', `account=acc_beta&after=${after}`)
    expect(events.length).toBe(1 + effects.length)
    expect(new Set(events.map(({ principal }) => principal.name))).toEqual(new Set(['writ@acme-cloud']))
    const told = events.map(({ via, action, resource }) => `${via} ${action} ${resource}`).sort()
    expect(told).toEqual(['api update acc_beta.slack', 'platform end con_bea'])
  })

  test('say the fields that changed, before and after', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    await admin.change('projects', 'prj_zeus', { name: 'hera' })
    const [event] = await admin.list('audit-events', `collection=projects&resource=prj_zeus&after=${after}`)
    expect(event?.changes).toEqual({ name: { before: 'zeus', after: 'hera' } })
  })

  test('tell an admin page from the API and from other people', async () => {
    const { admin, as } = await sandbox()
    const after = await revisionOf(admin)
    const olga = await as('olga@acme.example', { via: 'admin-page' })
    await olga.set('accounts/acc_acme', 'slack', { newProjects: false })
    const [event] = await admin.list('audit-events', `after=${after}`)
    expect(event).toMatchObject({ via: 'admin-page', principal: { name: 'olga@acme.example' }, action: 'update' })
  })

  test('a creation and a removal are told too', async () => {
    const { admin } = await sandbox()
    const after = await revisionOf(admin)
    const { id } = await admin.create('accounts', { name: 'gamma' })
    await admin.remove('accounts', id)
    const events = await admin.list('audit-events', `resource=${id}&after=${after}`)
    expect(events.map(({ action }) => action).sort()).toEqual(['create', 'delete'])
  })
})
