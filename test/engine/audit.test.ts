import { expect, test } from 'vitest'
import { audit } from '../../src/engine.js'
import type { Audit, AuditTotals } from '../../src/model/audit.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, connection, estate, plain, tenant } from '../decided/seeds.js'
import { type Asked, asked, OPTIONS } from './asking.js'

const audited = async ({ estate, port }: Asked) => (await audit(estate, port, OPTIONS)).seen
const verdicts = ({ connections }: Audit) => Object.fromEntries(connections.map(({ id, verdict }) => [id, verdict]))
const sum = ({ platform: _, absent, ...verdicts }: AuditTotals) =>
  Object.values(verdicts as Record<string, number>).reduce((all, each) => all + each, 0) - absent

const SEED = tenant([
  acme({
    connections: [
      connection('con_ana', 'slack', ANA, { project: 'apollo' }),
      connection('con_zoom', 'zoom', BO),
      connection('con_bot', 'slack', null, { name: 'bot' }),
    ],
  }),
  plain('globex', { connections: [connection('con_other', 'slack', 'owner@globex.example')] }),
])
const DECLARED = estate(APPS, ACME(), APOLLO())

test('U7: everybody who may use something is told, project by project, live and declared', async () => {
  const { audit: seen, outcome } = await audited(await asked(SEED, DECLARED))
  const row = seen.access.find(({ user, app }) => user === ANA && app === 'slack')
  expect(row).toMatchObject({
    ...{ account: 'acme', user: ANA, app: 'slack', verdict: 'conforming' },
    ...{ live: ['apollo'], declared: ['apollo'], gates: [], at: [] },
  })
  expect(seen.access.map(({ user, app }) => `${user} ${app}`)).not.toContain(`${ANA} zoom`)
  expect(outcome).toEqual({ exitCode: 3, reasons: ['findings'] })
})

test('E17: what no document governs is counted, and takes nothing from the exit code', async () => {
  const { audit: seen, outcome } = await audited(await asked(SEED, estate(APPS)))
  expect(verdicts(seen)).toEqual({
    con_ana: 'ungoverned',
    con_zoom: 'ungoverned',
    con_bot: 'ungoverned',
    con_other: 'ungoverned',
  })
  expect(seen.totals.accounts).toMatchObject({ ungoverned: 2, platform: 2 })
  expect(outcome.exitCode).toBe(0)
})

test('totals of accounts, people and connections agree with those of the platform', async () => {
  const platform = await asked(SEED, DECLARED)
  const { totals } = (await audited(platform)).audit
  const { admin } = platform.platform
  expect(totals.accounts.platform).toBe((await admin.page('accounts')).total)
  expect(totals.people.platform).toBe((await admin.page('users')).total)
  expect(totals.connections.platform).toBe((await admin.page('connections')).total)
  for (const each of Object.values(totals)) expect(sum(each)).toBe(each.platform)
})

test('a connection that the gates do not permit is undeclared, with the reason and the line', async () => {
  const closing = estate(APPS, ACME('integrations: { slack: { enabled: false } }'))
  const { audit: seen } = await audited(await asked(SEED, closing))
  expect(verdicts(seen)).toMatchObject({
    con_ana: 'undeclared',
    con_zoom: 'undeclared',
    con_bot: 'undeclared',
    con_other: 'ungoverned',
  })
  const ana = seen.connections.find(({ id }) => id === 'con_ana')
  expect(ana).toMatchObject({ at: [{ file: 'estate.yaml' }], reason: 'ends with account/acme#integrations.slack' })
  expect(seen.access.find(({ user, app }) => user === ANA && app === 'slack')).toMatchObject({
    ...{ verdict: 'undeclared', live: ['apollo'], declared: [] },
    gates: ['account', 'project'],
    at: [{ file: 'estate.yaml', line: expect.any(Number) }],
  })
})

test('what documents open and live does not yet is missing', async () => {
  const opening = estate(
    APPS,
    ACME(),
    APOLLO('integrations: { zoom: { enabled: true, groups: [engineering] } }'),
  ).concat('---\nkind: Group\naccount: acme\nproject: apollo\nname: engineering\n')
  const { audit: seen, outcome } = await audited(await asked(SEED, opening))
  expect(seen.access.find(({ user, app }) => user === BO && app === 'zoom')).toMatchObject({
    ...{ verdict: 'missing', live: [], declared: ['apollo'] },
    gates: ['project', 'group'],
  })
  expect(outcome.reasons).toContain('findings')
})

test('U3: a declared connection that does not live is missing, and no row of the platform', async () => {
  const named = 'kind: Connection\naccount: acme\napp: slack\nname: finance\nproject: apollo\nowner: ana@acme.example'
  const { audit: seen } = await audited(await asked(SEED, estate(APPS, ACME(), APOLLO(), named)))
  expect(seen.connections).toContainEqual(
    expect.objectContaining({ id: null, account: 'acme', app: 'slack', name: 'finance', verdict: 'missing' }),
  )
  expect(seen.totals.connections.absent).toBe(1)
  expect(sum(seen.totals.connections)).toBe(4)
})

test('E4: what was not read whole is not evaluable, and the audit says so', async () => {
  const platform = await asked(SEED, DECLARED)
  platform.faults((path) => path === '/v1/connections')
  const { audit: seen, outcome } = await audited(platform)
  expect(seen.doubtful.map(({ account }) => account)).toEqual(['acme', 'globex'])
  expect(seen.totals.accounts).toMatchObject({ 'not-evaluable': 2, platform: 2 })
  expect(seen.totals.people['not-evaluable']).toBe(5)
  expect(outcome).toEqual({ exitCode: 4, reasons: ['read-incomplete'] })
})

test('E4: connections of an account that was not read whole are counted, and nothing else is said of them', async () => {
  const platform = await asked(SEED, DECLARED)
  platform.faults((path) => path === '/v1/groups')
  const { audit: seen } = await audited(platform)
  expect(new Set(seen.connections.map(({ verdict }) => verdict))).toEqual(new Set(['not-evaluable']))
  expect(seen.totals.connections).toMatchObject({ 'not-evaluable': 4, platform: 4 })
})

test('an account that an error stops is not evaluable, nor is anything in it', async () => {
  const wrong = estate(APPS, ACME(), 'kind: Project\naccount: acme\nname: nowhere')
  const { audit: seen, outcome } = await audited(await asked(SEED, wrong))
  expect(verdicts(seen)).toMatchObject({ con_ana: 'not-evaluable', con_other: 'ungoverned' })
  expect(outcome.reasons[0]).toBe('account-stopped')
})

test('a broken rule makes a connection undeclared, in the words of the rule', async () => {
  const ruled = estate(APPS, ACME('connections: { undeclared: report, unpermitted: report }'))
  const { audit: seen } = await audited(await asked(SEED, ruled))
  expect(seen.connections.find(({ id }) => id === 'con_ana')).toMatchObject({
    verdict: 'undeclared',
    reason: expect.stringContaining('no document names'),
  })
})

test('E13: what somebody accepted until a date is waived, with the waiver, and no finding', async () => {
  const waiver = `kind: Waiver
name: own-account
covers: { finding: connection/undeclared, account: acme, app: slack }
reason: Under review
owner: security@acme.example
approvedBy: ciso@acme.example
ticket: SEC-1
until: 2026-12-31`
  const ruled = estate(APPS, ACME('connections: { undeclared: report }'), waiver)
  const permitted = { ...acme(), connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] }
  const { audit: seen, outcome } = await audited(await asked(tenant([permitted]), ruled))
  expect(seen.connections).toMatchObject([
    { id: 'con_ana', verdict: 'waived', reason: expect.stringContaining('own-account') },
  ])
  expect(seen.totals.connections).toMatchObject({ waived: 1, platform: 1 })
  expect(outcome).toEqual({ exitCode: 0, reasons: [] })
})
