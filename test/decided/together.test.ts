import { describe, expect, it } from 'vitest'
import { change, changes, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  CY,
  connection,
  ENGINEERING,
  engineering,
  estate,
  plain,
  tenant,
  ZEUS,
  zeus,
} from './seeds.js'

const HERMES = (more = '') => `kind: Project\naccount: acme\nname: hermes\nstate: active\n${more}`
const slack = (more: string) => ACME(`integrations: {slack: {${more}}}`)
const selection = async (rows: Promise<{ app: string; projects: string[] }[]>, app = 'slack') =>
  (await rows).find((row) => row.app === app)?.projects.length

describe('E11: what is created, renamed and opened in one plan is settled after it', () => {
  it('a new project joins what takes new ones, and leaves what does not name it', async () => {
    const { settle, rows } = await world(tenant())
    await settle(
      estate(APPS, slack('enabled: true, projects: [apollo, zeus], newProjects: true'), APOLLO(), ZEUS(), HERMES()),
    )
    expect(await selection(rows('account-integrations'))).toBe(2)
  })

  it('`all`, a list and `declared` with a project that this plan creates', async () => {
    for (const projects of ['all', '[apollo, zeus, hermes]', 'declared']) {
      const { settle, rows } = await world(tenant())
      const on = 'integrations: {slack: {enabled: true, groupTypes: [internal]}}'
      await settle(estate(APPS, slack(`enabled: true, projects: ${projects}`), APOLLO(on), ZEUS(on), HERMES(on)))
      expect(await selection(rows('account-integrations')), projects).toBe(3)
    }
  })

  it('a project that comes back from the archive is selected again where the estate says so', async () => {
    const { settle, rows } = await world(
      tenant([acme({ projects: [apollo(), { name: 'hermes', state: 'archived' }, zeus()] })]),
    )
    await settle(estate(APPS, slack('enabled: true, projects: all'), HERMES()))
    expect(await selection(rows('account-integrations'))).toBe(3)
  })

  it('a group by its new name in the list of its project', async () => {
    const { settle } = await world(tenant())
    const makers = 'kind: Group\naccount: acme\nproject: apollo\nname: makers\nformerly: engineering'
    const plan = await settle(
      estate(APPS, ACME(), APOLLO('integrations: {slack: {enabled: true, groups: [makers]}}'), makers),
    )
    expect(changes(plan)).toEqual(['rename group/acme/apollo/makers'])
  })

  it('an account that does not live yet is matched by sets, by the labels it will have', async () => {
    const { settle, rows } = await world(tenant([plain('other')]))
    const set =
      'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nallowedApps: {apps: [slack]}\nintegrations: {"*": {enabled: true, projects: all}}'
    await settle(estate(APPS, set, 'kind: Account\nname: fresh\nlabels: {tier: basic}\nshowIntegrations: true'))
    const settings = (await rows('account-integrations')).map(({ app, enabled }) => [app, enabled])
    expect(settings).toEqual([
      ['slack', true],
      ['slack', true],
    ])
  })

  it('a template for every account of a label, and the projects that follow it', async () => {
    const { settle, rows } = await world(tenant())
    const template =
      'kind: ProjectTemplate\naccounts: {labels: {tier: basic}}\nname: delivery\nintegrations: {slack: {groupTypes: [partner]}}'
    await settle(estate(APPS, ACME(), template, ZEUS('template: delivery')))
    expect((await rows('project-templates')).map(({ name }) => name)).toEqual(['delivery'])
    expect((await rows('project-integrations')).find(({ project }) => project === 'prj_zeus')?.groupTypes).toEqual([
      'partner',
    ])
  })

  it('a new group with a word of its own', async () => {
    const { settle } = await world(tenant())
    const guests = (own: string) =>
      `kind: Group\naccount: acme\nproject: zeus\nname: guests\ntype: internal\nmembers: [${BO}]\nintegrations: {slack: ${own}}`
    for (const own of ['true', 'false', 'inherit']) await settle(estate(APPS, ACME(), ZEUS(), guests(own)))
  })

  it('a tier that shrinks: the app leaves the list, "*" says nothing of it any more, and its connections go', async () => {
    const { settle } = await world(
      tenant([acme({ connections: [connection('con_ana', 'slack', ANA), connection('con_zoom', 'zoom', ANA)] })]),
    )
    const set = (apps: string) =>
      `kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nallowedApps: {apps: [${apps}]}\nintegrations: {"*": {enabled: true, projects: all}}`
    const plan = await settle(estate(APPS, set('hubspot, zoom')))
    expect(endings(plan)).toEqual(['revoked con_ana'])
    expect(changes(plan)).not.toContain('update account/acme#integrations.slack')
  })

  it('everything of one app at once, up and down again', async () => {
    const { settle, rows } = await world(tenant())
    const up = [
      ACME('integrations: {hubspot: {enabled: true, projects: [apollo]}}'),
      APOLLO('integrations: {hubspot: {enabled: true, groups: [engineering]}}'),
      ENGINEERING('integrations: {hubspot: true}'),
    ]
    const opened = await settle(estate(APPS, ...up))
    expect(changes(opened)).toEqual([
      'update account/acme#integrations.hubspot',
      'update project/acme/apollo#integrations.hubspot',
      'update group/acme/apollo/engineering#integrations.hubspot',
    ])
    expect(opened.impact.gaining).toEqual([ANA, BO].map((user) => ({ account: 'acme', user, app: 'hubspot' })))
    const down = [
      ACME('integrations: {hubspot: {enabled: false}}'),
      APOLLO('integrations: {hubspot: {enabled: false}}'),
      ENGINEERING('integrations: {hubspot: false}'),
    ]
    expect(changes(await settle(estate(APPS, ...down)))[0]).toBe('update account/acme#integrations.hubspot')
    expect((await rows('group-integrations')).map(({ setting }) => setting)).toEqual(['off'])
  })
})

describe('what the merging of several sources must not lose', () => {
  it('two templates of one name for one account are an error there', async () => {
    const { plan } = await world(tenant([acme(), plain('other')]))
    const templates = ['account: acme', 'accounts: {labels: {tier: basic}}'].map(
      (where) => `kind: ProjectTemplate\n${where}\nname: delivery\nintegrations: {slack: {groupTypes: [internal]}}`,
    )
    const shown = await plan(
      estate(APPS, ACME('showIntegrations: false'), ...templates, 'kind: Account\nname: other\nlabels: {tier: pro}'),
    )
    expect(findings(shown)).toEqual(['error merge/conflict template/acme/delivery'])
    expect(changes(shown)).toEqual(['update account/other'])
  })

  it('a rule for connections and `mode` conflict like any unit', async () => {
    const { plan } = await world(tenant())
    const set = (name: string, more: string) =>
      `kind: AccountSet\nname: ${name}\nmatch: {labels: {tier: basic}}\n${more}`
    for (const [a, b] of [
      ['connections: {unpermitted: keep}', 'connections: {unpermitted: report}'],
      ['mode: observe', 'mode: enforce'],
      ['integrations: {"*": {enabled: false}}', 'integrations: {"*": {enabled: true}}'],
    ] as const) {
      const shown = await plan(estate(APPS, set('a', a), set('b', b)))
      expect(findings(shown), a).toEqual(['error merge/conflict account/acme'])
      expect(changes(shown)).toEqual([])
    }
  })

  it('an entry that opens and a date that closes: the date of the nearest entry alone counts', async () => {
    const { plan } = await world(tenant())
    const set =
      'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nintegrations: {slack: {enabled: true, until: 2026-01-31}}'
    expect(change(await plan(estate(APPS, set)), 'account/acme#integrations.slack').after).toEqual({ enabled: false })
    expect(changes(await plan(estate(APPS, set, slack('enabled: true'))))).toEqual([])
  })

  it('protection and what lies below: a level that protection keeps closed keeps what is below waiting', async () => {
    const { plan } = await world(tenant())
    const text = estate(
      APPS,
      ACME('integrations: {hubspot: {enabled: true, projects: [apollo]}, zoom: {enabled: false}}'),
      APOLLO('integrations: {hubspot: {enabled: true, groupTypes: [internal]}}'),
    )
    const shown = await plan(text, { config: 'protect: {apps: [hubspot]}' })
    expect(changes(shown)).toEqual(['update account/acme#integrations.zoom'])
    expect(held(shown)).toEqual([
      'protected account/acme#integrations.hubspot',
      'protected project/acme/apollo#integrations.hubspot',
    ])
  })

  it('L13: a person who moves from one open group to another keeps the connection', async () => {
    const seed = tenant([
      acme({
        projects: [
          apollo({
            groups: [engineering(), { name: 'guests', type: 'internal', members: [] }],
            integrations: { slack: { enabled: true, groupTypes: ['internal'] } },
          }),
          zeus(),
        ],
        connections: [connection('con_bo', 'slack', BO, { project: 'apollo' })],
      }),
    ])
    const { settle, rows } = await world(seed)
    const guests = `kind: Group\naccount: acme\nproject: apollo\nname: guests\nmembers: [${BO}]`
    await settle(estate(APPS, ACME(), APOLLO(), ENGINEERING(`members: [${ANA}]`), guests))
    expect((await rows('connections')).map(({ status }) => status)).toEqual(['active'])
  })

  it('L13: an allow-list that is rewritten keeps what stays allowed', async () => {
    const { settle, rows } = await world(tenant([acme({ connections: [connection('con_cy', 'slack', CY)] })]))
    await settle(estate(APPS, ACME('allowedApps: {allApps: true, except: [zoom]}')))
    expect((await rows('connections')).map(({ status }) => status)).toEqual(['active'])
  })
})
