import { describe, expect, test } from 'vitest'
import { appliedOf } from '../../src/commands/support/applied.js'
import { renderApplied } from '../../src/report/applied.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, connection, ENGINEERING, estate, tenant } from '../decided/seeds.js'
import { changes, type EstateWorld, world } from '../support/world.js'

const OWN = connection('con_ana', 'slack', ANA, { project: 'apollo' })
const seed = tenant([acme({ connections: [OWN] })])
const OFF = estate(APPS, ACME('integrations: {slack: {enabled: false}}'))
const limits = { config: 'limits: {disabledIntegrations: {max: none}, usersLosingAccess: {max: none}}' }
const lag = ({ sandbox }: EstateWorld, lagSeconds: number) => sandbox.control('settings', { lagSeconds })
const text = (applying: Awaited<ReturnType<EstateWorld['apply']>>) =>
  renderApplied(appliedOf(applying, 1000) ?? expect.fail('nothing ran'), { width: 200, colour: false })

describe('T9: a change can take one to two minutes to be seen by customers: Writ waits and proves it, within a bound', () => {
  test('T9: waits until customers see it, and says so', async () => {
    const here = await world(seed)
    await lag(here, 1)
    const applied = await here.apply(OFF, { ...limits, settleSeconds: 30 })
    expect(applied.reasons).toEqual([])
    expect(applied.effective).toEqual({ of: 1, late: [], waited: true })
    const { recorded, visible } = await seen(here)
    expect(visible).toBe(recorded)
    expect(here.events.filter(({ type }) => type === 'effective').at(-1)).toMatchObject({ visible: 1, of: 1 })
    expect(text(applied)).toMatch(/In sync\.$/)
  })

  test('T9: not effective in time ends with 6, and names what is recorded and not seen', async () => {
    const here = await world(seed)
    await lag(here, 60)
    const applied = await here.apply(OFF, { ...limits, settleSeconds: 0.5 })
    expect(applied.reasons).toEqual(['not-effective'])
    expect(applied.effective).toMatchObject({ late: ['acme'] })
    expect(applied.after?.changes).toEqual([])
    expect(applied.after?.pending).toMatchObject([{ address: 'account/acme', waitsFor: 'visibility' }])
    expect(text(applied)).toMatch(/In sync; 1 account does not see it yet\.$/)
    const { recorded, visible } = await seen(here)
    expect(visible).toBeLessThan(recorded)
  })

  test('T9: whoever does not wait claims nothing about what is seen', async () => {
    const here = await world(seed)
    await lag(here, 60)
    const applied = await here.apply(OFF, limits)
    expect(applied.effective).toBeNull()
    expect(applied.reasons).toEqual([])
    expect(text(applied)).toMatch(/In sync; whether customers see it was not looked at\.$/)
  })

  test('T9: what somebody opens again while customers do not see it yet is told, and not in sync', async () => {
    const here = await world(seed)
    await lag(here, 2)
    const hand = await here.sandbox.as('hand@acme-cloud.example')
    const running = here.apply(OFF, { ...limits, settleSeconds: 30 })
    await until(() => here.events.some(({ type }) => type === 'waiting'))
    await hand.set('accounts/acc_acme', 'slack', { enabled: true })
    const applied = await running
    expect(applied.reasons).toEqual(['not-settled'])
    expect(changes(applied.after ?? expect.fail())).toEqual(['update account/acme#integrations.slack'])
  })
})

describe('T9: a user who reconnects in between is caught', () => {
  /** Ana disconnects and connects again, as she may until the gates close. */
  const reconnect = async ({ sandbox }: EstateWorld) => {
    const ana = await sandbox.as(ANA)
    await ana.remove('connections', 'con_ana')
    return ana.create('connections', { account: 'acc_acme', app: 'slack', project: 'prj_apollo', apiKey: 'k' })
  }

  test('T9, L5: before the toggle: the toggle would end what nobody reviewed, and is refused (412)', async () => {
    const here = await world(seed, { proxied: true })
    const made = once(() => reconnect(here))
    here.between(async (path) => void (path === '/v1/bulk/upsert' && (await made())))
    const applied = await here.apply(OFF, limits)
    expect(applied.result?.outcomes.map(({ status, problem }) => `${status} ${problem}`)).toEqual([
      'refused connections-changed',
    ])
    expect(applied.reasons).toContain('stale')
    expect(await live(here)).toEqual([(await made()).id])
    expect((await here.admin.setting('accounts/acc_acme', 'slack')).enabled).toBe(true)
  })

  test('T9: between reading and the closing that ends nothing: never revoked outside the reviewed plan, told loudly, and ended by the next', async () => {
    const here = await world(seed, { proxied: true })
    const narrowed = estate(APPS, ACME(), APOLLO(), ENGINEERING(`members: [${BO}]`))
    const made = once(() => reconnect(here))
    here.between(async (path) => void (path === '/v1/bulk/upsert' && (await made())))
    const applied = await here.apply(narrowed, limits)
    const { id } = await made()
    expect(await live(here)).toEqual([id])
    expect(applied.reasons).toEqual(['not-settled'])
    expect(changes(applied.after ?? expect.fail())).toEqual([`revoke connection/${id}`])
    expect(text(applied)).toContain('Not in sync: a plan would have 1 change')
    expect(text(applied)).toMatch(new RegExp(`arisen +connection/${id} +revoke is due: ${ANA} may not use slack`))
    await here.settle(narrowed, limits)
    expect(await live(here)).toEqual([])
  })

  test('T9, T6: after the closing the platform refuses it, also while customers do not see it yet', async () => {
    const here = await world(seed)
    await lag(here, 60)
    await here.apply(OFF, limits)
    const ana = await here.sandbox.as(ANA)
    const answer = await ana.send('POST', 'connections', {
      body: { account: 'acc_acme', app: 'slack', project: 'prj_apollo', apiKey: 'k' },
    })
    expect(answer.status).toBe(403)
    expect(await live(here)).toEqual([])
  })
})

/** The newest revision that was recorded for the account, and the one that its customers see. */
const seen = async ({ admin }: EstateWorld) => {
  const { items } = await admin.get<{ items: { recorded: number; visible: number }[] }>('effective?account=acc_acme')
  return items[0] ?? expect.fail('no account is listed')
}

const live = async ({ rows }: EstateWorld) =>
  (await rows('connections')).filter(({ status }) => status !== 'ended').map(({ id }) => id)

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}
