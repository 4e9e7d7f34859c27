import { describe, expect, it } from 'vitest'
import { change, changes, endings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, apollo, BO, connection, ENGINEERING, estate, tenant } from './seeds.js'

const at = (day: string, time = '12:00:00') => ({ now: new Date(`${day}T${time}Z`) })
const people = (more: object = {}) =>
  tenant([
    acme({
      connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' }), connection('con_bo', 'slack', BO)],
      ...more,
    }),
  ])

describe('"Dates are whole days, UTC: `until` the 31st is open through the 31st."', () => {
  const text = estate(APPS, ACME('integrations: {slack: {enabled: true, until: 2026-12-31}}'))

  it.each([
    ['2026-12-31', '00:00:00', []],
    ['2026-12-31', '23:59:59', []],
    ['2027-01-01', '00:00:00', ['update account/acme#integrations.slack']],
  ])('on %s at %s UTC', async (day, time, expected) => {
    const { plan } = await world(people())
    expect(changes(await plan(text, at(day, time)))).toEqual(expected)
  })

  it('closing by a date has the origin `expiry`, and so has what ends for it', async () => {
    const { settle } = await world(people())
    const plan = await settle(text, at('2027-01-01'))
    expect(plan.changes.map(({ origin }) => origin)).toEqual(['expiry'])
    expect(endings(plan)).toEqual(['ended con_ana', 'ended con_bo'])
  })
})

describe('"Before `from` and after `until` an entry reads as `enabled: false`."', () => {
  const FROM = 'from: 2026-12-01'
  const UNTIL = 'until: 2026-11-30'
  const OFF: [where: string, documents: (dates: string) => string[], expected: string[]][] = [
    [
      'at the account',
      (dates) => [ACME(`integrations: {slack: {enabled: true, ${dates}}}`)],
      ['update account/acme#integrations.slack'],
    ],
    [
      'in a project',
      (dates) => [ACME(), APOLLO(`integrations: {slack: {enabled: true, ${dates}}}`)],
      ['update project/acme/apollo#integrations.slack', 'revoke connection/con_bo'],
    ],
    [
      'on a group',
      (dates) => [ACME(), APOLLO(), ENGINEERING(`integrations: {slack: {enabled: true, ${dates}}}`)],
      [
        'update group/acme/apollo/engineering#integrations.slack',
        'revoke connection/con_ana',
        'revoke connection/con_bo',
      ],
    ],
    [
      'of a person',
      (dates) => [ACME(), `kind: User\naccount: acme\nemail: ${BO}\nintegrations: {slack: {enabled: true, ${dates}}}`],
      ['update user/acme/bo@acme.example#integrations.slack', 'revoke connection/con_bo'],
    ],
    [
      'in an allow-list',
      (dates) => [ACME(`allowedApps: {apps: [hubspot, zoom, {app: slack, ${dates}}]}`)],
      ['update account/acme', 'revoke connection/con_ana', 'revoke connection/con_bo'],
    ],
    [
      'in a template',
      (dates) => [
        ACME(),
        `kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {slack: {groupTypes: [internal], ${dates}}}`,
        APOLLO('template: delivery'),
      ],
      ['update template/acme/delivery', 'update project/acme/apollo#integrations.slack', 'revoke connection/con_bo'],
    ],
    [
      'in a package',
      (dates) => [
        `kind: Package\nname: pro\napps: [hubspot, zoom, {app: slack, ${dates}}]`,
        ACME('allowedApps: {packages: [pro]}'),
      ],
      ['update account/acme', 'revoke connection/con_ana', 'revoke connection/con_bo'],
    ],
    [
      'in a set of accounts',
      (dates) => [`kind: AccountSet\nname: all\nmatch: all\nintegrations: {slack: {enabled: true, ${dates}}}`],
      ['update account/acme#integrations.slack'],
    ],
    [
      'in the allow-list of a set',
      (dates) => [
        `kind: AccountSet\nname: all\nmatch: all\nallowedApps: {apps: [hubspot, zoom, {app: slack, ${dates}}]}`,
      ],
      ['update account/acme', 'revoke connection/con_ana', 'revoke connection/con_bo'],
    ],
    [
      'in a set of projects',
      (dates) => [
        ACME(),
        `kind: ProjectSet\nname: all\nmatch: {names: [apollo]}\nintegrations: {slack: {enabled: true, ${dates}}}`,
      ],
      ['update project/acme/apollo#integrations.slack', 'revoke connection/con_bo'],
    ],
    [
      'for every app nobody names',
      (dates) => [ACME(`integrations: {"*": {enabled: true, projects: all, ${dates}}}`)],
      ['update account/acme#integrations.slack', 'update account/acme#integrations.zoom'],
    ],
  ]
  const template = { name: 'delivery', integrations: { slack: { enabled: true, groupTypes: ['internal'] } } }

  it.each(OFF)('%s', async (_, documents, expected) => {
    const { plan } = await world(people({ templates: [template] }))
    const early = await plan(estate(APPS, ...documents(FROM)), at('2026-11-30'))
    const late = await plan(estate(APPS, ...documents(UNTIL)), at('2026-12-01'))
    expect(changes(early)).toEqual(expected)
    expect(changes(late)).toEqual(expected)
    expect(early.changes.every(({ origin }) => origin === 'difference')).toBe(true)
  })

  it.each(OFF)('%s: open on its first and its last day', async (_, documents) => {
    const { plan } = await world(people({ templates: [template] }))
    const first = await plan(estate(APPS, ...documents(FROM)), at('2026-12-01'))
    const last = await plan(estate(APPS, ...documents(UNTIL)), at('2026-11-30'))
    expect([...endings(first), ...endings(last)]).toEqual([])
  })

  it('an app that is allowed until a date is not contradicted by its own toggle once the date has passed', async () => {
    const { settle } = await world(people())
    const text = estate(
      APPS,
      ACME(`allowedApps: {apps: [hubspot, zoom, {app: slack, ${UNTIL}}]}\nintegrations: {slack: {enabled: true}}`),
    )
    const plan = await settle(text, at('2026-12-01'))
    expect(changes(plan)).toEqual(['update account/acme', 'revoke connection/con_ana', 'revoke connection/con_bo'])
    expect(plan.changes.map(({ origin }) => origin)).toEqual(['expiry', 'expiry', 'expiry'])
    expect(plan.held).toMatchObject([{ address: 'account/acme#integrations.slack', reason: 'dormant' }])
  })

  it('an exception counts between its dates alone, and once it has passed the app is allowed again', async () => {
    const { plan } = await world(people())
    const text = estate(APPS, ACME(`allowedApps: {apps: [hubspot, slack, zoom], except: [{app: slack, ${UNTIL}}]}`))
    expect(change(await plan(text, at('2026-11-30')), 'account/acme').after).toEqual({
      allowedApps: ['hubspot', 'zoom'],
    })
    expect(changes(await plan(text, at('2026-12-01')))).toEqual([])
  })

  it('what leaves `projects: declared` by a date has the origin `expiry`, and the project entry is its cause', async () => {
    const { plan } = await world(people())
    const entry = `integrations: {slack: {enabled: true, ${UNTIL}}}`
    const zeus = 'kind: Project\naccount: acme\nname: zeus\nintegrations: {slack: {enabled: true}}'
    const text = estate(
      APPS,
      ACME('integrations: {slack: {enabled: true, projects: declared, newProjects: false}}'),
      APOLLO(entry),
      zeus,
    )
    const live = await world(
      people({ integrations: { slack: { enabled: true, projects: ['apollo', 'zeus'], newProjects: false } } }),
    )
    const made = await live.plan(text, at('2026-12-01'))
    const [narrowed] = made.changes.filter(({ address }) => address === 'account/acme#integrations.slack')
    expect(narrowed).toMatchObject({ after: { projects: ['zeus'] }, origin: 'expiry' })
    expect(narrowed?.causes.map((index) => made.causes[index]?.statement)).toEqual([
      'project/acme/apollo#integrations.slack',
    ])
    expect(changes(await plan(text, at('2026-11-30')))).toContain('update account/acme#integrations.slack')
  })

  it('a project keeps its groups and types while a date closes it', async () => {
    const { settle, rows } = await world(people())
    const entry = APOLLO('integrations: {slack: {enabled: true, groupTypes: [partner], until: 2026-11-30}}')
    await settle(estate(APPS, ACME(), entry), at('2026-12-01'))
    const row = (await rows('project-integrations')).find(({ project }) => project === 'prj_apollo')
    expect(row).toMatchObject({ enabled: false, groups: ['grp_engineering'], groupTypes: [] })
  })
})

describe('"Apply evaluates dates anew; plans older than 24 hours are stale"', () => {
  const text = estate(APPS, ACME('showIntegrations: false\nintegrations: {slack: {enabled: true, until: 2026-11-22}}'))
  const clock = (moment: string) => ({ clock: new Date(moment) })

  it('a plan of a day ago still stands, an older one does not', async () => {
    const { plan, apply, rows } = await world(people())
    const approved = await plan(text, at('2026-11-21'))
    const late = await apply(text, { ...at('2026-11-22'), approved, ...clock('2026-11-22T12:00:01Z') })
    expect(late.reasons).toEqual(['stale'])
    expect(late.result).toBeNull()
    expect((await apply(text, { ...at('2026-11-22'), approved, ...clock('2026-11-22T12:00:00Z') })).reasons).toEqual([])
    expect((await rows('accounts'))[0]?.showIntegrations).toBe(false)
  })

  it('what a date adds after the approval is not run', async () => {
    const { plan, apply, rows } = await world(people())
    const approved = await plan(text, at('2026-11-22', '23:00:00'))
    const { reasons, plan: fresh } = await apply(text, { ...at('2026-11-23', '01:00:00'), approved })
    expect(changes(fresh)).toContain('update account/acme#integrations.slack')
    expect(reasons).toEqual(['not-as-approved'])
    expect((await rows('account-integrations')).find(({ app }) => app === 'slack')?.enabled).toBe(true)
  })
})

it('E11 holds for the same date, and the next day speaks for itself', async () => {
  const { settle, plan } = await world(
    people({ projects: [apollo()], integrations: { slack: { enabled: true, projects: 'all' } } }),
  )
  const text = estate(APPS, ACME('integrations: {slack: {enabled: true, projects: all, until: 2026-12-31}}'))
  await settle(text, at('2026-12-31'))
  expect(change(await plan(text, at('2027-01-01')), 'account/acme#integrations.slack').after).toEqual({
    enabled: false,
  })
})
