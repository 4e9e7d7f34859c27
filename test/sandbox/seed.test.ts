import { describe, expect, test } from 'vitest'
import type { Rows } from '../support/client.js'
import { openSandbox, sandbox } from '../support/sandbox.js'
import { acmeCloud } from '../support/seed.js'

const size = { seed: 7, accounts: 4, projects: 12, groups: 15, users: 20, apps: 5, settings: 90, connections: 60 }
const generated = (seed = 7) => ({ formatVersion: 1, tenant: 'load', generate: { ...size, seed } })
const levels = ['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'] as const

describe('a seed written out', () => {
  test('becomes rows: names become ids, and what it leaves out has its default', async () => {
    const { admin } = await sandbox()
    expect(await admin.row('projects', 'prj_apollo')).toMatchObject({
      account: 'acc_acme',
      name: 'apollo',
      state: 'active',
      template: null,
    })
    expect(await admin.row('groups', 'grp_eng')).toMatchObject({
      project: 'prj_apollo',
      members: ['usr_ana', 'usr_bo'],
    })
    expect(await admin.row('users', 'usr_pia')).toMatchObject({ role: 'project-admin', projects: ['prj_apollo'] })
    expect(await admin.row('users', 'usr_ana')).toMatchObject({ manager: 'usr_max', department: 'HR' })
    expect(await admin.row('connections', 'con_ana')).toMatchObject({
      owner: 'usr_ana',
      createdBy: 'usr_ana',
      holder: 'person',
      status: 'active',
    })
    expect(await admin.row('connections', 'con_sheets')).toMatchObject({
      usableBy: { users: ['usr_bo'], groups: ['grp_eng'] },
      createdBy: 'usr_ana',
    })
    expect(await admin.row('connections', 'con_bot')).toMatchObject({
      owner: null,
      createdBy: null,
      holder: 'installation',
    })
    expect(await admin.setting('accounts/acc_acme', 'slack')).toMatchObject({
      projects: ['prj_apollo', 'prj_zeus'],
      newProjects: true,
    })
    expect(await admin.setting('accounts/acc_acme', 'hubspot')).toMatchObject({
      projects: ['prj_apollo'],
      newProjects: false,
    })
  })

  test.each<[string, (seed: ReturnType<typeof acmeCloud>) => unknown]>([
    ['an unknown field', (seed) => Object.assign(seed.accounts[0] as object, { colour: 'red' })],
    ['an app nobody declares', (seed) => Object.assign(seed.accounts[1] as object, { integrations: { asana: {} } })],
    [
      'a project that is not there',
      (seed) => Object.assign(seed.accounts[1] as object, { connections: [{ app: 'slack', project: 'nowhere' }] }),
    ],
    [
      'a person who is not there',
      (seed) =>
        Object.assign(seed.accounts[1] as object, { connections: [{ app: 'slack', owner: 'no@body.example' }] }),
    ],
  ])('is refused with %s, which is named', async (_what, spoil) => {
    const seed = acmeCloud()
    spoil(seed)
    await expect(openSandbox(seed)).rejects.toThrow(/colour|asana|nowhere|no@body/)
  })
})

describe('a seed by size', () => {
  test('has as many rows as it says, the settings counted over all levels', async () => {
    const { admin } = await sandbox(generated())
    const totalOf = async (collection: keyof Rows) => (await admin.page(collection, 'limit=1')).total
    for (const collection of ['accounts', 'projects', 'groups', 'apps', 'connections'] as const) {
      expect([collection, await totalOf(collection)]).toEqual([collection, size[collection]])
    }
    const settings = await Promise.all(levels.map(totalOf))
    expect(settings.reduce((sum, count) => sum + count, 0)).toBe(size.settings)
    const people = (await admin.list('users')).filter(({ role }) => role !== 'operator')
    expect(people.length).toBe(size.users)
  })

  test('is the same from the same numbers, and another from another seed number', async () => {
    const rows = async (seed: number) => {
      const { admin } = await sandbox(generated(seed))
      return [await admin.list('connections'), await admin.list('project-integrations')]
        .flat()
        .map((row) => ({ ...row, createdAt: '', lastUsedAt: '' }))
    }
    const first = await rows(7)
    expect(await rows(7)).toEqual(first)
    expect(await rows(8)).not.toEqual(first)
  })

  test('opens no level below a closed one', async () => {
    const { admin } = await sandbox(generated())
    const accounts = new Map((await admin.list('account-integrations')).map((row) => [row.id, row]))
    for (const { account, project, app, enabled } of await admin.list('project-integrations')) {
      const above = accounts.get(`${account}.${app}`)
      if (enabled) expect(above).toMatchObject({ enabled: true, projects: expect.arrayContaining([project]) })
    }
  })

  test('the sandbox says its tenant, that it is disposable and what it can do', async () => {
    const { admin } = await sandbox(generated())
    expect(await admin.get('')).toMatchObject({
      tenant: 'load',
      version: '1',
      disposable: true,
      capabilities: {
        levels: ['account', 'project', 'group', 'person'],
        bulk: { upsert: 1000, revoke: 1000 },
        changeFeed: true,
        lease: true,
        effective: true,
        conditionalWrites: true,
        expectConnections: true,
        cascades: ['L5', 'L8', 'R6', 'selection'],
      },
    })
  })
})
