import { expect, it } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { acme, apollo, connection, declared, planned, tenant, zeus } from '../support/planning.js'

const project = (name: string, more: object = {}) => ({ kind: 'Project', account: 'acme', name, ...more })
const group = (name: string, more: object = {}) => ({
  kind: 'Group',
  account: 'acme',
  project: 'apollo',
  name,
  ...more,
})
const uses = (list: Plan['impact']['losing']) => list.map(({ account, user, app }) => `${user} ${app} in ${account}`)
const [ANA, BO] = ['ana@acme.example slack in acme', 'bo@acme.example slack in acme']

it('E7: a person loses an app only where no project of the account leaves it to them', async () => {
  const plan = await planned(tenant(), [
    ...declared(),
    project('apollo', { integrations: { slack: { enabled: false } } }),
  ])
  expect(uses(plan.impact.losing)).toEqual([BO])
  expect(plan.impact.gaining).toEqual([])
})

it('E7: both sides of a membership: who comes gains, who goes loses', async () => {
  const members = ['bo@acme.example', 'olga@acme.example']
  const sales = { id: 'grp_sales', name: 'sales', type: 'internal', members: [] }
  const live = tenant({ projects: [apollo(), zeus({ groups: [sales] })] })
  const plan = await planned(live, [...declared(), project('apollo'), group('engineering', { members })])
  expect(uses(plan.impact.losing)).toEqual([ANA])
  expect(uses(plan.impact.gaining)).toEqual(['olga@acme.example slack in acme'])
})

it('E7: each person counts once an app and account, however many doors close', async () => {
  const plan = await planned(tenant(), [
    ...declared({ integrations: { slack: { enabled: false } } }),
    project('apollo', { integrations: { slack: { enabled: false } } }),
    group('engineering', { members: [] }),
  ])
  expect(uses(plan.impact.losing)).toEqual([ANA, BO])
})

it('E7: a blocked person, an allow-list and an inactive app each take it away', async () => {
  const blocked = {
    kind: 'User',
    account: 'acme',
    email: 'bo@acme.example',
    integrations: { slack: { enabled: false } },
  }
  expect(uses((await planned(tenant(), [...declared(), blocked])).impact.losing)).toEqual([BO])
  expect(uses((await planned(tenant(), declared({ allowedApps: { apps: ['zoom'] } }))).impact.losing)).toEqual([
    ANA,
    BO,
  ])
  const app = await planned(tenant(), [
    { kind: 'App', name: 'slack', state: 'inactive' },
    { kind: 'Account', name: 'acme' },
  ])
  expect(uses(app.impact.losing)).toEqual([ANA, BO])
})

it('the menu takes nothing away, and neither does what is only renamed', async () => {
  const plan = await planned(tenant(), [
    ...declared({ showIntegrations: false }),
    project('hermes', { formerly: 'apollo' }),
  ])
  expect(plan.changes).toHaveLength(2)
  expect([plan.impact.losing, plan.impact.gaining]).toEqual([[], []])
})

it('in an account without projects the account level alone decides', async () => {
  const live = tenant({ projects: [], integrations: {} })
  const plan = await planned(live, declared({ integrations: { slack: { enabled: true, projects: 'all' } } }))
  expect(uses(plan.impact.gaining)).toEqual([ANA, BO, 'olga@acme.example slack in acme'])
})

it('C5: every workflow that uses a connection which ends is named with it, revoked or ended by the platform', async () => {
  const live = tenant({
    connections: [
      connection('con_1', { name: 'one', project: 'apollo' }),
      connection('con_2', { name: 'two', project: 'zeus' }),
    ],
    workflows: [
      { id: 'wfl_b', name: 'both', connections: ['con_1', 'con_2'] },
      { id: 'wfl_z', name: 'zeus only', connections: ['con_2'] },
    ],
  })
  const one = await planned(live, [...declared(), project('apollo', { integrations: { slack: { enabled: false } } })])
  expect(one.impact.workflows).toEqual([{ id: 'wfl_b', account: 'acme', name: 'both', connections: ['con_1'] }])
  const all = await planned(live, declared({ integrations: { slack: { enabled: false } } }))
  expect(all.impact.workflows.map(({ name, connections }) => [name, connections])).toEqual([
    ['both', ['con_1', 'con_2']],
    ['zeus only', ['con_2']],
  ])
})

it('R6: who loses an app that is switched off is told for accounts that nobody governs, too', async () => {
  const live = {
    ...tenant(),
    accounts: [acme(), acme({ id: 'acc_beta', name: 'beta', projects: [], users: [{ email: 'kim@beta.example' }] })],
  }
  const apps = live.accounts[1] as { integrations: object }
  apps.integrations = { slack: { enabled: true, projects: [], newProjects: false } }
  const plan = await planned(live, [
    { kind: 'App', name: 'slack', state: 'inactive' },
    { kind: 'Account', name: 'acme' },
  ])
  expect(uses(plan.impact.losing)).toEqual([ANA, BO, 'kim@beta.example slack in beta'])
})
