import { expect, test } from 'vitest'
import type { Audit } from '../../src/model/audit.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, connection, estate, tenant } from '../decided/seeds.js'
import { world } from '../support/world.js'
import { auditOf } from './auditing.js'

const SLACK = 'integrations: { slack: { enabled: false } }'
const gatesOf = (audit: Audit, user: string, app: string) => {
  const row = audit.access.find((each) => each.user === user && each.app === app)
  const told = audit.explanations[row?.why ?? -1]
  return {
    project: told?.project,
    gates: new Map((told?.gates ?? []).map((at) => [audit.gates[at]?.gate, audit.gates[at]])),
  }
}

test('U7: each cell tells each gate live and declared, the live value, the line, and whose hand wrote it', async () => {
  const here = await world(tenant([acme()]))
  const projects = ['prj_apollo', (await here.rows('projects')).find(({ name }) => name === 'zeus')?.id]
  await here.admin.set('accounts/acc_acme', 'slack', { enabled: true, projects, newProjects: false })
  const { audit } = await auditOf(here, estate(APPS, ACME(SLACK)))
  const { project, gates } = gatesOf(audit, ANA, 'slack')
  expect([project, [...gates.keys()]]).toEqual([
    'apollo',
    ['registry', 'allowed', 'account', 'project', 'group', 'person', 'dates', 'hold', 'menu'],
  ])
  expect(gates.get('account')).toMatchObject({
    ...{ live: 'open', declared: 'closed', value: 'on for apollo, zeus', wanted: 'off' },
    at: [{ file: 'estate.yaml' }],
    changedBy: { principal: expect.any(String), at: expect.stringMatching(/^\d{4}-/), via: expect.any(String) },
  })
  expect(gates.get('group')?.value).toBe('on for engineering; in engineering (internal)')
  expect(gates.get('registry')?.changedBy).toBeNull()
  expect(audit.history).toMatchObject({ reason: null })
  expect(audit.history.asked).toBe(audit.history.rows)
})

test('people in the same groups share an explanation, and whoever is blocked has another', async () => {
  const here = await world(tenant([acme()]))
  const { audit } = await auditOf(here, estate(APPS, ACME(), APOLLO()))
  const why = (user: string) => audit.access.find((each) => each.user === user && each.app === 'slack')?.why
  expect(why(ANA)).toBe(why(BO))
  const blocking = `kind: User\naccount: acme\nemail: ${BO}\nintegrations: {slack: {enabled: false}}`
  const { audit: other } = await auditOf(here, estate(APPS, ACME(), APOLLO(), blocking))
  expect(gatesOf(other, BO, 'slack').gates.get('person')).toMatchObject({ live: 'open', declared: 'closed' })
  expect(gatesOf(other, ANA, 'slack').gates.get('person')).toMatchObject({ live: 'open', declared: 'open' })
})

test('without a platform to ask, or one that refuses, the audit says that nobody was asked', async () => {
  const here = await world(tenant([acme()]))
  const ask = async () => {
    throw new Error('403')
  }
  const { audit } = await auditOf(here, estate(APPS, ACME(SLACK)), {}, { ask })
  expect(audit.history).toMatchObject({ asked: 0, reason: '403' })
  expect(audit.gates.filter((gate) => 'changedBy' in gate)).toEqual([])
})

test('E13: exceptions stand with their ends, what is over as expired; who answers for them is said', async () => {
  const waiver = `kind: Waiver
name: kim
covers: {finding: connection/undeclared, account: acme, app: slack}
reason: Auditors
owner: security@acme.example
approvedBy: ciso@acme.example
ticket: SEC-1
until: 2026-11-30`
  const hold = 'kind: Hold\nname: breach\ncovers: {app: zoom}\nreason: Breach\nowner: s@acme.example\nuntil: 2026-11-01'
  const dated = ACME('integrations: { slack: { enabled: true, projects: all, from: 2026-12-01, until: 2027-01-31 } }')
  const { audit } = await auditOf(await world(tenant([acme()])), estate(APPS, dated, waiver, hold))
  expect(audit.exceptions).toMatchObject([
    { kind: 'hold', name: 'breach', state: 'expired', daysLeft: -21, covers: { app: 'zoom' } },
    { kind: 'waiver', name: 'kim', state: 'active', daysLeft: 8, approver: 'ciso@acme.example', ticket: 'SEC-1' },
    {
      kind: 'dated',
      name: 'account/acme',
      state: 'coming',
      from: '2026-12-01',
      covers: { account: 'acme', app: 'slack' },
    },
  ])
  expect(audit.exceptions[0]?.at).toMatchObject({ file: 'estate.yaml', line: expect.any(Number) })
})

test('E4, E17: how each list was read, what is governed, and what the baseline let go stand in the audit', async () => {
  const here = await world(
    tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] })]),
  )
  const { audit } = await auditOf(here, estate(APPS, ACME()))
  expect(audit.reads.find(({ collection }) => collection === 'connections')).toMatchObject({
    complete: true,
    rows: 1,
    total: 1,
  })
  expect(audit.coverage.accounts).toEqual({ governed: 1, total: 1 })
  expect(audit.released).toBeNull()
})
