import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Facts, type GateName, gatesOf, groupOn, mayConnect, mayUse } from '../../../src/sandbox/gates.js'

const group = { id: 'grp_eng', type: 'internal', members: ['usr_ana'], setting: 'inherit' as const }
const project = { id: 'prj_apollo', setting: { enabled: true, groups: [], groupTypes: ['internal'] }, groups: [group] }

/** Everything open for Ana. */
const open: Facts = {
  app: { name: 'slack', status: 'active', configured: true },
  account: { allowedApps: ['slack'], showIntegrations: true },
  accountSetting: { enabled: true, projects: ['prj_apollo'] },
  project,
  person: { id: 'usr_ana', blocked: false },
}

/** One fact changed, and the one gate it closes. */
const closings: [string, Partial<Facts>, GateName][] = [
  ['the app is not installed', { app: undefined }, 'registry'],
  ['the app is inactive', { app: { name: 'slack', status: 'inactive', configured: true } }, 'registry'],
  ['the app is not configured', { app: { name: 'slack', status: 'active', configured: false } }, 'registry'],
  ['the allow-list lacks it', { account: { allowedApps: ['zoom'], showIntegrations: true } }, 'allowed'],
  ['the account level is off', { accountSetting: { enabled: false, projects: ['prj_apollo'] } }, 'account'],
  ['the project is not selected', { accountSetting: { enabled: true, projects: [] } }, 'account'],
  ['the project level is off', { project: { ...project, setting: { ...project.setting, enabled: false } } }, 'project'],
  ['no group is on', { project: { ...project, groups: [{ ...group, setting: 'off' }] } }, 'group'],
  ['she is in no group', { project: { ...project, groups: [{ ...group, members: [] }] } }, 'group'],
  ['the project has no groups', { project: { ...project, groups: [] } }, 'group'],
  ['she is blocked', { person: { id: 'usr_ana', blocked: true } }, 'person'],
]

describe('the gates of estate.md', () => {
  test('all open: she may use and connect (L1)', () => {
    const gates = gatesOf(open)
    expect(new Set(Object.values(gates))).toEqual(new Set(['open']))
    expect([mayUse(gates), mayConnect(gates)]).toEqual([true, true])
  })

  test.each(closings)('%s: the access is closed by that', (_, change, name) => {
    const gates = gatesOf({ ...open, ...change })
    expect(gates[name]).toBe('closed')
    expect([mayUse(gates), mayConnect(gates)]).toEqual([false, false])
  })

  test('a closed menu (T1) stops connecting and not using', () => {
    const gates = gatesOf({ ...open, account: { allowedApps: 'all', showIntegrations: false } })
    expect([mayUse(gates), mayConnect(gates)]).toEqual([true, false])
  })

  test('upgrade pending counts as active', () => {
    const gates = gatesOf({ ...open, app: { name: 'slack', status: 'upgrade-pending', configured: true } })
    expect(mayConnect(gates)).toBe(true)
  })

  test('project and group are n/a in an account without projects, and count as open', () => {
    const gates = gatesOf({ ...open, project: null, accountSetting: { enabled: true, projects: [] } })
    expect(gates).toMatchObject({ account: 'open', project: 'n/a', group: 'n/a' })
    expect(mayUse(gates)).toBe(true)
  })

  test('she may use exactly when no gate but the menu is closed, whatever the combination', () => {
    const flags = fc.record({
      registry: fc.boolean(),
      allowed: fc.boolean(),
      account: fc.boolean(),
      project: fc.boolean(),
      group: fc.boolean(),
      person: fc.boolean(),
      menu: fc.boolean(),
    })
    fc.assert(
      fc.property(flags, ({ menu, ...others }) => {
        const gates = gatesOf(factsFrom({ menu, ...others }))
        const all = Object.values(others).every(Boolean)
        expect([mayUse(gates), mayConnect(gates)]).toEqual([all, all && menu])
      }),
    )
  })
})

function factsFrom(is: Record<GateName, boolean>): Facts {
  return {
    app: { name: 'slack', status: is.registry ? 'active' : 'inactive', configured: true },
    account: { allowedApps: is.allowed ? 'all' : [], showIntegrations: is.menu },
    accountSetting: { enabled: is.account, projects: ['prj_apollo'] },
    project: {
      ...project,
      setting: { ...project.setting, enabled: is.project },
      groups: [{ ...group, setting: is.group ? 'on' : 'off' }],
    },
    person: { id: 'usr_ana', blocked: !is.person },
  }
}

describe('a group’s own setting (L9)', () => {
  const chosen = { groups: ['grp_eng'], groupTypes: ['internal'] }
  const nothing = { groups: [], groupTypes: [] }

  test('"off" beats the project’s groups and group types', () => {
    expect(groupOn({ ...group, setting: 'off' }, chosen)).toBe(false)
  })

  test('"on" needs neither', () => {
    expect(groupOn({ ...group, setting: 'on' }, nothing)).toBe(true)
  })

  test('"inherit" follows the groups or the types (L6)', () => {
    expect(groupOn(group, { ...nothing, groups: ['grp_eng'] })).toBe(true)
    expect(groupOn(group, { ...nothing, groupTypes: ['internal'] })).toBe(true)
    expect(groupOn({ ...group, type: null }, { ...nothing, groupTypes: ['internal'] })).toBe(false)
  })
})
