import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { connection, declared, type Options, planned, settled, tenant } from '../support/planning.js'
import { world } from '../support/world.js'

const LIMITS = {
  ...{ usersLosingAccess: { max: 'none' }, disabledIntegrations: { max: 'none' } },
  revokedConnections: { max: 2, percent: 10, perAccount: { max: 1, percent: 20 } },
  floor: 0,
}
const live = () =>
  tenant({ connections: Array.from({ length: 4 }, (_, at) => connection(`con_${at}`, { name: `c${at}` })) })
const off = declared({ integrations: { slack: { enabled: false } } })
const config: Options['config'] = { limits: LIMITS }

/** The digest that the plan of `off` has, whatever Overrides stand beside it. */
const digest = async () => (await planned(live(), off, { config })).digests.outcome

const override = (outcome: string, more: object = {}) => ({
  ...{ kind: 'Override', name: 'agreed', limit: 'revokedConnections', max: 4, outcome },
  ...{ reason: 'Announced', owner: 'product@acme.example', until: '2026-06-15' },
  ...more,
})

const told = ({ verdicts }: Plan) => verdicts.map(({ rule, effect, override: by }) => [rule, effect, by ?? null])

describe('E8: an Override lets exactly one plan pass one limit', () => {
  it('by number, by percentage and in the account, for all are parts of what its max bounds', async () => {
    const plan = await planned(live(), [...off, override(await digest())], { config })
    expect(told(plan)).toEqual([
      ['limits/revokedConnections', 'pass', 'override/agreed'],
      ['limits/revokedConnections.perAccount', 'pass', 'override/agreed'],
    ])
    expect(plan.outcome.reasons).toEqual([])
    expect(plan.verdicts[0]?.message).toContain('passed by override/agreed')
    expect(renderPlan(plan, { width: 200, colour: false })).toMatch(/let pass +revokedConnections.*override\/agreed/)
  })

  it('and what it lets pass is executed', async () => {
    const { applied, admin } = await settled(live(), [...off, override(await digest())], { config })
    expect(applied.reasons).toEqual([])
    expect(await admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ enabled: false })
  })

  it.each([
    ['its max is lower than what the whole plan counts', { max: 3 }, 'allows 3, and this plan counts 4'],
    ['it ended the day before', { until: '2026-06-14' }, 'ended on 2026-06-14'],
    ['it names another plan', { outcome: `sha256:${'0'.repeat(64)}` }, 'is for another plan'],
  ])('not where %s, and the verdict says so', async (_, more, why) => {
    const plan = await planned(live(), [...off, override(await digest(), more)], { config })
    expect(plan.verdicts.map(({ effect }) => effect)).toEqual(['refuse', 'refuse'])
    expect(plan.verdicts[0]?.message).toContain(`override/agreed ${why}`)
    expect(plan.outcome.reasons).toEqual(['refused'])
  })

  it('and no other limit', async () => {
    const both = { config: { limits: { ...LIMITS, disabledIntegrations: { max: 0 } } } }
    const plan = await planned(live(), [...off, override(await digest())], both)
    expect(told(plan).at(-1)).toEqual(['limits/disabledIntegrations', 'refuse', null])
    expect(plan.outcome.reasons).toEqual(['refused'])
  })

  it('which one more change makes another plan', async () => {
    const more = { kind: 'Account', name: 'acme', labels: { tier: 'pro' }, integrations: { slack: { enabled: false } } }
    const docs = [...off.filter(({ kind }) => kind !== 'Account'), more, override(await digest())]
    expect((await planned(live(), docs, { config })).outcome.reasons).toEqual(['refused'])
  })
})

it('E8: with an approved plan, part of which is done already, its Override still holds; without one it is for another plan', async () => {
  const connections = Array.from({ length: 4 }, (_, at) => connection(`con_${at}`, { name: `c${at}` }))
  const made = await world(tenant({ connections }, { tenant: 'acme-cloud' }))
  const docs = declared({ showIntegrations: false, integrations: { slack: { enabled: false } } })
  const text = (more: object[]) => [...docs, ...more].map((each) => JSON.stringify(each)).join('\n---\n')
  const limits = { config: `limits: ${JSON.stringify(LIMITS)}` }
  const approved = await made.plan(text([]), limits)
  const stated = text([override(approved.digests.outcome, { until: '2026-12-31' })])
  const row = (await made.rows('accounts')).find(({ id }) => id === 'acc_acme')
  await made.admin.change('accounts', row?.id ?? '', { showIntegrations: false })
  expect((await made.apply(stated, limits)).reasons).toEqual(['refused'])
  const ran = await made.apply(stated, { ...limits, approved })
  expect(ran.plan.digests.outcome).not.toBe(approved.digests.outcome)
  expect(ran.reasons).toEqual([])
  expect(await made.admin.setting('accounts/acc_acme', 'slack')).toMatchObject({ enabled: false })
})

describe('E8: a refused plan prints the Overrides that would let it pass', () => {
  it('one a limit, with all that it counts and the outcome digest', async () => {
    const limits = { ...LIMITS, disabledIntegrations: { max: 0 } }
    const plan = await planned(live(), off, { config: { limits } })
    const text = renderPlan(plan, { width: 80, colour: false })
    const [, ...documents] = text.split('\n---\n')
    expect(documents).toHaveLength(2)
    expect(documents[0]).toContain(`limit: revokedConnections\nmax: 4\noutcome: ${plan.digests.outcome}\n`)
    expect(documents[1]).toContain(`limit: disabledIntegrations\nmax: 3\noutcome: ${plan.digests.outcome}\n`)
  })

  it('which, pasted and told why and whose, do let it pass', async () => {
    const plan = await planned(live(), off, { config })
    const [, pasted = ''] = renderPlan(plan, { width: 80, colour: false }).split('\n---\n')
    const entries = [...pasted.matchAll(/^(kind|name|limit|max|outcome|until): (.*)$/gm)]
    const fields = Object.fromEntries(entries.map(([, key = '', value]) => [key, value]))
    const document = { ...fields, kind: 'Override', max: Number(fields.max), reason: 'r', owner: 'o@acme.example' }
    expect((await planned(live(), [...off, document], { config })).outcome.reasons).toEqual([])
  })

  it('E18: but not the one that is pasted already and waits for its merge', async () => {
    const plan = await planned(live(), off, { config: { limits: { ...LIMITS, disabledIntegrations: { max: 0 } } } })
    const address = `override/revoked-connections-${plan.digests.outcome.slice(7, 15)}`
    const waits: Plan['findings'][number] = {
      severity: 'warning',
      code: 'baseline/override',
      address,
      message: 'it waits',
      causes: [],
    }
    const text = renderPlan({ ...plan, findings: [...plan.findings, waits] }, { width: 80, colour: false })
    expect([...text.matchAll(/^limit: .*$/gm)].flat()).toEqual(['limit: disabledIntegrations'])
  })

  it('and a plan that passes prints none', async () => {
    const plan = await planned(tenant(), declared(), { config })
    expect(renderPlan(plan, { width: 80, colour: false })).not.toContain('kind: Override')
  })
})
