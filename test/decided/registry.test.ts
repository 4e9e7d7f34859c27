import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { secretsFrom } from '../../src/model/secrets.js'
import { renderPlan } from '../../src/report/plan.js'
import { app } from '../support/estates.js'
import { causesOf, change, changes, findings, held, world } from '../support/world.js'
import { ACME, estate, tenant } from './seeds.js'

const CANARY = 'canary-91c2-secret'
const slack = (more: object = {}) => app('slack', { auth: 'oauth2', settings: { clientId: 'abc' }, ...more })
const seed = (...apps: object[]) =>
  tenant(undefined, { apps: [...apps, ...['zoom', 'hubspot', 'trello'].map((each) => app(each))] })
const SLACK = (more: string) => `kind: App\nname: slack\n${more}`
const SECRET = SLACK('secrets: {clientSecret: {env: SLACK_SECRET}}')
const AT = 'app/slack#secrets.clientSecret'
const given = (value?: string) => ({
  config: 'secretEnv: ["SLACK_*"]',
  variables: value === undefined ? {} : { SLACK_SECRET: value },
})

describe('"The fingerprint is HMAC-SHA-256 of the value under a random salt that the platform shows beside it."', () => {
  it('R3, E11: writes a secret that differs, and finds the same one equal', async () => {
    const { settle, rows } = await world(seed(slack({ secrets: { clientSecret: 'another' } })))
    const first = await settle(SECRET, given(CANARY))
    expect(changes(first)).toEqual([`update ${AT}`])
    expect(change(first, AT)).toEqual({
      before: { secrets: { clientSecret: 'set' } },
      after: { secrets: { clientSecret: { env: 'SLACK_SECRET' } } },
    })
    expect(causesOf(first, AT)).toEqual(['app/slack#secrets.clientSecret'])
    expect(first.changes[0]).toMatchObject({ undo: 'none', direction: 'neutral' })
    const { salt = '', fingerprint } =
      (await rows('apps')).find(({ name }) => name === 'slack')?.secrets.clientSecret ?? {}
    expect(fingerprint).toBe(createHmac('sha256', salt).update(CANARY).digest('hex'))
    expect(changes(await settle(SECRET, given(CANARY)))).toEqual([])
  })

  it('R3: one that the platform does not have yet, and each secret by itself', async () => {
    const two = SLACK('secrets: {clientSecret: {env: SLACK_SECRET}, signing: {env: SLACK_SIGNING}}')
    const { settle, rows } = await world(seed(slack({ secrets: { signing: 'old-signing' } })))
    const asking = { ...given(), variables: { SLACK_SECRET: CANARY, SLACK_SIGNING: 'new-signing' } }
    const plan = await settle(two, asking)
    expect(changes(plan)).toEqual([`update ${AT}`, 'update app/slack#secrets.signing'])
    expect(change(plan, AT).before).toEqual({ secrets: { clientSecret: null } })
    const stored = (await rows('apps')).find(({ name }) => name === 'slack')?.secrets
    expect(Object.keys(stored ?? {}).sort()).toEqual(['clientSecret', 'signing'])
  })

  it('R3: an app is installed with its secrets, in one run', async () => {
    const { settle } = await world(tenant([], { apps: [] }))
    const plan = await settle(
      SLACK('auth: oauth2\nsettings: {clientId: abc}\nsecrets: {clientSecret: {env: SLACK_SECRET}}'),
      given(CANARY),
    )
    expect(changes(plan)).toEqual(['create app/slack', `update ${AT}`])
    expect(plan.changes[1]?.needs).toEqual([0])
  })

  it('an estate that names no secret says nothing of those that are there', async () => {
    const { plan } = await world(seed(slack({ secrets: { clientSecret: 'another' } })))
    expect(changes(await plan(SLACK('state: active')))).toEqual([])
  })
})

describe('"A secret that cannot be resolved puts \'written if different\' into the plan; at apply an approved one is executed or found equal."', () => {
  it.each([
    ['executed', 'another'],
    ['found equal', CANARY],
  ])('R3: %s', async (_, live) => {
    const { plan, apply, rows } = await world(seed(slack({ secrets: { clientSecret: live } })))
    const approved = await plan(SECRET, given())
    expect(changes(approved)).toEqual([`update ${AT}`])
    expect(approved.changes[0]?.reason).toBe('not compared, for SLACK_SECRET is not set here: written if different')
    const applied = await apply(SECRET, { ...given(CANARY), approved })
    expect(applied.reasons).toEqual([])
    const stored = (await rows('apps')).find(({ name }) => name === 'slack')?.secrets.clientSecret
    expect(
      createHmac('sha256', stored?.salt ?? '')
        .update(CANARY)
        .digest('hex'),
    ).toBe(stored?.fingerprint)
  })

  it('what else the plan says of the app is compared with what was approved, apart from its secret', async () => {
    const both = SLACK('description: Chat\nsecrets: {clientSecret: {env: SLACK_SECRET}}')
    const { plan, apply } = await world(seed(slack({ secrets: { clientSecret: CANARY } })))
    const applied = await apply(both, { ...given(CANARY), approved: await plan(both, given()) })
    expect(applied.reasons).toEqual([])
    expect(changes(applied.plan)).toEqual(['update app/slack'])
  })

  it('E16: not set where apply runs is an error before the first write, with the line', async () => {
    const { apply, rows } = await world(seed(slack()))
    const both = SLACK('description: Chat\nsecrets: {clientSecret: {env: SLACK_SECRET}}')
    await expect(apply(both, given())).rejects.toThrow('not set where apply runs: SLACK_SECRET (estate.yaml:4)')
    expect((await rows('apps')).find(({ name }) => name === 'slack')?.description).toBe('slack app')
  })

  it('E16: an empty variable is not set', async () => {
    const { plan } = await world(seed(slack()))
    expect((await plan(SECRET, given(''))).changes[0]?.reason).toContain('not compared')
  })
})

describe('E16: no secret is ever printed, logged, put into a plan or a record', () => {
  it('neither in plans, texts, events nor in what the platform shows, whether it is written or refused', async () => {
    const { apply, plan, events, admin } = await world(seed(slack()))
    const planned = await plan(SECRET, given(CANARY))
    const applied = await apply(SECRET, given(CANARY))
    expect(applied.reasons).toEqual([])
    const texts = [planned, applied.plan].map((each) => renderPlan(each, { width: 120, colour: false }))
    const seen = [planned, applied.plan, applied.after, applied.result?.outcomes, events, texts]
    expect(JSON.stringify(seen)).not.toContain(CANARY)
    expect(texts[0]).toContain('SLACK_SECRET')
    expect(JSON.stringify([await admin.list('apps'), await admin.list('audit-events')])).not.toContain(CANARY)
  })

  it('nor where the platform refuses and repeats what it was sent', async () => {
    const { apply, events, faults } = await world(seed(slack()), { proxied: true })
    faults((path) => path === '/v1/bulk/upsert', 'echo')
    const applied = await apply(SECRET, given(CANARY))
    expect(applied.result?.counts.refused).toBe(1)
    expect(applied.result?.outcomes[0]?.detail).toContain('•••')
    expect(JSON.stringify([applied.result?.outcomes, events])).not.toContain(CANARY)
  })
})

it('E16: a secret that is part of another does not show the rest of it', () => {
  const values: Readonly<Record<string, string>> = { SHORT: 'canary-91c2', LONG: CANARY }
  const secrets = secretsFrom(['*'], (name) => values[name])
  for (const name of Object.keys(values)) secrets.resolve(name)
  expect(secrets.mask(`refused: ${CANARY} and canary-91c2`)).toBe('refused: ••• and •••')
})

describe('R2, R3: versions', () => {
  const ready = slack({ status: 'upgrade-pending', version: '2.3.0', availableVersion: '2.4.0' })

  it('R3: another version than the live one is an upgrade, where the platform has it ready', async () => {
    const { settle, rows } = await world(seed(ready))
    const plan = await settle(SLACK('version: "2.4.0"'))
    expect(change(plan, 'app/slack')).toEqual({ before: { version: '2.3.0' }, after: { version: '2.4.0' } })
    expect((await rows('apps')).find(({ name }) => name === 'slack')).toMatchObject({
      version: '2.4.0',
      status: 'active',
    })
  })

  it('R2: an upgrade that is pending counts as active, and staying behind is no change', async () => {
    const { plan } = await world(seed(ready))
    expect(changes(await plan(SLACK('state: active\nversion: "2.3.0"')))).toEqual([])
  })

  it('R3: what is neither live nor ready is an error at plan, with the line', async () => {
    const { plan } = await world(seed(ready))
    const shown = await plan(SLACK('version: "3.0.0"'))
    const [wrong] = shown.findings.filter(({ severity }) => severity === 'error')
    expect(wrong).toMatchObject({
      ...{ code: 'app/version', address: 'app/slack' },
      message: 'slack is of version 2.3.0 on the platform and 2.4.0 is ready, so it cannot become 3.0.0',
    })
    const cause = shown.causes[wrong?.causes[0] ?? -1]
    expect(cause).toMatchObject({ file: 'estate.yaml', line: 3, statement: 'app/slack#version' })
    expect(shown.outcome.exitCode).toBe(1)
  })
})

describe('R1, L10: uses, and what is not configured', () => {
  it('R1: uses are compared as a set', async () => {
    const { settle, rows } = await world(seed(slack({ uses: ['imap', 'smtp'] })))
    expect(changes(await settle(SLACK('uses: [smtp, imap]')))).toEqual([])
    expect(changes(await settle(SLACK('uses: [smtp, social-login]')))).toEqual(['update app/slack'])
    expect((await rows('apps')).find(({ name }) => name === 'slack')?.uses).toEqual(['smtp', 'social-login'])
  })

  it('L10: enabling what is not configured is accepted, and the plan names the problem', async () => {
    const { plan, settle } = await world(seed(slack({ settings: {} })))
    const text = estate(SLACK('state: active'), ACME('integrations: {slack: {enabled: false}}'))
    await settle(text)
    const opening = estate(SLACK('state: active'), ACME('integrations: {slack: {enabled: true, projects: all}}'))
    const shown = await plan(opening)
    expect(changes(shown)).toContain('update account/acme#integrations.slack')
    expect(findings(shown)).toContain('warning registry/closed app/slack')
    expect(held(shown)).toEqual([])
  })
})
