import { expect, it } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { STAGES, stageOf } from '../../src/plan/stages.js'
import {
  acme,
  apollo,
  change,
  connection,
  declared,
  planned,
  settled,
  steps,
  tenant,
  zeus,
} from '../support/planning.js'

const project = (name: string, more: object = {}) => ({ kind: 'Project', account: 'acme', name, ...more })
const group = (name: string, more: object = {}) => ({
  kind: 'Group',
  account: 'acme',
  project: 'apollo',
  name,
  ...more,
})
const needsOf = (plan: Plan, address: string) =>
  change(plan, address).needs.map((need) => plan.changes[need]?.address ?? '')

it('E9: renames before creations, closing before revoking before removing before opening', () => {
  const phases = STAGES.map((stage) => stage.split(' ')[0])
  const last = (phase: string) => phases.lastIndexOf(phase)
  const first = (phase: string) => phases.indexOf(phase)
  expect(last('rename')).toBeLessThan(first('create'))
  expect(last('close')).toBeLessThan(first('revoke'))
  expect(last('revoke')).toBeLessThan(first('remove'))
  expect(last('remove')).toBeLessThan(first('open'))
})

it.each(['close', 'open'] as const)('E9: wide before narrow on the way to %s', (phase) => {
  const kinds = ['app', 'account', 'account-integration', 'project-integration', 'group-integration'] as const
  const stages = kinds.map((kind) => stageOf(phase, kind))
  expect(stages).toEqual([...stages].sort((a, b) => a - b))
})

it('E9, L14: what opens at three levels opens from above, and each waits for the one above', async () => {
  const plan = await planned(tenant(), [
    ...declared({ integrations: { zoom: { enabled: true, projects: ['apollo'] } } }),
    project('apollo', { integrations: { zoom: { enabled: true, groups: [] } } }),
    group('engineering', { integrations: { zoom: true } }),
  ])
  const [account, below, own] = [
    'account/acme#integrations.zoom',
    'project/acme/apollo#integrations.zoom',
    'group/acme/apollo/engineering#integrations.zoom',
  ]
  expect(plan.changes.map(({ address }) => address)).toEqual([account, below, own])
  expect(needsOf(plan, below)).toEqual([account])
  expect(needsOf(plan, own)).toEqual([account, below])
})

it('E9: one door closes before another opens', async () => {
  const plan = await planned(tenant({ connections: [connection('con_1', { project: 'apollo' })] }), [
    ...declared({
      integrations: { slack: { enabled: false }, hubspot: { enabled: true, projects: 'all' } },
    }),
  ])
  expect(steps(plan)).toEqual(['update account/acme#integrations.slack', 'update account/acme#integrations.hubspot'])
  expect(plan.changes.map(({ direction }) => direction)).toEqual(['closes', 'opens'])
})

it('E9: a revocation waits for the change that closes, and is not tried when that fails', async () => {
  const docs = [...declared(), project('apollo'), group('engineering', { members: ['bo@acme.example'] })]
  const plan = await planned(tenant({ connections: [connection('con_1', { project: 'apollo' })] }), docs)
  expect(steps(plan)).toEqual(['update group/acme/apollo/engineering', 'revoke connection/con_1'])
  expect(needsOf(plan, 'connection/con_1')).toEqual(['group/acme/apollo/engineering'])
})

it('E12, E9: renames come first, and what is below is addressed by the new name', async () => {
  const { applied, again } = await settled(tenant(), [
    ...declared({ formerly: 'acme', name: 'acme-inc' }).map((doc) => doc),
    {
      kind: 'Project',
      account: 'acme-inc',
      name: 'hermes',
      formerly: 'apollo',
      integrations: { slack: { enabled: false } },
    },
    { kind: 'Project', account: 'acme-inc', name: 'hera', labels: { stage: 'new' } },
  ])
  expect(steps(applied.plan)).toEqual([
    'rename account/acme-inc',
    'rename project/acme-inc/hermes',
    'create project/acme-inc/hera',
    'update project/acme-inc/hermes#integrations.slack',
  ])
  expect([applied.reasons, again.changes]).toEqual([[], []])
})

it('E6: accounts are branches of their own, and so are apps that have nothing to do with each other', async () => {
  const live = tenant(
    {},
    {
      accounts: [
        acme(),
        acme({
          id: 'acc_beta',
          name: 'beta',
          projects: [apollo({ id: 'prj_b', groups: [], integrations: {} })],
          integrations: {},
        }),
      ],
    },
  )
  const open = {
    integrations: { zoom: { enabled: true, projects: 'all' }, hubspot: { enabled: true, projects: 'all' } },
  }
  const plan = await planned(live, [...declared(open), { kind: 'Account', name: 'beta', ...open }])
  expect(plan.changes).toHaveLength(4)
  expect(new Set(plan.changes.map(({ branch }) => branch)).size).toBe(4)
})

it('E6: a project, its selection and its settings are one branch', async () => {
  const plan = await planned(tenant({ projects: [zeus()], integrations: {} }), [
    ...declared({ integrations: { slack: { enabled: true, projects: ['hera'] } } }),
    project('hera', { labels: { stage: 'new' }, integrations: { slack: { enabled: true, groupTypes: ['internal'] } } }),
  ])
  expect(steps(plan)).toEqual([
    'create project/acme/hera',
    'update account/acme#integrations.slack',
    'update project/acme/hera#integrations.slack',
  ])
  expect(new Set(plan.changes.map(({ branch }) => branch)).size).toBe(1)
})

it('needs always point at what comes before, stage by stage', async () => {
  const plan = await planned(tenant({ connections: [connection('con_1', { project: 'apollo' })] }), [
    ...declared({
      showIntegrations: false,
      integrations: {
        slack: { enabled: true, projects: ['zeus', 'hera'] },
        zoom: { enabled: true, projects: 'declared' },
      },
    }),
    project('zeus'),
    project('hera', { labels: { stage: 'new' }, integrations: { zoom: { enabled: true, groups: ['crew'] } } }),
    {
      kind: 'Group',
      account: 'acme',
      project: 'hera',
      name: 'crew',
      members: ['ana@acme.example'],
      integrations: { zoom: true },
    },
  ])
  expect(plan.changes.length).toBeGreaterThan(5)
  for (const [index, { needs, stage }] of plan.changes.entries()) {
    expect(stage).toBeGreaterThanOrEqual(plan.changes[index - 1]?.stage ?? 0)
    for (const need of needs) expect(need).toBeLessThan(index)
  }
})
