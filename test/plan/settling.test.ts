import { expect, it } from 'vitest'
import { acme, apollo, change, connection, declared, effects, settled, steps, tenant } from '../support/planning.js'

// What the settling property found once, each in its smallest form.

const project = (name: string, more: object = {}) => ({ kind: 'Project', account: 'acme', name, ...more })
const group = (name: string, more: object = {}) => ({
  kind: 'Group',
  account: 'acme',
  project: 'apollo',
  name,
  ...more,
})
const isSettled = { applied: { reasons: [] }, again: { changes: [] } }

it('E11: what a new group switches off for itself is in the same plan as the group', async () => {
  const ran = await settled(tenant(), [
    ...declared(),
    project('apollo'),
    group('guests', { members: ['bo@acme.example'], integrations: { slack: false } }),
  ])
  expect(steps(ran.applied.plan)).toEqual([
    'create group/acme/apollo/guests',
    'update group/acme/apollo/guests#integrations.slack',
  ])
  expect(ran).toMatchObject(isSettled)
})

it('E11: a closing that names a group not there yet does not wait for the group', async () => {
  const ran = await settled(tenant(), [
    ...declared(),
    project('apollo', { integrations: { slack: { enabled: false, groups: ['guests'] } } }),
    group('guests', { members: [] }),
  ])
  expect(steps(ran.applied.plan)).toEqual([
    'update project/acme/apollo#integrations.slack',
    'create group/acme/apollo/guests',
    'update project/acme/apollo#integrations.slack',
  ])
  expect(ran).toMatchObject(isSettled)
})

it('L5: a connection that was only asked for ends with the others, and the plan names it', async () => {
  const asked = connection('con_asked', { status: 'requested' })
  const ran = await settled(tenant({ connections: [asked] }), declared({ integrations: { slack: { enabled: false } } }))
  expect(change(ran.applied.plan, 'account/acme#integrations.slack').ends).toEqual(['con_asked'])
  expect(ran.applied.result?.extraEndings).toEqual([])
  expect(ran).toMatchObject(isSettled)
})

it('a connection declared absent that a closing ends anyway is planned once, and by the closing', async () => {
  const ran = await settled(tenant({ connections: [connection('con_bot', { name: 'bot' })] }), [
    ...declared({ integrations: { slack: { enabled: false } } }),
    { kind: 'Connection', account: 'acme', app: 'slack', name: 'bot', ensure: 'absent' },
  ])
  expect(steps(ran.applied.plan)).toEqual(['update account/acme#integrations.slack'])
  expect(ran.applied.plan.impact.connections).toMatchObject([{ id: 'con_bot', how: 'ended' }])
  expect(ran).toMatchObject(isSettled)
})

it('R6: an app that was inactive before ends nothing once more', async () => {
  const apps = [{ name: 'slack', auth: 'oauth2', status: 'inactive', settings: { clientId: 'abc' } }]
  const ran = await settled(tenant({ allowedApps: ['slack'], connections: [connection('con_1')] }, { apps }), [
    { kind: 'App', name: 'slack', displayName: 'Slack' },
  ])
  expect(effects(ran.applied.plan)).toEqual([])
  expect(ran).toMatchObject(isSettled)
})

it('L10: a template may name an app that is not active yet, and is written before the project that is made from it', async () => {
  const apps = [{ name: 'zoom', auth: 'oauth2', status: 'inactive', settings: { clientId: 'abc' } }]
  const live = tenant(
    {
      ...{ allowedApps: ['zoom'], projects: [], templates: [{ name: 'delivery', integrations: {} }] },
      integrations: { zoom: { enabled: true, projects: 'all' } },
    },
    { apps },
  )
  const ran = await settled(live, [
    { kind: 'App', name: 'zoom', state: 'active' },
    { kind: 'Account', name: 'acme' },
    {
      kind: 'ProjectTemplate',
      account: 'acme',
      name: 'delivery',
      integrations: { zoom: { groupTypes: ['internal'] } },
    },
    project('hera', { template: 'delivery', labels: { stage: 'new' } }),
  ])
  expect(steps(ran.applied.plan)).toEqual([
    'update template/acme/delivery',
    'create project/acme/hera',
    'update app/zoom',
  ])
  expect(effects(ran.applied.plan)).toContain('create project/acme/hera#integrations.zoom')
  expect(ran).toMatchObject(isSettled)
})

it('a group that goes leaves its project’s lists, and the plan predicts it', async () => {
  const ran = await settled(tenant(), [...declared(), project('apollo'), group('engineering', { ensure: 'absent' })])
  expect(steps(ran.applied.plan)).toEqual(['remove group/acme/apollo/engineering'])
  expect(effects(ran.applied.plan)).toEqual(['update project/acme/apollo#integrations.slack'])
  expect(ran).toMatchObject(isSettled)
})

it('who administered a project that goes, administers it no more, and the plan predicts it', async () => {
  const users = [
    { email: 'olga@acme.example', role: 'owner' },
    { email: 'ana@acme.example', role: 'project-admin', projects: ['apollo', 'zeus'] },
  ]
  const live = tenant({ users, projects: [apollo({ groups: [], integrations: {} }), { id: 'prj_zeus', name: 'zeus' }] })
  const ran = await settled(live, [...declared(), project('apollo', { ensure: 'absent' })])
  expect(ran.applied.plan.effects).toContainEqual(
    expect.objectContaining({ address: 'user/acme/ana@acme.example', after: { projects: ['zeus'] } }),
  )
  expect(ran).toMatchObject(isSettled)
})

it('whoever gets another role administers no projects, and the plan says so', async () => {
  const users = [
    { email: 'olga@acme.example', role: 'owner' },
    { email: 'ana@acme.example', role: 'project-admin', projects: ['apollo'] },
    { email: 'bo@acme.example' },
  ]
  const user = { kind: 'User', account: 'acme', email: 'ana@acme.example', role: 'member' }
  const ran = await settled(tenant({ users }), [...declared(), user])
  expect(change(ran.applied.plan, 'user/acme/ana@acme.example').after).toEqual({ role: 'member', projects: [] })
  expect(ran).toMatchObject(isSettled)
})

it('a project that is declared archived and does not live is created and archived in one run', async () => {
  const live = tenant({ integrations: { slack: { enabled: true, projects: 'all' } } })
  const ran = await settled(live, [...declared(), project('hera', { state: 'archived' })])
  expect(steps(ran.applied.plan)).toEqual(['create project/acme/hera', 'update project/acme/hera'])
  expect(ran).toMatchObject(isSettled)
})

it('U5: an invitation that somebody accepted who left again is no invitation any more', async () => {
  const person = { email: 'new@acme.example', department: 'IT', designation: 'Clerk', manager: 'olga@acme.example' }
  const ran = await settled(tenant({ invitations: [{ ...person, status: 'accepted' }] }), [
    ...declared(),
    { kind: 'User', account: 'acme', ...person, department: 'HR' },
  ])
  expect(steps(ran.applied.plan)).toEqual(['invite user/acme/new@acme.example'])
  expect(ran).toMatchObject(isSettled)
})

it('C3: a group that a live connection names in usableBy is held, for only its creator can change that', async () => {
  const named = connection('con_1', { name: 'x', usableBy: { users: [], groups: ['apollo/engineering'] } })
  for (const absent of [
    [project('apollo'), group('engineering', { ensure: 'absent' })],
    [project('apollo', { ensure: 'absent' })],
  ]) {
    const ran = await settled(tenant({ connections: [named] }), [...declared(), ...absent])
    expect(ran.applied.plan.changes).toEqual([])
    expect(ran.applied.plan.held).toMatchObject([{ reason: 'in-use', message: expect.stringContaining('con_1') }])
  }
})

it('E11: a group goes in the same run in which the connection that named it is revoked', async () => {
  const named = connection('con_1', {
    owner: 'bo@acme.example',
    usableBy: { users: [], groups: ['apollo/engineering'] },
  })
  const ran = await settled(tenant({ connections: [named] }), [
    ...declared({ allowedApps: { apps: ['zoom'] } }),
    project('apollo'),
    group('engineering', { ensure: 'absent' }),
  ])
  expect(steps(ran.applied.plan)).toEqual([
    'update account/acme',
    'revoke connection/con_1',
    'remove group/acme/apollo/engineering',
  ])
  expect(ran).toMatchObject(isSettled)
})

it('a protected account stays protected under the name that a document would give it', async () => {
  const docs = declared({ formerly: 'acme', name: 'acme-inc', showIntegrations: false })
  const ran = await settled(tenant(), docs, { config: { protect: { accounts: ['acme'] } } })
  expect(ran.applied.plan.changes).toEqual([])
  expect(ran.applied.plan.held.map(({ reason, address }) => [reason, address])).toEqual([
    ['protected', 'account/acme-inc'],
    ['protected', 'account/acme-inc'],
  ])
})

it('nobody demotes the last owner of an account: held before the first write', async () => {
  const user = { kind: 'User', account: 'acme', email: 'olga@acme.example', role: 'member' }
  const { applied } = await settled(tenant(), [...declared(), user])
  expect(applied.plan.held).toMatchObject([{ reason: 'protected', address: 'user/acme/olga@acme.example' }])
  expect(applied.reasons).toEqual(['protected'])
})

it('a manager who is nobody in the account, and another way to connect an app, are found before the first write', async () => {
  const user = { kind: 'User', account: 'acme', email: 'ana@acme.example', manager: 'nobody@acme.example' }
  const one = await settled(tenant(), [...declared(), user])
  expect(one.applied.plan.findings).toMatchObject([{ severity: 'error', code: 'state/unknown-manager' }])
  const other = await settled(tenant(), [{ kind: 'App', name: 'slack', auth: 'api-key' }])
  const errors = other.applied.plan.findings.filter(({ severity }) => severity === 'error')
  expect(errors).toMatchObject([{ code: 'app/auth' }])
  expect(other.applied.plan.changes).toEqual([])
})

it('R1: the provider that a document names is written', async () => {
  const ran = await settled(tenant(), [{ kind: 'App', name: 'slack', provider: 'Slack Technologies' }])
  expect(change(ran.applied.plan, 'app/slack').after).toEqual({ provider: 'Slack Technologies' })
  expect(ran).toMatchObject(isSettled)
})

it('E19: what waits for something that is only observed is not tried', async () => {
  const live = tenant({}, { apps: [] })
  const { applied, again } = await settled(
    { ...live, accounts: [acme({ integrations: {}, allowedApps: [], projects: [] })] },
    [
      { kind: 'App', name: 'slack', auth: 'oauth2' },
      { kind: 'Account', name: 'acme', mode: 'enforce', allowedApps: { apps: ['slack'] } },
    ],
    { config: { mode: 'observe' } },
  )
  expect(applied.plan.changes.filter(({ observed }) => observed !== true)).toEqual([])
  expect([...applied.plan.changes, ...applied.plan.held].map(({ address }) => address)).toContain('account/acme')
  expect([applied.reasons, again.outcome.reasons]).toEqual([[], []])
})

it('R3: an app that is listed and not installed keeps what the platform lists, where nobody says otherwise', async () => {
  const hubspot = { name: 'hubspot', auth: 'api-key', status: 'not-installed', category: 'crm' }
  const ran = await settled(tenant({ allowedApps: [], integrations: {}, projects: [] }, { apps: [hubspot] }), [
    { kind: 'App', name: 'hubspot', description: 'Contacts' },
    { kind: 'Account', name: 'acme', allowedApps: { categories: ['crm'] } },
  ])
  expect(change(ran.applied.plan, 'app/hubspot').after).toMatchObject({ auth: 'api-key' })
  expect(change(ran.applied.plan, 'account/acme').after).toEqual({ allowedApps: ['hubspot'] })
  expect(ran).toMatchObject(isSettled)
})
