import { describe, expect, it } from 'vitest'
import { causesOf, change, changes, endings, findings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, apollo, connection, ENGINEERING, estate, tenant, ZEUS, zeus } from './seeds.js'

const set = (name: string, match: string, integrations: string, more = '') =>
  `kind: ProjectSet\nname: ${name}\nmatch: ${match}\nintegrations: {${integrations}}\n${more}`
const slack = (types: string, more = '') => `slack: {enabled: true, groupTypes: [${types}]${more}}`

const live = () => tenant([acme({ projects: [apollo({ labels: { region: 'eu' } }), zeus()] })])
const SLACK = (project: string) => `project/acme/${project}#integrations.slack`

describe('"ProjectSet: like AccountSet, for projects: match by account, labels, names"', () => {
  it.each([
    ['names', '{names: ["ap*"]}', ['apollo']],
    ['labels', '{labels: {region: eu}}', ['apollo']],
    ['labels, one of several values', '{labels: {region: [us, eu]}}', ['apollo']],
    ['keys AND', '{labels: {region: eu}, names: [zeus]}', []],
    ['not', '{names: ["*"], not: {labels: {region: eu}}}', ['zeus']],
    ['all', 'all', ['apollo', 'zeus']],
    ['accounts by label', '{accounts: {labels: {tier: basic}}}', ['apollo', 'zeus']],
    ['accounts by name, and names', '{accounts: {names: [acme]}, names: [zeus]}', ['zeus']],
    ['other accounts', '{accounts: {labels: {tier: pro}}}', []],
  ])('by %s', async (_, match, expected) => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, ACME(), set('eu', match, slack('partners'))))
    expect(changes(made).sort()).toEqual(expected.map((project) => `update ${SLACK(project)}`))
    for (const project of expected) expect(causesOf(made, SLACK(project))).toEqual(['projectset/eu#integrations.slack'])
  })

  it('"Sets match names and labels as they will be after apply (declared key over live key)"', async () => {
    const { plan } = await world(live())
    const both = set('us', '{labels: {region: us}}', slack('partners'))
    const made = await plan(estate(APPS, ACME(), APOLLO('labels: {region: us}'), both))
    expect(changes(made)).toContain(`update ${SLACK('apollo')}`)
    const renamed = 'kind: Project\naccount: acme\nname: artemis\nformerly: apollo\nlabels: {region: eu}'
    const named = await plan(estate(APPS, ACME(), renamed, set('new', '{names: [artemis]}', slack('partners'))))
    expect(changes(named)).toContain(`update ${SLACK('artemis')}`)
  })

  it('speaks only in accounts that the estate governs', async () => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, set('all', 'all', slack('partners'))))
    expect(changes(made)).toEqual([])
  })
})

describe('"for a project its own document, then its template, then ProjectSets. Higher priority first"', () => {
  const template =
    'kind: ProjectTemplate\naccount: acme\nname: delivery\nintegrations: {slack: {groupTypes: [template]}}'
  const sets = [set('low', 'all', slack('low')), set('high', 'all', slack('high'), 'priority: 5')]

  it.each([
    ['the set of the highest priority', [APOLLO('state: active')], ['high']],
    ['a template before every set', [APOLLO('template: delivery'), template], ['template']],
    [
      'its own document before its template',
      [APOLLO(`template: delivery\nintegrations: {${slack('own')}}`), template],
      ['own'],
    ],
  ])('%s', async (_, documents, types) => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, ACME(), ...documents, ...sets))
    expect(change(made, SLACK('apollo')).after).toEqual({ groupTypes: types })
  })

  it('at equal priority two values are an error of the account, which names both lines', async () => {
    const { plan } = await world(live())
    const made = await plan(
      estate(APPS, ACME(), set('one', 'all', slack('one')), set('two', '{labels: {region: eu}}', slack('two'))),
    )
    expect(findings(made)).toEqual(['error merge/conflict project/acme/apollo'])
    const causes = made.findings[0]?.causes.map((at) => made.causes[at]?.statement).sort()
    expect(causes).toEqual(['projectset/one#integrations.slack', 'projectset/two#integrations.slack'])
    expect(changes(made)).toEqual([])
  })

  it('"unless the nearer document settles it"', async () => {
    const { plan } = await world(live())
    const two = set('two', '{labels: {region: eu}}', slack('two'))
    const made = await plan(
      estate(
        APPS,
        ACME(),
        APOLLO(`integrations: {${slack('own')}}`),
        set('one', '{labels: {region: eu}}', slack('one')),
        two,
      ),
    )
    expect(findings(made)).toEqual([])
  })

  it('"The nearest "*" alone counts", and speaks for the apps that no document, template or set names', async () => {
    const { plan } = await world(live())
    const star = set('star', 'all', '"*": {enabled: false}', 'priority: 9')
    const made = await plan(estate(APPS, ACME(), star, set('named', 'all', slack('internal'))))
    expect(changes(made)).toEqual([`update ${SLACK('apollo')}`])
    const own = await plan(estate(APPS, ACME(), APOLLO('integrations: {"*": {enabled: false}}'), star))
    expect(causesOf(own, SLACK('apollo'))).toEqual(['project/acme/apollo#integrations.*'])
  })
})

describe('a live project that nobody declares', () => {
  it('becomes declared by a set that matches it: `projects: declared` counts it, and one that no set matches is left out', async () => {
    const { settle } = await world(live())
    const entry = ACME('integrations: {slack: {enabled: true, projects: declared}}')
    const plan = await settle(estate(APPS, entry, set('eu', '{labels: {region: eu}}', slack('internal'))))
    expect(change(plan, 'account/acme#integrations.slack').after).toEqual({ projects: ['apollo'], newProjects: false })
  })

  it('"with `newProjects: true`, over declared ones only": one that a set matches and the list leaves out goes', async () => {
    const { plan } = await world(live())
    const entry = ACME('integrations: {slack: {enabled: true, projects: [zeus], newProjects: true}}')
    const made = await plan(estate(APPS, entry, ZEUS(), set('eu', '{labels: {region: eu}}', 'zoom: {enabled: false}')))
    expect(change(made, 'account/acme#integrations.slack').after).toEqual({ projects: ['zeus'] })
  })

  it('L8: a set that closes an app in it ends the connections that stand there', async () => {
    const connections = [connection('con_ana', 'slack', ANA, { project: 'apollo' })]
    const { settle } = await world(tenant([acme({ connections })]))
    const plan = await settle(estate(APPS, ACME(), set('off', '{names: [apollo]}', 'slack: {enabled: false}')))
    expect(endings(plan)).toEqual(['ended con_ana'])
  })

  it('a set may name groups: those that there are count in each project', async () => {
    const { settle } = await world(live())
    const groups = set('teams', 'all', 'slack: {enabled: true, groups: [engineering], groupTypes: []}')
    const plan = await settle(estate(APPS, ACME(), APOLLO('state: active'), ENGINEERING('type: internal'), groups))
    expect(change(plan, SLACK('zeus')).after).toEqual({ groupTypes: [] })
  })

  it('E13: entries of a set carry dates', async () => {
    const { plan } = await world(live())
    const until = set('eu', '{names: [apollo]}', slack('internal', ', until: 2026-11-30'))
    const made = await plan(estate(APPS, ACME(), until), { now: new Date('2026-12-01T00:00:00Z') })
    expect(made.changes).toMatchObject([{ address: SLACK('apollo'), after: { enabled: false }, origin: 'expiry' }])
  })
})

describe('"An `expect` that does not hold refuses the run, exit 3."', () => {
  it.each([
    ['{min: 2, max: 2}', []],
    ['{min: 3}', ['expect projectset/eu']],
    ['{max: 1}', ['expect projectset/eu']],
  ])('of two projects, expect: %s', async (expected, verdicts) => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, ACME(), set('eu', 'all', slack('internal'), `expect: ${expected}`)))
    expect(made.verdicts.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual(verdicts)
    expect(made.outcome.exitCode).toBe(verdicts.length === 0 ? 0 : 3)
  })
})
