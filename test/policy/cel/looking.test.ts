import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { act, audit } from '../../../src/engine.js'
import { createHttpPlatform } from '../../../src/provider/http/port.js'
import { renderAudit } from '../../../src/report/audit.js'
import { complaints } from '../../commands/writ.js'
import { ACME, ANA, APOLLO, APPS, acme, connection, estate, tenant } from '../../decided/seeds.js'
import { asked, OPTIONS } from '../../engine/asking.js'
import { NOW } from '../../support/world.js'

// Threads are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const SEED = tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] })])
const policy = (on: string, assert: string, severity = 'deny') =>
  `kind: Policy\nname: p\nseverity: ${severity}\non: ${on}\nassert: ${JSON.stringify(assert)}\nmessage: That must not be.\n`

describe('audit', () => {
  it('tells what policies say, and ends with 3 where one denies', async () => {
    const { estate: loaded, port } = await asked(SEED, estate(APPS, ACME(), APOLLO(), policy('connection', 'false')))
    const { seen, where } = await audit(loaded, port, OPTIONS)
    const told = {
      ...{ rule: 'policy/p', effect: 'refuse', subject: 'connection/con_ana', message: 'That must not be.' },
      at: { file: 'estate.yaml', line: 21, column: 1 },
    }
    expect(seen.audit.policies).toEqual([told])
    expect(seen.outcome).toEqual({ exitCode: 3, reasons: ['findings'] })
    expect(complaints('audit', { formatVersion: 1, platform: where, ...seen.audit, outcome: seen.outcome })).toEqual([])
    const text = renderAudit(seen.audit, { width: 80, colour: false })
    expect(text).toContain('Nothing is undeclared or missing. Refused by 1 policy.')
    expect(text).toContain('policies\n  refused  p  connection/con_ana  That must not be.')
  })

  it('goes on where one only warns, and has none without policies', async () => {
    const warned = await asked(SEED, estate(APPS, ACME(), APOLLO(), policy('connection', 'false', 'warn')))
    const { seen } = await audit(warned.estate, warned.port, OPTIONS)
    expect([seen.outcome.exitCode, seen.audit.policies.map(({ effect }) => effect)]).toEqual([0, ['warn']])
    const plain = await asked(SEED, estate(APPS, ACME(), APOLLO()))
    expect((await audit(plain.estate, plain.port, OPTIONS)).seen.audit.policies).toEqual([])
  })
})

describe('one-off acts', () => {
  it.each([
    ['change', 'change.operation != "revoke" || change.app != "slack"', true],
    ['change', 'change.account == "acme" && change.user == "ana@acme.example" && change.ends == 1', false],
    ['plan', 'plan.connectionsEnding == 0', true],
    ['account', 'false', false],
  ])('C5: revoking is judged on %s: %s', async (on, assert, isRefused) => {
    const { estate: loaded, platform } = await asked(SEED, estate(APPS, ACME(), APOLLO(), policy(on, assert)))
    const port = createHttpPlatform({ url: platform.url, token: platform.admin.token })
    onTestFinished(() => port.close())
    const { reasons } = await act(
      loaded,
      port,
      { kind: 'revoke', ids: ['con_ana'], filters: {} },
      {
        ...{ ...OPTIONS, runId: 'r', clock: () => NOW.getTime(), parallelism: 1, emit: () => {}, settleSeconds: 0 },
        confirm: async () => true,
      },
    )
    expect(reasons.includes('refused')).toBe(isRefused)
    const { status } = (await platform.admin.list('connections')).find(({ id }) => id === 'con_ana') ?? {}
    expect(status === 'active').toBe(isRefused)
  })
})
