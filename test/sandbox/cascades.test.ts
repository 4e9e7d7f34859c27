import { describe, expect, test } from 'vitest'
import type { GroupIntegration, ProjectIntegration } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const slackIn = (p: Platform, project: string) => p.setting<ProjectIntegration>(`projects/${project}`, 'slack')
const wordOf = async (p: Platform, group: string, app = 'slack') =>
  (await p.setting<GroupIntegration>(`groups/${group}`, app)).setting
const live = async (p: Platform) => (await p.ids('connections', 'account=acc_acme')).sort()

describe('estate.md, "Decided"', () => {
  test('"Closing a level switches off what is set below it": project settings become `enabled: false` and keep their groups and types', async () => {
    const { admin } = await sandbox()
    await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    expect(await slackIn(admin, 'prj_apollo')).toMatchObject({
      enabled: false,
      groups: ['grp_eng'],
      groupTypes: ['partner'],
    })
    expect(await slackIn(admin, 'prj_zeus')).toMatchObject({ enabled: false, groups: [], groupTypes: ['internal'] })
  })

  test('"a group\'s own `true` becomes `inherit`, its `false` stays", below the account', async () => {
    const { admin } = await sandbox()
    await admin.set('groups/grp_staff', 'slack', { setting: 'on' })
    await admin.set('groups/grp_eng', 'slack', { setting: 'off' })
    await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    const words = await Promise.all(
      ['grp_partners', 'grp_builders', 'grp_staff', 'grp_eng'].map((group) => wordOf(admin, group)),
    )
    expect(words).toEqual(['inherit', 'inherit', 'inherit', 'off'])
  })

  test('"a group\'s own `true` becomes `inherit`, its `false` stays", below a project, and other projects are left alone', async () => {
    const { admin } = await sandbox()
    await admin.set('groups/grp_eng', 'slack', { setting: 'off' })
    await admin.set('projects/prj_apollo', 'slack', { enabled: false })
    const words = await Promise.all(['grp_partners', 'grp_eng', 'grp_builders'].map((group) => wordOf(admin, group)))
    expect(words).toEqual(['inherit', 'off', 'on'])
  })

  test('"the account\'s own selection and `newProjects` are kept"', async () => {
    const { admin } = await sandbox()
    const { projects, newProjects } = await admin.setting('accounts/acc_acme', 'hubspot')
    await admin.set('accounts/acc_acme', 'hubspot', { enabled: false })
    expect(await admin.setting('accounts/acc_acme', 'hubspot')).toMatchObject({ enabled: false, projects, newProjects })
  })

  test('"Opening below a closed level is refused by the platform (409), closing always accepted"', async () => {
    const { admin } = await sandbox()
    await admin.set('accounts/acc_acme', 'slack', { enabled: false })
    await expect(admin.set('projects/prj_apollo', 'slack', { enabled: true })).rejects.toMatchObject(
      refusal('level-closed', { status: 409 }),
    )
    await expect(admin.set('groups/grp_eng', 'slack', { setting: 'on' })).rejects.toMatchObject(refusal('level-closed'))
    expect(await admin.set('projects/prj_apollo', 'slack', { enabled: false })).toMatchObject({ enabled: false })
    expect(await admin.set('groups/grp_eng', 'slack', { setting: 'off' })).toMatchObject({ setting: 'off' })
  })

  test('"Deactivating an app masks all levels and rewrites none"', async () => {
    const { admin } = await sandbox()
    const before = [await slackIn(admin, 'prj_apollo'), await wordOf(admin, 'grp_partners')]
    await admin.change('apps', 'app_slack', { status: 'inactive' })
    expect([await slackIn(admin, 'prj_apollo'), await wordOf(admin, 'grp_partners')]).toEqual(before)
    expect((await admin.setting('accounts/acc_acme', 'slack')).enabled).toBe(true)
  })

  test('"A project that the selection leaves out is closed for that app: its settings go off and its connections end as in L8"', async () => {
    const { admin } = await sandbox()
    await admin.set('accounts/acc_acme', 'slack', { projects: ['prj_zeus'] })
    expect(await slackIn(admin, 'prj_apollo')).toMatchObject({
      enabled: false,
      groups: ['grp_eng'],
      groupTypes: ['partner'],
    })
    expect(await wordOf(admin, 'grp_partners')).toBe('inherit')
    expect(await wordOf(admin, 'grp_partners', 'hubspot')).toBe('off')
    expect(await live(admin)).toEqual(['con_bo', 'con_bot', 'con_cy', 'con_hub', 'con_sheets'])
  })

  test('"Closing a project, directly or by leaving a selection, ends only connections that stand in it; account-wide ones the platform never ends there"', async () => {
    const { admin } = await sandbox()
    await admin.set('projects/prj_apollo', 'hubspot', { enabled: false })
    await admin.set('accounts/acc_acme', 'slack', { projects: [] })
    expect(await live(admin)).toEqual(['con_bo', 'con_bot', 'con_sheets'])
  })

  test('"The selection travels in the same write as the toggle"', async () => {
    const { admin } = await sandbox()
    const both = { enabled: true, projects: ['prj_zeus'], newProjects: false }
    expect(await admin.set('accounts/acc_acme', 'notion', both)).toMatchObject(both)
    const off = { enabled: false, projects: ['prj_apollo'] }
    expect(await admin.set('accounts/acc_acme', 'slack', off)).toMatchObject(off)
  })

  test('"An archived project counts as left out": archiving leaves every selection and closes every app in it', async () => {
    const { admin } = await sandbox()
    const { effects } = await admin.change('projects', 'prj_apollo', { state: 'archived' })
    expect(effects.map(({ op, id }) => `${op} ${id}`).sort()).toEqual([
      'end con_ana',
      'end con_hub',
      'end con_kim',
      'update acc_acme.hubspot',
      'update acc_acme.slack',
      'update acc_acme.webhooks',
      'update grp_partners.slack',
      'update prj_apollo.hubspot',
      'update prj_apollo.slack',
      'update prj_apollo.webhooks',
    ])
    expect(await live(admin)).toEqual(['con_bo', 'con_bot', 'con_cy', 'con_sheets'])
  })

  test('making an archived project active again rejoins nothing', async () => {
    const { admin } = await sandbox()
    await admin.change('projects', 'prj_zeus', { state: 'archived' })
    expect((await admin.change('projects', 'prj_zeus', { state: 'active' })).effects).toEqual([])
    expect((await admin.setting('accounts/acc_acme', 'slack')).projects).toEqual(['prj_apollo'])
  })

  test.each<[string, (admin: Platform) => Promise<unknown>]>([
    ['Taking an app off the allow-list', (p) => p.change('accounts', 'acc_acme', { allowedApps: [] })],
    ['switching off a group', (p) => p.set('groups/grp_eng', 'slack', { setting: 'off' })],
    ["a person's removal from a group", (p) => p.change('groups', 'grp_eng', { members: [] })],
    ['a person blocked', (p) => p.set('users/usr_ana', 'slack', { blocked: true })],
    ['a person demoted', (p) => p.change('users', 'usr_pia', { role: 'member', projects: [] })],
    ['Closing the menu', (p) => p.change('accounts', 'acc_acme', { showIntegrations: false })],
    [
      'taking a group out of a project setting',
      (p) => p.set('projects/prj_apollo', 'slack', { groups: [], groupTypes: [] }),
    ],
    ['renaming a project', (p) => p.change('projects', 'prj_apollo', { name: 'artemis' })],
    ['renaming an account', (p) => p.change('accounts', 'acc_acme', { name: 'acme 2' })],
    ['renaming a group', (p) => p.change('groups', 'grp_eng', { name: 'makers' })],
  ])('"refuses new connections and ends none": %s', async (_what, write) => {
    const { admin } = await sandbox()
    const before = await admin.list('connections')
    expect(await write(admin)).toMatchObject({ effects: [] })
    expect(await admin.list('connections')).toEqual(before)
  })

  test('"Writ revokes first, then removes; the platform answers 409 while connections live": a project', async () => {
    const { admin } = await sandbox()
    await expect(admin.remove('projects', 'prj_zeus')).rejects.toMatchObject(
      refusal('connections-live', { status: 409 }),
    )
    await admin.remove('connections', 'con_cy')
    const { effects } = await admin.remove('projects', 'prj_zeus')
    expect(effects.map(({ op, id }) => `${op} ${id}`).sort()).toEqual([
      'delete grp_builders',
      'delete grp_builders.slack',
      'delete prj_zeus.slack',
      'update acc_acme.slack',
      'update acc_acme.webhooks',
    ])
    expect((await admin.setting('accounts/acc_acme', 'slack')).projects).toEqual(['prj_apollo'])
  })

  test('"the platform answers 409 while connections live": a user, and an account', async () => {
    const { admin } = await sandbox()
    await expect(admin.remove('users', 'usr_cy')).rejects.toMatchObject(refusal('connections-live'))
    await expect(admin.remove('accounts', 'acc_beta')).rejects.toMatchObject(refusal('connections-live'))
  })

  test("a group that a live connection's usableBy names is not removed: 409; once nothing names it, its settings go along", async () => {
    const { admin } = await sandbox()
    await expect(admin.remove('groups', 'grp_eng')).rejects.toMatchObject(refusal('conflict', { status: 409 }))
    await admin.remove('connections', 'con_sheets')
    const { effects } = await admin.remove('groups', 'grp_eng')
    expect(effects.map(({ op, id }) => `${op} ${id}`).sort()).toEqual([
      'update prj_apollo.slack',
      'update prj_apollo.webhooks',
    ])
    expect((await slackIn(admin, 'prj_apollo')).groups).toEqual([])
  })
})
