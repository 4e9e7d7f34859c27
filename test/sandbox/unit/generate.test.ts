import { describe, expect, test } from 'vitest'
import { allowsUse } from '../../../src/sandbox/access.js'
import type { Collection, Rows } from '../../../src/sandbox/rows.js'
import { SeedError } from '../../../src/sandbox/seed/names.js'
import { spread } from '../../../src/sandbox/seed/spread.js'
import { platformOf } from './platform.js'

const size = { seed: 7, accounts: 5, projects: 20, groups: 40, users: 30, apps: 6, settings: 300, connections: 400 }
const platform = platformOf({ generate: size })
const rows = <C extends Collection>(collection: C): Rows[C][] => platform.store.find(collection, {})

describe('a platform made up at a size', () => {
  test('has exactly the numbers asked for, settings counted over all levels', () => {
    const levels = ['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'] as const
    const settings = levels.reduce((sum, level) => sum + rows(level).length, 0)
    const { seed: _, ...counts } = size
    const made = { accounts: rows('accounts'), projects: rows('projects'), groups: rows('groups') }
    const more = { users: rows('users'), apps: rows('apps'), connections: rows('connections') }
    const found = Object.entries({ ...made, ...more }).map(([name, list]) => [name, list.length])
    expect({ ...Object.fromEntries(found), settings }).toEqual(counts)
  })

  test('is the same from the same numbers, and another from another seed', () => {
    const text = (seed: number) => {
      const other = platformOf({ generate: { ...size, seed } })
      return JSON.stringify(other.store.find('connections', {}).concat())
    }
    expect(text(7)).toBe(JSON.stringify(rows('connections')))
    expect(text(8)).not.toBe(text(7))
  })

  test('opens nothing below a closed level (L14)', () => {
    for (const row of rows('project-integrations').filter(({ enabled }) => enabled)) {
      const above = platform.store.get('account-integrations', `${row.account}.${row.app}`)
      expect([above?.enabled, above?.projects.includes(row.project)]).toEqual([true, true])
    }
    for (const row of rows('group-integrations').filter(({ setting }) => setting === 'on')) {
      expect(platform.store.get('project-integrations', `${row.project}.${row.app}`)?.enabled).toBe(true)
    }
  })

  test('permits every connection to its owner, and unnamed ones are one for a person and app (U4)', () => {
    const personal = new Set<string>()
    for (const { account: id, app, project, owner, name } of rows('connections')) {
      const account = platform.store.get('accounts', id)
      expect(account && owner && allowsUse(platform.store, { account, app, project, user: owner })).toBe(true)
      if (name === null) expect(personal.has(`${owner}.${app}`)).toBe(false)
      if (name === null) personal.add(`${owner}.${app}`)
    }
  })

  test('refuses numbers that contradict each other', () => {
    const impossible = { ...size, accounts: 0 }
    expect(() => platformOf({ generate: impossible })).toThrow(SeedError)
    expect(() => platformOf({ generate: { ...size, settings: 1_000_000 } })).toThrow('fewer places')
  })
})

test('settings that one level cannot hold go to another', () => {
  const dealt = spread({ ...size, accounts: 1, settings: 500 })
  expect(dealt && Object.values(dealt).reduce((sum, level) => sum + level, 0)).toBe(500)
  expect(dealt?.accounts).toBeLessThanOrEqual(6)
})
