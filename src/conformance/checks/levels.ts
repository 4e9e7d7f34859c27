import type { Check } from '../check.js'
import { level } from '../names.js'
import { json } from '../unmet.js'

export const nothingBelow: Check = {
  name: 'levels.nothing-below',
  proves: ['L4', 'L7'],
  clause: 'Turning an app on for an account opens no project and no group.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const project = await make.project(account)
    const group = await make.group(account, { project: project.id })
    const app = make.apps.key
    await make.set(level('accounts', account, app), { enabled: true })
    ;(await admin.get(level('projects', project, app))).is(200, { enabled: false, groups: [], groupTypes: [] })
    ;(await admin.get(level('groups', group, app))).is(200, { setting: 'inherit' })
    const later = await make.project(account)
    ;(await admin.get(level('projects', later, app))).is(200, { enabled: false, groups: [], groupTypes: [] })
  },
}

export const presets: Check = {
  name: 'levels.presets',
  proves: ['L7'],
  clause:
    'A new project starts with what its template presets for apps that are open above it; editing the template changes none.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const [open, closed] = [make.apps.key, make.apps.oauth]
    await make.set(level('accounts', account, open), { enabled: true })
    const preset = { enabled: true, groupTypes: ['crew'] }
    const template = await make.template(account, { [open]: preset, [closed]: preset })
    const project = await make.project(account, { template: template.id })
    const wanted = { ...preset, groups: [] }
    ;(await admin.get(level('projects', project, open))).is(200, wanted)
    ;(await admin.get(level('projects', project, closed))).is(200, { enabled: false, etag: null })
    ;(await admin.patch(`project-templates/${template.id}`, { integrations: { [open]: null } })).is(200)
    ;(await admin.get(level('projects', project, open))).is(200, wanted)
  },
}

export const unconfigured: Check = {
  name: 'levels.unconfigured',
  proves: ['L10', 'R2'],
  clause: 'Turning on an app that is not configured is accepted with its problem named, and connecting stays refused.',
  run: async ({ admin, make }) => {
    const { name } = await make.app({ auth: 'oauth2' })
    const account = await make.account()
    const setting = level('accounts', account, String(name))
    await make.set(setting, { enabled: true })
    const answer = await admin.get(setting)
    const { problem } = answer.is(200, { enabled: true })
    if (typeof problem !== 'string' || problem === '') throw answer.unmet('a problem', json(problem))
    const wish = { account: account.id, app: name, owner: null, name: make.names.next('connection'), apiKey: 'k' }
    ;(await admin.post('connections', wish)).refuses(403, 'app-not-available')
  },
}

export const closedAbove: Check = {
  name: 'levels.closed-above',
  proves: ['L14'],
  clause: 'Opening below a closed level is 409 level-closed, for account, project and group; closing always works.',
  run: async ({ admin, make }) => {
    const account = await make.account({ allowedApps: [] })
    const project = await make.project(account)
    const group = await make.group(account, { project: project.id })
    const app = make.apps.key
    const settings = {
      account: level('accounts', account, app),
      project: level('projects', project, app),
      group: level('groups', group, app),
    }
    const first = { 'if-none-match': '*' }
    const on = (path: string, body: object) => admin.send('PUT', path, { body, headers: first })
    ;(await on(settings.account, { enabled: true })).refuses(409, 'level-closed')
    ;(await on(settings.project, { enabled: true })).refuses(409, 'level-closed')
    ;(await on(settings.group, { setting: 'on' })).refuses(409, 'level-closed')
    ;(await on(settings.account, { enabled: false })).is(200, { enabled: false })
    ;(await on(settings.project, { enabled: false })).is(200, { enabled: false })
    ;(await on(settings.group, { setting: 'off' })).is(200, { setting: 'off' })
  },
}

export const ownWord: Check = {
  name: 'levels.group',
  proves: ['L9'],
  clause:
    'A group gets its own setting when it is created and later; below a closed project it is refused at creation too.',
  run: async ({ admin, make }) => {
    const { account, project, app } = await make.opened()
    const group = await make.group(account, { project: project.id, integrations: { [app]: 'off' } })
    ;(await admin.get(level('groups', group, app))).is(200, { setting: 'off' })
    ;(await admin.put(level('groups', group, app), { setting: 'on' })).is(200, { setting: 'on' })
    const closed = await make.project(account)
    const body = {
      account: account.id,
      project: closed.id,
      name: make.names.next('group'),
      integrations: { [app]: 'on' },
    }
    ;(await admin.post('groups', body)).refuses(409, 'level-closed')
    ;(await admin.get(`groups?project=${closed.id}`)).is(200, { total: 0 })
  },
}
