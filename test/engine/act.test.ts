import { expect, onTestFinished, test } from 'vitest'
import { type ActRequest, type ApplyOptions, act } from '../../src/engine.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { QUICK } from '../support/platform.js'
import { acmeCloud } from '../support/seed.js'
import { changes, endings, findings, held } from '../support/world.js'
import { type Asked, asked, OPTIONS } from './asking.js'

const ESTATE = 'kind: App\nname: slack\n---\nkind: Account\nname: acme\n'
const LAX = 'limits: { revokedConnections: { max: 25, percent: 100, perAccount: { percent: 100 } } }'

/** Does something as the operator, or as somebody else. */
async function acting(
  platform: Asked,
  request: ActRequest,
  { user, yes = true, more = {} }: { user?: string; yes?: boolean; more?: Partial<ApplyOptions> } = {},
) {
  const { admin, as } = platform.platform
  const token = user === undefined ? admin.token : (await as(user)).token
  const port = createHttpPlatform({ url: admin.url, token, ...QUICK })
  onTestFinished(() => port.close())
  return act(platform.estate, port, request, {
    ...OPTIONS,
    ...{ runId: `run-${Math.random()}`, clock: Date.now, parallelism: 4, emit: () => {}, settleSeconds: 0 },
    confirm: async () => yes,
    ...more,
  })
}

const revoke = (ids: string[], filters: object = {}): ActRequest => ({ kind: 'revoke', ids, filters })
const reauth = (ids: string[], filters: object = {}): ActRequest => ({ kind: 'reauth', ids, filters })
const invite = (...emails: string[]): ActRequest => ({
  ...{ kind: 'invite', account: 'acme', emails, role: 'member' },
  ...{ department: 'HR', designation: 'Clerk', manager: 'max@acme.example' },
})

test('U2: an administrator ends one connection by its id; the plan is made, carried out and settled', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const { plan, reasons, after } = await acting(platform, revoke(['con_kim']))
  expect(changes(plan)).toEqual(['revoke connection/con_kim'])
  expect(endings(plan)).toEqual(['revoked con_kim'])
  expect([reasons, after && changes(after)]).toEqual([[], []])
  expect(await platform.platform.admin.ids('connections')).not.toContain('con_kim')
})

const seen = (rows: Record<string, number>) => ({ more: { lastSeen: { at: '2026-11-21T08:00:00Z', rows } } })

test('E4: an act is held against what the newest record saw, and says so; without a record the guard is off', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const kim = await acting(platform, revoke(['con_kim']), seen({ connections: 7 }))
  expect(kim.plan.guards.shrink).toEqual({ state: 'on', since: '2026-11-21T08:00:00Z', shrunk: [] })
  expect(kim.plan.verdicts).toEqual([])
  const bo = await acting(platform, revoke(['con_bo']))
  expect(bo.plan.guards.shrink.state).toBe('off')
})

test('E4: a list that came too short warns whoever acts, and keeps nobody from ending what they name', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const { plan, reasons } = await acting(platform, revoke(['con_kim']), seen({ connections: 500 }))
  expect(plan.guards.shrink).toMatchObject({ state: 'tripped', shrunk: [{ collection: 'connections', before: 500 }] })
  expect(plan.verdicts).toMatchObject([{ rule: 'shrink', effect: 'warn', subject: 'connections' }])
  expect([changes(plan), reasons]).toEqual([['revoke connection/con_kim'], []])
  expect(await platform.platform.admin.ids('connections')).not.toContain('con_kim')
})

test('U2: filters choose whose and which connections end, and together they narrow', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const bo = await acting(platform, revoke([], { user: 'bo@acme.example', app: 'slack' }), { yes: false })
  expect([changes(bo.plan), bo.reasons]).toEqual([['revoke connection/con_bo'], ['declined']])
  const ana = await acting(platform, revoke(['con_ana', 'con_kim'], { user: 'ana@acme.example' }), { yes: false })
  expect(changes(ana.plan)).toEqual(['revoke connection/con_ana'])
  const beta = await acting(platform, revoke([], { account: 'beta' }))
  expect(endings(beta.plan)).toEqual(['revoked con_bea'])
})

test('C5: the workflows that a revocation hits are named before anybody says yes', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const { plan, reasons } = await acting(platform, revoke(['con_sheets']), { yes: false })
  expect(plan.impact.workflows).toMatchObject([{ name: 'monthly-report', connections: ['con_sheets'] }])
  expect(reasons).toEqual(['declined'])
  expect(await platform.platform.admin.ids('connections')).toContain('con_sheets')
})

test('E8: limits of writ.yaml hold for one-off acts, and nothing is written', async () => {
  const platform = await asked(acmeCloud(), ESTATE, 'limits: { revokedConnections: { max: 2 } }')
  const { plan, reasons } = await acting(platform, revoke([], { account: 'acme' }))
  expect(plan.verdicts[0]).toMatchObject({ rule: 'limits/revokedConnections', effect: 'refuse', allowed: 2 })
  expect(reasons).toContain('refused')
  expect(await platform.platform.admin.ids('connections')).toHaveLength(8)
})

test('what is protected is held, the rest goes on, and the act ends with 3', async () => {
  const platform = await asked(acmeCloud(), ESTATE, `${LAX}\nprotect: { connections: [con_kim] }`)
  const { plan, reasons } = await acting(platform, revoke(['con_kim', 'con_cy']))
  expect(held(plan)).toEqual(['protected connection/con_kim'])
  expect(changes(plan)).toEqual(['revoke connection/con_cy'])
  expect(reasons).toEqual(['protected'])
  expect(await platform.platform.admin.ids('connections')).toContain('con_kim')
})

test('U6: whoever has to authorise again is asked once, and then waited for', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const { plan, reasons, after } = await acting(platform, reauth(['con_kim']))
  expect(changes(plan)).toEqual(['update connection/con_kim'])
  expect(reasons).toEqual([])
  expect(after?.pending).toMatchObject([{ address: 'connection/con_kim', waitsFor: 'consent' }])
  expect(await platform.platform.admin.row('connections', 'con_kim')).toMatchObject({ status: 'needs-reauth' })
  const again = await acting(platform, reauth([], { user: 'kim@partner.example' }))
  expect([changes(again.plan), again.reasons]).toEqual([[], []])
})

test('U6: asking counts as a message', async () => {
  const platform = await asked(acmeCloud(), ESTATE, 'limits: { messages: { max: 1 } }')
  const { plan } = await acting(platform, reauth([], { account: 'acme', app: 'slack' }))
  expect(plan.verdicts).toMatchObject([{ rule: 'limits/messages', effect: 'refuse', allowed: 1 }])
})

test('U5: nobody is invited twice because an address is written in another case', async () => {
  const platform = await asked(acmeCloud(), ESTATE)
  const request = invite('Ana@acme.example', 'NEW@acme.example', 'eve@acme.example', 'Eve@acme.example')
  const { plan } = await acting(platform, request, { yes: false })
  expect(changes(plan)).toEqual(['invite user/acme/Eve@acme.example'])
  expect(plan.pending).toMatchObject([{ address: 'user/acme/new@acme.example', waitsFor: 'invitation' }])
  expect(findings(plan)).toEqual(['info invitation/joined user/acme/ana@acme.example'])
})

test('U5: several are invited at once; a pending invitation is not repeated, one that came back is told and sent anew', async () => {
  const platform = await asked(acmeCloud(), ESTATE)
  const request = invite('eve@acme.example', 'new@acme.example', 'lost@acme.example', 'ana@acme.example')
  const { plan, reasons, after } = await acting(platform, request)
  expect(changes(plan)).toEqual(['invite user/acme/eve@acme.example', 'invite user/acme/lost@acme.example'])
  expect(plan.pending).toMatchObject([{ address: 'user/acme/new@acme.example', waitsFor: 'invitation' }])
  expect(findings(plan)).toEqual([
    'info invitation/joined user/acme/ana@acme.example',
    'info invitation/bounced user/acme/lost@acme.example',
  ])
  expect([reasons, after && changes(after)]).toEqual([[], []])
  const asked_ = await platform.platform.admin.list('invitations', 'status=pending')
  expect(asked_.map(({ email }) => email).sort()).toEqual(['eve@acme.example', 'lost@acme.example', 'new@acme.example'])
  const again = await acting(platform, request)
  expect(changes(again.plan)).toEqual([])
})

test('L12: who may not write is told before the first write', async () => {
  const platform = await asked(acmeCloud(), ESTATE, LAX)
  const { plan, reasons } = await acting(platform, revoke([], { account: 'acme', app: 'hubspot' }), {
    user: 'max@acme.example',
  })
  expect([changes(plan).length, reasons]).toEqual([2, []])
  const foreign = acting(platform, revoke(['con_bea']), { user: 'max@acme.example' })
  await expect(foreign).rejects.toMatchObject({ code: 'act/unknown' })
})

test.each([
  ['a connection', revoke(['con_kin']), 'there is no connection con_kin on the platform. Did you mean con_kim?'],
  ['an app', revoke([], { app: 'slak' }), 'there is no app slak on the platform. Did you mean slack?'],
  [
    'a person',
    reauth([], { user: 'anna@acme.example' }),
    'there is no user anna@acme.example on the platform. Did you mean ana@acme.example?',
  ],
  [
    'an account',
    { ...invite('x@acme.example'), account: 'acne' } as ActRequest,
    'there is no account acne on the platform. Did you mean acme?',
  ],
  [
    'a manager',
    { ...invite('x@acme.example'), manager: 'mx@acme.example' } as ActRequest,
    'there is no manager mx@acme.example on the platform. Did you mean max@acme.example?',
  ],
])('%s that nobody knows is a mistake that names the nearest, and nothing is done', async (_, request, message) => {
  const platform = await asked(acmeCloud(), ESTATE)
  await expect(acting(platform, request)).rejects.toMatchObject({ message })
})
