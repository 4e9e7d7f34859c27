import { describe, expect, test } from 'vitest'
import type { Account, Problem, Project } from '../../src/provider/generated/contract.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

describe('conditional writes', () => {
  test.each([
    ['PATCH', 'accounts/acc_acme', { name: 'acme 2' }],
    ['PUT', 'accounts/acc_acme/integrations/slack', { enabled: false }],
    ['PUT', 'accounts/acc_acme/integrations/notion', { enabled: true }],
    ['DELETE', 'project-templates/tpl_delivery', undefined],
    ['DELETE', 'connections/con_ana', undefined],
  ])('%s %s without a precondition is 428 and writes nothing', async (method, path, body) => {
    const { admin } = await sandbox()
    const before = await admin.get<{ revision: number }>('')
    await expect(admin.call(method, path, { body })).rejects.toMatchObject(
      refusal('precondition-required', { status: 428 }),
    )
    expect(await admin.get('')).toEqual(before)
  })

  test.each([
    ['PATCH', 'accounts/acc_acme', { name: 'acme 2' }, { 'if-match': '"999999"' }],
    ['PUT', 'accounts/acc_acme/integrations/slack', { enabled: false }, { 'if-none-match': '*' }],
    ['PUT', 'accounts/acc_acme/integrations/notion', { enabled: true }, { 'if-match': '"1"' }],
    ['DELETE', 'connections/con_ana', undefined, { 'if-match': '"999999"' }],
  ])('%s %s at a version that is not current is 412 and writes nothing', async (method, path, body, headers) => {
    const { admin } = await sandbox()
    const before = await admin.get<{ revision: number }>('')
    await expect(admin.call(method, path, { body, headers })).rejects.toMatchObject(
      refusal('precondition-failed', { status: 412 }),
    )
    expect(await admin.get('')).toEqual(before)
  })

  test('of two writers with the same version one wins and the other gets 412', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.row('accounts', 'acc_acme')
    const headers = { 'if-match': `"${etag}"` }
    const rename = (name: string) => admin.send('PATCH', 'accounts/acc_acme', { body: { name }, headers })
    const answers = await Promise.all([rename('one'), rename('two')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  test('an etag is the revision of the write and never comes back, not after removal and creation either', async () => {
    const { admin } = await sandbox()
    const seen = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const made = await admin.create('projects', { account: 'acc_acme', name: 'again' })
      const changed = await admin.change('projects', made.id, { labels: { round: String(round) } })
      for (const { etag } of [made, changed]) {
        expect(seen).not.toContain(etag)
        seen.add(etag)
      }
      expect(changed.etag).toBe(String((await admin.get<{ revision: number }>('')).revision))
      await admin.remove('projects', made.id)
    }
  })

  test('every changed row takes a revision of its own, those of a cascade too', async () => {
    const { admin } = await sandbox()
    const { etag, effects } = await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    const etags = [etag, ...effects.map(({ row }) => String(row?.etag))]
    expect(new Set(etags).size).toBe(etags.length)
  })
})

describe('Idempotency-Key', () => {
  const create = { account: 'acc_acme', name: 'hermes' }

  test.each([
    ['POST', 'projects', create, {}],
    ['PATCH', 'accounts/acc_acme', { name: 'x' }, { 'if-match': '"1"' }],
    ['PUT', 'accounts/acc_acme/integrations/slack', { enabled: false }, { 'if-match': '"1"' }],
    ['DELETE', 'connections/con_ana', undefined, { 'if-match': '"1"' }],
    ['POST', 'bulk/upsert', { items: [] }, {}],
    ['POST', 'lease', { holder: 'me', ttlSeconds: 5 }, {}],
  ])('%s %s without one is 428', async (method, path, body, headers) => {
    const { admin } = await sandbox()
    const request = { body, headers: { ...headers, 'idempotency-key': '' } }
    await expect(admin.call(method, path, request)).rejects.toMatchObject(refusal('precondition-required'))
  })

  test('the same key with the same request replays the answer and writes once', async () => {
    const { admin } = await sandbox()
    const request = { body: create, headers: { 'idempotency-key': 'k1' } }
    const first = await admin.send<Project>('POST', 'projects', request)
    const second = await admin.send<Project>('POST', 'projects', request)
    expect(second.body).toEqual(first.body)
    expect(second.status).toBe(201)
    expect([first, second].map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, 'true'])
    expect((await admin.page('projects', 'name=hermes')).total).toBe(1)
  })

  test('a replay is answered although the version has moved since', async () => {
    const { admin } = await sandbox()
    const { etag } = await admin.row('accounts', 'acc_acme')
    const request = { body: { name: 'renamed' }, headers: { 'idempotency-key': 'k2', 'if-match': `"${etag}"` } }
    const first = await admin.send<Account>('PATCH', 'accounts/acc_acme', request)
    expect((await admin.send<Account>('PATCH', 'accounts/acc_acme', request)).body).toEqual(first.body)
  })

  test.each([
    ['another body', 'POST', 'projects', { ...create, name: 'other' }],
    ['another path', 'POST', 'groups', create],
  ])('the same key with %s is 409', async (_what, method, path, body) => {
    const { admin } = await sandbox()
    const headers = { 'idempotency-key': 'k3' }
    await admin.call('POST', 'projects', { body: create, headers })
    await expect(admin.call(method, path, { body, headers })).rejects.toMatchObject(
      refusal('idempotency-conflict', { status: 409 }),
    )
  })

  test('a refused write is not remembered: the same key may be used for the mended one', async () => {
    const { admin } = await sandbox()
    const headers = { 'idempotency-key': 'k4' }
    await expect(
      admin.call('POST', 'projects', { body: { ...create, name: 'apollo' }, headers }),
    ).rejects.toMatchObject(refusal('name-taken'))
    expect(await admin.call<Project>('POST', 'projects', { body: create, headers })).toMatchObject({ name: 'hermes' })
  })

  test('is kept apart for each principal', async () => {
    const { admin, as } = await sandbox()
    const olga = await as('olga@acme.example')
    const headers = { 'idempotency-key': 'k5' }
    await admin.call('POST', 'projects', { body: create, headers })
    const hers = await olga.call<Project>('POST', 'projects', { body: { ...create, name: 'hers' }, headers })
    expect(hers.name).toBe('hers')
  })

  test('longer than 200 characters is 422', async () => {
    const { admin } = await sandbox()
    const request = { body: create, headers: { 'idempotency-key': 'k'.repeat(201) } }
    await expect(admin.call('POST', 'projects', request)).rejects.toMatchObject(refusal('invalid'))
  })
})

describe('problem documents', () => {
  test('no token, or an unknown one, is 401', async () => {
    const { admin } = await sandbox()
    for (const authorization of ['', 'Bearer nonsense', 'Basic abc']) {
      const answer = await admin.send<Problem>('GET', 'accounts', { headers: { authorization } })
      expect(answer.body).toMatchObject({ type: 'urn:writ:problem:unauthorized', status: 401 })
    }
  })

  test.each([
    'nonsense',
    'accounts/acc_none',
    'accounts/acc_none/integrations/slack',
    'accounts/acc_acme/integrations/none',
    'connections/none',
  ])('GET /v1/%s is 404', async (path) => {
    const { admin } = await sandbox()
    const answer = await admin.send<Problem>('GET', path, { lax: true })
    expect(answer.body).toMatchObject({ type: 'urn:writ:problem:not-found', status: 404 })
  })

  test('unknown fields of a body are 422, each named by its pointer beside all other mistakes', async () => {
    const { admin } = await sandbox()
    const body = { account: 'acc_acme', name: 5, colour: 'red', labels: { a: 1 } }
    const answer = await admin.send<Problem>('POST', 'projects', { body, lax: true })
    expect(answer.status).toBe(422)
    expect(answer.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/colour', '/labels/a', '/name'])
  })

  test.each([
    ['PATCH', 'accounts/acc_acme', { id: 'acc_2' }],
    ['PATCH', 'projects/prj_apollo', { template: 'tpl_delivery' }],
    ['PATCH', 'groups/grp_eng', { project: 'prj_zeus' }],
    ['PATCH', 'users/usr_ana', { email: 'other@acme.example' }],
    ['PATCH', 'apps/app_slack', { name: 'slock' }],
    ['PATCH', 'apps/app_slack', { configured: true }],
    ['PATCH', 'connections/con_ana', { owner: 'usr_bo' }],
    ['PUT', 'accounts/acc_acme/integrations/slack', { problem: null }],
  ])('%s %s %j: fields that are set once, or by the platform, are 422', async (method, path, body) => {
    const { admin } = await sandbox()
    const answer = await admin.send(method, path, { body, headers: { 'if-match': '"1"' }, lax: true })
    expect(answer.status).toBe(422)
  })

  test.each(['{"account": "acc_acme", "na', '[]', '"text"', 'null', ''])(
    'the body %j is refused without a write',
    async (body) => {
      const { admin } = await sandbox()
      const before = await admin.get('')
      const answer = await admin.send('POST', 'projects', { body, lax: true })
      expect(answer.status).toBe(422)
      expect(await admin.get('')).toEqual(before)
    },
  )

  test.each([
    ['accounts', { name: 'acme' }],
    ['projects', { account: 'acc_acme', name: 'apollo' }],
    ['groups', { account: 'acc_acme', project: 'prj_apollo', name: 'partners' }],
    ['groups', { account: 'acc_acme', name: 'staff' }],
    ['project-templates', { account: 'acc_acme', name: 'client-delivery' }],
    ['apps', { name: 'slack', auth: 'oauth2' }],
  ] as const)('a second row of %s named as one in its parent is 409 name-taken', async (collection, body) => {
    const { admin } = await sandbox()
    await expect(admin.create(collection, body)).rejects.toMatchObject(refusal('name-taken', { status: 409 }))
  })

  test('the same name in another parent is free', async () => {
    const { admin } = await sandbox()
    await admin.create('projects', { account: 'acc_beta', name: 'apollo' })
    await admin.create('groups', { account: 'acc_acme', project: 'prj_zeus', name: 'engineering' })
    expect((await admin.page('projects', 'name=apollo')).total).toBe(2)
  })

  test('a rename into a taken name is 409, into its own name 200', async () => {
    const { admin } = await sandbox()
    await expect(admin.change('projects', 'prj_zeus', { name: 'apollo' })).rejects.toMatchObject(refusal('name-taken'))
    expect((await admin.change('projects', 'prj_zeus', { name: 'zeus' })).name).toBe('zeus')
  })

  test.each([
    ['projects', { account: 'acc_none', name: 'x' }],
    ['projects', { account: 'acc_beta', name: 'x', template: 'tpl_delivery' }],
    ['groups', { account: 'acc_beta', project: 'prj_apollo', name: 'x' }],
    ['groups', { account: 'acc_acme', name: 'x', members: ['usr_bea'] }],
    ['accounts', { name: 'x', allowedApps: ['nothing'] }],
    ['project-templates', { account: 'acc_acme', name: 'x', integrations: { nothing: {} } }],
  ] as const)(
    'a new row of %s with a reference that leads nowhere or elsewhere is 422: %j',
    async (collection, body) => {
      const { admin } = await sandbox()
      await expect(admin.create(collection, body)).rejects.toMatchObject(refusal('invalid'))
    },
  )
})
