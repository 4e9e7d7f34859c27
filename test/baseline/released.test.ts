import { describe, expect, test } from 'vitest'
import { renderPlan } from '../../src/report/plan.js'
import { acmeCloud } from '../support/seed.js'
import { changes, world } from '../support/world.js'

const APPS = ['slack', 'hubspot', 'webhooks', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const ACME = 'kind: Account\nname: acme\nshowIntegrations: true\n'

async function releasedBy(now: string, before: string, only: string[] = []) {
  const { plan } = await world(acmeCloud())
  const made = await plan(now, { only, against: { text: before } })
  return { made, released: made.released.map(({ address, was, stays }) => ({ address, was, stays })) }
}

describe('E17: what a deleted line has released', () => {
  test('a key of a document: access stays as it is, and nothing is planned', async () => {
    const text = (integrations: string) => `${APPS}${ACME}integrations:\n  hubspot: {enabled: false}\n${integrations}`
    const { made, released } = await releasedBy(text(''), text('  slack: {enabled: true, projects: all}\n'))
    expect(changes(made)).toEqual(['update account/acme#integrations.hubspot'])
    expect(released).toEqual([
      {
        address: 'account/acme#integrations.slack',
        was: { enabled: true, projects: ['apollo', 'zeus'], newProjects: true },
        stays: { enabled: true, projects: ['apollo', 'zeus'], newProjects: true },
      },
    ])
    expect(made.released[0]?.causes.map((at) => made.causes[at]?.statement)).toEqual([
      'account/acme#integrations.slack',
    ])
    expect(renderPlan(made, { width: 200, colour: false })).toMatch(
      /^RELEASED +account\/acme#integrations\.slack +governed before and by nothing now; it stays as it is: on; projects apollo, zeus/m,
    )
  })

  test('a line that another document or set still speaks for is not released', async () => {
    const set =
      '---\nkind: AccountSet\nname: s\nmatch: {names: [acme]}\nintegrations:\n  "*": {enabled: true, projects: all}\n'
    const text = (own: string) => `${APPS}${ACME}${own}${set}`
    const { released } = await releasedBy(text(''), text('integrations:\n  webhooks: {enabled: true, projects: all}\n'))
    expect(released).toEqual([])
  })

  test('a whole document, with what stays on and how many connections', async () => {
    const { made, released } = await releasedBy(
      `${APPS}kind: Account\nname: beta\nshowIntegrations: true\n`,
      `${APPS}${ACME}integrations:\n  slack: {enabled: true, projects: all}\n  zoom: {enabled: false}\n---\nkind: Account\nname: beta\nshowIntegrations: true\n`,
    )
    expect(changes(made).filter((each) => each.includes('acme'))).toEqual([])
    expect(released).toMatchObject([
      {
        address: 'account/acme',
        was: { name: 'acme', showIntegrations: true },
        stays: { showIntegrations: true, on: ['slack'] },
      },
    ])
    expect(released[0]?.stays?.connections).toBeGreaterThan(0)
  })

  test('entries of maps and scalars one by one: labels, the menu, the allow-list', async () => {
    const before = `${APPS}kind: Account\nname: acme\nlabels: {tier: pro, region: eu}\nshowIntegrations: true\nallowedApps: {allApps: true, except: [zoom]}\n`
    const { released } = await releasedBy(`${APPS}kind: Account\nname: acme\nlabels: {tier: pro}\nreason: r\n`, before)
    expect(released.map(({ address, stays }) => [address, Object.keys(stays ?? {})])).toEqual([
      ['account/acme#allowedApps', ['allowedApps']],
      ['account/acme#labels.region', ['region']],
      ['account/acme#showIntegrations', ['showIntegrations']],
    ])
  })

  test('projects, groups, people, connections and templates below an account', async () => {
    const below = [
      'kind: Project\naccount: acme\nname: apollo\nintegrations:\n  slack: {enabled: true, groups: [engineering]}\n',
      'kind: Group\naccount: acme\nproject: apollo\nname: engineering\ntype: internal\nintegrations: {slack: true}\n',
      'kind: User\naccount: acme\nemail: ana@acme.example\ndepartment: HR\nintegrations:\n  slack: {externalAccount: ana@slack.example}\n',
      'kind: ProjectTemplate\naccount: acme\nname: client-delivery\nintegrations: {slack: {groupTypes: [internal]}}\n',
    ]
    const now = `${APPS}${ACME}`
    const { made, released } = await releasedBy(now, [now, ...below].join('---\n'))
    expect(changes(made)).toEqual([])
    expect(released.map(({ address }) => address)).toEqual([
      'project/acme/apollo',
      'template/acme/client-delivery',
      'user/acme/ana@acme.example',
    ])
    expect(released.find(({ address }) => address.startsWith('project'))?.stays).toMatchObject({ on: ['slack'] })
  })

  test('rules for connections: their defaults count again, and nothing lives of them', async () => {
    const { released } = await releasedBy(
      `${APPS}${ACME}`,
      `${APPS}${ACME}connections: {idleDays: 90, unpermitted: keep}\n`,
    )
    expect(released).toEqual([
      { address: 'account/acme#connections.idleDays', was: { idleDays: 90 }, stays: null },
      { address: 'account/acme#connections.unpermitted', was: { unpermitted: 'keep' }, stays: null },
    ])
  })

  test('an app: its row, its settings, its permissions and secrets', async () => {
    const other = 'kind: App\nname: hubspot\n'
    const slack =
      'kind: App\nname: slack\ndescription: x\nsettings: {clientId: a, other: b}\npermissions: {deny: [admin]}\n'
    const gone = await releasedBy(other, `${other}---\n${slack}`)
    expect(gone.released).toMatchObject([{ address: 'app/slack', was: { description: 'x' } }])
    const less = await releasedBy(
      `${other}---\nkind: App\nname: slack\nsettings: {clientId: a}\n`,
      `${other}---\n${slack}`,
    )
    expect(less.released.map(({ address }) => address)).toEqual([
      'app/slack#description',
      'app/slack#permissions',
      'app/slack#settings.other',
    ])
  })

  test('a set that goes releases every account that nothing else speaks for, and says it once', async () => {
    const set = `kind: AccountSet\nname: s\nmatch: all\nintegrations:\n  webhooks: {enabled: false}\n`
    const { made, released } = await releasedBy(`${APPS}${ACME}`, `${APPS}${ACME}---\n${set}`)
    expect(released.map(({ address }) => address)).toContain('account/acme#integrations.webhooks')
    expect(released.map(({ address }) => address)).toContain('account/beta')
    expect(new Set(made.released.flatMap(({ causes }) => causes.map((at) => made.causes[at]?.statement)))).toEqual(
      new Set(['accountset/s#integrations.webhooks']),
    )
  })

  test('what is to be removed, what never lived and what --only leaves out is not released', async () => {
    const before = `${APPS}${ACME}---\nkind: Project\naccount: acme\nname: nowhere\nintegrations:\n  slack: {enabled: false}\n---\nkind: Group\naccount: acme\nname: staff\ntype: internal\n`
    const removing = `${APPS}${ACME}---\nkind: Group\naccount: acme\nname: staff\nensure: absent\n`
    expect((await releasedBy(removing, before)).released).toEqual([])
    const { released } = await releasedBy(`${APPS}${ACME}`, before, ['account/beta'])
    expect(released).toEqual([])
    expect((await releasedBy(`${APPS}${ACME}`, before)).released.map(({ address }) => address)).toEqual([
      'group/acme/staff',
    ])
  })

  test.each([
    ['by its own entry', 'integrations:\n  slack: {enabled: false}\n', ''],
    ['by a set', '', '---\nkind: AccountSet\nname: s\nmatch: all\nintegrations: {slack: {enabled: false}}\n'],
    ['by the allow-list', 'allowedApps: {apps: [hubspot]}\n', ''],
  ])('an app that is now closed %s releases none of its details, in no project either', async (_, own, set) => {
    const project = (integrations: string) => `---\nkind: Project\naccount: acme\nname: apollo\n${integrations}`
    const opens = 'integrations:\n  slack: {enabled: true, projects: all}\n'
    const { made, released } = await releasedBy(
      `${APPS}${ACME}${own}${project('state: active\n')}${set}`,
      `${APPS}${ACME}${opens}${project('state: active\nintegrations:\n  slack: {enabled: true}\n')}`,
    )
    expect(released.filter(({ address }) => address.includes('slack'))).toEqual([])
    expect(changes(made).some((each) => each.startsWith('update account/acme'))).toBe(true)
  })

  test('a detail that goes while its app stays on is released', async () => {
    const text = (slack: string) => `${APPS}${ACME}integrations:\n  slack: {${slack}}\n`
    const { released } = await releasedBy(text('enabled: true'), text('enabled: true, projects: all'))
    expect(released.map(({ address }) => address)).toEqual([
      'account/acme#integrations.slack.newProjects',
      'account/acme#integrations.slack.projects',
    ])
  })

  test('a block on a person that goes is released, though the app is closed as things are', async () => {
    const person = 'kind: User\naccount: acme\nemail: ana@acme.example\ndepartment: HR\n'
    const closed = `${APPS}${ACME}integrations:\n  zoom: {enabled: false}\n---\n${person}`
    const blocked = `${closed}integrations: {zoom: {enabled: false}}\n`
    const { apply, plan } = await world(acmeCloud())
    const limits = '{usersLosingAccess: {max: none}, revokedConnections: {max: none}}'
    expect((await apply(blocked, { config: `limits: ${limits}` })).plan.verdicts).toEqual([])
    const { released } = await plan(closed, { against: { text: blocked } })
    expect(released.map(({ address }) => address)).toEqual(['user/acme/ana@acme.example#integrations.zoom'])
  })

  test('a baseline that says the same releases nothing', async () => {
    const { released } = await releasedBy(`${APPS}${ACME}`, `${APPS}${ACME}`)
    expect(released).toEqual([])
  })
})
