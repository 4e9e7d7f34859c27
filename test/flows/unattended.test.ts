import { describe, expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { type EstateWorld, held, world } from '../support/world.js'

const APPS = ['slack', 'hubspot', 'webhooks'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const ACCOUNT = `${APPS}kind: Account\nname: acme\n`
const OLGA = 'olga@acme.example'
const LIMITS = 'limits: {disabledIntegrations: {max: none}, usersLosingAccess: {max: none}}\n'
const NIGHT = { run: { unattended: true } }

/** Slack for two projects, as Writ has stated it; then Olga's hand. */
const SLACK = `${ACCOUNT}integrations:\n  slack: {enabled: true, projects: [apollo]}\n---\nkind: Project\naccount: acme\nname: apollo`
const WEBHOOKS_OFF = `${ACCOUNT}integrations:\n  webhooks: {enabled: false}`

async function after(text: string, by: (hand: Awaited<ReturnType<EstateWorld['sandbox']['as']>>) => Promise<unknown>) {
  const made = await world(acmeCloud())
  await made.settle(text, { config: LIMITS })
  await by(await made.sandbox.as(OLGA, { via: 'admin-page' }))
  return made
}
const closed = () => after(SLACK, (hand) => hand.set('accounts/acc_acme', 'slack', { enabled: false }))
const opened = () => after(WEBHOOKS_OFF, (hand) => hand.set('accounts/acc_acme', 'webhooks', { enabled: true }))
const isOn = async ({ admin }: EstateWorld, app: string) =>
  ((await admin.setting('accounts/acc_acme', app)) as { enabled: boolean }).enabled

describe('a run that nobody looks at does not reopen what somebody closed by hand', () => {
  test('it is held, told with who and when, and the run ends well', async () => {
    const made = await closed()
    const { plan, reasons, result } = await made.apply(SLACK, { config: LIMITS, ...NIGHT })
    expect(held(plan)).toEqual(['not-reopened account/acme#integrations.slack'])
    expect(plan.held[0]?.message).toMatch(/^olga@acme\.example closed it by hand at 20\d\d-.*\(admin-page\)/)
    expect([plan.changes, reasons, result]).toEqual([[], [], null])
    expect(await isOn(made, 'slack')).toBe(false)
  })

  test('it counts for drift (2), and is in no plan that says it is in sync', async () => {
    const made = await closed()
    const seen = await made.plan(SLACK, { config: LIMITS, run: { unattended: true, countChanges: true } })
    expect(seen.outcome).toEqual({ exitCode: 2, reasons: ['changes'] })
    expect(seen.guards.unattended).toBe(true)
  })

  test('asked in person, it is reopened', async () => {
    const made = await closed()
    expect((await made.apply(SLACK, { config: LIMITS })).reasons).toEqual([])
    expect(await isOn(made, 'slack')).toBe(true)
  })

  test('approved, it is reopened', async () => {
    const made = await closed()
    const approved = await made.plan(SLACK, { config: LIMITS })
    expect((await made.apply(SLACK, { config: LIMITS, approved })).reasons).toEqual([])
    expect(await isOn(made, 'slack')).toBe(true)
  })

  test('where writ.yaml says repair, it is reopened at night too', async () => {
    const made = await closed()
    await made.apply(SLACK, { config: `${LIMITS}drift: {closed: repair}`, ...NIGHT })
    expect(await isOn(made, 'slack')).toBe(true)
  })

  test('what lies below it waits with it, and all else goes on', async () => {
    const made = await closed()
    const text = SLACK.replace('kind: Account\nname: acme', 'kind: Account\nname: acme\nlabels: {tier: basic}')
    const { plan, reasons } = await made.apply(
      `${text}\nintegrations:\n  slack: {enabled: true, groupTypes: [internal]}`,
      { config: LIMITS, ...NIGHT },
    )
    expect(new Set(plan.held.map(({ reason }) => reason))).toEqual(new Set(['not-reopened']))
    expect(plan.changes.map(({ address }) => address)).toEqual(['account/acme'])
    expect(reasons).toEqual([])
  })

  test('a role that somebody took away is not given back', async () => {
    const text = `${ACCOUNT}---\nkind: User\naccount: acme\nemail: max@acme.example\nrole: owner`
    const made = await after(text, async (hand) => {
      const max = (await hand.list('users')).find(({ email }) => email === 'max@acme.example')
      await hand.change('users', max?.id ?? '', { role: 'member' })
    })
    const plan = await made.plan(text, NIGHT)
    expect([held(plan), plan.changes]).toEqual([['not-reopened user/acme/max@acme.example'], []])
  })

  test('an app that an operator switched off in an incident stays off', async () => {
    const made = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const [on, off] = ['active', 'inactive'].map((state) => `kind: App\nname: slack\nstate: ${state}`)
    const config = `${LIMITS.trimEnd().slice(0, -1)}, revokedConnections: {max: none, perAccount: {max: none}}}\n`
    await made.apply(off ?? '', { config })
    await made.apply(on ?? '', { config })
    const hand = await made.sandbox.as('ops@tenant.example')
    const slack = (await made.admin.list('apps')).find(({ name }) => name === 'slack')
    await hand.change('apps', slack?.id ?? '', { status: 'inactive' })
    expect(held(await made.plan(on ?? '', NIGHT))).toEqual(['not-reopened app/slack'])
  })
})

describe('a run that nobody looks at shuts what somebody opened by hand', () => {
  test('by default', async () => {
    const made = await opened()
    expect((await made.apply(WEBHOOKS_OFF, { config: LIMITS, ...NIGHT })).reasons).toEqual([])
    expect(await isOn(made, 'webhooks')).toBe(false)
  })

  test('but only tells it where writ.yaml says report', async () => {
    const made = await opened()
    const { plan } = await made.apply(WEBHOOKS_OFF, { config: `${LIMITS}drift: {opened: report}`, ...NIGHT })
    expect(held(plan)).toEqual(['not-shut account/acme#integrations.webhooks'])
    expect(plan.held[0]?.message).toContain(`${OLGA} opened it by hand`)
    expect(await isOn(made, 'webhooks')).toBe(true)
  })
})

describe('of a list that somebody moved by hand each side is treated by itself', () => {
  const moved = () =>
    after(SLACK, (hand) => hand.set('accounts/acc_acme', 'slack', { projects: ['prj_zeus'], newProjects: false }))
  const projects = async ({ admin }: EstateWorld) =>
    ((await admin.setting('accounts/acc_acme', 'slack')) as unknown as { projects: string[] }).projects

  test('what was added goes, what was taken away stays away', async () => {
    const made = await moved()
    const { plan, reasons } = await made.apply(SLACK, { config: LIMITS, ...NIGHT })
    expect(held(plan)).toEqual(['not-reopened account/acme#integrations.slack'])
    expect([await projects(made), reasons]).toEqual([[], []])
  })

  test('the other way round where writ.yaml says so', async () => {
    const made = await moved()
    const config = `${LIMITS}drift: {opened: report, closed: repair}`
    await made.apply(SLACK, { config, ...NIGHT })
    expect((await projects(made)).sort()).toEqual(['prj_apollo', 'prj_zeus'])
  })

  test('and nothing where both are only reported', async () => {
    const made = await moved()
    const { plan } = await made.apply(SLACK, { config: `${LIMITS}drift: {opened: report, closed: report}`, ...NIGHT })
    expect([held(plan), plan.changes]).toEqual([['not-reopened account/acme#integrations.slack'], []])
    expect(await projects(made)).toEqual(['prj_zeus'])
  })
})

describe('a run that nobody looks at does not bring back what somebody removed by hand', () => {
  const KEY = { variables: { HOOKS_KEY: 'a-key' }, config: `${LIMITS}secretEnv: [HOOKS_KEY]` }
  const HOOKS = `${ACCOUNT}---
kind: Connection
account: acme
app: webhooks
name: orders
holder: installation
apiKey: {env: HOOKS_KEY}
usableBy: everyone
`
  const live = async ({ admin }: EstateWorld) =>
    (await admin.list('connections')).filter(({ name, status }) => name === 'orders' && status === 'active').length

  async function revoked() {
    const made = await world(acmeCloud())
    await made.settle(HOOKS, KEY)
    const hand = await made.sandbox.as(OLGA, { via: 'admin-page' })
    const row = (await made.admin.list('connections')).find(({ name }) => name === 'orders')
    await hand.remove('connections', row?.id ?? '')
    return made
  }

  test('an API-key connection that was cut off in an incident stays cut off, and is told', async () => {
    const made = await revoked()
    const { plan } = await made.apply(HOOKS, { ...KEY, ...NIGHT })
    expect(held(plan)).toEqual(['not-reopened connection/acme/webhooks/orders'])
    expect(plan.held[0]?.message).toMatch(/^olga@acme\.example removed it by hand at 20\d\d/)
    expect(await live(made)).toBe(0)
  })

  test('asked in person, or where writ.yaml says repair, it is made again', async () => {
    const made = await revoked()
    expect((await made.apply(HOOKS, KEY)).reasons).toEqual([])
    expect(await live(made)).toBe(1)
    const other = await revoked()
    await other.apply(HOOKS, { ...KEY, config: `${KEY.config}\ndrift: {closed: repair}`, ...NIGHT })
    expect(await live(other)).toBe(1)
  })

  test('a group that was removed stays away, and what nobody removed is made as ever', async () => {
    const group = (name: string) =>
      `---\nkind: Group\naccount: acme\nproject: apollo\nname: ${name}\ntype: internal\nmembers: []\n`
    const base = `${ACCOUNT}---\nkind: Project\naccount: acme\nname: apollo\n`
    const made = await world(acmeCloud())
    await made.settle(base + group('night-shift'))
    const row = (await made.admin.list('groups')).find(({ name }) => name === 'night-shift')
    await (await made.sandbox.as(OLGA)).remove('groups', row?.id ?? '')
    const { plan } = await made.apply(base + group('night-shift') + group('day-shift'), NIGHT)
    expect(held(plan)).toEqual(['not-reopened group/acme/apollo/night-shift'])
    expect(plan.changes.map(({ address }) => address)).toEqual(['group/acme/apollo/day-shift'])
  })

  test('somebody whom Writ had invited and another let go is not invited again', async () => {
    const text = `${ACCOUNT}---
kind: User
account: acme
email: zed@acme.example
role: member
department: HR
designation: Clerk
manager: max@acme.example
`
    const made = await world(acmeCloud())
    await made.apply(text)
    const row = (await made.admin.list('invitations')).find(({ email }) => email === 'zed@acme.example')
    await (await made.sandbox.as(OLGA)).remove('invitations', row?.id ?? '')
    const { plan } = await made.apply(text, NIGHT)
    expect(held(plan)).toEqual(['not-reopened user/acme/zed@acme.example'])
    expect(plan.changes).toEqual([])
  })
})
