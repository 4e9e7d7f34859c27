import { expect, it } from 'vitest'
import {
  apollo,
  change,
  connection,
  declared,
  effects,
  type Settled,
  settled,
  steps,
  tenant,
  zeus,
} from '../support/planning.js'

const project = (name: string, more: object = {}) => ({ kind: 'Project', account: 'acme', name, ...more })

/** A connection for each place, and one that stands for the whole account. */
const CONNECTIONS = [
  connection('con_apollo', { project: 'apollo' }),
  connection('con_zeus', { project: 'zeus', name: 'z' }),
  connection('con_wide', { name: 'w' }),
  connection('con_ended', { name: 'e', status: 'ended' }),
]
const ONS = { slack: 'on' }
const live = (more: object = {}) =>
  tenant({
    connections: CONNECTIONS,
    projects: [
      apollo({
        groups: [
          { id: 'grp_eng', name: 'engineering', type: 'internal', members: ['ana@acme.example'], integrations: ONS },
        ],
      }),
      zeus({
        groups: [
          {
            id: 'grp_sales',
            name: 'sales',
            type: 'internal',
            members: ['ana@acme.example'],
            integrations: { slack: 'off' },
          },
        ],
      }),
    ],
    ...more,
  })

/** What was predicted is what the platform then did, and nothing is left to do. */
function expectSettled({ applied, again }: Settled): void {
  expect(applied.reasons).toEqual([])
  expect(applied.result?.extraEndings).toEqual([])
  const seen = applied.result?.effects.map(({ op, collection, id }) =>
    collection === 'connections' ? `${op} ${id}` : op,
  )
  expect(seen).toHaveLength(applied.plan.effects.length)
  expect(again.changes).toEqual([])
}
const ended = ({ applied }: Settled) => applied.plan.impact.connections.map(({ id, how }) => `${how} ${id}`)

it('L5: off at the account closes every project and every group of its own, and ends every live connection of the app', async () => {
  const ran = await settled(live(), declared({ integrations: { slack: { enabled: false } } }))
  expect(effects(ran.applied.plan)).toEqual([
    'end connection/con_apollo',
    'end connection/con_wide',
    'end connection/con_zeus',
    'update group/acme/apollo/engineering#integrations.slack',
    'update project/acme/apollo#integrations.slack',
    'update project/acme/zeus#integrations.slack',
  ])
  expect(ended(ran)).toEqual(['ended con_apollo', 'ended con_wide', 'ended con_zeus'])
  expectSettled(ran)
})

it('L5: settings below become off and keep their groups and types; a group’s own "on" becomes "inherit", its "off" stays', async () => {
  const ran = await settled(live(), declared({ integrations: { slack: { enabled: false } } }))
  expect(ran.applied.plan.effects.filter(({ operation }) => operation === 'update').map(({ after }) => after)).toEqual([
    { setting: 'inherit' },
    { enabled: false },
    { enabled: false },
  ])
  expect(await ran.admin.setting('projects/prj_apollo', 'slack')).toMatchObject({ enabled: false, groups: ['grp_eng'] })
  expect(await ran.admin.setting('groups/grp_sales', 'slack')).toMatchObject({ setting: 'off' })
  expect(await ran.admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ projects: ['prj_apollo', 'prj_zeus'] })
})

it('L8: off in a project ends what stands there alone; an account-wide one that stays permitted lives', async () => {
  const sales = { id: 'grp_sales', name: 'sales', type: 'internal', members: ['ana@acme.example'] }
  const ran = await settled(live({ projects: [apollo(), zeus({ groups: [sales] })] }), [
    ...declared(),
    project('apollo', { integrations: { slack: { enabled: false } } }),
  ])
  expect(ended(ran)).toEqual(['ended con_apollo'])
  expectSettled(ran)
})

it('closing the last project ends what stands there by itself, and Writ revokes the account-wide one that nothing permits any more', async () => {
  const ran = await settled(live(), [...declared(), project('apollo', { integrations: { slack: { enabled: false } } })])
  expect(ended(ran)).toEqual(['ended con_apollo', 'revoked con_wide'])
  expectSettled(ran)
})

it('L13: leaving a selection closes that project in one write and never passes through "off"', async () => {
  const ran = await settled(live(), [
    ...declared({ integrations: { slack: { enabled: true, projects: ['zeus'] } } }),
    project('zeus'),
  ])
  expect(change(ran.applied.plan, 'account/acme#integrations.slack')).toMatchObject({
    after: { projects: ['zeus'] },
    ends: ['con_apollo'],
  })
  const entry = await ran.admin.setting<{ enabled: boolean }>('accounts/acc_acme', 'slack')
  expect(entry.enabled).toBe(true)
  expect(ended(ran)).toContain('ended con_apollo')
  expectSettled(ran)
})

it('R6: switching an app off ends all its connections and rewrites no setting', async () => {
  const ran = await settled(live(), [{ kind: 'App', name: 'slack', state: 'inactive' }])
  expect(effects(ran.applied.plan)).toEqual([
    'end connection/con_apollo',
    'end connection/con_wide',
    'end connection/con_zeus',
  ])
  expect(change(ran.applied.plan, 'app/slack').ends).toEqual(['con_apollo', 'con_wide', 'con_zeus'])
  expect(await ran.admin.setting('projects/prj_apollo', 'slack')).toMatchObject({ enabled: true })
  expectSettled(ran)
})

it('archiving takes a project out of every selection and closes every app in it', async () => {
  const ran = await settled(live(), [...declared(), project('apollo', { state: 'archived' })])
  expect(effects(ran.applied.plan)).toEqual([
    'update account/acme#integrations.slack',
    'end connection/con_apollo',
    'update group/acme/apollo/engineering#integrations.slack',
    'update project/acme/apollo#integrations.slack',
  ])
  expectSettled(ran)
})

it('L2, L7: a new project joins the selections that take new ones, and gets its template’s presets where they are open', async () => {
  const templates = [
    { name: 'delivery', integrations: { slack: { groupTypes: ['internal'] }, zoom: { groupTypes: ['internal'] } } },
  ]
  const integrations = {
    slack: { enabled: true, projects: ['apollo'], newProjects: true },
    hubspot: { enabled: true, projects: [], newProjects: false },
  }
  const docs = [
    ...declared(),
    { kind: 'ProjectTemplate', account: 'acme', name: 'delivery' },
    project('hera', { template: 'delivery' }),
  ]
  const projects = [apollo()]
  const ran = await settled(tenant({ templates, integrations, projects }), docs)
  expect(steps(ran.applied.plan)).toEqual(['create project/acme/hera'])
  expect(ran.applied.plan.effects.map(({ address, after }) => [address, after])).toEqual([
    ['account/acme#integrations.slack', { projects: ['apollo', 'hera'] }],
    ['project/acme/hera#integrations.slack', { enabled: true, groups: [], groupTypes: ['internal'] }],
  ])
  expectSettled(ran)
})

it('a group off, a member out, an app off the allow-list, a person blocked and a menu closed are no reason for the platform to end anything', async () => {
  const ran = await settled(live(), [
    ...declared({
      showIntegrations: false,
      allowedApps: { apps: ['slack', 'zoom'] },
      connections: { unpermitted: 'keep' },
    }),
    project('apollo'),
    {
      kind: 'Group',
      account: 'acme',
      project: 'apollo',
      name: 'engineering',
      members: [],
      integrations: { slack: false },
    },
    { kind: 'User', account: 'acme', email: 'ana@acme.example', integrations: { slack: { enabled: false } } },
  ])
  expect(ran.applied.plan.changes).toHaveLength(4)
  expect(ran.applied.plan.effects).toEqual([])
  expect(ran.applied.plan.impact.connections).toEqual([])
  expectSettled(ran)
})
