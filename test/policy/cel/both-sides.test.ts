import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { underBaseline } from '../../../src/engine/baseline/settle.js'
import { plan, type RunOptions } from '../../../src/engine.js'
import type { Estate } from '../../../src/model/document.js'
import { createHttpPlatform } from '../../../src/provider/http/port.js'
import { ACME, APOLLO, APPS, acme, estate, tenant } from '../../decided/seeds.js'
import { OPTIONS } from '../../engine/asking.js'
import { sandbox } from '../../support/sandbox.js'
import { changes, held, load } from '../../support/world.js'

// Threads are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const policy = (on: string, assert: string, severity = 'deny') =>
  `kind: Policy\nname: p\nseverity: ${severity}\non: ${on}\nassert: ${JSON.stringify(assert)}\nmessage: That must not be.\n`

async function loaded(text: string): Promise<Estate> {
  const { estate: valid } = await load(text)
  if (valid === null) throw new Error('the estate of this test is wrong')
  return valid
}

async function planned(of: Estate, options: Partial<RunOptions>) {
  const platform = await sandbox(tenant([acme()]))
  const port = createHttpPlatform({ url: platform.url, token: platform.admin.token })
  onTestFinished(() => port.close())
  return (await plan(of, port, { ...OPTIONS, ...options })).plan
}

describe('E18: "a pull request cannot […] drop its own policies"', () => {
  const base = estate(APPS, ACME(), policy('account', 'account.showIntegrations'))
  it.each([
    ['dropped', ''],
    ['made harmless', policy('account', 'true')],
    ['made a warning', policy('account', 'account.showIntegrations', 'warn')],
  ])('a policy that the commit under review has %s refuses all the same', async (_, own) => {
    const head = await loaded(estate(APPS, ACME('showIntegrations: false'), ...(own === '' ? [] : [own])))
    const merged = underBaseline(head, { ref: 'main', commit: '4f2c1a9', estate: await loaded(base) })
    const made = await planned(merged.estate, { baseline: merged.baseline })
    expect(made.outcome).toEqual({ exitCode: 3, reasons: ['refused'] })
    expect(made.verdicts.filter(({ effect }) => effect === 'refuse')).toMatchObject([
      { rule: 'policy/p', at: { file: 'estate.yaml', line: base.split('\n').indexOf('name: p') + 1, column: 1 } },
    ])
  })

  it('rules see the baseline', async () => {
    const head = await loaded(estate(APPS, ACME(), policy('plan', 'plan.baseline.ref != "main"')))
    const merged = underBaseline(head, { ref: 'main', commit: '4f2c1a9', estate: head })
    expect((await planned(merged.estate, { baseline: merged.baseline })).outcome.reasons).toEqual(['refused'])
  })
})

describe('--on-refusal skip', () => {
  it('holds what a policy names, and the rest goes on', async () => {
    const text = estate(
      APPS,
      ACME('integrations: {zoom: {enabled: false}}'),
      APOLLO('integrations: {slack: {enabled: false}}'),
      policy('project', 'project.integrations.all(a, project.integrations[a].enabled)'),
    )
    const made = await planned(await loaded(text), { onRefusal: 'skip' })
    expect(changes(made)).toEqual(['update account/acme#integrations.zoom'])
    expect(held(made)).toContain('rule project/acme/apollo#integrations.slack')
    expect(made.outcome.reasons).not.toContain('refused')
  })
})
