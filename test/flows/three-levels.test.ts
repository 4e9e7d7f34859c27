import { describe, expect, test } from 'vitest'
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
  tenant,
  ZEUS,
  zeus,
} from '../decided/seeds.js'
import { change, changes, endings, findings, held, world } from '../support/world.js'

const SLACK = 'account/acme#integrations.slack'
const ZOOM = 'account/acme#integrations.zoom'
const IN_APOLLO = 'project/acme/apollo#integrations'

/** Who of the three may connect an app in a project, asked of the platform itself; the apps here take API keys. */
async function allowedTo({ sandbox }: Awaited<ReturnType<typeof world>>, app: string, project: string) {
  const asked = { ana: 'usr_ana', bo: 'usr_bo', cy: 'usr_cy' }
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, asUser]) => {
      const body = { account: 'acc_acme', app, project, dryRun: true, asUser }
      const { status } = await sandbox.admin.send('POST', 'connections', { body })
      return status === 200 ? [name] : []
    }),
  )
  return answers.flat()
}

describe('the account level, as Writ plans and proves it', () => {
  test('L2: "all" selects every active project, and one created later by hand is no difference', async () => {
    const { settle, plan, rows, admin } = await world(tenant())
    const text = estate(APPS, ACME('integrations: {hubspot: {enabled: true, projects: all}}'))
    const planned = await settle(text)
    expect(changes(planned)).toEqual(['update account/acme#integrations.hubspot'])
    await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    const [hubspot] = (await rows('account-integrations')).filter(({ app }) => app === 'hubspot')
    expect(hubspot).toMatchObject({ enabled: true, newProjects: true })
    expect(hubspot?.projects).toHaveLength(3)
    expect(changes(await plan(text))).toEqual([])
  })

  test('L3: a selection that is edited moves exactly as listed, and says whether new projects join', async () => {
    const { settle, admin, rows } = await world(tenant())
    const text = estate(
      APPS,
      ACME('integrations: {zoom: {enabled: true, projects: [zeus], newProjects: false}}'),
      ZEUS(),
    )
    const planned = await settle(text)
    expect(change(planned, ZOOM)).toEqual({ before: { projects: ['apollo'] }, after: { projects: ['zeus'] } })
    await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    const [zoom] = (await rows('account-integrations')).filter(({ app }) => app === 'zoom')
    expect(zoom).toMatchObject({ projects: ['prj_zeus'], newProjects: false })
  })

  test('L4: switching on at the account gains nobody anything, and the plan says so', async () => {
    const open = await world(tenant())
    const planned = await open.settle(estate(APPS, ACME('integrations: {hubspot: {enabled: true, projects: all}}')))
    expect(planned.impact.gaining).toEqual([])
    expect(await allowedTo(open, 'hubspot', 'prj_apollo')).toEqual([])
  })

  test('L13: narrowing a selection is one write that stays on, and a connection outside it is all that ends', async () => {
    const connections = [
      connection('con_ana', 'slack', ANA, { project: 'apollo' }),
      connection('con_cy', 'slack', CY, { project: 'zeus' }),
    ]
    const { settle, rows } = await world(tenant([acme({ connections })]))
    const planned = await settle(
      estate(APPS, ACME('integrations: {slack: {enabled: true, projects: [apollo]}}'), APOLLO()),
    )
    expect(change(planned, SLACK).after).toEqual({ projects: ['apollo'], newProjects: false })
    expect(endings(planned)).toEqual(['ended con_cy'])
    const live = (await rows('connections')).filter(({ status }) => status === 'active')
    expect(live.map(({ id }) => id)).toEqual(['con_ana'])
    const trail = (await rows('audit-events')).filter(({ resource }) => resource === 'acc_acme.slack')
    expect(trail.filter(({ changes: said }) => 'enabled' in said)).toEqual([])
  })

  test('L14: what is opened below a level that the estate closes is held, never sent to be refused', async () => {
    const { settle } = await world(tenant())
    const planned = await settle(
      estate(
        APPS,
        ACME('integrations: {zoom: {enabled: false}}'),
        APOLLO('integrations: {zoom: {enabled: true, groupTypes: [internal]}}'),
      ),
    )
    expect(held(planned)).toEqual([`dormant ${IN_APOLLO}.zoom`])
  })
})

describe('the project and group levels, as Writ plans and proves them', () => {
  test('L6: groups and group types are opened, and a group of the type that comes later is no difference', async () => {
    const open = await world(tenant())
    const text = estate(APPS, ACME(), APOLLO('integrations: {zoom: {enabled: true, groupTypes: [internal]}}'))
    const planned = await open.settle(text)
    expect(planned.impact.gaining.map(({ user }) => user)).toEqual([ANA, BO])
    await open.admin.create('groups', {
      account: 'acc_acme',
      project: 'prj_apollo',
      name: 'late',
      type: 'internal',
      members: ['usr_cy'],
    })
    expect(await allowedTo(open, 'zoom', 'prj_apollo')).toEqual(['ana', 'bo', 'cy'])
    expect(changes(await open.plan(text))).toEqual([])
  })

  test('L8: off in a project predicts what ends there, and only there', async () => {
    const connections = [
      connection('con_ana', 'slack', ANA, { project: 'apollo' }),
      connection('con_cy', 'slack', CY, { project: 'zeus' }),
    ]
    const { settle } = await world(tenant([acme({ connections })]))
    const planned = await settle(estate(APPS, ACME(), APOLLO('integrations: {slack: {enabled: false}}')))
    expect(endings(planned)).toEqual(['ended con_ana'])
  })

  test("L9: a group's own setting beats groups and types, off and on", async () => {
    const off = await world(tenant())
    await off.settle(estate(APPS, ACME(), APOLLO(), ENGINEERING('integrations: {slack: false}')))
    expect(await allowedTo(off, 'slack', 'prj_apollo')).toEqual([])
    const on = await world(tenant([acme({ projects: [apollo(), zeus({ groups: [engineering({ id: 'grp_z' })] })] })]))
    const text = estate(
      APPS,
      ACME('integrations: {zoom: {enabled: true, projects: all}}'),
      ZEUS('integrations: {zoom: {enabled: true, groups: [], groupTypes: []}}'),
      'kind: Group\naccount: acme\nproject: zeus\nname: engineering\nintegrations: {zoom: true}',
    )
    await on.settle(text)
    expect(await allowedTo(on, 'zoom', 'prj_zeus')).toEqual(['ana', 'bo'])
  })

  test("L9: a new group comes with its own word, so that its type's does not count for it", async () => {
    const open = await world(tenant())
    const group = 'kind: Group\naccount: acme\nproject: zeus\nname: guests\ntype: internal'
    await open.settle(estate(APPS, ACME(), ZEUS(), `${group}\nmembers: [${BO}]\nintegrations: {slack: false}`))
    expect(await allowedTo(open, 'slack', 'prj_zeus')).toEqual(['cy'])
  })

  test('L7: a new project is closed but for what its template presets, and the plan counts who gains by that', async () => {
    const templates = [{ name: 'delivery', integrations: { slack: { enabled: true, groupTypes: ['internal'] } } }]
    const { settle, rows } = await world(tenant([acme({ templates })]))
    const project = 'kind: Project\naccount: acme\nname: hermes\ntemplate: delivery'
    const template =
      'kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {slack: {groupTypes: [internal]}}'
    await settle(estate(APPS, ACME(), template, project))
    const hermes = (await rows('projects')).find(({ name }) => name === 'hermes')?.id
    const settings = (await rows('project-integrations')).filter((row) => row.project === hermes)
    expect(settings.map(({ app, enabled, groupTypes }) => [app, enabled, groupTypes])).toEqual([
      ['slack', true, ['internal']],
    ])
  })

  test('L10: what is not configured may be switched on; the plan warns, and nobody gains by it', async () => {
    const apps = [
      { name: 'slack', auth: 'oauth2', settings: {} },
      ...['zoom', 'hubspot', 'trello'].map((name) => ({ name, auth: 'oauth2', settings: { clientId: name } })),
    ]
    const closed = { integrations: { zoom: { enabled: true, projects: ['apollo'], newProjects: false } } }
    const { settle } = await world(tenant([acme({ ...closed, projects: [apollo({ integrations: {} })] })], { apps }))
    const planned = await settle(
      estate(
        APPS,
        ACME('integrations: {slack: {enabled: true, projects: all}}'),
        APOLLO('integrations: {slack: {enabled: true, groupTypes: [internal]}}'),
      ),
    )
    expect(findings(planned).filter((each) => each.includes('slack'))).not.toEqual([])
    expect(planned.impact.gaining).toEqual([])
  })
})
