import type { Fields } from '../answer.js'
import type { Check, Person, Trial } from '../check.js'
import { condition } from '../client.js'
import { groundOf } from '../ground.js'
import { level } from '../names.js'

type Write = readonly [method: string, path: string, body?: Fields]

/** Demands that a person may do none of these, each at the version that would do, and that nothing is written. */
async function demandForbidden({ admin }: Trial, { client }: Person, writes: readonly Write[]): Promise<void> {
  for (const [method, path, body] of writes) {
    const headers = method === 'POST' ? {} : condition((await admin.get(path)).is(200).etag)
    ;(await client.send(method, path, { body, headers })).refuses(403, 'forbidden')
  }
}

export const readToken: Check = {
  name: 'roles.read-token',
  proves: ['L12', 'E3'],
  clause: 'A read token reads what its principal reads, and every write with it is 403.',
  needs: ['read'],
  run: async (trial) => {
    const { make, as } = trial
    const { account, project, app } = await make.opened()
    const live = await make.connection(account, app)
    const reader = as('read')
    ;(await reader.client.get(`connections/${live.id}`)).is(200, { etag: live.etag })
    await demandForbidden(trial, reader, [
      ['POST', 'accounts', { name: make.names.next('account') }],
      ['PATCH', `accounts/${account.id}`, { showIntegrations: false }],
      ['PUT', level('projects', project, app), { enabled: false }],
      ['DELETE', `connections/${live.id}`],
      ['POST', 'bulk/upsert', { items: [] }],
      ['POST', 'bulk/revoke', { items: [] }],
      ['POST', 'lease', { holder: 'reader', ttlSeconds: 5 }],
      ['POST', 'connections', make.wish(account, app)],
    ])
    const asked = { account: account.id, app, dryRun: true, asUser: (await make.person(account)).id }
    ;(await reader.client.post('connections', asked)).refuses(403, 'app-not-available')
  },
}

export const manager: Check = {
  name: 'roles.manager',
  proves: ['L12', 'C1'],
  clause: "Owners and managers do not write the registry, labels, menu and allow-list, nor another account's rows.",
  needs: ['manager'],
  run: async (trial) => {
    const { make, admin } = trial
    const person = trial.as('manager')
    const app = await make.app()
    const own = `accounts/${person.account}`
    const { account, project, app: name } = await make.opened()
    await demandForbidden(trial, person, [
      ['POST', 'apps', { name: make.names.next('app'), auth: 'api-key' }],
      ['PATCH', `apps/${app.id}`, { status: 'inactive' }],
      ['POST', 'accounts', { name: make.names.next('account') }],
      ['PATCH', own, { showIntegrations: false }],
      ['PATCH', own, { allowedApps: [] }],
      ['PATCH', own, { labels: { conformance: 'yes' } }],
      ['PATCH', `accounts/${account.id}`, { name: make.names.next('account') }],
      ['PUT', level('projects', project, name), { enabled: false }],
    ])
    const group = await person.client.post('groups', { account: person.account, name: make.names.next('group') })
    make.cleaner.owes('groups', group.is(201).id)
    ;(await person.client.get(`accounts/${account.id}`)).refuses(404, 'not-found')
    ;(await person.client.get(`projects?account=${account.id}`)).is(200, { total: 0 })
    ;(await admin.get(`apps/${app.id}`)).is(200, { status: 'active' })
  },
}

export const projectAdmin: Check = {
  name: 'roles.project-admin',
  proves: ['L12', 'L6'],
  clause: 'Project-admins write the project and group levels of their projects, and nothing of others or above.',
  needs: ['project-admin'],
  run: async (trial) => {
    const { make, admin } = trial
    const { client, account: id, projects } = trial.as('project-admin')
    const other = await make.project({ id })
    make.cleaner.owes('projects', other.id)
    const app = make.apps.key
    await demandForbidden(trial, trial.as('project-admin'), [
      ['PUT', level('accounts', { id }, app), { enabled: false }],
      ['PUT', level('projects', other, app), { enabled: false }],
      ['POST', 'groups', { account: id, project: other.id, name: make.names.next('group') }],
      ['POST', 'projects', { account: id, name: make.names.next('project') }],
      ['POST', 'invitations', make.invited({ id })],
    ])
    const group = await client.post('groups', { account: id, project: projects[0], name: make.names.next('group') })
    const { id: made } = group.is(201)
    make.cleaner.owes('groups', made)
    ;(await client.put(level('projects', { id: projects[0] ?? '' }, app), { enabled: false })).is(200)
    ;(await client.put(level('groups', { id: made }, app), { setting: 'off' })).is(200)
    ;(await admin.get(level('accounts', { id }, app))).is(200, { etag: null })
  },
}

export const member: Check = {
  name: 'roles.member',
  proves: ['L12'],
  clause: 'Members write no level, no person, no group and no lease, and invite nobody.',
  needs: ['member'],
  run: async (trial) => {
    const { make } = trial
    const person = trial.as('member')
    const { account, project, group, app } = await groundOf(trial, person)
    await demandForbidden(trial, person, [
      ['PUT', level('accounts', account, app), { enabled: false }],
      ['PUT', level('projects', project, app), { enabled: false }],
      ['PUT', level('groups', group, app), { setting: 'off' }],
      ['PUT', level('users', person, app), { blocked: false }],
      ['PATCH', `users/${person.id}`, { role: 'owner' }],
      ['PATCH', `groups/${group.id}`, { members: [] }],
      ['POST', 'invitations', make.invited(account)],
      ['POST', 'lease', { holder: 'member', ttlSeconds: 5 }],
    ])
  },
}
