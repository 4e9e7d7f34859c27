import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Gate, judge } from '../../src/access/gates.js'
import { mayConnect, mayUse, permitted } from '../../src/access/permission.js'
import * as naive from '../support/naive-access.js'
import { ask, build, LEVELS } from './worlds.js'

const APPS = ['slack', 'zoom']
const USERS = ['ana', 'bo']
const TYPES = ['internal', 'external']
const PROJECTS = ['apollo', 'zeus']
const GROUPS = ['engineering', 'partners']

/** Doors stand open more often than not, or nobody would ever get through all of them. */
const mostly = fc.integer({ min: 0, max: 5 }).map((n) => n > 0)
const rarely = fc.integer({ min: 0, max: 5 }).map((n) => n === 0)
const some = <T>(of: readonly T[]) => fc.subarray([...of])
const byApp = <T>(value: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(APPS.map((app) => [app, value])), { requiredKeys: [] }) as fc.Arbitrary<
    Record<string, T>
  >

const group = (name: string) =>
  fc.record({
    name: fc.constant(name),
    type: fc.option(fc.constantFrom(...TYPES)),
    members: some(USERS),
    own: byApp(fc.constantFrom('on', 'off', 'inherit', 'inherit')),
  })
const groups = some(GROUPS).chain((names) => fc.tuple(...names.map(group)))

const project = (name: string): fc.Arbitrary<naive.NaiveProject> =>
  fc.record({
    name: fc.constant(name),
    archived: rarely,
    integrations: byApp(fc.record({ enabled: mostly, groups: some(GROUPS), types: some(TYPES) })),
    groups,
  })

const world: fc.Arbitrary<naive.NaiveWorld> = fc
  .record({ levels: fc.option(some(LEVELS), { nil: LEVELS, freq: 2 }), places: some(PROJECTS) })
  .chain(({ levels, places }) => {
    const names = levels.includes('project') ? places : []
    return fc.record({
      levels: fc.constant(levels),
      apps: fc.tuple(...APPS.map((name) => fc.record({ name: fc.constant(name), active: mostly, configured: mostly }))),
      menu: mostly,
      allowed: fc.oneof(fc.constant('all' as const), some(APPS)),
      integrations: byApp(fc.record({ enabled: mostly, projects: some(names) })),
      projects: fc.tuple(...names.map(project)),
      groups,
      blocked: some(USERS.flatMap((user) => APPS.map((app) => `${user} ${app}`))).map((all) => all.slice(0, 1)),
      outOfDate: rarely.map((is) => (is ? ['slack'] : [])),
      heldClosed: rarely.map((is) => (is ? ['zoom'] : [])),
      held: rarely.map((is) => (is ? ['slack'] : [])),
    })
  })

const question = fc.record({
  app: fc.constantFrom(...APPS, 'nothing'),
  place: fc.option(fc.constantFrom(...PROJECTS)),
  user: fc.constantFrom(...USERS, 'nobody'),
})

const RUNS = { numRuns: 3000 }

it('every combination of gates: each gate, use and connecting are what the plain words say', () => {
  let through = 0
  fc.assert(
    fc.property(world, question, (plain, { app, place, user }) => {
      const { world: built, account } = build(plain)
      const known = plain.projects.some(({ name }) => name === place) ? place : null
      const asked = ask(account, app, known, user)
      const gates: Record<Gate, string> = {
        registry: naive.registry(plain, app),
        allowed: naive.allowed(plain, app),
        account: naive.account(plain, app, known),
        project: naive.project(plain, app, known),
        group: naive.group(plain, app, known, user),
        person: naive.person(plain, app, user),
        dates: naive.dates(plain, app),
        hold: naive.hold(plain, app, false),
        menu: naive.menu(plain),
      }
      for (const [gate, state] of Object.entries(gates)) {
        expect(judge(gate as Gate, built, asked), gate).toBe(state)
      }
      expect(judge('hold', built, asked, 'opening')).toBe(naive.hold(plain, app, true))
      expect(mayUse(built, asked)).toBe(naive.mayUse(plain, app, known, user))
      expect(mayConnect(built, asked)).toBe(naive.mayConnect(plain, app, known, user))
      if (mayUse(built, asked)) through += 1
    }),
    RUNS,
  )
  expect(through, 'cases in which somebody gets through').toBeGreaterThan(RUNS.numRuns / 50)
})

it('every combination of gates: a connection is permitted exactly when the plain words say so', () => {
  const seen = { permitted: 0, refused: 0 }
  const held = fc.record({ owner: fc.option(fc.constantFrom(...USERS)), declared: fc.boolean() })
  fc.assert(
    fc.property(world, question, held, (plain, { app, place }, { owner, declared }) => {
      const { world: built, account } = build(plain)
      const known = plain.projects.some(({ name }) => name === place) ? place : null
      const expected = naive.permitted(plain, { app, project: known, owner, declared })
      expect(permitted(built, account, { app, project: known, owner }, declared)).toBe(expected)
      seen[expected ? 'permitted' : 'refused'] += 1
    }),
    RUNS,
  )
  expect(Math.min(seen.permitted, seen.refused)).toBeGreaterThan(RUNS.numRuns / 10)
})
