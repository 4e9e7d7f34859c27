import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accessOf } from '../../src/audit/access.js'
import { Explainer } from '../../src/audit/explain.js'
import { resource } from '../../src/kinds/resource.js'
import type { AccessRow } from '../../src/model/audit.js'
import type { Desired } from '../../src/model/desired.js'
import { attach, child, type Resource } from '../../src/model/resource.js'
import { APPS, USERS, world } from '../access/arbitrary.js'
import { build } from '../access/worlds.js'
import * as naive from '../support/naive-access.js'

const nothing = {
  kind: 'account',
  address: 'account/acme',
  key: 'acme',
  absent: false,
  expired: false,
  fields: {},
  said: {},
  children: {},
} as Desired<'account'>
/** People are told of who are in the account. */
function addUsers(account: Resource<'account'>): void {
  const fields = { role: 'member', projects: [], department: null, designation: null, manager: null } as const
  for (const email of USERS)
    if (child(account, 'user', email) === undefined) attach(account, resource('user', account, email, null, fields))
}

const RUNS = { numRuns: 1000 }

/** Where somebody may use an app, in plain words; of an account without projects its own name stands for it. */
function places(plain: naive.NaiveWorld, app: string, user: string, account: string): string[] {
  const isFlat = plain.projects.length === 0 || !plain.levels.includes('project')
  if (isFlat) return naive.mayUse(plain, app, null, user) ? [account] : []
  return plain.projects.map(({ name }) => name).filter((name) => naive.mayUse(plain, app, name, user))
}

function verdict(live: readonly string[], declared: readonly string[], isGoverned: boolean): AccessRow['verdict'] {
  if (!isGoverned) return 'ungoverned'
  if (live.some((place) => !declared.includes(place))) return 'undeclared'
  return declared.every((place) => live.includes(place)) ? 'conforming' : 'missing'
}

it('U7: for any two states of an account, everybody’s access and its verdict are what the plain words say', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(world, world, fc.subarray(APPS), (now, then, governed) => {
      const [live, declared] = [build(now), build({ ...then, levels: now.levels })]
      for (const each of [live, declared]) addUsers(each.account)
      const wantedApps = new Map(governed.map((app) => [app, { ...nothing, key: app } as unknown as Desired<'app'>]))
      const speaking = { desired: { wanted: nothing, holds: [] }, wantedApps }
      const telling = { explainer: new Explainer(), asksAll: false }
      const rows = [...accessOf({ live, declared, standing: 'governed', speaking }, telling)]
      const told = new Map(rows.map((row) => [`${row.user} ${row.app}`, row]))
      expect(told.size).toBe(rows.length)
      for (const user of USERS)
        for (const app of APPS) {
          const [here, wanted] = [now, { ...then, levels: now.levels }].map((plain) =>
            places(plain, app, user, live.account.key),
          )
          const row = told.get(`${user} ${app}`)
          expect([row?.live.toSorted() ?? [], row?.declared.toSorted() ?? []]).toEqual([
            here?.toSorted(),
            wanted?.toSorted(),
          ])
          if (row === undefined) continue
          expect(row.verdict).toBe(verdict(here ?? [], wanted ?? [], governed.includes(app)))
          seen.set(row.verdict, (seen.get(row.verdict) ?? 0) + 1)
        }
    }),
    RUNS,
  )
  for (const each of ['conforming', 'undeclared', 'missing', 'ungoverned'])
    expect(seen.get(each) ?? 0, each).toBeGreaterThan(5)
})
