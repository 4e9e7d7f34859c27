import { describe, expect, test } from 'vitest'
import type { Doc } from '../support/naive-estate.js'
import { connection, declared, planned, tenant } from '../support/planning.js'

const BO = 'bo@acme.example'

describe('a Waiver under a Hold: no door stays open unseen, and nobody’s access ends unasked', () => {
  const hold = {
    ...{ kind: 'Hold', name: 'breach', covers: { app: 'slack', user: BO }, close: true },
    ...{ reason: 'Stolen laptop', owner: 'security@acme.example', until: '2026-07-01' },
  }
  const waiver = (finding: string): Doc => ({
    ...{ kind: 'Waiver', name: 'audit', covers: { finding, account: 'acme', app: 'slack', user: BO } },
    ...{ reason: 'r', owner: 'o@acme.example', approvedBy: 'p@acme.example', ticket: 'T-1', until: '2026-07-01' },
  })
  const seed = () => tenant({ connections: [connection('con_bo', { owner: BO, project: 'apollo' })] })
  const found = async (...more: Doc[]) => {
    const plan = await planned(seed(), [...declared(), ...more])
    const loud = plan.findings
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, address }) => [code, address])
    return { loud, ended: plan.impact.connections.map(({ id }) => id) }
  }

  test('what the hold closes ends', async () => {
    expect(await found(hold)).toEqual({ loud: [], ended: ['con_bo'] })
  })

  test('what a waiver accepts lives on, and that is a warning of its own', async () => {
    expect(await found(hold, waiver('connection/unpermitted'))).toEqual({
      loud: [['hold/waived', 'connection/con_bo']],
      ended: [],
    })
  })

  test('a waiver of another finding keeps nothing open', async () => {
    expect((await found(hold, waiver('connection/idle'))).ended).toEqual(['con_bo'])
  })
})

test('the secrets of an app that is not installed now are held with it, and say what they wait for', async () => {
  const app = {
    kind: 'App',
    name: 'notion',
    auth: 'oauth2',
    state: 'active',
    secrets: { clientSecret: { env: 'NOTION' } },
  }
  const hold = {
    ...{ kind: 'Hold', name: 'breach', covers: { app: 'notion' }, reason: 'r' },
    ...{ owner: 'security@acme.example', until: '2026-07-01' },
  }
  const plan = await planned(tenant(), [...declared(), app, hold], { config: { secretEnv: ['NOTION'] } })
  expect(plan.changes).toEqual([])
  expect(plan.held.map(({ reason, address }) => `${reason} ${address}`)).toEqual([
    'hold app/notion',
    'hold app/notion#secrets.clientSecret',
  ])
  expect(plan.held[1]?.message).toBe('it needs app/notion to be installed, which this run does not do')
})

test('every expectation that does not hold is told in one run, each with its line', async () => {
  const set = (name: string, min: number) => ({
    ...{ kind: 'AccountSet', name, match: 'all', expect: { min }, showIntegrations: true, priority: min },
  })
  const plan = await planned(tenant(), [...declared(), set('many', 5), set('more', 9), set('one', 1)])
  expect(plan.verdicts.map(({ rule, subject }) => [rule, subject]).sort()).toEqual([
    ['expect', 'accountset/many'],
    ['expect', 'accountset/more'],
  ])
  for (const { message } of plan.verdicts) expect(message).toMatch(/expects \d or more \(.*\.yaml:\d+\)$/)
})
