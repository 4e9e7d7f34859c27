import { describe, expect, test } from 'vitest'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const invitation = {
  account: 'acc_acme',
  email: 'dora@acme.example',
  role: 'member',
  department: 'HR',
  designation: 'Clerk',
  manager: 'max@acme.example',
}

describe('invitations (U5)', () => {
  test('an invitation is pending, with its department, designation and manager', async () => {
    const { admin } = await sandbox()
    const row = await admin.create('invitations', invitation)
    expect(row).toMatchObject({ ...invitation, status: 'pending', projects: [] })
    expect(await admin.ids('users', 'account=acc_acme')).not.toContain(row.id)
  })

  test.each(['department', 'designation', 'manager'])('without %s it is 422 and the field is named', async (field) => {
    const { admin } = await sandbox()
    const { [field]: _, ...body } = { ...invitation } as Record<string, string>
    const answer = await admin.send<{ errors: { pointer: string }[] }>('POST', 'invitations', { body, lax: true })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual([`/${field}`])
  })

  test('a role that is not given is member', async () => {
    const { admin } = await sandbox()
    const { role: _, ...body } = invitation
    expect((await admin.create('invitations', body)).role).toBe('member')
  })

  test('a pending invitation is not sent twice: 409 name-taken', async () => {
    const { admin } = await sandbox()
    await admin.create('invitations', invitation)
    await expect(admin.create('invitations', invitation)).rejects.toMatchObject(refusal('name-taken', { status: 409 }))
    expect((await admin.create('invitations', { ...invitation, account: 'acc_beta' })).account).toBe('acc_beta')
  })

  test('nobody is invited twice by another spelling of the address', async () => {
    const { admin } = await sandbox()
    await admin.create('invitations', invitation)
    for (const email of ['DORA@acme.example', 'Ana@Acme.example'])
      await expect(admin.create('invitations', { ...invitation, email })).rejects.toMatchObject(refusal('name-taken'))
  })

  test('one that bounced does not stand in the way', async () => {
    const { admin } = await sandbox()
    expect((await admin.create('invitations', { ...invitation, email: 'lost@acme.example' })).status).toBe('pending')
  })

  test('a user of the account cannot be invited into it', async () => {
    const { admin } = await sandbox()
    await expect(admin.create('invitations', { ...invitation, email: 'ana@acme.example' })).rejects.toMatchObject(
      refusal('name-taken'),
    )
  })

  test('accepting makes the user with what the invitation says, as an effect', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('invitations', { ...invitation, role: 'project-admin', projects: ['prj_zeus'] })
    const { status, effects } = await admin.post<{ status: string; effects: { op: string; id: string }[] }>(
      `invitations/${id}/accept`,
    )
    expect(status).toBe('accepted')
    const made = effects.find(({ op }) => op === 'create')
    expect(await admin.row('users', String(made?.id))).toMatchObject({
      email: 'dora@acme.example',
      role: 'project-admin',
      projects: ['prj_zeus'],
      department: 'HR',
      manager: 'usr_max',
    })
    await expect(admin.post(`invitations/${id}/accept`)).rejects.toMatchObject(refusal('conflict'))
  })

  test('lists show every status unless one is asked for', async () => {
    const { admin } = await sandbox()
    expect((await admin.list('invitations')).map(({ status }) => status).sort()).toEqual(['bounced', 'pending'])
  })

  test('a withdrawn one is gone and may be sent again', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('invitations', invitation)
    await admin.remove('invitations', id)
    expect((await admin.create('invitations', invitation)).id).not.toBe(id)
  })
})

describe('users', () => {
  test('change department, designation, manager and role; a role acts at once', async () => {
    const { admin, as } = await sandbox()
    const bo = await as('bo@acme.example')
    const body = {
      role: 'project-admin',
      projects: ['prj_zeus'],
      department: 'IT',
      designation: null,
      manager: 'usr_max',
    }
    expect(await admin.change('users', 'usr_bo', body)).toMatchObject(body)
    expect((await bo.set<{ enabled: boolean }>('projects/prj_zeus', 'slack', { enabled: false })).enabled).toBe(false)
  })

  test.each([{ manager: 'usr_bea' }, { projects: ['prj_none'] }])(
    '%j, of another account or unknown, is 422',
    async (body) => {
      const { admin } = await sandbox()
      await expect(admin.change('users', 'usr_bo', body)).rejects.toMatchObject(refusal('invalid'))
    },
  )

  test('nobody removes or demotes the last owner of an account: 409 last-owner', async () => {
    const { admin } = await sandbox()
    await expect(admin.remove('users', 'usr_olga')).rejects.toMatchObject(refusal('last-owner', { status: 409 }))
    await expect(admin.change('users', 'usr_olga', { role: 'member' })).rejects.toMatchObject(refusal('last-owner'))
    await admin.change('users', 'usr_max', { role: 'owner' })
    expect((await admin.change('users', 'usr_olga', { role: 'member' })).role).toBe('member')
  })

  test("the caller's own credential is never revoked: removing oneself is 409 own-credential", async () => {
    const { as } = await sandbox()
    const max = await as('max@acme.example')
    await expect(max.remove('users', 'usr_max')).rejects.toMatchObject(refusal('own-credential', { status: 409 }))
  })

  test('removing one takes their memberships and settings along', async () => {
    const { admin } = await sandbox()
    await admin.set('users/usr_cy', 'slack', { blocked: true })
    await admin.remove('connections', 'con_cy')
    const { effects } = await admin.remove('users', 'usr_cy')
    expect(effects.map(({ op, id }) => `${op} ${id}`).sort()).toEqual(['delete usr_cy.slack', 'update grp_builders'])
    expect((await admin.row('groups', 'grp_builders')).members).toEqual([])
  })

  test('the tokens of a removed user are worth nothing', async () => {
    const { admin, as } = await sandbox()
    const pia = await as('pia@acme.example')
    await admin.remove('users', 'usr_pia')
    expect((await pia.send('GET', 'me')).status).toBe(401)
  })
})

describe('U7: an audit of all users', () => {
  test('U7: each connection tells its owner, status, external account, permissions and last use; the trail tells who changed it', async () => {
    const { admin, as } = await sandbox()
    const max = await as('max@acme.example')
    const rows = await max.list('connections', 'account=acc_acme')
    expect(rows.map(({ id, owner, status }) => `${id} ${owner} ${status}`)).toEqual([
      'con_ana usr_ana active',
      'con_bo usr_bo needs-reauth',
      'con_bot null active',
      'con_cy usr_cy active',
      'con_hub usr_ana active',
      'con_kim usr_kim active',
      'con_sheets usr_bo active',
    ])
    const fields = ['holder', 'externalAccount', 'scopes', 'createdAt', 'lastUsedAt', 'requestedAt', 'usableBy']
    for (const row of rows) expect(Object.keys(row)).toEqual(expect.arrayContaining(fields))
    expect(await max.ids('connections', 'account=acc_acme&status=ended')).toEqual(['con_old'])
    await admin.remove('connections', 'con_kim')
    const [event] = await max.list('audit-events', 'resource=con_kim')
    expect(event).toMatchObject({
      action: 'end',
      via: 'api',
      changes: { status: { before: 'active', after: 'ended' } },
    })
    expect(event?.principal.name).toBe('writ@acme-cloud')
  })
})
