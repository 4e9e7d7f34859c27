import { describe, expect, it } from 'vitest'
import { changes, complaints, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  BO,
  CY,
  connection,
  ENGINEERING,
  engineering,
  estate,
  plain,
  tenant,
  ZEUS,
} from './seeds.js'

const inApollo = { project: 'apollo' }
/** Ana and bo may use slack in apollo; cy may not, neither there nor account-wide through it. */
const CONNECTIONS = [
  connection('con_ana', 'slack', ANA, inApollo),
  connection('con_bo', 'slack', BO),
  connection('con_cy', 'slack', CY, { project: 'zeus' }),
]
const people = (more: object = {}) => tenant([acme({ connections: CONNECTIONS, ...more })])
const reasons = (plan: Awaited<ReturnType<Awaited<ReturnType<typeof world>>['plan']>>) =>
  plan.changes.flatMap(({ reason }) => reason ?? [])
const live = async (rows: Promise<{ id: string; status: string }[]>) =>
  (await rows).filter(({ status }) => status !== 'ended').map(({ id }) => id)

describe('"Taking an app off the allow-list, switching off a group or a person\'s removal from a group refuses new connections and ends none: those Writ revokes, one by one, with their reason."', () => {
  it('off the allow-list', async () => {
    const { settle, rows } = await world(people())
    const plan = await settle(estate(APPS, ACME('allowedApps: {apps: [hubspot, zoom]}')))
    expect(plan.effects).toEqual([])
    expect(endings(plan)).toEqual(['revoked con_ana', 'revoked con_bo', 'revoked con_cy'])
    expect(reasons(plan)).toEqual([
      `${ANA} may not use slack: allowed closed`,
      `${BO} may not use slack: allowed, group closed`,
      `${CY} may not use slack: allowed closed`,
    ])
    expect(await live(rows('connections'))).toEqual([])
  })

  it('a group switched off', async () => {
    const { settle, rows } = await world(people())
    const plan = await settle(estate(APPS, ACME(), APOLLO(), ENGINEERING('integrations: {slack: false}')))
    expect(plan.effects).toEqual([])
    expect(endings(plan)).toEqual(['revoked con_ana', 'revoked con_bo'])
    expect(await live(rows('connections'))).toEqual(['con_cy'])
  })

  it('a person taken out of a group', async () => {
    const { settle, rows } = await world(people())
    const plan = await settle(estate(APPS, ACME(), APOLLO(), ENGINEERING(`members: [${ANA}]`)))
    expect(endings(plan)).toEqual(['revoked con_bo'])
    expect(await live(rows('connections'))).toEqual(['con_ana', 'con_cy'])
  })

  it('a person blocked', async () => {
    const { settle } = await world(people())
    const user = `kind: User\naccount: acme\nemail: ${BO}\nintegrations: {slack: {enabled: false}}`
    const plan = await settle(estate(APPS, ACME(), user))
    expect(changes(plan)).toEqual(['update user/acme/bo@acme.example#integrations.slack', 'revoke connection/con_bo'])
  })
})

describe('"Closing the menu ends nothing."', () => {
  it('neither by the platform nor by Writ', async () => {
    const { settle, rows } = await world(people())
    const plan = await settle(estate(APPS, ACME('showIntegrations: false')))
    expect(changes(plan)).toEqual(['update account/acme'])
    expect(endings(plan)).toEqual([])
    expect(await live(rows('connections'))).toHaveLength(3)
  })
})

describe('"Writ revokes what is not permitted when at least one gate was closed by a document, or when a rule of the account is broken; closed by live settings alone, it is reported."', () => {
  /** Cy is in no group of apollo: not permitted before anybody says anything. */
  const stray = [connection('con_stray', 'slack', CY, inApollo)]
  const seed = (more: object = {}) => tenant([acme({ connections: stray, ...more })])

  it('closed by live settings alone', async () => {
    const { settle } = await world(seed())
    const plan = await settle(estate(APPS, ACME()))
    expect(endings(plan)).toEqual([])
    expect(findings(plan)).toEqual(['info connection/unpermitted-live connection/con_stray'])
    expect(plan.outcome.exitCode).toBe(0)
  })

  it.each([
    ["the project's groups", [APOLLO('integrations: {slack: {enabled: true, groups: [engineering]}}'), ENGINEERING()]],
    ["the project's groupTypes", [APOLLO('integrations: {slack: {enabled: true, groupTypes: [partner]}}')]],
    ["a group's own setting", [APOLLO(), ENGINEERING('integrations: {slack: inherit}')]],
    ['members in that project', [APOLLO(), ENGINEERING(`members: [${ANA}, ${BO}]`)]],
  ])('"for the group gate […] %s"', async (_, documents) => {
    const { plan } = await world(seed())
    expect(endings(await plan(estate(APPS, ACME(), ...documents)))).toEqual(['revoked con_stray'])
  })

  it.each([
    [
      'a group of another project',
      [ZEUS(), `kind: Group\naccount: acme\nproject: zeus\nname: builders\nmembers: [${CY}]`],
    ],
    ['a group without a project', [`kind: Group\naccount: acme\nname: staff\nmembers: [${ANA}]`]],
    ['the name of the group', [APOLLO(), ENGINEERING()]],
    ['the toggle of the project', [APOLLO('integrations: {slack: {enabled: true}}')]],
  ])('%s closes no group gate there', async (_, documents) => {
    const { plan } = await world(seed({ groups: [{ name: 'staff', members: [ANA] }] }))
    const shown = await plan(estate(APPS, ACME(), ...documents))
    expect(endings(shown)).toEqual([])
    expect(findings(shown)).toEqual(['info connection/unpermitted-live connection/con_stray'])
  })

  it('"for allowed, any opinion on the allow-list", also one that changes nothing', async () => {
    const { plan } = await world(seed({ connections: [connection('con_trello', 'trello', ANA)] }))
    const list = ACME('allowedApps: {apps: [hubspot, slack, zoom]}')
    expect(endings(await plan(estate(APPS, list)))).toEqual(['revoked con_trello'])
    expect(endings(await plan(estate(APPS, ACME())))).toEqual([])
  })

  it('"for account, the entry or its selection"', async () => {
    const { plan } = await world(seed({ connections: [connection('con_zoom', 'zoom', CY, { project: 'zeus' })] }))
    expect(endings(await plan(estate(APPS, ACME())))).toEqual([])
    const entry = ACME('integrations: {zoom: {enabled: true, projects: [apollo]}}')
    expect(endings(await plan(estate(APPS, entry, APOLLO())))).toEqual(['revoked con_zoom'])
  })

  it('only apps that are declared', async () => {
    const { plan } = await world(people())
    const shown = await plan(estate('kind: App\nname: zoom', ACME('allowedApps: {apps: [zoom]}')))
    expect(endings(shown)).toEqual([])
  })
})

describe('"Rules that are absent: `unpermitted: revoke` […] `unpermitted: keep` or `report` lets it live, counted, with its reason."', () => {
  const closes = 'allowedApps: {apps: [hubspot, zoom]}\n'

  it.each([
    ['keep', 'info'],
    ['report', 'warning'],
  ])('%s: %s', async (word, severity) => {
    const { settle, rows } = await world(people())
    const plan = await settle(estate(APPS, ACME(`${closes}connections: {unpermitted: ${word}}`)))
    expect(findings(plan)).toEqual(
      ['con_ana', 'con_bo', 'con_cy'].map((id) => `${severity} connection/unpermitted connection/${id}`),
    )
    expect(plan.findings[0]?.message).toBe(`${ANA} may not use slack: allowed closed`)
    expect(await live(rows('connections'))).toHaveLength(3)
  })

  it('a rule of a set counts, and the account has the last word', async () => {
    const { plan } = await world(people())
    const set = 'kind: AccountSet\nname: all\nmatch: all\nconnections: {unpermitted: keep}'
    expect(endings(await plan(estate(APPS, set, ACME(closes))))).toEqual([])
    expect(endings(await plan(estate(APPS, set, ACME(`${closes}connections: {unpermitted: revoke}`))))).toHaveLength(3)
  })
})

describe('"What `inUse` protects is held." (`inUse: protect` where the rule is absent)', () => {
  const workflows = [{ name: 'digest', id: 'wfl_digest', connections: ['con_bo'] }]
  const bot = connection('con_bot', 'slack', BO, { name: 'bot', createdBy: BO })

  it('a revocation by the sweep of what a workflow uses; the run says so with 3', async () => {
    const { apply, rows } = await world(people({ workflows }))
    const narrowed = estate(APPS, ACME(), APOLLO(), ENGINEERING(`members: [${ANA}]`))
    const { plan, after, reasons: why } = await apply(narrowed)
    expect(held(plan)).toEqual(['in-use connection/con_bo'])
    expect(plan.held[0]?.message).toContain('"digest"')
    expect([why, after?.changes]).toEqual([['protected'], []])
    expect(await live(rows('connections'))).toContain('con_bo')
  })

  it('not what a document asks for by name, and the plan names the workflow (C5)', async () => {
    const seed = people({ connections: [bot], workflows: [{ ...workflows[0], connections: ['con_bot'] }] })
    const { settle } = await world(seed)
    const gone = 'kind: Connection\naccount: acme\napp: slack\nname: bot\nensure: absent'
    const plan = await settle(estate(APPS, ACME(), gone))
    expect(changes(plan)).toEqual(['revoke connection/con_bot'])
    expect(plan.impact.workflows.map(({ name }) => name)).toEqual(['digest'])
  })

  it('not what the platform ends by itself', async () => {
    const { settle, rows } = await world(people({ workflows }))
    const plan = await settle(estate(APPS, ACME('integrations: {slack: {enabled: false}}')))
    expect(held(plan)).toEqual([])
    expect(endings(plan)).toEqual(['ended con_ana', 'ended con_bo', 'ended con_cy'])
    expect(plan.impact.workflows.map(({ name }) => name)).toEqual(['digest'])
    expect(await live(rows('connections'))).toEqual([])
  })
})

describe('declared Connections', () => {
  const sheets = 'kind: Connection\naccount: acme\napp: slack\nname: sheets\n'
  const seed = (more: object = {}) =>
    tenant([acme({ connections: [connection('con_sheets', 'slack', CY, { name: 'sheets', ...more })] })])

  it('"A declared account-wide Connection […] needs registry, allowed, account, dates and hold only"', async () => {
    const { plan } = await world(seed())
    const closed = [APOLLO('integrations: {slack: {enabled: false}}'), ZEUS('integrations: {slack: {enabled: false}}')]
    expect(endings(await plan(estate(APPS, ACME(), ...closed)))).toEqual(['revoked con_sheets'])
    expect(endings(await plan(estate(APPS, ACME(), ...closed, `${sheets}owner: ${CY}`)))).toEqual([])
  })

  it('"A declared Connection under a gate the estate closes is an error"', async () => {
    expect(await complaints(estate(APPS, ACME('integrations: {slack: {enabled: false}}'), sheets))).toContain(
      'conflict/connection',
    )
    const { plan } = await world(seed())
    const set = 'kind: AccountSet\nname: tier\nmatch: {labels: {tier: basic}}\nintegrations: {slack: {enabled: false}}'
    const shown = await plan(estate(APPS, set, `${sheets}holder: person`, ACME()))
    expect(changes(shown)).toEqual([])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('"under one closed live, held"', async () => {
    const off = { slack: { enabled: false, projects: ['apollo'] } }
    const { plan } = await world(
      tenant([acme({ integrations: off, connections: [connection('con_sheets', 'slack', CY, { name: 'sheets' })] })]),
    )
    const shown = await plan(estate(APPS, ACME(), sheets))
    expect(held(shown)).toEqual(['dormant connection/con_sheets'])
    expect(changes(shown)).toEqual([])
    expect(shown.outcome.exitCode).toBe(0)
  })

  it('"one without an owner that stands in a project needs the project gate too"', async () => {
    const bots = [connection('con_wide', 'slack', null), connection('con_apollo', 'slack', null, inApollo)]
    const { settle } = await world(tenant([acme({ connections: bots })]))
    const plan = await settle(estate(APPS, ACME(), APOLLO(), ENGINEERING('members: []')))
    expect(endings(plan)).toEqual([])
    const closed = await settle(estate(APPS, ACME(), APOLLO('integrations: {slack: {enabled: false}}')))
    expect(endings(closed)).toEqual(['ended con_apollo'])
  })

  it('C3: only its creator edits it; everything else goes on', async () => {
    const { apply } = await world(seed())
    const { plan, reasons: why } = await apply(
      estate(APPS, ACME('showIntegrations: false'), `${sheets}usableBy: {users: [${ANA}]}`),
    )
    expect(held(plan)).toEqual(['needs-owner connection/con_sheets'])
    expect(changes(plan)).toEqual(['update account/acme'])
    expect(why).toEqual([])
  })
})

describe('"project and group together in an account that has no project"', () => {
  it('an account without projects: everybody in it, until the account closes it', async () => {
    const beta = plain('beta', {
      allowedApps: ['slack'],
      integrations: { slack: { enabled: true, projects: [], newProjects: true } },
      connections: [connection('con_beta', 'slack', 'owner@beta.example')],
    })
    const { plan, settle } = await world(tenant([beta]))
    expect(findings(await plan(estate(APPS, 'kind: Account\nname: beta')))).toEqual([])
    const closed = await settle(estate(APPS, 'kind: Account\nname: beta\nallowedApps: {apps: []}'))
    expect(endings(closed)).toEqual(['revoked con_beta'])
  })

  it('"A project without groups is open to nobody": an empty one takes nothing away elsewhere', async () => {
    const seed = tenant([acme({ connections: [connection('con_bo', 'slack', BO, inApollo)] })])
    const { plan } = await world(seed)
    const shown = await plan(estate(APPS, ACME(), APOLLO(), ENGINEERING('ensure: absent')))
    expect(endings(shown)).toEqual(['revoked con_bo'])
  })
})

it('a person loses when an app is usable in no project of an account any more, and counts once', async () => {
  const both = { slack: { enabled: true, groups: [], groupTypes: ['internal'] } }
  const projects = ['apollo', 'zeus'].map((name) => ({
    name,
    integrations: both,
    groups: [engineering({ id: `grp_${name}`, members: [ANA] })],
  }))
  const { plan } = await world(tenant([acme({ projects })]))
  const closing = (name: string) =>
    `kind: Project\naccount: acme\nname: ${name}\nintegrations: {slack: {enabled: false}}`
  expect((await plan(estate(APPS, ACME(), closing('apollo')))).impact.losing).toEqual([])
  expect((await plan(estate(APPS, ACME(), closing('apollo'), closing('zeus')))).impact.losing).toEqual([
    { account: 'acme', user: ANA, app: 'slack' },
  ])
})
