import type { Answer, Fields, Row } from '../answer.js'
import type { Check, Trial } from '../check.js'
import type { Opened } from '../fixtures.js'
import { level, type Parents } from '../names.js'

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
