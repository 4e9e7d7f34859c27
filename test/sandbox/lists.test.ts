import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Platform, Rows } from '../support/client.js'
import { refusal } from '../support/client.js'
import { openSandbox, type Sandbox, sandbox } from '../support/sandbox.js'
import { projectsOf } from '../support/seed.js'

/** Every page of a list at one limit. */
async function pages<C extends keyof Rows>(platform: Platform, collection: C, limit: number, query = '') {
  const found = [await platform.page(collection, `limit=${limit}${query}`)]
  for (let next = found[0]?.next; next; next = found.at(-1)?.next) {
    found.push(await platform.page(collection, `limit=${limit}${query}&cursor=${encodeURIComponent(next)}`))
  }
  return found
}

describe('a list', () => {
  const limit = 4

  test.each([0, 1, limit - 1, limit, limit + 1, 2 * limit, 3 * limit + 1])(
    'of %i rows comes whole in pages of 4, each with the same total and revision, next null on the last alone',
    async (size) => {
      const { admin } = await sandbox(projectsOf(size))
      const all = await pages(admin, 'projects', limit)
      const ids = all.flatMap(({ items }) => items.map(({ id }) => id))
      expect(all.length).toBe(Math.max(1, Math.ceil(size / limit)))
      expect(new Set(ids).size).toBe(size)
      expect(ids).toEqual([...ids].sort())
      expect(new Set(all.map(({ total, revision }) => `${total} ${revision}`)).size).toBe(1)
      expect(all[0]?.total).toBe(size)
      expect(all.map(({ next }) => next === null)).toEqual(all.map((_, index) => index === all.length - 1))
    },
  )

  test('has pages of 100 unless a limit is given, of at most 1,000', async () => {
    const { admin } = await sandbox(projectsOf(101))
    expect((await admin.page('projects')).items.length).toBe(100)
    expect((await admin.page('projects', 'limit=1000')).next).toBeNull()
    for (const limit of ['0', '1001', '-1', 'ten', '1.5', '']) {
      const answer = await admin.send('GET', `projects?limit=${limit}`, { lax: true })
      expect([limit, answer.status]).toEqual([limit, 422])
    }
  })

  test.each(['garbled', 'eyJhZnRlciI6', '%00', 'acc_acme'])('refuses the cursor %s with 422', async (cursor) => {
    const { admin } = await sandbox()
    await expect(admin.get(`projects?cursor=${cursor}`)).rejects.toMatchObject(refusal('invalid', { status: 422 }))
  })

  test('says by its revision that something moved between two pages', async () => {
    const { admin } = await sandbox(projectsOf(5))
    const first = await admin.page('projects', 'limit=3')
    await admin.create('projects', { account: 'acc_many', name: 'one more' })
    const second = await admin.page('projects', `limit=3&cursor=${first.next}`)
    expect(second.revision).toBeGreaterThan(first.revision)
    expect(second.total).toBe(6)
  })

  test('goes on after the last id although that row is gone', async () => {
    const { admin } = await sandbox(projectsOf(5))
    const [all, first] = [await admin.ids('projects'), await admin.page('projects', 'limit=3')]
    await admin.remove('projects', all[2] as string)
    const second = await admin.page('projects', `limit=3&cursor=${first.next}`)
    expect(second.items.map(({ id }) => id)).toEqual(all.slice(3))
  })
})

describe('filters', () => {
  let shared: Sandbox
  beforeAll(async () => {
    shared = await openSandbox()
  })
  afterAll(() => shared.close())

  const table: [keyof Rows, string, string[]][] = [
    ['apps', 'name=slack', ['app_slack']],
    ['apps', 'status=inactive', ['app_trello']],
    ['accounts', 'name=beta', ['acc_beta']],
    ['accounts', 'labels.tier=pro', ['acc_acme']],
    ['accounts', 'labels.tier=pro&labels.region=us', []],
    ['project-templates', 'account=acc_acme&name=client-delivery', ['tpl_delivery']],
    ['projects', 'account=acc_beta', []],
    ['projects', 'labels.stage=live', ['prj_apollo']],
    ['groups', 'project=prj_zeus', ['grp_builders']],
    ['groups', 'account=acc_acme&name=staff', ['grp_staff']],
    ['users', 'account=acc_beta', ['usr_bea', 'usr_ben']],
    ['invitations', 'status=bounced', ['inv_lost']],
    ['invitations', 'account=acc_acme', ['inv_lost', 'inv_new']],
    ['connections', 'account=acc_beta', ['con_bea']],
    ['connections', 'project=prj_apollo', ['con_ana', 'con_hub', 'con_kim']],
    ['connections', 'app=hubspot', ['con_hub', 'con_sheets']],
    ['connections', 'app=slack&user=usr_ana', ['con_ana']],
    ['connections', 'status=ended', ['con_old']],
    ['connections', 'status=needs-reauth', ['con_bo']],
    ['connections', 'name=finance-sheets', ['con_sheets']],
    ['workflows', 'account=acc_acme', ['wfl_report']],
    ['account-integrations', 'account=acc_acme&app=slack', ['acc_acme.slack']],
    ['account-integrations', 'app=slack', ['acc_acme.slack', 'acc_beta.slack']],
    ['project-integrations', 'project=prj_apollo', ['prj_apollo.hubspot', 'prj_apollo.slack', 'prj_apollo.webhooks']],
    ['project-integrations', 'account=acc_acme&app=slack', ['prj_apollo.slack', 'prj_zeus.slack']],
    ['group-integrations', 'app=slack', ['grp_builders.slack', 'grp_partners.slack']],
    ['group-integrations', 'project=prj_apollo', ['grp_partners.hubspot', 'grp_partners.slack']],
    ['user-integrations', 'account=acc_acme', []],
  ]

  test.each(table)('%s?%s lists %j and counts them', async (collection, query, ids) => {
    const { admin } = shared
    const page = await admin.page(collection, query)
    expect(page.items.map(({ id }) => id)).toEqual(ids)
    expect(page.total).toBe(ids.length)
  })

  test('connections without a status are all that have not ended', async () => {
    const { admin } = shared
    expect(await admin.ids('connections', 'account=acc_acme')).not.toContain('con_old')
    expect((await admin.row('connections', 'con_old')).status).toBe('ended')
  })

  test('a cursor keeps to its filter', async () => {
    const { admin } = shared
    const found = await pages(admin, 'connections', 1, '&app=hubspot')
    expect(found.map(({ items }) => items[0]?.id)).toEqual(['con_hub', 'con_sheets'])
  })

  test.each(['projects?colour=red', 'accounts?app=slack', 'me?x=1', 'changes?since=4', 'accounts/acc_acme?expand=1'])(
    'GET /v1/%s: an unknown query parameter is 422 and named',
    async (path) => {
      const { admin } = shared
      const { status, body } = await admin.send<object>('GET', path, { lax: true })
      expect(status).toBe(422)
      expect(JSON.stringify(body)).toContain(path.split('?')[1]?.split('=')[0])
    },
  )
})
