import { describe, expect, it } from 'vitest'
import { causesOf, change, changes, complaints, findings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, apollo, estate, plain, tenant, ZEUS, zeus } from './seeds.js'

const SLACK = 'account/acme#integrations.slack'
const ZOOM = 'account/acme#integrations.zoom'

const set = (name: string, more: string) => `kind: AccountSet\nname: ${name}\nmatch: {names: ["acme"]}\n${more}`
const settingsOf = async (rows: Promise<{ app: string; enabled: boolean }[]>) =>
  Object.fromEntries((await rows).map(({ app, enabled }) => [app, enabled]))

describe('"AccountSets under Account; for a project its own document, then its template, then ProjectSets."', () => {
  it('what the account says counts, and what it leaves unsaid the set says', async () => {
    const { settle, rows } = await world(tenant())
    await settle(
      estate(
        APPS,
        set('basic', 'integrations: {slack: {enabled: false}, zoom: {enabled: false}}'),
        ACME('integrations: {slack: {enabled: true, projects: all}}'),
      ),
    )
    expect(await settingsOf(rows('account-integrations'))).toEqual({ slack: true, zoom: false })
  })

  it('a project says it before its template does', async () => {
    const { settle, rows } = await world(tenant([acme({ templates: [{ name: 'delivery', integrations: {} }] })]))
    const template = 'kind: ProjectTemplate\naccount: acme\nname: delivery\n'
    await settle(
      estate(
        APPS,
        ACME('integrations: {zoom: {enabled: true, projects: all}}'),
        `${template}integrations: {slack: {enabled: false}, zoom: {groupTypes: [internal]}}`,
        APOLLO('template: delivery\nintegrations: {slack: {enabled: true, groupTypes: [internal]}}'),
      ),
    )
    const settings = (await rows('project-integrations')).filter(({ project }) => project === 'prj_apollo')
    expect(settings.map(({ app, enabled, groupTypes }) => [app, enabled, groupTypes]).sort()).toEqual([
      ['slack', true, ['internal']],
      ['zoom', true, ['internal']],
    ])
  })
})

describe('"Sets match names and labels as they will be after apply (declared key over live key)"', () => {
  const pro = 'kind: AccountSet\nname: pro\nmatch: {labels: {tier: pro}}\nintegrations: {zoom: {enabled: false}}'

  it('a label that the account is about to get', async () => {
    const { plan } = await world(tenant())
    expect(changes(await plan(estate(APPS, ACME('labels: {tier: pro}'), pro)))).toContain(`update ${ZOOM}`)
    expect(changes(await plan(estate(APPS, ACME('labels: {region: eu}'), pro)))).toEqual(['update account/acme'])
  })

  it('a label that it has live, and keeps', async () => {
    const { plan } = await world(tenant([acme({ labels: { tier: 'pro' } })]))
    expect(changes(await plan(estate(APPS, ACME(), pro)))).toEqual([`update ${ZOOM}`])
    expect(changes(await plan(estate(APPS, ACME('labels: {tier: basic}'), pro)))).toEqual(['update account/acme'])
  })

  it('a name that it is about to get', async () => {
    const { plan } = await world(tenant())
    const renamed = 'kind: Account\nname: acme-corp\nformerly: acme'
    const byName = (name: string) =>
      `kind: AccountSet\nname: named\nmatch: {names: ["${name}"]}\nintegrations: {zoom: {enabled: false}}`
    expect(changes(await plan(estate(APPS, renamed, byName('acme-*'))))).toEqual([
      'rename account/acme-corp',
      'update account/acme-corp#integrations.zoom',
    ])
    expect(changes(await plan(estate(APPS, renamed, byName('acme'))))).toEqual(['rename account/acme-corp'])
  })

  it('keys AND, lists OR, `not:`', async () => {
    const accounts = [
      plain('one', { labels: { tier: 'basic', region: 'eu' } }),
      plain('two', { labels: { tier: 'pro', region: 'eu' } }),
      plain('three', { labels: { tier: 'basic', region: 'us' } }),
      plain('four', { labels: { tier: 'basic', region: 'eu' } }),
    ]
    const { plan } = await world(tenant(accounts))
    const matching = 'match: {labels: {tier: [basic, pro], region: eu}, not: {names: ["fo*"]}}'
    const shown = await plan(estate(APPS, `kind: AccountSet\nname: eu\n${matching}\nshowIntegrations: false`))
    expect(changes(shown)).toEqual(['update account/one', 'update account/two'])
  })

  it('"they carry `allowedApps`, `integrations`, `connections`, `showIntegrations` and `mode`, never labels"', async () => {
    const { plan } = await world(tenant())
    const carried = 'allowedApps: {apps: [slack]}\nintegrations: {zoom: {enabled: false}}\nshowIntegrations: false'
    const shown = await plan(
      estate(APPS, set('all-of-it', `${carried}\nmode: observe\nconnections: {unpermitted: keep}`)),
    )
    expect(change(shown, 'account/acme').after).toEqual({ allowedApps: ['slack'], showIntegrations: false })
    expect(shown.changes.every(({ observed }) => observed)).toBe(true)
  })

  it('labels of a set are its own', async () => {
    const { plan } = await world(tenant())
    const shown = await plan(estate(APPS, set('labelled', 'labels: {tier: pro}\nshowIntegrations: false')))
    expect(change(shown, 'account/acme').after).toEqual({ showIntegrations: false })
  })
})

describe('"Higher `priority` first, 0 by default; at equal priority two different values for one unit are an error"', () => {
  const says = (name: string, enabled: boolean, priority?: number) =>
    set(name, `${priority === undefined ? '' : `priority: ${priority}\n`}integrations: {zoom: {enabled: ${enabled}}}`)

  it('the higher one is taken, whatever the order and the names', async () => {
    const { plan } = await world(tenant())
    expect(changes(await plan(estate(APPS, says('a', true), says('b', false, 1))))).toEqual([`update ${ZOOM}`])
    expect(changes(await plan(estate(APPS, says('b', false), says('a', true, 1))))).toEqual([])
    expect(changes(await plan(estate(APPS, says('a', false), says('b', true, -1))))).toEqual([`update ${ZOOM}`])
  })

  it('differing at equal priority stops the account where live labels reveal it, and says both lines', async () => {
    const accounts = [acme(), plain('other', { labels: { tier: 'pro' } })]
    const { plan } = await world(tenant(accounts))
    const basic = (name: string, shown: boolean) =>
      `kind: AccountSet\nname: ${name}\nmatch: {labels: {tier: basic}}\nshowIntegrations: ${shown}`
    const pro = 'kind: AccountSet\nname: pro\nmatch: {labels: {tier: pro}}\nshowIntegrations: false'
    const shown = await plan(estate(APPS, basic('a', true), basic('b', false), pro))
    expect(findings(shown)).toEqual(['error merge/conflict account/acme'])
    expect(shown.findings[0]?.causes.map((at) => shown.causes[at]?.statement)).toEqual([
      'accountset/a#showIntegrations',
      'accountset/b#showIntegrations',
    ])
    expect(changes(shown)).toEqual(['update account/other'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('and where documents alone reveal it, validation', async () => {
    expect(await complaints(estate(APPS, ACME('labels: {tier: pro}'), says('a', true), says('b', false)))).toEqual([
      'conflict/sets',
    ])
  })

  it('"unless the nearer document settles it"', async () => {
    const { plan } = await world(tenant())
    const settled = ACME('integrations: {zoom: {enabled: false}}')
    expect(changes(await plan(estate(APPS, says('a', true), says('b', false), settled)))).toEqual([`update ${ZOOM}`])
    expect(changes(await plan(estate(APPS, says('a', true), says('b', false), says('c', false, 5))))).toEqual([
      `update ${ZOOM}`,
    ])
  })

  it('the same value twice is no conflict', async () => {
    const { plan } = await world(tenant())
    const shown = await plan(estate(APPS, says('a', false), says('b', false)))
    expect(findings(shown)).toEqual([])
    expect(changes(shown)).toEqual([`update ${ZOOM}`])
  })
})

describe('"The unit is one app\'s entry in `integrations`, one rule in `connections`, one scalar: replaced whole."', () => {
  it('an entry of the account takes nothing from the entry of a set', async () => {
    const { plan } = await world(tenant())
    const shown = await plan(
      estate(
        APPS,
        APOLLO(),
        set('narrow', 'integrations: {slack: {enabled: true, projects: [apollo], newProjects: false}}'),
        ACME('integrations: {slack: {enabled: true}}'),
      ),
    )
    expect(changes(shown)).toEqual([])
  })

  it('other apps of the set still count', async () => {
    const { plan } = await world(tenant())
    const both = set('both', 'integrations: {slack: {enabled: false}, zoom: {enabled: false}}')
    expect(changes(await plan(estate(APPS, both, ACME('integrations: {slack: {enabled: true}}'))))).toEqual([
      `update ${ZOOM}`,
    ])
  })
})

describe('"`allowedApps` is the union of all that match and the document\'s own, minus every `except`"', () => {
  const list = (name: string, allowed: string) => set(name, `allowedApps: ${allowed}`)
  const allowedAfter = async (seed: object, ...documents: string[]) => {
    const { plan } = await world(seed)
    return change(await plan(estate(APPS, ...documents)), 'account/acme').after?.allowedApps
  }
  const empty = tenant([plain('acme')])

  it('the union, sets of any priority and the account', async () => {
    const sets = [list('a', '{apps: [slack]}'), list('b', '{apps: [zoom]}').concat('\npriority: 9')]
    expect(await allowedAfter(empty, ...sets, ACME('allowedApps: {apps: [trello]}'))).toEqual([
      'slack',
      'trello',
      'zoom',
    ])
  })

  it('minus every `except`, whoever says it', async () => {
    expect(
      await allowedAfter(
        empty,
        list('a', '{apps: [slack, zoom], except: [trello]}'),
        ACME('allowedApps: {apps: [trello], except: [zoom]}'),
      ),
    ).toEqual(['slack'])
  })

  it('"`inherit: false` (not for sets) ignores sets whole, their `except` too"', async () => {
    const sets = list('a', '{apps: [slack], except: [trello]}')
    expect(await allowedAfter(empty, sets, ACME('allowedApps: {apps: [trello], inherit: false}'))).toEqual(['trello'])
    expect(await complaints(estate(APPS, list('a', '{apps: [slack], inherit: false}')))).not.toEqual([])
  })

  it('packages are resolved, with what they include, their categories and dates', async () => {
    const packages = [
      'kind: Package\nname: basic\napps: [slack]',
      'kind: Package\nname: pro\nincludes: [basic]\ncategories: [crm]\napps: [{app: zoom, until: 2026-11-21}, {app: trello, from: 2026-11-22}]',
    ]
    expect(await allowedAfter(empty, ...packages, ACME('allowedApps: {packages: [pro]}'))).toEqual([
      'hubspot',
      'slack',
      'trello',
    ])
  })

  it('"Without `apps`, `packages`, `categories` or `allApps` from any source, `except` or `inherit` alone is an error."', async () => {
    expect(await complaints(estate(APPS, ACME('allowedApps: {except: [zoom]}')))).toContain('entry/allow-list')
    expect(await complaints(estate(APPS, ACME('allowedApps: {inherit: false}')))).toContain('entry/allow-list')
    expect(
      await complaints(estate(APPS, list('a', '{apps: [slack]}'), ACME('allowedApps: {except: [zoom]}'))),
    ).not.toContain('entry/allow-list')
  })

  it('in sets alone too, for whichever account they match', async () => {
    const { plan } = await world(tenant([acme(), plain('other')]))
    const shown = await plan(
      estate(APPS, list('a', '{except: [zoom]}'), 'kind: Account\nname: other\nshowIntegrations: false'),
    )
    expect(findings(shown)).toEqual(['error allowed/nothing account/acme'])
    expect(changes(shown)).toEqual(['update account/other'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('`apps: []` allows none', async () => {
    expect(
      await allowedAfter(tenant(), ACME('allowedApps: {apps: []}\nintegrations: {"*": {enabled: false}}')),
    ).toEqual([])
  })
})

describe('"Categories and "all" resolve over the live catalogue with the estate\'s App documents laid over it."', () => {
  const empty = tenant([plain('acme')])

  it('a category holds live apps that no document names', async () => {
    const { plan } = await world(empty)
    const shown = await plan(estate('kind: App\nname: slack', ACME('allowedApps: {categories: [communication]}')))
    expect(change(shown, 'account/acme').after).toEqual({ allowedApps: ['slack', 'zoom'] })
  })

  it('a document moves an app into another category, before it is written', async () => {
    const { plan } = await world(empty)
    const moved = ['kind: App\nname: slack', 'kind: App\nname: trello\ncategory: communication']
    const shown = await plan(estate(...moved, ACME('allowedApps: {categories: [communication]}')))
    expect(change(shown, 'account/acme').after).toEqual({ allowedApps: ['slack', 'trello', 'zoom'] })
  })

  it('an app that is about to be installed counts, and comes first', async () => {
    const { settle, rows } = await world(empty)
    const miro = 'kind: App\nname: miro\ncategory: crm\nauth: api-key\nstate: active'
    await settle(estate(miro, ACME('allowedApps: {categories: [crm]}')))
    expect((await rows('accounts'))[0]?.allowedApps).toEqual(['hubspot', 'miro'])
  })

  it('"`allApps` with `except` becomes an explicit list, and the plan says that later apps are not covered"', async () => {
    const { plan } = await world(empty)
    const shown = await plan(estate(APPS, ACME('allowedApps: {allApps: true, except: [trello]}')))
    expect(change(shown, 'account/acme').after).toEqual({ allowedApps: ['hubspot', 'slack', 'zoom'] })
    expect(findings(shown)).toEqual(['info allowed/frozen account/acme'])
    expect(change(await plan(estate(APPS, ACME('allowedApps: {allApps: true}'))), 'account/acme').after).toEqual({
      allowedApps: 'all',
    })
  })
})

describe('""*"` speaks for every declared app that no document, template or set names at that level"', () => {
  it('at the account, and the nearest alone counts', async () => {
    const { plan } = await world(tenant())
    const sets = set('star', 'integrations: {"*": {enabled: true, projects: all}}')
    const shown = await plan(estate(APPS, sets, ACME('integrations: {"*": {enabled: false}, slack: {enabled: true}}')))
    expect(changes(shown)).toEqual([`update ${ZOOM}`])
    expect(causesOf(shown, ZOOM)).toEqual(['account/acme#integrations.*'])
  })

  it('an app that a set names is not spoken for by the account\'s "*"', async () => {
    const { plan } = await world(tenant())
    const names = set('names', 'integrations: {zoom: {enabled: true}}')
    expect(changes(await plan(estate(APPS, names, ACME('integrations: {"*": {enabled: false}}'))))).toEqual([
      `update ${SLACK}`,
    ])
  })

  it('"`enabled: false` for all of them"', async () => {
    const { plan } = await world(tenant([acme({ allowedApps: ['slack'] })]))
    const shown = await plan(estate(APPS, ACME('integrations: {"*": {enabled: false}}')))
    expect(changes(shown)).toEqual([`update ${SLACK}`, `update ${ZOOM}`])
  })

  it('"`enabled: true` for those the account is allowed, saying nothing about the others"', async () => {
    const { settle, rows } = await world(tenant())
    await settle(estate(APPS, ACME('integrations: {"*": {enabled: true, projects: all}}')))
    expect(await settingsOf(rows('account-integrations'))).toEqual({ hubspot: true, slack: true, zoom: true })
  })

  it("an app without a document is nobody's business", async () => {
    const { plan } = await world(tenant())
    const shown = await plan(estate('kind: App\nname: slack', ACME('integrations: {"*": {enabled: false}}')))
    expect(changes(shown)).toEqual([`update ${SLACK}`])
  })

  it('in a project: for what neither it nor its template names', async () => {
    const on = { enabled: true, groups: [], groupTypes: ['internal'] }
    const open = { slack: on, zoom: on, hubspot: on }
    const integrations = { slack: { enabled: true }, zoom: { enabled: true }, hubspot: { enabled: true } }
    const seed = tenant([acme({ integrations, projects: [apollo({ integrations: open }), zeus()] })])
    const { plan } = await world(seed)
    const template =
      'kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {hubspot: {groupTypes: [internal]}}'
    const project = APOLLO('template: delivery\nintegrations: {"*": {enabled: false}, slack: {enabled: true}}')
    const shown = await plan(estate(APPS, ACME(), template, project))
    expect(changes(shown)).toEqual(['create template/acme/delivery', 'update project/acme/apollo#integrations.zoom'])
  })

  it('in a template: for what it does not name, on the platform and in its projects', async () => {
    const { settle, rows } = await world(tenant([acme({ templates: [{ name: 'delivery', integrations: {} }] })]))
    const star = 'integrations: {"*": {groupTypes: [internal]}, slack: {enabled: false}}'
    await settle(
      estate(
        APPS,
        ACME('integrations: {zoom: {enabled: true, projects: all}}'),
        `kind: ProjectTemplate\naccount: acme\nname: delivery\n${star}`,
        ZEUS('template: delivery'),
      ),
    )
    expect((await rows('project-templates'))[0]?.integrations).toEqual({
      hubspot: { enabled: true, groupTypes: ['internal'] },
      slack: { enabled: false, groupTypes: [] },
      zoom: { enabled: true, groupTypes: ['internal'] },
    })
    const inZeus = (await rows('project-integrations')).filter(({ project }) => project === 'prj_zeus')
    expect(Object.fromEntries(inZeus.map(({ app, enabled }) => [app, enabled]))).toEqual({ slack: false, zoom: true })
  })
})

describe('"App, Package, Account, Project, Group and template names that are referred to must be declared (for accounts, a set may match them); e-mail addresses need not be."', () => {
  it.each([
    ['an app', ACME('integrations: {slakc: {enabled: false}}'), 'reference/unknown-app'],
    ['a package', ACME('allowedApps: {packages: [por]}'), 'reference/unknown-package'],
    ['a project', ACME('integrations: {slack: {enabled: true, projects: [apolo]}}'), 'reference/unknown-project'],
    ['an account', 'kind: Project\naccount: amce\nname: apollo', 'reference/unknown-account'],
    ['a template', estate(ACME(), APOLLO('template: delivry')), 'reference/unknown-template'],
    [
      'a group',
      estate(ACME(), APOLLO('integrations: {slack: {enabled: true, groups: [nobody]}}')),
      'reference/unknown-group',
    ],
  ])('%s', async (_, documents, code) => {
    expect(await complaints(estate(APPS, documents))).toEqual([code])
  })

  it('an account that only a set matches, by what lives', async () => {
    const { settle, rows } = await world(tenant())
    const project = 'kind: Project\naccount: acme\nname: hermes\nstate: active'
    await settle(estate(APPS, 'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nmode: enforce', project))
    expect((await rows('projects')).map(({ name }) => name)).toContain('hermes')
  })

  it('and where no set matches it after all, its account is an error of the plan', async () => {
    const { plan } = await world(tenant())
    const project = 'kind: Project\naccount: ghost\nname: hermes\nstate: active'
    const shown = await plan(
      estate(APPS, 'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nmode: enforce', project),
    )
    expect(findings(shown)).toEqual(['error state/unknown-account account/ghost'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('e-mail addresses need not be', async () => {
    const { settle, rows } = await world(tenant())
    const group = `kind: Group\naccount: acme\nproject: apollo\nname: engineering\nmembers: [${ANA}]`
    await settle(estate(APPS, ACME(), APOLLO(), group))
    expect((await rows('groups')).find(({ name }) => name === 'engineering')?.members).toEqual(['usr_ana'])
  })
})
