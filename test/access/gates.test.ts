import { describe, expect, it, test } from 'vitest'
import { GATES, type Gate, judge } from '../../src/access/gates.js'
import { mayConnect, mayUse } from '../../src/access/permission.js'
import type { NaiveWorld } from '../support/naive-access.js'
import { ask, build, OPEN } from './worlds.js'

const states = (naive: NaiveWorld, project: string | null = 'apollo', user = 'ana') => {
  const { world, account } = build(naive)
  const question = ask(account, 'slack', project, user)
  return {
    closed: GATES.filter((gate) => judge(gate, world, question) === 'closed'),
    absent: GATES.filter((gate) => judge(gate, world, question) === 'n/a'),
    use: mayUse(world, question),
    connect: mayConnect(world, question),
  }
}

const [apollo] = OPEN.projects
if (apollo === undefined) throw new Error('OPEN has a project')
const inApollo = (more: Partial<typeof apollo>): NaiveWorld => ({ ...OPEN, projects: [{ ...apollo, ...more }] })
const slackInApollo = (more: object) =>
  inApollo({ integrations: { slack: { enabled: true, groups: ['engineering'], types: [], ...more } } })
const engineering = (more: object) =>
  inApollo({ groups: [{ name: 'engineering', type: null, members: ['ana'], own: {}, ...more }] })

/** The group opens it by itself, so that only the project's silence closes it. */
const withoutEntry = () => ({
  ...engineering({ own: { slack: 'on' } }),
  projects: engineering({ own: { slack: 'on' } }).projects.map((each) => ({ ...each, integrations: {} })),
})

test('with every gate open a person may use and connect', () => {
  expect(states(OPEN)).toEqual({ closed: [], absent: [], use: true, connect: true })
})

describe('L1: one closed gate alone ends use', () => {
  const closed: [gate: Gate, how: string, world: NaiveWorld][] = [
    ['registry', 'the app is not installed', { ...OPEN, apps: [] }],
    ['registry', 'the app is inactive', { ...OPEN, apps: [{ name: 'slack', active: false, configured: true }] }],
    ['registry', 'the app is not configured', { ...OPEN, apps: [{ name: 'slack', active: true, configured: false }] }],
    ['allowed', 'the app is not in the allow-list', { ...OPEN, allowed: ['zoom'] }],
    ['allowed', 'nothing is allowed', { ...OPEN, allowed: [] }],
    [
      'account',
      'the integration is off',
      { ...OPEN, integrations: { slack: { enabled: false, projects: ['apollo'] } } },
    ],
    ['account', 'nobody ever switched it on', { ...OPEN, integrations: {} }],
    ['account', 'the project is not selected', { ...OPEN, integrations: { slack: { enabled: true, projects: [] } } }],
    ['account', 'the project is archived, though selected', inApollo({ archived: true })],
    ['project', 'it is off in the project', slackInApollo({ enabled: false })],
    ['project', 'the project never heard of it', withoutEntry()],
    ['group', 'the person is in no group', engineering({ members: [] })],
    ['group', 'the project has no groups', inApollo({ groups: [] })],
    ['group', 'it is on for no group', slackInApollo({ groups: [] })],
    ['group', "the group's own setting says off", engineering({ own: { slack: 'off' } })],
    ['group', 'it is on for a type that the group is not of', slackInApollo({ groups: [], types: ['internal'] })],
    ['person', "the person's own entry says false", { ...OPEN, blocked: ['ana slack'] }],
    ['dates', 'a date on the way has not come or has passed', { ...OPEN, outOfDate: ['slack'] }],
    ['hold', 'a hold closes it', { ...OPEN, heldClosed: ['slack'] }],
  ]
  it.each(closed)('%s: %s', (gate, _, world) => {
    expect(states(world)).toEqual({ closed: [gate], absent: [], use: false, connect: false })
  })

  it('menu: the account hides its menu, which refuses new connections and ends no use (T1)', () => {
    expect(states({ ...OPEN, menu: false })).toEqual({ closed: ['menu'], absent: [], use: true, connect: false })
  })
})

describe('the group gate: "the group\'s own setting first, else the union of the project\'s groups and group types"', () => {
  it.each([
    ['its own "on" is enough', engineering({ own: { slack: 'on' } })],
    ['its own "on" beats a project that names neither it nor its type', slackInApolloWith('on')],
    ['a type opens the groups of that type', typed('internal', ['internal'])],
    ['"inherit" leaves it to the project', engineering({ own: { slack: 'inherit' } })],
  ])('%s', (_, world) => {
    expect(states(world).use).toBe(true)
  })

  it('a group without a type is covered by no type', () => {
    expect(states(typed(null, ['internal'])).use).toBe(false)
  })

  it('one open group among several is enough', () => {
    const groups = [
      { name: 'closed', type: null, members: ['ana'], own: { slack: 'off' as const } },
      { name: 'engineering', type: null, members: ['ana'], own: {} },
    ]
    expect(states(inApollo({ groups })).use).toBe(true)
  })

  function slackInApolloWith(own: 'on'): NaiveWorld {
    const groups = [{ name: 'engineering', type: 'internal', members: ['ana'], own: { slack: own } }]
    return inApollo({ groups, integrations: { slack: { enabled: true, groups: [], types: [] } } })
  }
  function typed(type: string | null, types: string[]): NaiveWorld {
    const groups = [{ name: 'engineering', type, members: ['ana'], own: {} }]
    return inApollo({ groups, integrations: { slack: { enabled: true, groups: [], types } } })
  }
})

describe('"A level that the platform lacks is *n/a* and counts as open"', () => {
  const closedThere: [level: string, world: NaiveWorld][] = [
    ['account', { ...OPEN, integrations: {} }],
    ['group', inApollo({ groups: [] })],
    ['person', { ...OPEN, blocked: ['ana slack'] }],
  ]
  it.each(closedThere)('%s', (level, world) => {
    const without = { ...world, levels: OPEN.levels.filter((each) => each !== level) }
    expect(states(without)).toMatchObject({ closed: [], absent: [level], use: true })
  })

  it('project: groups then stand in the account, with their own setting only', () => {
    const levels = ['account', 'group', 'person']
    const staff = (own: 'on' | 'inherit') => [
      { name: 'staff', type: 'internal', members: ['ana'], own: { slack: own } },
    ]
    const world = { ...OPEN, levels, projects: [], integrations: { slack: { enabled: true, projects: [] } } }
    expect(states({ ...world, groups: staff('on') }, null)).toMatchObject({ absent: ['project'], use: true })
    expect(states({ ...world, groups: staff('inherit') }, null)).toMatchObject({ closed: ['group'], use: false })
  })
})

describe('"so are project and group together in an account that has no project, archived ones counted"', () => {
  const account = { ...OPEN, integrations: { slack: { enabled: true, projects: [] } } }
  it('an account without projects opens an app for everybody in it', () => {
    expect(states({ ...account, projects: [] }, null)).toEqual({
      closed: [],
      absent: ['project', 'group'],
      use: true,
      connect: true,
    })
  })

  it('an archived project is a project: nobody may use anything there', () => {
    const archived = inApollo({ archived: true, integrations: {}, groups: [] })
    expect(states(archived)).toMatchObject({ closed: ['account', 'project', 'group'], absent: [], use: false })
  })

  it('"A project without groups is open to nobody"', () => {
    expect(states(inApollo({ groups: [] })).closed).toEqual(['group'])
  })
})
