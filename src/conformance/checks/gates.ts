import type { Answer, Fields, Row } from '../answer.js'
import type { Check, Trial } from '../check.js'
import type { Opened } from '../fixtures.js'
import { level, type Parents } from '../names.js'
import { demandSame } from '../unmet.js'

/** T5's sentence, word for word. */
const SENTENCE = 'This integration is not available for your account. Please contact your administrator.'

/** Whether a person may connect, asked for them by the operator; nothing is connected. */
const ask = ({ admin }: Trial, { account, app }: Opened, person: Row | undefined, more: Fields = {}): Promise<Answer> =>
  admin.post('connections', { account: account.id, app, asUser: person?.id, dryRun: true, ...more })

export const everyGate: Check = {
  name: 'gates.every',
  proves: ['L1', 'T1', 'T2', 'T6'],
  clause:
    'Somebody may connect only while registry, allow-list, account, project, group, person and menu are all open.',
  run: async (trial) => {
    const { admin, make } = trial
    const row = await make.app()
    const opened = await make.opened({ app: String(row.name), members: 1 })
    const { account, project, group, app, people } = opened
    const [person] = people
    const setting = (parent: Parents, of: Row | undefined) => level(parent, of as Row, app)
    const gates: [string, 'put' | 'patch', Fields, Fields][] = [
      [`apps/${row.id}`, 'patch', { status: 'inactive' }, { status: 'active' }],
      [`accounts/${account.id}`, 'patch', { allowedApps: [] }, { allowedApps: [app] }],
      [setting('groups', group), 'put', { setting: 'off' }, { setting: 'inherit' }],
      [`groups/${group.id}`, 'patch', { members: [] }, { members: [person?.id] }],
      [setting('users', person), 'put', { blocked: true }, { blocked: false }],
      [`accounts/${account.id}`, 'patch', { showIntegrations: false }, { showIntegrations: true }],
      [setting('projects', project), 'put', { enabled: false }, { enabled: true }],
      [setting('accounts', account), 'put', { enabled: false }, { enabled: true }],
    ]
    ;(await ask(trial, opened, person)).is(200, { allowed: true })
    for (const [path, write, close, open] of gates) {
      ;(await admin[write](path, close)).is(200)
      ;(await ask(trial, opened, person)).refuses(403, 'app-not-available')
      ;(await admin[write](path, open)).is(200)
    }
    ;(await admin.put(setting('projects', project), { enabled: true })).is(200)
    ;(await ask(trial, opened, person)).is(200, { allowed: true })
  },
}

export const sentence: Check = {
  name: 'gates.sentence',
  proves: ['T5', 'T6'],
  clause: 'Starting a flow for a restricted app is refused with exactly the sentence of T5 in `detail`.',
  run: async (trial) => {
    const { admin, make } = trial
    const opened = await make.opened({ app: make.apps.oauth, members: 1 })
    const { account, app, people } = opened
    const wish = { account: account.id, app, asUser: people[0]?.id, dryRun: true }
    ;(await admin.post('connections/start', wish)).is(200, { allowed: true })
    ;(await admin.patch(`accounts/${account.id}`, { allowedApps: [] })).is(200)
    const refused = await admin.post('connections/start', wish)
    demandSame('detail', refused.refuses(403, 'app-not-available').detail, SENTENCE, refused.exchange)
  },
}

export const apiKey: Check = {
  name: 'gates.api-key',
  proves: ['T5', 'T6'],
  clause:
    'Connecting a restricted app by API key is refused with the sentence of T5, with `dryRun` and without, and connects nothing.',
  run: async (trial) => {
    const { admin, make } = trial
    const { account, app, people } = await make.opened({ members: 1 })
    ;(await admin.patch(`accounts/${account.id}`, { allowedApps: [] })).is(200)
    const wishes = [
      make.wish(account, app),
      make.wish(account, app, { owner: people[0]?.id, name: null }),
      { account: account.id, app, asUser: people[0]?.id, dryRun: true },
    ]
    for (const wish of wishes) {
      const refused = await admin.post('connections', wish)
      demandSame('detail', refused.refuses(403, 'app-not-available').detail, SENTENCE, refused.exchange)
    }
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
  },
}

export const dryRun: Check = {
  name: 'gates.dry-run',
  proves: ['T6', 'T10'],
  clause: '`dryRun` tells whether connecting would be refused, and connects nothing.',
  run: async (trial) => {
    const opened = await trial.make.opened({ members: 1 })
    const { account, app, people } = opened
    ;(await ask(trial, opened, people[0])).is(200, { allowed: true })
    const start = { account: account.id, app: trial.make.apps.oauth, asUser: people[0]?.id, dryRun: true }
    ;(await trial.admin.post('connections/start', start)).refuses(403, 'app-not-available')
    ;(await ask(trial, opened, people[0], { apiKey: 'conformance-key' })).is(200, { allowed: true })
    ;(await trial.admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
    ;(await trial.admin.get(`connections?account=${account.id}&app=${app}&status=ended`)).is(200, { total: 0 })
  },
}

export const groupTypes: Check = {
  name: 'gates.group-types',
  proves: ['L6', 'L9'],
  clause: "A group type covers groups of that type that are created later, and a group's own setting beats it.",
  run: async (trial) => {
    const { admin, make } = trial
    const opened = await make.opened()
    const { account, project, app } = opened
    const person = await make.person(account)
    ;(await admin.put(level('projects', project, app), { groups: [], groupTypes: ['crew'] })).is(200)
    ;(await ask(trial, opened, person)).refuses(403, 'app-not-available')
    const later = await make.group(account, { project: project.id, type: 'crew', members: [person.id] })
    ;(await ask(trial, opened, person)).is(200, { allowed: true })
    await make.set(level('groups', later, app), { setting: 'off' })
    ;(await ask(trial, opened, person)).refuses(403, 'app-not-available')
  },
}

export const inProject: Check = {
  name: 'gates.project',
  proves: ['L1', 'L8'],
  clause: 'Connecting in a project asks for the gates of that project; account-wide, some project must pass them all.',
  run: async (trial) => {
    const { make } = trial
    const opened = await make.opened({ members: 1 })
    const { account, project, people } = opened
    const closed = await make.project(account)
    ;(await ask(trial, opened, people[0], { project: project.id })).is(200, { allowed: true })
    ;(await ask(trial, opened, people[0], { project: closed.id })).refuses(403, 'app-not-available')
    ;(await ask(trial, opened, await make.person(account))).refuses(403, 'app-not-available')
  },
}

export const withoutProjects: Check = {
  name: 'gates.no-projects',
  proves: ['L1'],
  clause: 'In an account without any project the project and group gates do not apply.',
  run: async (trial) => {
    const { admin, make } = trial
    const account = await make.account()
    const [person, app] = [await make.person(account), make.apps.key]
    const wish = { account: account.id, app, asUser: person.id, dryRun: true }
    ;(await admin.post('connections', wish)).refuses(403, 'app-not-available')
    await make.set(level('accounts', account, app), { enabled: true })
    ;(await admin.post('connections', wish)).is(200, { allowed: true })
  },
}

export const allowedLater: Check = {
  name: 'gates.all-apps',
  proves: ['T2'],
  clause:
    'An allow-list of all apps covers those that are installed later; one with names does not; an unknown name is 422.',
  run: async ({ admin, make }) => {
    const [all, some] = [await make.account(), await make.account({ allowedApps: [make.apps.key] })]
    const { name } = await make.app()
    await make.set(level('accounts', all, String(name)), { enabled: true })
    const on = { body: { enabled: true }, headers: { 'if-none-match': '*' } }
    ;(await admin.send('PUT', level('accounts', some, String(name)), on)).refuses(409, 'level-closed')
    ;(await admin.patch(`accounts/${some.id}`, { allowedApps: ['no-such-app'] })).refuses(422, 'invalid')
  },
}

export const portal: Check = {
  name: 'gates.portal',
  proves: ['T1', 'T4', 'T8'],
  clause: 'What customers see is the allowed apps that work, and nothing at all while the menu is closed.',
  run: async ({ admin, make }) => {
    const broken = await make.app({ status: 'inactive' })
    const apps = [make.apps.key, make.apps.oauth].sort()
    const account = await make.account({ allowedApps: [...apps, broken.name] })
    const seen = async () => (await admin.get(`effective?account=${account.id}`)).page().items[0]
    const show = ({ menu, apps: shown }: Fields = {}) => ({ menu, apps: shown })
    demandSame('customers see', show(await seen()), { menu: true, apps })
    ;(await admin.patch(`accounts/${account.id}`, { showIntegrations: false })).is(200)
    demandSame('customers see', show(await seen()), { menu: false, apps: [] })
  },
}
