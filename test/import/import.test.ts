import { expect, test } from 'vitest'
import type { Asked } from '../../src/engine/import.js'
import type { Snapshot } from '../../src/model/snapshot.js'
import { acmeCloud } from '../support/seed.js'
import { QUIET, roundOf, unrest } from './importing.js'

/** A small account, with more where a test wants it. */
const account = (name: string, more: object = {}) => ({
  ...{
    name,
    showIntegrations: true,
    allowedApps: ['slack'],
    users: [{ email: `olga@${name}.example`, role: 'owner' }],
  },
  ...more,
})
const tenant = (
  accounts: object[],
  apps: object[] = [
    { name: 'slack', auth: 'api-key' },
    { name: 'zoom', auth: 'api-key' },
  ],
) => ({
  ...{ formatVersion: 1, tenant: 'small', apps },
  accounts,
})

/** Imports a platform, holds that nothing would change, and gives one of its files. */
async function fileOf(path: string, seed: object, asked: Partial<Asked> = {}): Promise<string> {
  const round = await roundOf(seed, asked)
  expect(unrest(round)).toEqual(QUIET)
  return round.texts.get(path) ?? [...round.texts.keys()].join('\n')
}

test('an account stands in a file with its people, templates and named connections, each project in one with its groups', async () => {
  const round = await roundOf(acmeCloud())
  expect(unrest(round)).toEqual(QUIET)
  expect([...round.texts.keys()]).toEqual([
    ...['accounts/acme.yaml', 'accounts/acme/apollo.yaml', 'accounts/acme/attic.yaml', 'accounts/acme/zeus.yaml'],
    ...['accounts/beta.yaml', 'apps/hubspot.yaml', 'apps/notion.yaml', 'apps/slack.yaml', 'apps/trello.yaml'],
    ...['apps/webhooks.yaml', 'apps/zoom.yaml'],
  ])
  expect(round.texts.get('accounts/acme/apollo.yaml')).toBe(`kind: Project
account: acme
name: apollo
labels: {stage: live}
state: active
integrations:
  hubspot: {enabled: true, groups: [], groupTypes: [internal]}
  slack: {enabled: true, groups: [engineering], groupTypes: [partner]}
  webhooks: {enabled: true, groups: [engineering], groupTypes: []}
---
kind: Group
account: acme
project: apollo
name: engineering
type: internal
members: [ana@acme.example, bo@acme.example]
---
kind: Group
account: acme
project: apollo
name: partners
type: partner
members: [kim@partner.example]
integrations: {hubspot: false, slack: true}
`)
})

test('T2, L2, L3: an allow-list is all or what it names; a selection is all where new projects join all there are', async () => {
  const text = await fileOf('accounts/acme.yaml', acmeCloud())
  expect(text).toContain('allowedApps: {apps: [hubspot, notion, slack, trello, webhooks, zoom]}')
  expect(text).toContain('  hubspot: {enabled: true, projects: [apollo], newProjects: false}')
  expect(text).toContain('  slack: {enabled: true, projects: all}')
  expect(await fileOf('accounts/beta.yaml', acmeCloud())).toContain('allowedApps: {allApps: true}')
})

test('R3: the registry is written without its secrets, which a comment names; what is not installed is no document', async () => {
  const slack = {
    ...{ name: 'slack', auth: 'oauth2', category: 'communication', version: '2.4', availableVersion: '3' },
    ...{ settings: { clientId: 'abc', apiToken: 'hunter2', port: 8080 }, secrets: { clientSecret: 'hunter3' } },
  }
  const round = await roundOf(tenant([], [slack, { name: 'miro', auth: 'api-key', status: 'not-installed' }]))
  expect([...round.texts.keys()]).toEqual(['apps/slack.yaml'])
  const text = round.texts.get('apps/slack.yaml') ?? ''
  expect(text).toContain('version: "2.4"')
  expect(text).toContain('settings: {clientId: abc}')
  expect(text).toContain('# Secrets on the platform, which nobody can read back: clientSecret.')
  expect(text).toContain('# settings.apiToken is left out: it looks like a secret')
  expect(text).not.toMatch(/hunter/)
  expect(unrest(round)).toEqual(QUIET)
})

test('what is on outside the allow-list is left out with a comment, and told', async () => {
  const integrations = { zoom: { enabled: true, projects: 'all' }, slack: { enabled: true, projects: 'all' } }
  const round = await roundOf(tenant([account('acme', { integrations })]))
  expect(unrest(round)).toEqual(QUIET)
  expect(
    round.texts.get('accounts/acme.yaml'),
  ).toContain(`# zoom is on (no project, new projects) and not in the allow-list: left out, for an estate may not enable what is not allowed
integrations: {slack: {enabled: true, projects: all}}
`)
  expect(round.imported.left).toEqual([{ address: 'account/acme', message: expect.stringContaining('zoom is on') }])
})

test('E19: unpermitted connections live on: the account reports them, and no document declares them', async () => {
  const connections = [
    { app: 'slack', owner: 'olga@acme.example', createdBy: 'olga@acme.example' },
    { app: 'slack', name: 'sheets', owner: 'olga@acme.example', createdBy: 'olga@acme.example' },
    { app: 'slack', name: 'asked', owner: 'olga@acme.example', status: 'requested' },
  ]
  const closed = account('acme', { integrations: { slack: { enabled: false } }, connections })
  const text = await fileOf('accounts/acme.yaml', tenant([closed]))
  expect(text).toContain('connections: {unpermitted: report}')
  expect(text).toContain('the connection slack sheets')
  expect(text).not.toContain('kind: Connection')
})

test('C2, U6: named connections become documents; personal ones do not, and neither do those that wait for somebody', async () => {
  const own = { owner: 'olga@acme.example', createdBy: 'olga@acme.example' }
  const connections = [
    { app: 'slack', ...own },
    {
      app: 'slack',
      name: 'sheets',
      holder: 'service',
      externalAccount: 'svc@slack.example',
      ...own,
    },
    { app: 'slack', name: 'stale', status: 'needs-reauth', ...own },
    { app: 'slack', name: 'asked', status: 'requested', ...own },
  ]
  const open = account('acme', { integrations: { slack: { enabled: true, projects: 'all' } }, connections })
  const text = await fileOf('accounts/acme.yaml', tenant([open]))
  expect(text.match(/kind: Connection/g)).toHaveLength(1)
  expect(text).toContain(
    'name: sheets\nholder: service\nowner: olga@acme.example\nexternalAccount: svc@slack.example\n',
  )
  expect(text).toMatch(/slack asked \(.*\) is left out: it waits for consent/)
  expect(text).toMatch(/slack stale \(.*\) is left out: it waits for re-authentication/)
})

test('U5: who was only invited is a comment, for a document would be somebody to wait for', async () => {
  const invitations = [
    { email: 'new@acme.example', department: 'HR', designation: 'Clerk', manager: 'olga@acme.example' },
  ]
  const text = await fileOf('accounts/acme.yaml', tenant([account('acme', { invitations })]))
  expect(text).toContain('# new@acme.example was invited (pending)')
  expect(text).not.toContain('email: new@acme.example')
})

test('L7: a project of a template has entries of its own, so that the template moves nothing', async () => {
  const more = {
    integrations: { slack: { enabled: true, projects: 'all' } },
    templates: [{ name: 'delivery', integrations: { slack: { groupTypes: ['internal'] } } }],
    projects: [{ name: 'apollo', template: 'delivery' }],
  }
  const text = await fileOf('accounts/acme/apollo.yaml', tenant([account('acme', more)]))
  expect(text).toContain('template: delivery\nstate: active\nintegrations: {slack: {enabled: false}}\n')
})

test('a list that cannot be said whole is left out whole, for a shorter one would say that the rest is to go', async () => {
  const projects = [{ name: 'apollo' }, { name: 'ev\u202eil' }]
  const integrations = { slack: { enabled: true, projects: ['apollo', 'ev\u202eil'], newProjects: false } }
  const round = await roundOf(tenant([account('acme', { projects, integrations })]))
  expect(unrest(round)).toEqual(QUIET)
  const text = round.texts.get('accounts/acme.yaml') ?? ''
  expect(text).toContain('integrations: {slack: {enabled: true, newProjects: false}}')
  expect(text).toContain('# the project ev\\u202eil is left out')
  expect(round.imported.left.map(({ address }) => address)).toContain('project/acme/ev\u202eil')
})

test('a document longer than one may be loses its longest list, and says so', async () => {
  const users = Array.from({ length: 40_000 }, (_, at) => ({ email: `person-${at}@acme.example` }))
  const groups = [{ name: 'all', members: users.map(({ email }) => email) }]
  const seed = tenant([account('acme', { groups, users: [{ email: 'olga@acme.example', role: 'owner' }, ...users] })])
  const text = await fileOf('accounts/acme.yaml', seed, { kinds: ['Group'] })
  expect(text).toContain('# members is left out: its 40000 entries')
}, 60_000)

test('--account brings those accounts, and of the registry what they name or connect', async () => {
  const open = { integrations: { slack: { enabled: true, projects: 'all' } } }
  const round = await roundOf(tenant([account('acme', open), account('beta', { allowedApps: ['zoom'] })]), {
    accounts: ['acme'],
  })
  expect(unrest(round)).toEqual(QUIET)
  expect([...round.texts.keys()]).toEqual(['accounts/acme.yaml', 'apps/slack.yaml'])
  await expect(roundOf(tenant([account('acme')]), { accounts: ['acne'] })).rejects.toThrow(
    'there is no account acne. Did you mean acme?',
  )
})

test('--kind brings those kinds, and whatever they name by its name alone', async () => {
  const round = await roundOf(acmeCloud(), { kinds: ['Group'] })
  expect(unrest(round)).toEqual(QUIET)
  expect(round.texts.get('accounts/acme.yaml')).toMatch(
    /^kind: Account\nname: acme\n(?:connections: .*\n)?---\nkind: Group\n/,
  )
  expect(round.texts.get('accounts/acme/zeus.yaml')).toMatch(/^kind: Project\naccount: acme\nname: zeus\n---\n/)
  expect(round.texts.get('apps/slack.yaml')).toBe('kind: App\nname: slack\n')
  expect([...round.texts.keys()]).not.toContain('accounts/beta.yaml')
})

test('what shares its name with another is left out: no document could say which is meant', async () => {
  const integrations = { slack: { enabled: true, projects: ['apollo'], newProjects: false } }
  const seed = tenant([account('acme', { projects: [{ name: 'apollo' }, { name: 'zeus' }], integrations })])
  const twice = (snapshot: Snapshot): Snapshot => {
    const { projects } = snapshot.rows
    const apollo = [...projects.values()]
      .filter(({ name }) => name === 'apollo')
      .map((row) => ({ ...row, id: 'prj_two' }))
    const rows = new Map([...projects, ...apollo.map((row) => [row.id, row] as const)])
    return { ...snapshot, rows: { ...snapshot.rows, projects: rows } }
  }
  const round = await roundOf(seed, {}, twice)
  expect(unrest(round)).toEqual(QUIET)
  expect([...round.texts.keys()]).toEqual([
    'accounts/acme.yaml',
    'accounts/acme/zeus.yaml',
    'apps/slack.yaml',
    'apps/zoom.yaml',
  ])
  expect(round.texts.get('accounts/acme.yaml')).toContain('integrations: {slack: {enabled: true, newProjects: false}}')
  expect(round.imported.left.map(({ address }) => address)).toContain('project/acme/apollo')
})

test('L9, L14: what is on below a closed level is left out, for it would only wait until that opens', async () => {
  const open = { slack: { enabled: true, groups: [], groupTypes: ['internal'] } }
  const groups = [{ name: 'eng', integrations: { slack: 'on' } }]
  const seed = tenant([account('acme', { projects: [{ name: 'apollo', integrations: open, groups }] })])
  const text = await fileOf('accounts/acme/apollo.yaml', seed)
  expect(text.match(/# slack is on below a closed level/g)).toHaveLength(2)
  expect(text).not.toContain('enabled: true')
})
