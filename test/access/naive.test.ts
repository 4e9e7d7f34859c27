import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Gate, judge } from '../../src/access/gates.js'
import { mayConnect, mayUse, permitted } from '../../src/access/permission.js'
import * as naive from '../support/naive-access.js'
import { APPS, PROJECTS, USERS, world } from './arbitrary.js'
import { ask, build } from './worlds.js'

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
