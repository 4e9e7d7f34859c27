import fc from 'fast-check'
import type * as naive from '../support/naive-access.js'
import { LEVELS } from './worlds.js'

export const APPS = ['slack', 'zoom']
export const USERS = ['ana', 'bo']
const TYPES = ['internal', 'external']
export const PROJECTS = ['apollo', 'zeus']
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

/** Any account that the gates could be asked about. */
export const world: fc.Arbitrary<naive.NaiveWorld> = fc
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
