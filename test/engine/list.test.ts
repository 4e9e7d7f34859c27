import { expect, test } from 'vitest'
import { openProjects } from '../../src/engine/list/apps.js'
import { type ListFilters, list } from '../../src/engine.js'
import type { Snapshot } from '../../src/model/snapshot.js'
import { type Listing, listCsv, renderList } from '../../src/report/list.js'
import { acmeCloud } from '../support/seed.js'
import { type Asked, asked } from './asking.js'

async function listed(of: Listing['list'], filters: ListFilters = {}, sort?: string, platform?: Asked) {
  const { estate, port, options } = platform ?? (await asked())
  return (await list(estate, port, { list: of, filters, sort }, options)).seen
}

const column = ({ rows }: Listing, name: string) => rows.map((row) => row[name])

test('R4: apps are listed by name, and by any column in both directions where that is asked', async () => {
  const platform = await asked()
  expect(column(await listed('apps', {}, undefined, platform), 'name')).toEqual([
    'hubspot',
    'miro',
    'notion',
    'slack',
    'trello',
    'webhooks',
    'zoom',
  ])
  const byStatus = await listed('apps', {}, 'status', platform)
  expect(column(byStatus, 'status')).toEqual([
    'active',
    'active',
    'active',
    'active',
    'inactive',
    'not-installed',
    'upgrade-pending',
  ])
  expect(column(byStatus, 'name').slice(0, 4)).toEqual(['hubspot', 'slack', 'webhooks', 'zoom'])
  expect(column(await listed('apps', {}, '-name', platform), 'name')[0]).toBe('zoom')
  expect(column(await listed('apps', {}, '-status', platform), 'status')[0]).toBe('upgrade-pending')
  for (const { name } of byStatus.columns) await listed('apps', {}, `-${name}`, platform)
})

test('R4: what is empty comes last in both directions, and the next listing is by name again', async () => {
  const platform = await asked()
  for (const sort of ['availableVersion', '-availableVersion'])
    expect(column(await listed('apps', {}, sort, platform), 'name')[0]).toBe('notion')
  expect(column(await listed('apps', {}, undefined, platform), 'name')[0]).toBe('hubspot')
})

test('R4: an unknown column is a mistake that names the nearest one, before anything is read', async () => {
  const platform = await asked()
  platform.faults(() => true)
  await expect(listed('apps', {}, 'statsu', platform)).rejects.toMatchObject({
    code: 'usage/invalid',
    message: '--sort statsu: apps have no column statsu. Did you mean status?',
  })
})

test('R5: goo finds Google by name or by what people call it; filters combine', async () => {
  const google = { name: 'google', displayName: 'Google', description: 'Mail and calendar', auth: 'api-key' }
  const goofy = { name: 'goofy', displayName: 'Goofy', description: 'Fun', auth: 'api-key', status: 'inactive' }
  const drive = { name: 'drive', displayName: 'Google Drive', description: 'Files', auth: 'api-key' }
  const platform = await asked({ ...acmeCloud(), apps: [...acmeCloud().apps, google, goofy, drive] })
  const names = async (filters: ListFilters) => column(await listed('apps', filters, undefined, platform), 'name')
  expect(await names({ name: 'GOO' })).toEqual(['drive', 'goofy', 'google'])
  expect(await names({ name: 'goo', status: 'active' })).toEqual(['drive', 'google'])
  expect(await names({ name: 'goo', status: 'active', description: 'CALENDAR' })).toEqual(['google'])
  expect(await names({ description: 'nothing like it' })).toEqual([])
  expect((await listed('apps', { name: 'goo' }, undefined, platform)).total).toBe(10)
})

test.each([
  ['apps', { status: 'actve' }, '--status actve is none that apps have. Did you mean active?'],
  ['users', { status: 'need-reauth' }, '--status need-reauth is none that users have. Did you mean needs-reauth?'],
  ['connections', { app: 'slak' }, 'there is no app slak on the platform. Did you mean slack?'],
  ['connections', { account: 'acne' }, 'there is no account acne on the platform. Did you mean acme?'],
  [
    'users',
    { user: 'anna@acme.example' },
    'there is no user anna@acme.example on the platform. Did you mean ana@acme.example?',
  ],
] as const)('R5: a filter of %s that names nothing is a mistake, not an empty list', async (of, filters, message) => {
  await expect(listed(of, filters)).rejects.toMatchObject({ message })
})

test('L11: for each integration of an account one sees at a glance in which projects it is enabled', async () => {
  const platform = await asked()
  const { rows } = await listed('apps', { account: 'acme' }, undefined, platform)
  const enabled = Object.fromEntries(rows.map(({ name, enabled: on, projects }) => [name, on ? projects : 'off']))
  expect(enabled).toMatchObject({ slack: ['apollo', 'zeus'], hubspot: ['apollo'], webhooks: ['apollo'], zoom: 'off' })
  const accounts = await listed('accounts', {}, undefined, platform)
  expect(accounts.rows.map(({ name, integrations }) => [name, integrations])).toEqual([
    ['acme', { hubspot: ['apollo'], slack: ['apollo', 'zeus'], webhooks: ['apollo'] }],
    ['beta', { slack: 'everywhere' }],
  ])
})

test('L11: what is on in an account without projects is on everywhere, in text, CSV and JSON; nobody says so of projects in doubt', async () => {
  const platform = await asked()
  const accounts = await listed('accounts', { account: 'beta' }, undefined, platform)
  expect(renderList(accounts, { width: 80, colour: false })).toContain('slack everywhere')
  expect([...listCsv(accounts)].join('')).toContain('slack everywhere')
  const apps = await listed('apps', { account: 'beta', app: 'slack' }, undefined, platform)
  expect(apps.rows).toMatchObject([{ enabled: true, projects: 'everywhere' }])
  platform.faults((path) => path.endsWith('/projects'))
  const doubtful = await listed('accounts', { account: 'beta' }, undefined, platform)
  expect(doubtful.rows).toMatchObject([{ integrations: { slack: [] } }])
})

test('L11: what no project has switched on is on in none of them, and a tenant without projects has it everywhere', () => {
  const setting = { account: 'acc', app: 'slack', projects: ['prj'] }
  const openIn = (levels: string[]) => {
    const none = new Map()
    const rows = {
      projects: new Map([['prj', { id: 'prj', account: 'acc', name: 'apollo' }]]),
      'project-integrations': none,
    }
    const snapshot = { rows, reads: [], platform: { capabilities: { levels } } } as unknown as Snapshot
    return openProjects(snapshot)(setting)
  }
  expect(openIn(['account', 'project'])).toEqual([])
  expect(openIn(['account'])).toBe('everywhere')
})

test('T1: accounts are found by their menu and by what is on in them', async () => {
  const { accounts, ...rest } = acmeCloud()
  const platform = await asked({
    ...rest,
    accounts: accounts.map((each, at) => ({ ...each, showIntegrations: at === 0 })),
  })
  const names = async (filters: ListFilters) => column(await listed('accounts', filters, undefined, platform), 'name')
  expect(await names({ status: 'hidden' })).toEqual(['beta'])
  expect(await names({ app: 'hubspot' })).toEqual(['acme'])
  expect(await names({ app: 'slack', name: 'B' })).toEqual(['beta'])
})

test('U2: an admin sees the status of all users, filters by user, by integration and by status', async () => {
  const platform = await asked()
  const of = async (filters: ListFilters) =>
    (await listed('users', filters, undefined, platform)).rows.map(({ email, integrations }) => [email, integrations])
  expect(await of({ account: 'acme' })).toContainEqual(['ana@acme.example', { hubspot: 'active', slack: 'active' }])
  expect(await of({ user: 'bo@acme.example' })).toEqual([
    ['bo@acme.example', { hubspot: 'active', slack: 'needs-reauth' }],
  ])
  expect(await of({ app: 'hubspot', status: 'active' })).toEqual([
    ['ana@acme.example', { hubspot: 'active' }],
    ['bo@acme.example', { hubspot: 'active' }],
  ])
  expect((await of({ account: 'beta', app: 'slack', status: 'not-connected' })).map(([email]) => email)).toEqual([
    'ben@beta.example',
  ])
})

test('U6: who has to authorise something again is found, by person and by connection', async () => {
  const platform = await asked()
  const people = await listed('users', { status: 'needs-reauth' }, undefined, platform)
  expect(people.rows).toMatchObject([{ email: 'bo@acme.example', integrations: { slack: 'needs-reauth' } }])
  const connections = await listed('connections', { status: 'needs-reauth' }, undefined, platform)
  expect(connections.rows).toMatchObject([{ id: 'con_bo', owner: 'bo@acme.example', app: 'slack', account: 'acme' }])
})

test('U5, U7: the audit of everybody has those who were invited too, and says whose invitation came back', async () => {
  const platform = await asked()
  const { rows, total } = await listed('users', {}, undefined, platform)
  expect(rows.length).toBe(total)
  const states = Object.fromEntries(rows.map(({ email, state }) => [email, state]))
  expect(states).toMatchObject({
    'new@acme.example': 'invited',
    'lost@acme.example': 'bounced',
    'ana@acme.example': 'joined',
  })
  expect(column(await listed('users', { status: 'bounced' }, undefined, platform), 'email')).toEqual([
    'lost@acme.example',
  ])
})

test('U2: somebody whose own entry is off is told apart from somebody who has not connected', async () => {
  const { accounts, ...rest } = acmeCloud()
  const [acme, ...others] = accounts
  const users = acme?.users.map((each) =>
    each.email === 'cy@acme.example' ? { ...each, integrations: { hubspot: { blocked: true } } } : each,
  )
  const platform = await asked({ ...rest, accounts: [{ ...acme, users }, ...others] })
  const off = await listed('users', { app: 'hubspot', status: 'off' }, undefined, platform)
  expect(column(off, 'email')).toEqual(['cy@acme.example'])
})

test('C2, C4: a connection is listed with its names, its owner, and who may use it', async () => {
  const { rows, total } = await listed('connections', { name: 'SHEETS' })
  expect(rows).toMatchObject([
    {
      id: 'con_sheets',
      name: 'finance-sheets',
      owner: 'bo@acme.example',
      createdBy: 'ana@acme.example',
      holder: 'service',
      externalAccount: 'integrations@acme.example',
      usableBy: { users: ['bo@acme.example'], groups: ['apollo/engineering'] },
    },
  ])
  expect(total).toBe(8)
})

test('E4: what could not be read whole is said, and what is sure is listed', async () => {
  const platform = await asked()
  platform.faults((path) => path === '/v1/connections')
  const listing = await listed('users', { account: 'acme' }, undefined, platform)
  expect(listing.incomplete).toMatchObject([{ collection: 'connections', account: null }])
  expect(column(listing, 'email')).toContain('ana@acme.example')
  platform.faults((path) => path === '/v1/users')
  expect((await listed('apps', {}, undefined, platform)).incomplete).toEqual([])
})
