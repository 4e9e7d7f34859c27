import { describe, expect, it } from 'vitest'
import { closedGates, permitted, routes } from '../../src/access/permission.js'
import type { NaiveWorld } from '../support/naive-access.js'
import { build, OPEN } from './worlds.js'

const judged = (naive: NaiveWorld, project: string | null, owner: string | null, declared = false): boolean => {
  const { world, account } = build(naive)
  return permitted(world, account, { app: 'slack', project, owner }, declared)
}

const zeus = { name: 'zeus', archived: false, integrations: {}, groups: [] }
/** Slack is open for ana in apollo only; bo is in no group. */
const WORLD: NaiveWorld = {
  ...OPEN,
  integrations: { slack: { enabled: true, projects: ['apollo', 'zeus'] } },
  projects: [...OPEN.projects, zeus],
}

describe('"A live connection is *permitted* while its owner mayUse its app in its project"', () => {
  it('in its project, and in no other', () => {
    expect(judged(WORLD, 'apollo', 'ana')).toBe(true)
    expect(judged(WORLD, 'zeus', 'ana')).toBe(false)
    expect(judged(WORLD, 'apollo', 'bo')).toBe(false)
  })

  it('"an account-wide one, in any project"', () => {
    expect(judged(WORLD, null, 'ana')).toBe(true)
    expect(judged(WORLD, null, 'bo')).toBe(false)
  })

  it('a hidden menu ends nothing', () => {
    expect(judged({ ...WORLD, menu: false }, 'apollo', 'ana')).toBe(true)
  })
})

const SHARED: [gate: string, world: NaiveWorld][] = [
  ['registry', { ...WORLD, apps: [] }],
  ['allowed', { ...WORLD, allowed: [] }],
  ['account', { ...WORLD, integrations: { slack: { enabled: false, projects: ['apollo'] } } }],
  ['dates', { ...WORLD, outOfDate: ['slack'] }],
  ['hold', { ...WORLD, heldClosed: ['slack'] }],
]

describe('"A declared account-wide Connection […] needs registry, allowed, account, dates and hold only"', () => {
  it('its owner need not be in a group, and may be blocked', () => {
    expect(judged(WORLD, null, 'bo', true)).toBe(true)
    expect(judged({ ...WORLD, blocked: ['ana slack'] }, null, 'ana', true)).toBe(true)
  })

  it.each(SHARED)('%s', (_, world) => {
    expect(judged(world, null, 'bo', true)).toBe(false)
  })

  it('declared in a project, it needs its owner there like any other', () => {
    expect(judged(WORLD, 'apollo', 'bo', true)).toBe(false)
    expect(judged(WORLD, 'apollo', 'ana', true)).toBe(true)
  })
})

describe('"and a connection without an owner" needs the same', () => {
  it('account-wide', () => {
    expect(judged(WORLD, null, null)).toBe(true)
  })

  it.each(SHARED)('%s', (_, world) => {
    expect(judged(world, null, null)).toBe(false)
    expect(judged(world, 'apollo', null)).toBe(false)
  })

  it('"one without an owner that stands in a project needs the project gate too"', () => {
    expect(judged(WORLD, 'apollo', null)).toBe(true)
    expect(judged(WORLD, 'zeus', null)).toBe(false)
  })

  it('its project must be selected', () => {
    const unselected = { ...WORLD, integrations: { slack: { enabled: true, projects: ['zeus'] } } }
    expect(judged(unselected, 'apollo', null)).toBe(false)
    expect(judged(unselected, null, null)).toBe(true)
  })
})

it('an account-wide connection has one way for each project, each with the gates that close it', () => {
  const { world, account } = build(WORLD)
  const ways = routes(world, account, { app: 'slack', project: null, owner: 'bo' }, false)
  expect(ways.map((way) => [way.question.project?.key, closedGates(world, way)])).toEqual([
    ['apollo', ['group']],
    ['zeus', ['project', 'group']],
  ])
})
