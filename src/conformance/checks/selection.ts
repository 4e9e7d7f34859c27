import type { Check } from '../check.js'
import { level } from '../names.js'

export const firstSelection: Check = {
  name: 'levels.first-selection',
  proves: ['L2'],
  clause: 'Turning an app on for an account selects all its active projects, and those created later.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const [one, two] = [await make.project(account), await make.project(account)]
    const archived = await make.project(account)
    ;(await admin.patch(`projects/${archived.id}`, { state: 'archived' })).is(200, { state: 'archived' })
    const setting = level('accounts', account, make.apps.key)
    const projects = [one.id, two.id].sort()
    const written = await make.set(setting, { enabled: true })
    ;(await admin.get(setting)).is(200, { etag: written.etag, enabled: true, projects, newProjects: true })
  },
}

export const newProjects: Check = {
  name: 'levels.new-projects',
  proves: ['L2', 'L3'],
  clause:
    'A project created later joins the selection where the account says `newProjects`, as an effect, and nowhere else.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const [joining, apart] = [make.apps.key, make.apps.oauth]
    await make.set(level('accounts', account, joining), { enabled: true })
    await make.set(level('accounts', account, apart), { enabled: true, newProjects: false })
    const created = await admin.post('projects', { account: account.id, name: make.names.next('project') })
    const { id } = created.is(201)
    created.effect('update', 'account-integrations', `${account.id}.${joining}`, { projects: [id] })
    ;(await admin.get(level('accounts', account, joining))).is(200, { projects: [id] })
    ;(await admin.get(level('accounts', account, apart))).is(200, { projects: [] })
  },
}

export const editedSelection: Check = {
  name: 'levels.selection',
  proves: ['L3'],
  clause:
    'The selection is replaced as a whole, also while the level is off; `all` sets newProjects; an archived or foreign project is 422.',
  run: async ({ admin, make }) => {
    const [account, foreign] = [await make.account(), await make.account()]
    const [one, two, strange] = [await make.project(account), await make.project(account), await make.project(foreign)]
    const setting = level('accounts', account, make.apps.key)
    await make.set(setting, { enabled: false, projects: [one.id], newProjects: false })
    ;(await admin.put(setting, { enabled: true })).is(200, { projects: [one.id], newProjects: false })
    const all = [one.id, two.id].sort()
    ;(await admin.put(setting, { projects: 'all' })).is(200, { projects: all, newProjects: true })
    ;(await admin.put(setting, { projects: [two.id], newProjects: false })).is(200, { projects: [two.id] })
    ;(await admin.put(setting, { projects: [strange.id] })).refuses(422, 'invalid')
    ;(await admin.put(setting, { projects: 'all', newProjects: false })).refuses(422, 'invalid')
  },
}
