import { describe, expect, it } from 'vitest'
import { refusal } from '../support/client.js'
import { change, changes, complaints, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  CY,
  catalogue,
  connection,
  ENGINEERING,
  engineering,
  estate,
  plain,
  tenant,
  ZEUS,
  zeus,
} from './seeds.js'

const SLACK = 'account/acme#integrations.slack'
const slack = (more: string) => ACME(`integrations: {slack: {${more}}}`)
const account = async (
  rows: Promise<{ app: string; enabled: boolean; projects: string[]; newProjects: boolean }[]>,
  app: string,
) => {
  const { enabled, projects, newProjects } = (await rows).find((row) => row.app === app) ?? {}
  return { enabled, projects, newProjects }
}
const project = async (
  rows: Promise<{ app: string; project: string; enabled: boolean; groups: string[]; groupTypes: string[] }[]>,
  id: string,
  app = 'slack',
) => {
  const { enabled, groups, groupTypes } = (await rows).find((row) => row.app === app && row.project === id) ?? {}
  return { enabled, groups, groupTypes }
}

/** Slack with everything that can be said below it, and a connection everywhere. */
const full = (more: object = {}) =>
  tenant([
    acme({
      projects: [
        apollo({
          integrations: { slack: { enabled: true, groups: ['engineering'], groupTypes: ['partner'] } },
          groups: [
            engineering({ integrations: { slack: 'on' } }),
            { name: 'guests', id: 'grp_guests', members: [], integrations: { slack: 'off' } },
          ],
        }),
        zeus(),
      ],
      connections: [
        connection('con_apollo', 'slack', ANA, { project: 'apollo' }),
        connection('con_zeus', 'slack', CY, { project: 'zeus' }),
        connection('con_wide', 'slack', BO),
      ],
      ...more,
    }),
  ])

describe('"Closing a level switches off what is set below it […]; the plan predicts it."', () => {
  it('L5: "project settings become `enabled: false` and keep their groups and types; a group\'s own `true` becomes `inherit`, its `false` stays; the account\'s own selection and `newProjects` are kept"', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, slack('enabled: false')))
    expect(changes(plan)).toEqual([`update ${SLACK}`])
    expect(plan.effects.map(({ operation, address, after }) => [operation, address, after])).toEqual([
      ['end', 'connection/con_apollo', null],
      ['end', 'connection/con_wide', null],
      ['end', 'connection/con_zeus', null],
      ['update', 'group/acme/apollo/engineering#integrations.slack', { setting: 'inherit' }],
      ['update', 'project/acme/apollo#integrations.slack', { enabled: false }],
      ['update', 'project/acme/zeus#integrations.slack', { enabled: false }],
    ])
    expect(await project(rows('project-integrations'), 'prj_apollo')).toEqual({
      enabled: false,
      groups: ['grp_engineering'],
      groupTypes: ['partner'],
    })
    expect((await rows('group-integrations')).map(({ group, setting }) => [group, setting])).toEqual([
      ['grp_engineering', 'inherit'],
      ['grp_guests', 'off'],
    ])
    const { enabled, projects, newProjects } =
      (await rows('account-integrations')).find(({ app }) => app === 'slack') ?? {}
    expect({ enabled, projects, newProjects }).toEqual({
      enabled: false,
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: true,
    })
  })

  it('L8: in a project, its settings and what stands there; the rest of the account goes on', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, ACME(), ZEUS('integrations: {slack: {enabled: false}}')))
    expect(endings(plan)).toEqual(['ended con_zeus'])
    expect(await project(rows('project-integrations'), 'prj_apollo')).toMatchObject({ enabled: true })
  })

  it('R6: "Deactivating an app masks all levels and rewrites none", in every account', async () => {
    const seed = full()
    const beta = plain('beta', { connections: [connection('con_beta', 'slack', 'owner@beta.example')] })
    const { settle, rows } = await world({ ...seed, accounts: [...(seed.accounts as object[]), beta] })
    const settings = async () => [
      (await rows('account-integrations')).map(({ problem: _, ...row }) => row),
      await rows('project-integrations'),
      await rows('group-integrations'),
    ]
    const before = await settings()
    const config = 'limits: {revokedConnections: {max: none, perAccount: {max: none}}}'
    const plan = await settle(estate('kind: App\nname: slack\nstate: inactive', ACME()), { config })
    expect(changes(plan)).toEqual(['update app/slack'])
    expect(endings(plan)).toEqual(['con_apollo', 'con_wide', 'con_zeus', 'con_beta'].map((id) => `ended ${id}`))
    expect(await settings()).toEqual(before)
  })
})

describe('"Opening below a closed level is refused by the platform (409), closing always accepted"', () => {
  it('the platform does', async () => {
    const { admin } = await world(
      full({
        integrations: { slack: { enabled: false, projects: [] } },
        projects: [apollo({ integrations: {} }), zeus({ integrations: {} })],
        connections: [],
      }),
    )
    const path = 'projects/prj_apollo/integrations/slack'
    await expect(
      admin.call('PUT', path, { body: { enabled: true }, headers: { 'if-none-match': '*', 'idempotency-key': 'a' } }),
    ).rejects.toMatchObject(refusal('level-closed'))
  })

  it('"an estate that opens below what it closes is *dormant* there (held), not a change and not compared"', async () => {
    const { settle, rows } = await world(full())
    const below = APOLLO('integrations: {slack: {enabled: true, groups: [engineering], groupTypes: [internal]}}')
    const text = estate(APPS, slack('enabled: false'), below, ENGINEERING('integrations: {slack: true}'))
    const plan = await settle(text)
    expect(changes(plan)).toEqual([`update ${SLACK}`])
    expect(held(plan)).toEqual([
      'dormant group/acme/apollo/engineering#integrations.slack',
      'dormant project/acme/apollo#integrations.slack',
    ])
    expect(plan.outcome.exitCode).toBe(0)
    expect(await project(rows('project-integrations'), 'prj_apollo')).toMatchObject({ groupTypes: ['partner'] })
  })

  it('and wakes once the level above is open', async () => {
    const off = { slack: { enabled: false, groupTypes: ['partner'] } }
    const integrations = { slack: { enabled: false, projects: ['apollo'], newProjects: false } }
    const seed = full({
      integrations,
      projects: [apollo({ integrations: off }), zeus({ integrations: {} })],
      connections: [],
    })
    const { settle, rows } = await world(seed)
    const below = APOLLO('integrations: {slack: {enabled: true, groupTypes: [internal]}}')
    await settle(estate(APPS, ACME(), below))
    await settle(estate(APPS, slack('enabled: true, projects: [apollo]'), below))
    expect(await project(rows('project-integrations'), 'prj_apollo')).toMatchObject({
      enabled: true,
      groupTypes: ['internal'],
    })
  })
})

describe('a setting that stayed on when its app was taken off the allow-list', () => {
  it('is narrowed and widened at once when the app is allowed again', async () => {
    const { settle, rows } = await world(full({ allowedApps: ['zoom'] }))
    const again = 'allowedApps: {apps: [slack, zoom]}\nintegrations: {slack: {enabled: true, projects: [zeus, hermes]}}'
    const hermes = 'kind: Project\naccount: acme\nname: hermes\nstate: active'
    await settle(estate(APPS, ACME(again), ZEUS(), hermes), { config: 'limits: {floor: 9}' })
    expect((await account(rows('account-integrations'), 'slack')).projects).toHaveLength(2)
  })
})

describe('"`projects: [..]` is authoritative over all of the account\'s projects"', () => {
  it('"an absent `newProjects` beside a list means false"; undeclared projects leave it', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, slack('enabled: true, projects: [apollo]'), APOLLO()))
    expect(change(plan, SLACK)).toEqual({
      before: { projects: ['apollo', 'zeus'], newProjects: true },
      after: { projects: ['apollo'], newProjects: false },
    })
    expect(await account(rows('account-integrations'), 'slack')).toEqual({
      enabled: true,
      projects: ['prj_apollo'],
      newProjects: false,
    })
  })

  it('"with `newProjects: true`, over declared ones only"', async () => {
    const { plan } = await world(full())
    const list = 'enabled: true, projects: [apollo], newProjects: true'
    expect(changes(await plan(estate(APPS, slack(list), APOLLO())))).toEqual([])
    expect(change(await plan(estate(APPS, slack(list), APOLLO(), ZEUS())), SLACK).after).toEqual({
      projects: ['apollo'],
    })
  })

  it('"A project that the selection leaves out is closed for that app: its settings go off and its connections end as in L8."', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, slack('enabled: true, projects: [apollo]'), APOLLO()))
    expect(endings(plan)).toEqual(['ended con_zeus'])
    expect(await project(rows('project-integrations'), 'prj_zeus')).toEqual({
      enabled: false,
      groups: [],
      groupTypes: ['internal'],
    })
  })

  it('L13: narrowing never passes through "disabled": what stays permitted lives on', async () => {
    const { settle, rows } = await world(full())
    await settle(estate(APPS, slack('enabled: true, projects: [apollo]'), APOLLO()))
    const live = (await rows('connections')).filter(({ status }) => status === 'active')
    expect(live.map(({ id }) => id)).toEqual(['con_apollo', 'con_wide'])
  })

  it('"account-wide ones the platform never ends there: Writ revokes those that are not permitted after the run"', async () => {
    const { settle } = await world(full())
    const plan = await settle(estate(APPS, slack('enabled: true, projects: [zeus]'), ZEUS()))
    expect(endings(plan)).toEqual(['ended con_apollo', 'revoked con_wide'])
    expect(plan.effects.map(({ address }) => address)).not.toContain('connection/con_wide')
  })
})

describe('other selections', () => {
  it('"`all` means `newProjects: true`"', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, ACME('integrations: {zoom: {enabled: true, projects: all}}')))
    expect(change(plan, 'account/acme#integrations.zoom').after).toEqual({
      projects: ['apollo', 'zeus'],
      newProjects: true,
    })
    expect(await account(rows('account-integrations'), 'zoom')).toMatchObject({ newProjects: true })
  })

  it('"with false it is an error"', async () => {
    expect(await complaints(estate(APPS, slack('enabled: true, projects: all, newProjects: false')))).toEqual([
      'entry/selection',
    ])
  })

  it('"`declared` is the list of declared projects whose merged entry, `"*"` included, says enabled, with `newProjects: false`"', async () => {
    const { settle, rows } = await world(full({ templates: [{ name: 'delivery', integrations: {} }] }))
    const template = 'kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {zoom: {}}'
    const entries = 'integrations: {"*": {enabled: true, projects: declared}, hubspot: {enabled: false}}'
    await settle(
      estate(
        APPS,
        ACME(entries),
        template,
        APOLLO('template: delivery\nintegrations: {slack: {enabled: false}}'),
        ZEUS('integrations: {"*": {enabled: true}}'),
      ),
    )
    expect(await account(rows('account-integrations'), 'slack')).toEqual({
      enabled: true,
      projects: ['prj_zeus'],
      newProjects: false,
    })
    expect(await account(rows('account-integrations'), 'zoom')).toEqual({
      enabled: true,
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: false,
    })
  })

  it('a date that has passed is not enabled', async () => {
    const { plan } = await world(full())
    const entry = APOLLO('integrations: {slack: {enabled: true, until: 2026-11-21}}')
    const shown = await plan(
      estate(APPS, slack('enabled: true, projects: declared'), entry, ZEUS('integrations: {slack: {enabled: true}}')),
    )
    expect(change(shown, SLACK).after).toEqual({ projects: ['zeus'], newProjects: false })
  })

  it('"In Account, Project and sets an entry must say `enabled`"', async () => {
    const silent = [
      'kind: AccountSet\nname: s\nmatch: all\nintegrations: {slack: {projects: all}}',
      slack('projects: all'),
    ]
    for (const text of silent) expect(await complaints(estate(APPS, text))).toEqual(['schema/missing-field'])
    expect(await complaints(estate(APPS, ACME(), APOLLO('integrations: {slack: {groupTypes: [internal]}}')))).toEqual([
      'schema/missing-field',
    ])
  })

  it('"Where live is off, `enabled: true` needs `projects`."', async () => {
    const { plan, settle } = await world(full())
    const hubspot = (more: string) => ACME(`showIntegrations: false\nintegrations: {hubspot: {enabled: true${more}}}`)
    const shown = await plan(estate(APPS, hubspot('')))
    expect(findings(shown)).toEqual(['error selection/missing account/acme#integrations.hubspot'])
    expect(changes(shown)).toEqual([])
    expect(shown.outcome.exitCode).toBe(1)
    const opened = await settle(estate(APPS, hubspot(', projects: [apollo]'), APOLLO()))
    expect(changes(opened)).toContain('update account/acme#integrations.hubspot')
  })

  it('"The selection travels in the same write as the toggle."', async () => {
    const { settle } = await world(full())
    const plan = await settle(estate(APPS, ACME('integrations: {hubspot: {enabled: true, projects: all}}')))
    expect(change(plan, 'account/acme#integrations.hubspot')).toEqual({
      before: { enabled: false, projects: [], newProjects: true },
      after: { enabled: true, projects: ['apollo', 'zeus'], newProjects: true },
    })
  })

  it('"An archived project counts as left out."', async () => {
    const attic = { name: 'attic', id: 'prj_attic', state: 'archived' }
    const { plan, settle, rows } = await world(full({ projects: [apollo(), zeus(), attic], connections: [] }))
    expect(changes(await plan(estate(APPS, slack('enabled: true, projects: all'))))).toEqual([])
    const archiving = estate(APPS, slack('enabled: true, projects: [apollo, zeus]'), APOLLO(), ZEUS('state: archived'))
    await settle(archiving)
    expect(await account(rows('account-integrations'), 'slack')).toMatchObject({ projects: ['prj_apollo'] })
  })

  it('what stands for the account and was permitted only in a project that a document archives is revoked', async () => {
    const { settle } = await world(full({ connections: [connection('con_wide', 'slack', CY)] }))
    expect(endings(await settle(estate(APPS, ACME(), ZEUS('state: archived'))))).toEqual(['revoked con_wide'])
  })

  it('archiving a project ends what stands in it, and bringing it back opens nothing', async () => {
    const { settle, rows } = await world(full())
    const plan = await settle(estate(APPS, ACME(), ZEUS('state: archived')))
    expect(endings(plan)).toEqual(['ended con_zeus'])
    await settle(estate(APPS, ACME(), ZEUS('state: active')))
    expect(await account(rows('account-integrations'), 'slack')).toMatchObject({ projects: ['prj_apollo'] })
    expect(await project(rows('project-integrations'), 'prj_zeus')).toMatchObject({ enabled: false })
  })
})

describe('"`enabled: true` in a project with neither groups nor types, live ones counted, opens it for nobody: a warning."', () => {
  const bare = (name: string, more = '') =>
    `kind: Project\naccount: acme\nname: ${name}\nintegrations: {slack: {enabled: true${more}}}`
  const empty = full({ projects: [apollo({ integrations: {} }), zeus()], connections: [] })

  it('where live has none either', async () => {
    const { settle } = await world(empty)
    const plan = await settle(estate(APPS, ACME(), bare('apollo')))
    expect(findings(plan)).toEqual(['warning project/nobody project/acme/apollo#integrations.slack'])
    expect(plan.outcome.exitCode).toBe(0)
  })

  it('"live ones counted"', async () => {
    const { plan } = await world(empty)
    expect(findings(await plan(estate(APPS, ACME(), bare('zeus'))))).toEqual([])
    expect(findings(await plan(estate(APPS, ACME(), bare('zeus', ', groupTypes: []'))))).toEqual([
      'warning project/nobody project/acme/zeus#integrations.slack',
    ])
    expect(findings(await plan(estate(APPS, ACME(), bare('apollo', ', groupTypes: [internal]'))))).toEqual([])
  })

  it("a group's own setting opens it for somebody", async () => {
    const { plan } = await world(empty)
    expect(
      findings(await plan(estate(APPS, ACME(), bare('apollo'), ENGINEERING('integrations: {slack: true}')))),
    ).toEqual([])
  })

  it('"Absent `groups` or `groupTypes`: the live part stays."', async () => {
    const { settle, rows } = await world(full())
    await settle(estate(APPS, ACME(), APOLLO('integrations: {slack: {enabled: true, groupTypes: [internal]}}')))
    expect(await project(rows('project-integrations'), 'prj_apollo')).toEqual({
      enabled: true,
      groups: ['grp_engineering'],
      groupTypes: ['internal'],
    })
  })
})

describe('"`enabled: true` at the account for an app outside its allow-list is an error"', () => {
  it('where documents decide both, validation says so', async () => {
    const both = ACME('allowedApps: {apps: [zoom]}\nintegrations: {slack: {enabled: true, projects: all}}')
    expect(await complaints(estate(APPS, both))).toContain('conflict/not-allowed')
  })

  it('"where the estate has no opinion on the allow-list, the live list decides, at plan"', async () => {
    const { plan } = await world(tenant([acme(), plain('other')]))
    const other = 'kind: Account\nname: other\nshowIntegrations: false'
    const shown = await plan(estate(APPS, ACME('integrations: {trello: {enabled: true, projects: all}}'), other))
    expect(findings(shown)).toEqual(['error integration/not-allowed account/acme#integrations.trello'])
    expect(changes(shown)).toEqual(['update account/other'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('an app that the same estate takes off the list must not stay on by its words', async () => {
    const { plan } = await world(full())
    const set = 'kind: AccountSet\nname: tier\nmatch: {labels: {tier: basic}}\nallowedApps: {apps: [zoom]}'
    const shown = await plan(estate(APPS, set, slack('enabled: true')))
    expect(findings(shown)).toEqual([`error integration/not-allowed ${SLACK}`])
    expect(changes(shown)).toEqual([])
  })
})

describe('"Template entries are written to the platform\'s template (it acts there at creation only) and stand for declared projects at all times"', () => {
  const template = (types: string) =>
    `kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {slack: {groupTypes: [${types}]}}`
  const seed = () =>
    full({ templates: [{ name: 'delivery', id: 'tpl_delivery', integrations: { zoom: { groupTypes: ['partner'] } } }] })

  it('presets of other apps stay', async () => {
    const { settle, rows } = await world(seed())
    await settle(estate(APPS, ACME(), template('internal')))
    expect((await rows('project-templates'))[0]?.integrations).toEqual({
      slack: { enabled: true, groupTypes: ['internal'] },
      zoom: { enabled: true, groupTypes: ['partner'] },
    })
    expect(await project(rows('project-integrations'), 'prj_apollo')).toMatchObject({ groupTypes: ['partner'] })
  })

  it('"editing one changes those projects and the plan says so"', async () => {
    const { settle } = await world(seed())
    const plan = await settle(estate(APPS, ACME(), template('internal'), APOLLO('template: delivery')))
    expect(changes(plan)).toEqual(['update template/acme/delivery', 'update project/acme/apollo#integrations.slack'])
    const causes = plan.changes.map((each) => each.causes.map((at) => plan.causes[at]?.statement))
    expect(causes[1]).toEqual(['template/acme/delivery#integrations.slack'])
  })

  it('"`template` on an existing project is not written"', async () => {
    const { settle, rows } = await world(seed())
    const plan = await settle(estate(APPS, ACME(), template('partner'), APOLLO('template: delivery')))
    expect(changes(plan)).not.toContain('update project/acme/apollo')
    expect((await rows('projects')).find(({ name }) => name === 'apollo')?.template).toBeNull()
  })

  it('L7: at creation it acts there, under levels that are open', async () => {
    const { settle, rows } = await world(seed())
    const hermes = 'kind: Project\naccount: acme\nname: hermes\nlabels: {client: yes-please}\ntemplate: delivery'
    const plan = await settle(estate(APPS, ACME(), template('internal'), hermes))
    expect(plan.effects.map(({ operation, address }) => `${operation} ${address}`)).toEqual([
      `update ${SLACK}`,
      'create project/acme/hermes#integrations.slack',
    ])
    const id = (await rows('projects')).find(({ name }) => name === 'hermes')?.id ?? ''
    expect(await project(rows('project-integrations'), id)).toMatchObject({ enabled: true, groupTypes: ['internal'] })
  })
})

it('L10: enabling what is not configured is accepted, warned about, and opens nothing', async () => {
  const apps = [
    ...catalogue().filter(({ name }) => name !== 'hubspot'),
    { name: 'hubspot', displayName: 'HubSpot', auth: 'oauth2', category: 'crm', status: 'active' },
  ]
  const { settle, rows } = await world({ ...full(), apps })
  const plan = await settle(estate(APPS, ACME('integrations: {hubspot: {enabled: true, projects: all}}')))
  expect(findings(plan)).toEqual(['warning registry/closed app/hubspot'])
  expect(plan.impact.gaining).toEqual([])
  expect((await rows('account-integrations')).find(({ app }) => app === 'hubspot')?.problem).toContain('not configured')
})
