import { describe, expect, test } from 'vitest'
import { complaints, type Files, load, places, writ } from './estate.js'

const base: Files = {
  '0-base.yaml': `kind: App
name: slack
---
kind: App
name: hubspot
category: crm
---
kind: Package
name: basic
apps: [slack]
---
kind: Account
name: acme
---
kind: Project
account: acme
name: apollo
---
kind: Group
account: acme
project: apollo
name: engineering
`,
}

/** Each case adds one file to a small estate; places are in that file. */
type Case = readonly [title: string, text: string, ...places: string[]]
const check = (cases: readonly Case[]) =>
  test.each(cases)('%s', async (_title, text, ...expected) => {
    expect(await complaints(text, base)).toEqual(expected.map((place) => place.replace(' ', ' a.yaml:')))
  })

describe('E1: schemas, each complaint at its place', () => {
  check([
    ['a document that is no map', '- a\n', 'document/not-a-map 1:1'],
    ['a document without kind', 'name: x\n', 'document/no-kind 1:1'],
    ['an unknown kind', 'kind: Acount\nname: x\n', 'document/unknown-kind 1:7'],
    ['an unknown field', 'kind: App\nname: x\ndisplayname: X\n', 'schema/unknown-field 3:1'],
    [
      'an unknown field deeper down',
      'kind: Account\nname: x\nintegrations:\n  slack: {enabled: true, project: all}\n',
      'schema/unknown-field 4:26',
    ],
    ['a missing field', 'kind: Project\nname: x\n', 'schema/missing-field 1:1'],
    [
      'an entry that does not say enabled',
      'kind: Account\nname: x\nintegrations:\n  slack: {projects: all}\n',
      'schema/missing-field 4:10',
    ],
    ['a number where text belongs', 'kind: App\nname: x\nversion: 2.4\n', 'schema/type 3:10'],
    ['a text where a list belongs', 'kind: Package\nname: x\napps: slack\n', 'schema/type 3:7'],
    ['a word that is not possible', 'kind: App\nname: x\nstate: actve\n', 'schema/value 3:8'],
    ['an address that is none', 'kind: User\naccount: acme\nemail: ana\n', 'schema/form 3:8'],
    [
      'a day that does not exist',
      'kind: Package\nname: x\napps: [{app: slack, until: 2027-02-29}]\n',
      'schema/form 3:28',
    ],
    ['an invisible character written as an escape', 'kind: App\nname: "a\\u202Eb"\n', 'schema/form 2:7'],
    ['a name that ends in a space', 'kind: App\nname: "x "\n', 'schema/form 2:7'],
    [
      'a key that is no name',
      'kind: Account\nname: x\nintegrations: {"sl\\u200Back": {enabled: true}}\n',
      'schema/form 3:16',
    ],
    ['a name that is too long', `kind: App\nname: ${'x'.repeat(201)}\n`, 'schema/size 2:7'],
    ['an empty map of integrations', 'kind: Account\nname: x\nintegrations: {}\n', 'schema/empty 3:15'],
    ['an empty match', 'kind: AccountSet\nname: x\nmatch: {}\n', 'schema/empty 3:8'],
  ])

  test('an unknown field is met with the nearest one and all that are possible', async () => {
    const { diagnostics } = await load({ 'a.yaml': 'kind: App\nname: x\ncatgory: crm\n' })
    expect(diagnostics[0]).toMatchObject({
      message: 'no field is called catgory here. Did you mean category?',
      help: expect.stringMatching(/^Possible here: kind, .*category/),
      excerpt: [
        { line: 2, text: 'name: x' },
        { line: 3, text: 'catgory: crm' },
      ],
    })
  })

  test('null prototypes, spaces, dots and letters of any script are fine in names', async () => {
    expect(await complaints('kind: App\nname: Zoë & Søn (v2.0) 日本\n')).toEqual([])
  })
})

describe('what is not supported yet is refused, never ignored', () => {
  check([['several platforms', 'kind: App\nname: x\nplatform: okta\n', 'unsupported/field 3:1']])

  test('writ.yaml: platforms', async () => {
    const platforms = `version: 1\nplatforms: {okta: ${'{type: writ, url: "http://x.example", tenant: t, token: {env: T}}'}}\n`
    expect(places(await load({ 'writ.yaml': platforms }))).toEqual(['unsupported/field writ.yaml:2:1'])
  })

  test('undeclared, limits, protect, drift, record, report and rate are taken', async () => {
    const more = `mode: observe
drift: {opened: repair, closed: report}
record: {store: ./records, key: {env: WRIT_RECORD_KEY}}
undeclared: {accounts: keep, apps: report, projects: report, users: keep}
limits: {revokedConnections: {max: none, percent: 12.5, perAccount: {max: 3}}, floor: 0}
protect: {users: [owner@acme.example], connections: [conn_1]}
report: {people: counts}
`
    const loaded = await load({ 'writ.yaml': `${writ}  rate: {share: 50%}\n${more}` })
    expect(loaded.diagnostics).toEqual([])
    expect(loaded.estate?.config).toMatchObject({
      mode: 'observe',
      limits: { revokedConnections: { max: 'none', percent: 12.5 } },
    })
  })
})

describe('secrets', () => {
  const secretApp = (secrets: string) => `kind: App\nname: x\nsecrets: ${secrets}\n`
  check([
    ['a variable that secretEnv does not list', secretApp('{a: {env: HOME}}'), 'secret/not-listed 3:20'],
    ['a file in a document', secretApp('{a: {file: /etc/passwd}}'), 'schema/missing-field 3:14', 'secret/not-env 3:21'],
    ['a command in a document', secretApp('{a: {command: [id]}}'), 'schema/missing-field 3:14', 'secret/not-env 3:24'],
    ['the secret itself', secretApp('{a: hunter2}'), 'secret/literal 3:14'],
    ['the secret itself in the place of its variable', secretApp('{a: {env: "hunter 2"}}'), 'secret/literal 3:20'],
    [
      'an api key itself',
      'kind: Connection\naccount: acme\napp: slack\nname: c\napiKey: hunter2\n',
      'secret/literal 5:9',
    ],
    [
      'a redacted value as the desired one',
      'kind: App\nname: x\nsettings: {a: "•••", b: plain}\n',
      'secret/redacted 3:15',
    ],
    ['one that another program redacted', 'kind: App\nname: x\nsettings: {a: "<redacted>"}\n', 'secret/redacted 3:15'],
    ['a secret among settings', 'kind: App\nname: x\nsettings: {clientSecret: hunter2}\n', 'secret/literal 3:26'],
  ])

  test('E16: no excerpt shows the line of a secret, not even of another complaint beside it', async () => {
    const loaded = await load({
      'a.yaml': 'kind: App\nname: x\nsecrets: {a: hunter2}\ncolour: red\n',
      'writ.yaml': writ.replace('{env: WRIT_TOKEN}', 'hunter2'),
    })
    expect(places(loaded)).toEqual([
      'secret/literal a.yaml:3:14',
      'schema/unknown-field a.yaml:4:1',
      'secret/literal writ.yaml:6:10',
    ])
    expect(JSON.stringify(loaded)).not.toContain('hunter2')
  })

  test('credentials in the url of the platform are a secret too', async () => {
    const loaded = await load({ 'writ.yaml': writ.replace('http://', 'http://joe:hunter2@') })
    expect(places(loaded)).toEqual(['secret/literal writ.yaml:4:8'])
    expect(JSON.stringify(loaded)).not.toContain('hunter2')
  })
})

describe('E2: ensure: absent', () => {
  check([
    [
      'more than the identity',
      'kind: Project\naccount: acme\nname: zeus\nensure: absent\nstate: archived\n',
      'absent/more-than-identity 5:1',
    ],
    ['a kind that exists in the estate only', 'kind: Package\nname: x\nensure: absent\n', 'absent/never 3:9'],
    ['the identity alone is fine', 'kind: Connection\naccount: acme\napp: slack\nname: c\nid: con_1\nensure: absent\n'],
    [
      'a name of what is removed',
      'kind: Group\naccount: acme\nproject: zeus\nname: g\n---\nkind: Project\naccount: acme\nname: zeus\nensure: absent\n',
      'reference/removed 3:10',
    ],
  ])
})

describe('references', () => {
  check([
    [
      'an app in an entry',
      'kind: Account\nname: x\nintegrations:\n  slak: {enabled: true}\n',
      'reference/unknown-app 4:3',
    ],
    ['an app in a list', 'kind: Package\nname: x\napps: [slack, {app: slak}]\n', 'reference/unknown-app 3:21'],
    ['a package', 'kind: Account\nname: x\nallowedApps: {packages: [basc]}\n', 'reference/unknown-package 3:26'],
    ['an account', 'kind: Project\naccount: acne\nname: x\n', 'reference/unknown-account 2:10'],
    [
      'a project',
      'kind: Account\nname: x\nintegrations: {slack: {enabled: true, projects: [zeus]}}\n',
      'reference/unknown-project 3:50',
    ],
    [
      'a group',
      'kind: Project\naccount: acme\nname: zeus\nintegrations: {slack: {enabled: true, groups: [engineering]}}\n',
      'reference/unknown-group 4:48',
    ],
    ['a template', 'kind: Project\naccount: acme\nname: zeus\ntemplate: t\n', 'reference/unknown-template 4:11'],
    ['people need not be declared', 'kind: Group\naccount: acme\nproject: apollo\nname: g\nmembers: [x@x.example]\n'],
  ])

  test('an account that only a set may match is judged by the plan; one that no set can match, here', async () => {
    const set = 'kind: AccountSet\nname: s\nmatch: {names: ["cust-*"], labels: {tier: basic}}\n'
    const user = (account: string) => `---\nkind: User\naccount: ${account}\nemail: a@x.example\n`
    expect(await complaints(set + user('cust-1'))).toEqual([])
    expect(await complaints(set + user('other'))).toEqual(['reference/unknown-account a.yaml:6:10'])
  })

  test('the message names the nearest, the help says how many there are', async () => {
    const { diagnostics } = await load({ ...base, 'a.yaml': 'kind: Package\nname: x\napps: [slak]\n' })
    expect(diagnostics[0]).toMatchObject({
      message: 'no app is called slak. Did you mean slack?',
      help: '2 apps are declared; `kind: App` declares another.',
    })
  })

  test('a name that a file with a mistake mentions is not called unknown', async () => {
    const broken = 'kind: App\nname: zoom\nname: zoom\n'
    expect(places(await load({ 'a.yaml': broken, 'b.yaml': 'kind: Package\nname: x\napps: [zoom, other]\n' }))).toEqual(
      ['yaml/duplicate-key a.yaml:3:1', 'reference/unknown-app b.yaml:3:14'],
    )
  })
})

describe('conflicts', () => {
  const set = (name: string, rest: string) => `kind: AccountSet\nname: ${name}\nmatch: all\n${rest}`
  const connection = 'kind: Connection\naccount: x\napp: slack\nname: c\n'
  const account = (rest: string) => `kind: Account\nname: x\n${rest}`
  check([
    ['the same thing twice', 'kind: App\nname: slack\n', 'conflict/duplicate 2:7'],
    [
      'the same id twice',
      'kind: App\nname: x\nid: app_1\n---\nkind: App\nname: y\nid: app_1\n',
      'conflict/duplicate-id 7:5',
    ],
    ['names that differ only in case', 'kind: App\nname: Slack\n', 'conflict/similar-name 2:7'],
    [
      'names that differ only in normalisation',
      'kind: App\nname: é\n---\nkind: App\nname: e\u0301\n',
      'conflict/similar-name 5:7',
    ],
    [
      'a cycle of packages',
      'kind: Package\nname: p\nincludes: [q]\n---\nkind: Package\nname: q\nincludes: [basic, p]\n',
      'conflict/package-cycle 3:12',
    ],
    ['a package that includes itself', 'kind: Package\nname: p\nincludes: [p]\n', 'conflict/package-cycle 3:12'],
    ['a chain of renames', 'kind: Account\nname: n\nformerly: acme\n', 'conflict/rename 3:11'],
    [
      'two that were formerly one',
      'kind: Account\nname: n\nformerly: o\n---\nkind: Account\nname: m\nformerly: o\n',
      'conflict/rename 7:11',
    ],
    [
      'sets of equal priority that differ',
      `${set('s', 'showIntegrations: true\n')}---\n${set('t', 'showIntegrations: false\n')}`,
      'conflict/sets 9:1',
    ],
    [
      'sets of different priority',
      `${set('s', 'priority: 1\nshowIntegrations: true\n')}---\n${set('t', 'showIntegrations: false\n')}`,
    ],
    [
      'an app that the account is not allowed',
      account('allowedApps: {apps: [hubspot]}\nintegrations: {slack: {enabled: true}}\n'),
      'conflict/not-allowed 4:16',
    ],
    [
      'an exception beats a package',
      account('allowedApps: {packages: [basic], except: [slack]}\nintegrations: {slack: {enabled: true}}\n'),
      'conflict/not-allowed 4:16',
    ],
    [
      'an app allowed by a package, by a category, by a set that may match',
      account(
        'allowedApps: {packages: [basic], categories: [crm]}\nintegrations: {slack: {enabled: true}, hubspot: {enabled: true}}\n',
      ),
    ],
    [
      'a connection of an app that is off',
      `${account('integrations: {slack: {enabled: false}}\n')}---\n${connection}`,
      'conflict/connection 8:7',
    ],
    [
      'a connection of an app that "*" closes',
      `${account('integrations: {"*": {enabled: false}}\n')}---\n${connection}`,
      'conflict/connection 8:7',
    ],
    [
      'a connection of a person who may not',
      `${account('')}---\n${connection}owner: a@x.example\n---\nkind: User\naccount: x\nemail: a@x.example\nintegrations: {slack: {enabled: false}}\n`,
      'conflict/connection 7:7',
    ],
    ['an allow-list of exceptions from nothing', account('allowedApps: {except: [slack]}\n'), 'entry/allow-list 3:1'],
  ])

  test('what only live labels decide is left to the plan', async () => {
    const sets = 'kind: AccountSet\nname: s\nmatch: {labels: {tier: pro}}\nallowedApps: {apps: [slack]}\n'
    const own = '---\nkind: Account\nname: x\nallowedApps: {apps: [hubspot]}\nintegrations: {slack: {enabled: true}}\n'
    expect(await complaints(sets + own, base)).toEqual([])
    expect(await complaints(sets + own.replace('allowedApps', 'labels: {tier: basic}\nallowedApps'), base)).toEqual([
      'conflict/not-allowed a.yaml:10:16',
    ])
  })
})

describe('entries', () => {
  check([
    [
      '"*" where it means nothing',
      'kind: User\naccount: acme\nemail: a@x.example\nintegrations: {"*": {enabled: false}}\n',
      'entry/star 4:16',
    ],
    ['an app called *', 'kind: App\nname: "*"\n', 'entry/star 2:7'],
    [
      'all with newProjects: false',
      'kind: Account\nname: x\nintegrations: {slack: {enabled: true, projects: all, newProjects: false}}\n',
      'entry/selection 3:67',
    ],
    [
      'on for no group and no type',
      'kind: Project\naccount: acme\nname: z\nintegrations: {slack: {enabled: true, groups: [], groupTypes: []}}\n',
      'entry/nobody 4:16',
    ],
    [
      'from after until',
      'kind: Package\nname: x\napps: [{app: slack, from: 2027-02-01, until: 2027-01-01}]\n',
      'entry/dates 3:27',
    ],
    [
      'a date that has passed',
      'kind: Package\nname: x\napps: [{app: slack, until: 2026-11-21}]\n',
      'entry/expired 3:28',
    ],
    ['a date to come', 'kind: Package\nname: x\napps: [{app: slack, from: 2026-11-23}]\n', 'entry/not-yet 3:27'],
    [
      'until today is open today',
      'kind: Package\nname: x\napps: [{app: slack, from: 2026-11-22, until: 2026-11-22}]\n',
    ],
    ['a template of no account', 'kind: ProjectTemplate\nname: t\n', 'entry/template-accounts 2:7'],
    [
      'a project-admin without projects',
      'kind: User\naccount: acme\nemail: a@x.example\nrole: project-admin\n',
      'entry/role 4:7',
    ],
    [
      'an installation with an owner',
      'kind: Connection\naccount: acme\napp: slack\nname: c\nholder: installation\nowner: a@x.example\n',
      'entry/holder 6:8',
    ],
    [
      'T8: a menu and nothing allowed',
      'kind: Account\nname: x\nshowIntegrations: true\nallowedApps: {apps: []}\n',
      'menu/nothing-allowed 3:19',
    ],
    [
      'T8: apps allowed and no menu',
      'kind: Account\nname: x\nshowIntegrations: false\nallowedApps: {apps: [slack]}\n',
      'menu/hidden 3:19',
    ],
  ])

  test('warnings and hints do not make an estate invalid', async () => {
    const { estate, diagnostics } = await load({
      ...base,
      'a.yaml': 'kind: Account\nname: x\nshowIntegrations: true\nallowedApps: {apps: []}\n',
    })
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
    expect(estate?.documents).toHaveLength(7)
  })
})

describe('writ.yaml', () => {
  const environments = `${writ}environments:
  staging: {platform: {url: "http://staging.example", tenant: acme-staging, token: {env: STAGING}}}
  same: {platform: {tenant: other}, mode: observe}
`
  test('a newer version has its own error', async () => {
    expect(places(await load({ 'writ.yaml': writ.replace('1', '2') }))).toEqual(['config/newer-version writ.yaml:1:10'])
  })

  test('a platform that is not complete', async () => {
    expect(places(await load({ 'writ.yaml': 'version: 1\nplatform: {type: writ}\n' }))).toEqual([
      'config/platform-incomplete writ.yaml:2:1',
    ])
  })

  test('with environments one must be chosen, and be among them', async () => {
    expect(places(await load({ 'writ.yaml': environments }))).toEqual(['config/environment-needed writ.yaml:7:1'])
    const { diagnostics } = await load({ 'writ.yaml': environments }, 'stagng')
    expect(diagnostics[0]).toMatchObject({
      code: 'config/unknown-environment',
      message: 'no environment is called stagng. Did you mean staging?',
    })
    expect(places(await load({}, 'prod'))).toEqual(['config/unknown-environment writ.yaml:1:1'])
  })

  test('an environment is merged key by key, and positions point at what it states', async () => {
    const { estate } = await load({ 'writ.yaml': environments }, 'same')
    expect(estate?.config).toMatchObject({
      mode: 'observe',
      platform: { tenant: 'other', url: 'http://127.0.0.1:4010', token: { env: 'WRIT_TOKEN' } },
    })
    expect(estate?.configSource.locate(['platform', 'tenant'])).toMatchObject({ line: 9, column: 29 })
    expect(estate?.configSource.locate(['platform', 'url'])).toMatchObject({ line: 4, column: 8 })
  })

  test('E18: an environment with its own url never takes the shared tokens along', async () => {
    const shared = environments.replace('tenant: acme-cloud', 'tenant: acme-cloud\n  readToken: {env: SHARED_READ}')
    const { estate } = await load({ 'writ.yaml': shared }, 'staging')
    expect(estate?.config.platform).toEqual({
      type: 'writ',
      url: 'http://staging.example',
      tenant: 'acme-staging',
      token: { env: 'STAGING' },
    })
    const without = environments.replace(', token: {env: STAGING}', '')
    expect(places(await load({ 'writ.yaml': without }, 'staging'))).toContain('config/environment-token writ.yaml:8:29')
  })
})
