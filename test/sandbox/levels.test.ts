import { describe, expect, test } from 'vitest'
import type { GroupIntegration, ProjectIntegration, UserIntegration } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const acme = 'accounts/acc_acme'
const closed = refusal('level-closed', { status: 409 })
const projectLevel = (p: Platform, project: string, app: string) =>
  p.setting<ProjectIntegration>(`projects/${project}`, app)
const groupLevel = (p: Platform, group: string, app: string) => p.setting<GroupIntegration>(`groups/${group}`, app)
const ended = ({ effects }: { effects: { op: string; id: string }[] }) =>
  effects
    .filter(({ op }) => op === 'end')
    .map(({ id }) => id)
    .sort()

describe('the account level', () => {
  test('a setting that was never written reads with its defaults and is not listed', async () => {
    const { admin } = await sandbox()
    expect(await admin.setting(acme, 'notion')).toEqual({
      id: 'acc_acme.notion',
      etag: null,
      account: 'acc_acme',
      app: 'notion',
      enabled: false,
      projects: [],
      newProjects: true,
      problem: null,
    })
    expect(await projectLevel(admin, 'prj_apollo', 'notion')).toMatchObject({
      etag: null,
      enabled: false,
      groups: [],
      groupTypes: [],
    })
    expect(await groupLevel(admin, 'grp_eng', 'notion')).toMatchObject({
      etag: null,
      setting: 'inherit',
      project: 'prj_apollo',
    })
    expect(await admin.setting<UserIntegration>('users/usr_ana', 'notion')).toMatchObject({
      etag: null,
      blocked: false,
    })
    expect(await admin.ids('account-integrations', 'app=notion')).toEqual([])
  })

  test('L2: turning it on selects all active projects, and those created later', async () => {
    const { admin } = await sandbox()
    expect(await admin.set(acme, 'notion', { enabled: true })).toMatchObject({
      enabled: true,
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: true,
      effects: [],
    })
    const { id, effects } = await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    expect(effects.map((effect) => effect.id)).toContain('acc_acme.notion')
    expect((await admin.setting(acme, 'notion')).projects).toContain(id)
  })

  test('L3: the selection can be edited: which projects, and whether new ones get it', async () => {
    const { admin } = await sandbox()
    expect(await admin.set(acme, 'slack', { projects: ['prj_zeus'], newProjects: false })).toMatchObject({
      projects: ['prj_zeus'],
      newProjects: false,
      enabled: true,
    })
    const { id } = await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    expect((await admin.setting(acme, 'slack')).projects).not.toContain(id)
    const all = await admin.set(acme, 'slack', { projects: 'all' })
    expect(all).toMatchObject({ projects: expect.arrayContaining(['prj_apollo', 'prj_zeus', id]), newProjects: true })
  })

  test.each([[['prj_attic']], [['prj_none']]])('a selection of %j, archived or unknown, is 422', async (projects) => {
    const { admin } = await sandbox()
    await expect(admin.set(acme, 'slack', { projects })).rejects.toMatchObject(refusal('invalid'))
  })

  test('"all" with newProjects false contradicts itself: 422', async () => {
    const { admin } = await sandbox()
    await expect(admin.set(acme, 'slack', { projects: 'all', newProjects: false })).rejects.toMatchObject(
      refusal('invalid'),
    )
  })

  test('a disabled integration does not take new projects in', async () => {
    const { admin } = await sandbox()
    await admin.set(acme, 'slack', { enabled: false })
    const { id } = await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    expect((await admin.setting(acme, 'slack')).projects).not.toContain(id)
  })

  test('the selection is kept while it is off, may be edited then, and stands again when it is on', async () => {
    const { admin } = await sandbox()
    await admin.set(acme, 'slack', { enabled: false })
    expect(await admin.setting(acme, 'slack')).toMatchObject({
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: true,
    })
    await admin.set(acme, 'slack', { projects: ['prj_zeus'], newProjects: false })
    expect(await admin.set(acme, 'slack', { enabled: true })).toMatchObject({
      projects: ['prj_zeus'],
      newProjects: false,
    })
  })

  test('L4: enabling writes nothing below: project and group levels stay closed until opened', async () => {
    const { admin } = await sandbox()
    const below = async () => [await admin.list('project-integrations'), await admin.list('group-integrations')]
    const before = await below()
    const { effects } = await admin.set(acme, 'notion', { enabled: true })
    expect(effects).toEqual([])
    expect(await below()).toEqual(before)
  })

  test('L5: disabling closes it in every project and ends every live connection of the app in the account', async () => {
    const { admin } = await sandbox()
    const answer = await admin.set(acme, 'slack', { enabled: false })
    expect(ended(answer)).toEqual(['con_ana', 'con_bo', 'con_bot', 'con_cy', 'con_kim'])
    for (const project of ['prj_apollo', 'prj_zeus'])
      expect((await projectLevel(admin, project, 'slack')).enabled).toBe(false)
    expect((await admin.ids('connections', 'account=acc_acme')).sort()).toEqual(['con_hub', 'con_sheets'])
    expect(await admin.ids('connections', 'account=acc_beta')).toEqual(['con_bea'])
  })

  test('L5: enabling again restores no project and no connection', async () => {
    const { admin } = await sandbox()
    await admin.set(acme, 'slack', { enabled: false })
    expect((await admin.set(acme, 'slack', { enabled: true })).effects).toEqual([])
    expect((await projectLevel(admin, 'prj_apollo', 'slack')).enabled).toBe(false)
    expect((await admin.row('connections', 'con_ana')).status).toBe('ended')
  })

  test('effects carry each row as it is afterwards', async () => {
    const { admin } = await sandbox()
    const { effects } = await admin.set(acme, 'slack', { enabled: false })
    for (const { collection, id, row } of effects) {
      const rows = await admin.list(collection as 'projects', collection === 'connections' ? 'status=ended' : '')
      expect(rows.find((found) => found.id === id)).toEqual(row)
    }
  })

  test('L13: narrowing never passes through "disabled": connections of projects that stay are untouched', async () => {
    const { admin } = await sandbox()
    const before = await admin.row('connections', 'con_cy')
    const answer = await admin.set(acme, 'slack', { projects: ['prj_zeus'] })
    expect(ended(answer)).toEqual(['con_ana', 'con_kim'])
    expect(await admin.row('connections', 'con_cy')).toEqual(before)
    expect((await projectLevel(admin, 'prj_zeus', 'slack')).enabled).toBe(true)
  })

  test('L14: turning it on outside the allow-list is refused; off always works', async () => {
    const { admin } = await sandbox()
    await admin.change('accounts', 'acc_acme', { allowedApps: ['hubspot'] })
    await expect(admin.set(acme, 'notion', { enabled: true })).rejects.toMatchObject(closed)
    expect((await admin.set(acme, 'slack', { enabled: false })).enabled).toBe(false)
    await expect(admin.set(acme, 'slack', { enabled: true })).rejects.toMatchObject(closed)
  })

  test.each([
    ['zoom', 'not configured'],
    ['trello', 'inactive'],
  ])(
    'L10: enabling %s is accepted with its problem named, and the problem goes when the app works',
    async (app, why) => {
      const { admin } = await sandbox()
      const { enabled, problem } = await admin.set(acme, app, { enabled: true })
      expect(enabled).toBe(true)
      expect(problem).toContain(app)
      expect(problem).toContain(why)
      expect((await admin.list('account-integrations', `app=${app}`))[0]?.problem).toBe(problem)
      await admin.change('apps', `app_${app}`, { status: 'active', settings: { clientId: 'abc' } })
      expect((await admin.setting(acme, app)).problem).toBeNull()
    },
  )

  test('L10: an app that stops working shows its problem where it is enabled', async () => {
    const { admin } = await sandbox()
    await admin.change('apps', 'app_slack', { status: 'inactive' })
    expect((await admin.setting(acme, 'slack')).problem).toContain('slack')
    expect((await admin.setting(acme, 'hubspot')).problem).toBeNull()
  })
})

describe('the project level', () => {
  test('L6: opened for groups and for group types', async () => {
    const { admin } = await sandbox()
    await admin.set(acme, 'notion', { enabled: true })
    const body = { enabled: true, groups: ['grp_partners', 'grp_eng'], groupTypes: ['partner', 'internal'] }
    expect(await admin.set<ProjectIntegration>('projects/prj_apollo', 'notion', body)).toMatchObject({
      enabled: true,
      groups: ['grp_eng', 'grp_partners'],
      groupTypes: ['internal', 'partner'],
    })
  })

  test('L6: a group type covers groups of that type that are created later', async () => {
    const { admin, as } = await sandbox()
    await admin.create('groups', {
      account: 'acc_acme',
      project: 'prj_zeus',
      name: 'late',
      type: 'internal',
      members: ['usr_ana'],
    })
    const asked = { account: 'acc_acme', app: 'slack', project: 'prj_zeus', name: 'n', dryRun: true }
    expect(await (await as('ana@acme.example')).post('connections/start', asked)).toEqual({ allowed: true })
  })

  test('a group of another project is 422', async () => {
    const { admin } = await sandbox()
    const wrong = admin.set('projects/prj_apollo', 'slack', { groups: ['grp_builders'] })
    await expect(wrong).rejects.toMatchObject(refusal('invalid'))
  })

  test('L8: disabling ends the connections that stand in the project; account-wide ones and other projects stay', async () => {
    const { admin } = await sandbox()
    const answer = await admin.set<ProjectIntegration>('projects/prj_apollo', 'slack', { enabled: false })
    expect(ended(answer)).toEqual(['con_ana', 'con_kim'])
    expect((await admin.ids('connections', 'app=slack&account=acc_acme')).sort()).toEqual([
      'con_bo',
      'con_bot',
      'con_cy',
    ])
    expect((await admin.row('connections', 'con_hub')).status).toBe('active')
  })

  test.each([
    ['the account level is off', 'prj_apollo', 'notion'],
    ['the selection leaves the project out', 'prj_zeus', 'hubspot'],
    ['the project is archived', 'prj_attic', 'slack'],
  ])('L14: opening while %s is refused', async (_why, project, app) => {
    const { admin } = await sandbox()
    await expect(admin.set(`projects/${project}`, app, { enabled: true })).rejects.toMatchObject(closed)
  })

  test('L14: groups and types of a closed setting may be edited while it stays closed', async () => {
    const { admin } = await sandbox()
    const body = { groups: ['grp_eng'], groupTypes: ['internal'] }
    expect(await admin.set('projects/prj_apollo', 'notion', body)).toMatchObject({ enabled: false, ...body })
    expect(await admin.set('projects/prj_apollo', 'notion', { enabled: false })).toMatchObject(body)
  })

  test('taking a group out ends no connection', async () => {
    const { admin } = await sandbox()
    expect((await admin.set<ProjectIntegration>('projects/prj_apollo', 'slack', { groups: [] })).effects).toEqual([])
    expect((await admin.row('connections', 'con_ana')).status).toBe('active')
  })
})

describe('new projects', () => {
  test('L7: in a new project everything is off for all groups', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('projects', { account: 'acc_acme', name: 'hermes' })
    expect(await admin.ids('project-integrations', `project=${id}`)).toEqual([])
    expect((await projectLevel(admin, id, 'slack')).enabled).toBe(false)
  })

  test('L7: a template presets what is open above it; a preset under a closed account level is not applied', async () => {
    const { admin } = await sandbox()
    const { id, template } = await admin.create('projects', {
      account: 'acc_acme',
      name: 'hermes',
      template: 'tpl_delivery',
    })
    expect(template).toBe('tpl_delivery')
    expect(await admin.list('project-integrations', `project=${id}`)).toMatchObject([
      { app: 'slack', enabled: true, groups: [], groupTypes: ['internal'] },
    ])
  })

  test('L7: editing the template later changes no project', async () => {
    const { admin } = await sandbox()
    const { id } = await admin.create('projects', { account: 'acc_acme', name: 'hermes', template: 'tpl_delivery' })
    const before = await admin.list('project-integrations', `project=${id}`)
    const body = { integrations: { slack: { enabled: false }, webhooks: { groupTypes: ['partner'] }, zoom: null } }
    const changed = await admin.change('project-templates', 'tpl_delivery', body)
    expect(Object.keys(changed.integrations).sort()).toEqual(['hubspot', 'slack', 'webhooks'])
    expect(changed.integrations).toMatchObject({
      slack: { enabled: false },
      webhooks: { enabled: true, groupTypes: ['partner'] },
    })
    expect(await admin.list('project-integrations', `project=${id}`)).toEqual(before)
  })
})

describe('the group level', () => {
  test('L9: a group is switched when it is created and later', async () => {
    const { admin } = await sandbox()
    const body = {
      account: 'acc_acme',
      project: 'prj_apollo',
      name: 'guests',
      integrations: { slack: 'on', hubspot: 'off' },
    }
    const { id, effects } = await admin.create('groups', body)
    expect(effects.map((effect) => effect.id).sort()).toEqual([`${id}.hubspot`, `${id}.slack`])
    expect((await groupLevel(admin, id, 'slack')).setting).toBe('on')
    await admin.set(`groups/${id}`, 'slack', { setting: 'off' })
    expect((await groupLevel(admin, id, 'slack')).setting).toBe('off')
  })

  test("L9: the group's own setting beats groups and group types, both ways", async () => {
    const { admin, as } = await sandbox()
    const kim = await as('kim@partner.example')
    const ask = (app: string) =>
      kim.post('connections/start', { account: 'acc_acme', app, project: 'prj_apollo', name: 'n', dryRun: true })
    await admin.set('projects/prj_apollo', 'slack', { groups: [], groupTypes: [] })
    expect(await ask('slack')).toEqual({ allowed: true })
    await admin.set('projects/prj_apollo', 'hubspot', { groups: ['grp_partners'], groupTypes: ['partner'] })
    await expect(ask('hubspot')).rejects.toMatchObject(refusal('app-not-available'))
    await admin.set('groups/grp_partners', 'hubspot', { setting: 'inherit' })
    expect(await ask('hubspot')).toEqual({ allowed: true })
  })

  test('L14: "on" below a closed project is refused, at creation too; "off" and "inherit" always work', async () => {
    const { admin } = await sandbox()
    await expect(admin.set('groups/grp_eng', 'notion', { setting: 'on' })).rejects.toMatchObject(closed)
    const body = { account: 'acc_acme', project: 'prj_apollo', name: 'guests', integrations: { notion: 'on' } }
    await expect(admin.create('groups', body)).rejects.toMatchObject(closed)
    expect(await admin.ids('groups', 'name=guests')).toEqual([])
    for (const setting of ['off', 'inherit']) {
      expect((await admin.set<GroupIntegration>('groups/grp_eng', 'notion', { setting })).setting).toBe(setting)
    }
  })

  test('L14: a group without a project stands below the account', async () => {
    const { admin } = await sandbox()
    await expect(admin.set('groups/grp_staff', 'notion', { setting: 'on' })).rejects.toMatchObject(closed)
    expect((await admin.set<GroupIntegration>('groups/grp_staff', 'slack', { setting: 'on' })).setting).toBe('on')
  })
})

describe('the registry', () => {
  test('R6: deactivating ends every live connection of the app, in all accounts, and rewrites no setting', async () => {
    const { admin } = await sandbox()
    const settings = async () => {
      const lists = ['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'] as const
      const rows = await Promise.all(lists.map((list) => admin.list(list)))
      return rows.flat().map((row) => ({ ...row, problem: undefined }))
    }
    const before = await settings()
    const answer = await admin.change('apps', 'app_slack', { status: 'inactive' })
    expect(ended(answer)).toEqual(['con_ana', 'con_bea', 'con_bo', 'con_bot', 'con_cy', 'con_kim'])
    expect(await settings()).toEqual(before)
  })

  test('R6: activating again restores the levels as they were set, not the connections', async () => {
    const { admin, as } = await sandbox()
    await admin.change('apps', 'app_slack', { status: 'inactive' })
    expect((await admin.change('apps', 'app_slack', { status: 'active' })).effects).toEqual([])
    expect(await admin.ids('connections', 'app=slack')).toEqual([])
    const asked = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', dryRun: true }
    expect(await (await as('ana@acme.example')).post('connections/start', asked)).toEqual({ allowed: true })
  })

  test('R3: uninstalling needs its name again, ends its connections and removes its settings', async () => {
    const { admin } = await sandbox()
    for (const query of ['', 'confirm=hubspot']) {
      const { etag } = await admin.row('apps', 'app_slack')
      const path = `apps/app_slack${query && `?${query}`}`
      const answer = await admin.send('DELETE', path, { headers: { 'if-match': `"${etag}"` }, lax: true })
      expect(answer.status).toBe(422)
    }
    const answer = await admin.remove('apps', 'app_slack', 'confirm=slack')
    expect(ended(answer).length).toBe(6)
    for (const list of ['account-integrations', 'project-integrations', 'group-integrations'] as const) {
      expect(await admin.ids(list, 'app=slack')).toEqual([])
    }
    expect(await admin.ids('apps', 'name=slack')).toEqual([])
  })

  test('R3: installed, configured, upgraded: an oauth2 app is configured once it has a client id', async () => {
    const { admin } = await sandbox()
    const { id, configured } = await admin.create('apps', { name: 'asana', auth: 'oauth2' })
    expect(configured).toBe(false)
    expect(await admin.change('apps', id, { settings: { clientId: 'abc', region: 'eu' } })).toMatchObject({
      configured: true,
    })
    expect((await admin.change('apps', id, { settings: { region: null } })).settings).toEqual({ clientId: 'abc' })
    expect((await admin.change('apps', id, { settings: { clientId: '' } })).configured).toBe(false)
    expect((await admin.create('apps', { name: 'hooks', auth: 'api-key' })).configured).toBe(true)
  })

  test('R3: a pending upgrade is taken by naming its version; another version is 422', async () => {
    const { admin } = await sandbox()
    await expect(admin.change('apps', 'app_notion', { version: '3.0.0' })).rejects.toMatchObject(refusal('invalid'))
    expect(await admin.change('apps', 'app_notion', { version: '2.0.0' })).toMatchObject({
      version: '2.0.0',
      availableVersion: null,
      status: 'active',
    })
  })

  test('R2: an app that is not installed is configured for nobody until it is installed, under its id', async () => {
    const { admin } = await sandbox()
    expect(await admin.row('apps', 'app_miro')).toMatchObject({ status: 'not-installed', configured: false })
    await expect(admin.change('apps', 'app_miro', { status: 'active' })).rejects.toMatchObject(refusal('conflict'))
    const installed = await admin.create('apps', { name: 'miro', auth: 'oauth2', settings: { clientId: 'abc' } })
    expect(installed).toMatchObject({ id: 'app_miro', status: 'active', configured: true })
  })
})
