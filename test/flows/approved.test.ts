import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { renderApproval } from '../../src/report/approval.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  catalogue,
  connection,
  estate,
  tenant,
  zeus,
} from '../decided/seeds.js'
import { app } from '../support/estates.js'
import { changes, type EstateWorld, world } from '../support/world.js'

const seed = tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] })])
const config =
  'limits: {disabledIntegrations: {max: none}, usersLosingAccess: {max: none}, revokedConnections: {max: none}}'
const OFF = estate(APPS, ACME('integrations: {slack: {enabled: false}, hubspot: {enabled: true, projects: all}}'))
const writesOf = async ({ admin }: EstateWorld) => (await admin.list('audit-events')).length

describe('apply --approved runs what was reviewed, and nothing else (E6)', () => {
  test('E6: a branch that somebody moved is left alone and listed with who, what and when; the others run', async () => {
    const here = await world(seed)
    const approved = await here.plan(OFF, { config })
    const hand = await here.sandbox.as('hand@acme-cloud.example')
    await hand.set('accounts/acc_acme', 'hubspot', { enabled: true, projects: [] })
    const { reasons, approval, result } = await here.apply(OFF, { config, approved })
    expect(reasons).toEqual(['not-as-approved'])
    expect(result?.outcomes.map(({ status }) => status).sort()).toEqual(['done', 'skipped'])
    const [moved] = approval?.refused.flatMap(({ moves = [] }) => moves) ?? []
    expect(moved).toMatchObject({
      ...{ address: 'account/acme#integrations.hubspot', via: 'api', by: 'hand@acme-cloud.example' },
      what: expect.stringContaining('enabled'),
    })
    expect(Date.parse(moved?.at ?? '')).not.toBeNaN()
    const text = renderApproval(approval ?? expect.fail(), { width: 300, colour: false })
    expect(text).toContain(`${moved?.address}: ${moved?.what} by hand@acme-cloud.example at ${moved?.at} (api)`)
  })

  test('E6: what moves while the run is under way is refused at the write, with who and when', async () => {
    const here = await world(seed, { proxied: true })
    const hand = await here.sandbox.as('hand@acme-cloud.example')
    let isMoved = false
    here.between(async (path) => {
      if (isMoved || !path.includes('bulk')) return
      isMoved = true
      await hand.set('accounts/acc_acme', 'slack', { newProjects: false })
      await hand.set('accounts/acc_acme', 'hubspot', { enabled: true, projects: [] })
    })
    const { reasons, result } = await here.apply(OFF, { config })
    expect(reasons).toEqual(['stale'])
    expect(result?.outcomes.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^it moved since the plan by hand@acme-cloud\.example at 20/),
      expect.stringMatching(/^it moved since the plan by hand@acme-cloud\.example at 20/),
    ])
  })

  test('E6: edited and reverted between plan and apply, a thing has another version and the same content: it runs', async () => {
    const here = await world(seed)
    const approved = await here.plan(OFF, { config })
    const before = (await here.rows('account-integrations')).find(({ app }) => app === 'slack')
    const hand = await here.sandbox.as('hand@acme-cloud.example')
    await hand.set('accounts/acc_acme', 'slack', { newProjects: !before?.newProjects })
    await hand.set('accounts/acc_acme', 'slack', { newProjects: before?.newProjects })
    const { reasons } = await here.apply(OFF, { config, approved })
    expect(reasons).toEqual([])
  })

  test('E6: what somebody wrote to a project in between is named by its fields', async () => {
    const here = await world(seed)
    const text = estate(APPS, ACME('labels: {tier: pro}'), APOLLO('labels: {stage: live}'))
    const approved = await here.plan(text, { config })
    expect(changes(approved)).toContain('update project/acme/apollo')
    const hand = await here.sandbox.as('hand@acme-cloud.example')
    const [apollo] = (await here.rows('projects')).filter(({ name }) => name === 'apollo')
    await hand.change('projects', apollo?.id ?? '', { labels: { stage: 'dead' } })
    const { approval, reasons } = await here.apply(text, { config, approved })
    expect(reasons).toEqual(['not-as-approved'])
    expect(approval?.refused.flatMap(({ moves = [] }) => moves)).toMatchObject([
      { address: 'project/acme/apollo', what: 'update labels' },
    ])
  })

  test('a plan older than 24 hours counts for nothing, whatever it says', async () => {
    const here = await world(seed)
    const approved = await here.plan(OFF, { config })
    const before = await writesOf(here)
    const late = new Date(Date.parse(approved.createdAt) + 24 * 3600 * 1000 + 1)
    const { reasons, approval } = await here.apply(OFF, { config, approved, clock: late })
    expect(reasons).toEqual(['stale'])
    expect(approval?.stale).toEqual([expect.stringContaining('more than 24 hours ago')])
    expect(await writesOf(here)).toBe(before)
  })

  test.each([
    ['what a change makes', (plan: Plan) => Object.assign(plan.changes[0]?.after ?? {}, { projects: [] })],
    ['the tenant', (plan: Plan) => Object.assign(plan.platform, { tenant: 'other-cloud' })],
    ['a connection that ends', (plan: Plan) => plan.changes[0]?.ends.push('con_other')],
    ['a change more', (plan: Plan) => plan.changes.push({ ...(plan.changes[0] ?? expect.fail()) })],
  ])('a plan in which somebody edited %s approves nothing', async (_, edit) => {
    const here = await world(seed)
    const approved = structuredClone(await here.plan(OFF, { config }))
    edit(approved)
    const before = await writesOf(here)
    const { reasons, approval } = await here.apply(OFF, { config, approved })
    expect(reasons).toEqual(['stale'])
    expect(approval?.stale[0]).toContain('it was edited')
    expect(await writesOf(here)).toBe(before)
  })
})

test('a plan applied twice does nothing the second time: creations, invitations, requests for consent and secrets', async () => {
  const slack = app('slack', { auth: 'oauth2', settings: { clientId: 'abc' }, scopes: ['chat'] })
  const on = { enabled: true, groups: ['engineering'], groupTypes: [] }
  const open = acme({ projects: [apollo({ integrations: { slack: on, zoom: on } }), zeus()] })
  const here = await world(tenant([open], { apps: [slack, ...catalogue().slice(1)] }))
  const text = estate(
    APPS.replace('name: slack', 'name: slack\nsecrets: {clientSecret: {env: SLACK_SECRET}}'),
    ACME(),
    'kind: Project\naccount: acme\nname: hera\nlabels: {stage: new}',
    'kind: Group\naccount: acme\nproject: hera\nname: crew\ntype: internal\nmembers: [ana@acme.example]',
    `kind: User\naccount: acme\nemail: neda@acme.example\nrole: member\ndepartment: Sales\ndesignation: Lead\nmanager: ${ANA}`,
    `kind: User\naccount: acme\nemail: ${ANA}\nintegrations: {slack: {externalAccount: ana@slack.example}}`,
    `kind: Connection\naccount: acme\napp: zoom\nname: rooms\nholder: service\nowner: ${BO}\napiKey: {env: ZOOM_KEY}`,
  )
  const asking = {
    config: 'secretEnv: [SLACK_SECRET, ZOOM_KEY]',
    variables: { SLACK_SECRET: 's3cret', ZOOM_KEY: 'key-of-rooms' },
  }
  const approved = await here.plan(text, asking)
  expect(changes(approved).map((each) => each.replace(/ .*\/(.*)/, ' $1'))).toEqual([
    ...['update slack#secrets.clientSecret', 'create hera', 'create crew', 'invite neda@acme.example'],
    ...['create rooms', 'create ana@acme.example#integrations.slack'],
  ])
  const first = await here.apply(text, { ...asking, approved })
  expect(first.reasons).toEqual([])
  expect(first.result?.counts.done).toBe(approved.changes.length)
  const before = await writesOf(here)
  const mails = (await here.sandbox.mails()).length
  const second = await here.apply(text, { ...asking, approved })
  expect(second.reasons).toEqual([])
  expect(second.result).toBe(null)
  expect(await writesOf(here)).toBe(before)
  expect((await here.sandbox.mails()).length).toBe(mails)
})
