import { describe, expect, test } from 'vitest'
import type { BulkRevokeResults, BulkUpsertResults } from '../../src/provider/generated/contract.js'
import { type Platform, refusal } from '../support/client.js'
import { digestOf } from '../support/digest.js'
import { sandbox } from '../support/sandbox.js'

const upsert = (platform: Platform, items: object[]) => platform.post<BulkUpsertResults>('bulk/upsert', { items })
const revoke = (platform: Platform, items: object[]) => platform.post<BulkRevokeResults>('bulk/revoke', { items })
const statuses = ({ results }: { results: { status: number }[] }) => results.map(({ status }) => status)
const etags = async (platform: Platform) =>
  new Map((await platform.list('connections')).map(({ id, etag }) => [id, etag]))

describe('bulk upsert', () => {
  test('mixes settings of all levels and rows, in order, each with the status of its single write', async () => {
    const { admin } = await sandbox()
    const account = await admin.setting('accounts/acc_acme', 'slack')
    const answer = await upsert(admin, [
      {
        collection: 'account-integrations',
        id: 'acc_acme.notion',
        ifMatch: null,
        body: { enabled: true, projects: ['prj_apollo'] },
      },
      {
        collection: 'project-integrations',
        id: 'prj_apollo.notion',
        ifMatch: null,
        body: { enabled: true, groups: ['grp_eng'] },
      },
      { collection: 'group-integrations', id: 'grp_eng.notion', ifMatch: null, body: { setting: 'on' } },
      { collection: 'user-integrations', id: 'usr_ana.notion', ifMatch: null, body: { blocked: true } },
      { collection: 'projects', id: null, ifMatch: null, body: { account: 'acc_acme', name: 'hermes' } },
      { collection: 'account-integrations', id: 'acc_acme.slack', ifMatch: '1', body: { enabled: false } },
      { collection: 'account-integrations', id: 'acc_acme.slack', ifMatch: account.etag, body: { newProjects: false } },
      { collection: 'group-integrations', id: 'grp_eng.zoom', ifMatch: null, body: { setting: 'on' } },
      { collection: 'projects', id: 'prj_none', ifMatch: '1', body: { name: 'x' } },
      { collection: 'projects', id: null, ifMatch: null, body: { account: 'acc_acme', nome: 'x' } },
    ])
    expect(statuses(answer)).toEqual([200, 200, 200, 200, 201, 412, 412, 409, 404, 422])
    expect(answer.results[7]?.problem?.type).toBe('urn:writ:problem:level-closed')
    expect(answer.revision).toBe((await admin.get<{ revision: number }>('')).revision)
  })

  test('a later item sees what an earlier one did: a created project joins the selection, so a version read before is old', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.setting('accounts/acc_acme', 'slack')
    const answer = await upsert(admin, [
      { collection: 'projects', id: null, ifMatch: null, body: { account: 'acc_acme', name: 'hermes' } },
      { collection: 'account-integrations', id: 'acc_acme.slack', ifMatch: etag, body: { newProjects: false } },
    ])
    expect(statuses(answer)).toEqual([201, 412])
    expect(answer.results[0]?.effects?.map(({ id }) => id)).toContain('acc_acme.slack')
  })

  test('opens from above in one request what would be closed the other way round', async () => {
    const { admin } = await sandbox()
    const above = { collection: 'account-integrations', id: 'acc_acme.notion', ifMatch: null, body: { enabled: true } }
    const below = {
      collection: 'project-integrations',
      id: 'prj_apollo.notion',
      ifMatch: null,
      body: { enabled: true },
    }
    expect(statuses(await upsert(admin, [below, above]))).toEqual([409, 200])
    expect(statuses(await upsert(admin, [below]))).toEqual([200])
  })

  test('a setting whose ifMatch is null must never have been written: 412', async () => {
    const { admin } = await sandbox()
    const item = { collection: 'account-integrations', id: 'acc_acme.slack', ifMatch: null, body: { enabled: false } }
    expect(statuses(await upsert(admin, [item]))).toEqual([412])
  })

  test('another row without ifMatch is 428', async () => {
    const { admin } = await sandbox()
    const item = { collection: 'projects', id: 'prj_apollo', ifMatch: null, body: { name: 'x' } }
    expect(statuses(await upsert(admin, [item]))).toEqual([428])
  })

  test('an item carries its own expectConnections; a wrong one is 412 and writes nothing', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.setting('accounts/acc_beta', 'slack')
    const item = (expectConnections: string) => ({
      collection: 'account-integrations',
      id: 'acc_beta.slack',
      ifMatch: etag,
      body: { enabled: false },
      expectConnections,
    })
    const answer = await upsert(admin, [item(digestOf([])), item(digestOf(['con_bea']))])
    expect(statuses(answer)).toEqual([412, 200])
    expect(answer.results[0]?.problem?.type).toBe('urn:writ:problem:connections-changed')
  })

  test('an item beyond the caller is 403 and the others go on', async () => {
    const { as } = await sandbox()
    const olga = await as('olga@acme.example')
    const answer = await upsert(olga, [
      { collection: 'accounts', id: null, ifMatch: null, body: { name: 'mine' } },
      { collection: 'projects', id: null, ifMatch: null, body: { account: 'acc_acme', name: 'hermes' } },
    ])
    expect(statuses(answer)).toEqual([403, 201])
  })

  test('1,000 items pass, 1,001 are 422 for the whole', async () => {
    const { admin } = await sandbox()
    const items = Array.from({ length: 1001 }, (_, index) => ({
      collection: 'projects',
      id: null,
      ifMatch: null,
      body: { account: 'acc_beta', name: `p${index}` },
    }))
    const tooMany = admin.call('POST', 'bulk/upsert', { body: { items }, lax: true })
    await expect(tooMany).rejects.toMatchObject(refusal('invalid', { status: 422 }))
    expect(await admin.ids('projects', 'account=acc_beta')).toEqual([])
    expect(new Set(statuses(await upsert(admin, items.slice(1))))).toEqual(new Set([201]))
  }, 30_000)

  test('one Idempotency-Key covers the request: its replay writes nothing', async () => {
    const { admin } = await sandbox()
    const body = { items: [{ collection: 'accounts', id: null, ifMatch: null, body: { name: 'gamma' } }] }
    const request = { body, headers: { 'idempotency-key': 'bulk-1' } }
    const first = await admin.send<BulkUpsertResults>('POST', 'bulk/upsert', request)
    const second = await admin.send<BulkUpsertResults>('POST', 'bulk/upsert', request)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replay')).toBe('true')
    expect(first.body.results[0]?.row).toMatchObject({ name: 'gamma' })
  })
})

describe('bulk revoke', () => {
  test('answers for each item in order, with both legs: 200, moved 412, ended 404, unknown 404', async () => {
    const { admin } = await sandbox()
    const versions = await etags(admin)
    const answer = await revoke(admin, [
      { id: 'con_ana', ifMatch: versions.get('con_ana') },
      { id: 'con_kim', ifMatch: '1' },
      { id: 'con_old', ifMatch: (await admin.row('connections', 'con_old')).etag },
      { id: 'con_none', ifMatch: '1' },
      { id: 'con_cy', ifMatch: versions.get('con_cy') },
    ])
    expect(statuses(answer)).toEqual([200, 412, 404, 404, 200])
    expect(answer.results[0]).toMatchObject({ row: { id: 'con_ana', status: 'ended' }, legs: { platform: 'revoked' } })
    expect(await admin.ids('connections', 'app=slack&account=acc_acme')).toEqual(['con_bo', 'con_bot', 'con_kim'])
  })

  test('the same connection twice: revoked once, then 404', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.row('connections', 'con_ana')
    const item = { id: 'con_ana', ifMatch: etag }
    expect(statuses(await revoke(admin, [item, item]))).toEqual([200, 404])
  })

  test('more than 1,000 are 422 for the whole', async () => {
    const { admin } = await sandbox()
    const items = Array.from({ length: 1001 }, () => ({ id: 'con_ana', ifMatch: '1' }))
    const tooMany = admin.call('POST', 'bulk/revoke', { body: { items }, lax: true })
    await expect(tooMany).rejects.toMatchObject(refusal('invalid'))
  })

  test("somebody else's connection is an item of 403", async () => {
    const { as, admin } = await sandbox()
    const versions = await etags(admin)
    const bo = await as('bo@acme.example')
    const item = (id: string) => ({ id, ifMatch: versions.get(id) })
    expect(statuses(await revoke(bo, [item('con_ana'), item('con_bo')]))).toEqual([403, 200])
  })
})

describe('expectConnections', () => {
  const expecting = (...ids: string[]) => ({ 'writ-expect-connections': digestOf(ids) })
  const slack = ['con_ana', 'con_bo', 'con_bot', 'con_cy', 'con_kim']

  test('a closing write passes when it ends exactly the connections expected', async () => {
    const { admin } = await sandbox()
    const { effects } = await admin.set('accounts/acc_acme', 'slack', { enabled: false }, expecting(...slack))
    expect(
      effects
        .filter(({ op }) => op === 'end')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(slack)
  })

  test('somebody who connected meanwhile makes it 412 connections-changed, and nothing is written', async () => {
    const { admin } = await sandbox()
    const before = await admin.get('')
    const closing = admin.set('accounts/acc_acme', 'slack', { enabled: false }, expecting(...slack.slice(1)))
    await expect(closing).rejects.toMatchObject(refusal('connections-changed', { status: 412 }))
    expect(await admin.get('')).toEqual(before)
    expect((await admin.setting('accounts/acc_acme', 'slack')).enabled).toBe(true)
  })

  test('covers archiving and deactivating alike', async () => {
    const { admin } = await sandbox()
    await expect(admin.change('projects', 'prj_zeus', { state: 'archived' }, expecting())).rejects.toMatchObject(
      refusal('connections-changed'),
    )
    await admin.change('projects', 'prj_zeus', { state: 'archived' }, expecting('con_cy'))
    await admin.change('apps', 'app_hubspot', { status: 'inactive' }, expecting('con_hub', 'con_sheets'))
    expect(await admin.ids('connections', 'app=hubspot')).toEqual([])
  })

  test('a write that ends none expects the digest of nothing', async () => {
    const { admin } = await sandbox()
    await expect(admin.change('accounts', 'acc_acme', { name: 'x' }, expecting('con_ana'))).rejects.toMatchObject(
      refusal('connections-changed'),
    )
    expect((await admin.change('accounts', 'acc_acme', { name: 'x' }, expecting())).name).toBe('x')
  })

  test('a digest of another form is 422', async () => {
    const { admin } = await sandbox()
    const wrong = admin.change('accounts', 'acc_acme', { name: 'x' }, { 'writ-expect-connections': 'md5:1' })
    await expect(wrong).rejects.toMatchObject(refusal('invalid'))
  })
})
