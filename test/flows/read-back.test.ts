import { describe, expect, test } from 'vitest'
import { appliedOf } from '../../src/commands/support/applied.js'
import { renderApplied } from '../../src/report/applied.js'
import { ACME, ANA, APPS, acme, BO, connection, estate, tenant } from '../decided/seeds.js'
import { type EstateWorld, world } from '../support/world.js'

const OWN = connection('con_ana', 'slack', ANA, { project: 'apollo' })
const seed = tenant([acme({ connections: [OWN] })])
const OFF = estate(APPS, ACME('integrations: {slack: {enabled: false}}'))
const UNDECLARED = estate(APPS, ACME('connections: {undeclared: revoke}'))
const limits = {
  config:
    'limits: {disabledIntegrations: {max: none}, usersLosingAccess: {max: none}, revokedConnections: {max: none}}',
}
const text = (applying: Awaited<ReturnType<EstateWorld['apply']>>) =>
  renderApplied(appliedOf(applying, 1000) ?? expect.fail('nothing ran'), { width: 400, colour: false })
const hers = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', apiKey: 'xoxp-another-key-of-bo' }

describe('what was answered is read back, and what is not so is loud', () => {
  test('a revoke answered 200 while the connection lives ends with 6, and names the connection', async () => {
    const here = await world(seed)
    await here.sandbox.control('faults', { faults: [{ fault: 'forgotten-write', path: '/v1/bulk/revoke' }] })
    const applied = await here.apply(UNDECLARED, limits)
    expect(applied.result?.outcomes.map(({ status }) => status)).toEqual(['done'])
    expect(applied.result?.stillThere).toEqual([0])
    expect(applied.reasons).toContain('not-effective')
    expect(text(applied)).toMatch(
      /alive\s+connection\/con_ana\s+the platform answered that it is gone, and it lives on/,
    )
    await here.sandbox.control('faults', { faults: [] })
    expect((await here.apply(UNDECLARED, limits)).reasons).toEqual([])
  })

  test('where a platform cannot be told what may end, the window is named, and what ended beyond the plan is loud', async () => {
    const here = await world(seed, { proxied: true })
    here.answers(({ path }, answer) => {
      if (path !== '/v1') return
      const about = JSON.parse(answer.body.toString()) as { capabilities: object }
      const capabilities = { ...about.capabilities, expectConnections: false }
      answer.body = Buffer.from(JSON.stringify({ ...about, capabilities }))
    })
    const bo = await here.sandbox.as(BO)
    let isConnected = false
    here.between(async (path) => {
      if (isConnected || !path.includes('bulk')) return
      isConnected = true
      await bo.create('connections', hers)
    })
    const applied = await here.apply(OFF, limits)
    expect(isConnected).toBe(true)
    expect(applied.result?.extraEndings).toHaveLength(1)
    expect(applied.reasons).toEqual(['partly-applied'])
    expect(text(applied)).toContain('This platform cannot be told which connections a closing write may end')
    expect(text(applied)).toMatch(/extra\s+connection\/\S+\s+ended by the platform and named by no plan/)
  })

  test('where it can be told, that write is refused, nothing ends, and no window is named', async () => {
    const here = await world(seed, { proxied: true })
    const bo = await here.sandbox.as(BO)
    let isConnected = false
    here.between(async (path) => {
      if (isConnected || !path.includes('bulk')) return
      isConnected = true
      await bo.create('connections', hers)
    })
    const applied = await here.apply(OFF, limits)
    expect(applied.reasons).toEqual(['stale'])
    expect(text(applied)).not.toContain('cannot be told')
    const live = (await here.rows('connections')).filter(({ status }) => status === 'active')
    expect(live).toHaveLength(2)
  })

  test('somebody who connects again between the toggle and the revoke is told of, and revoked by no unreviewed write', async () => {
    const here = await world(tenant([acme({ connections: [OWN, connection('con_bo', 'slack', BO)] })]), {
      proxied: true,
    })
    const bo = await here.sandbox.as(BO)
    const bySelection = estate(APPS, ACME('integrations: {slack: {enabled: true, projects: []}}'))
    let isAgain = false
    here.between(async (path) => {
      if (isAgain || !path.includes('bulk/revoke')) return
      isAgain = true
      await bo.send('POST', 'connections', { body: hers })
    })
    const applied = await here.apply(bySelection, limits)
    expect(isAgain).toBe(true)
    const ended = (await here.rows('connections')).filter(({ status }) => status === 'ended').map(({ id }) => id)
    const reviewed = applied.plan.impact.connections.map(({ id }) => id)
    expect(ended.filter((id) => !reviewed.includes(id))).toEqual([])
    expect(applied.result?.extraEndings).toEqual([])
  })
})
