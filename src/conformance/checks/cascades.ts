import type { Row } from '../answer.js'
import type { Check, Trial } from '../check.js'
import type { Opened } from '../fixtures.js'
import { digestOf, expecting, level } from '../names.js'

/** An open account with three groups' words, and a connection in the project, one account-wide, one of another app. */
async function crowd({ admin, make }: Trial): Promise<Crowd> {
  const opened = await make.opened()
  const { account, project, app } = opened
  const loud = await make.group(account, { project: project.id, integrations: { [app]: 'on' } })
  const quiet = await make.group(account, { project: project.id, integrations: { [app]: 'off' } })
  const standing = await make.connection(account, app, { project: project.id })
  const wide = await make.connection(account, app)
  return { ...opened, loud, quiet, standing, wide, admin }
}

type Crowd = Opened & { loud: Row; quiet: Row; standing: Row; wide: Row; admin: Trial['admin'] }

/** What closing a project leaves of its settings: off, with groups and types; `on` gone, `off` kept. */
async function demandClosed({ admin, project, group, loud, quiet, app }: Crowd): Promise<void> {
  ;(await admin.get(level('projects', project, app))).is(200, { enabled: false, groups: [group.id] })
  ;(await admin.get(level('groups', loud, app))).is(200, { setting: 'inherit' })
  ;(await admin.get(level('groups', quiet, app))).is(200, { setting: 'off' })
}

const status = async ({ admin }: Crowd, { id }: Row, wanted: string): Promise<void> =>
  void (await admin.get(`connections/${id}`)).is(200, { status: wanted })

export const accountOff: Check = {
  name: 'cascades.account-off',
  proves: ['L5'],
  clause:
    'Turning an app off for an account turns it off in every project, as effects, and keeps groups, types and the selection.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, project, loud, app } = here
    const off = await admin.put(level('accounts', account, app), { enabled: false })
    off.is(200, { enabled: false, projects: [project.id], newProjects: true })
    off.effect('update', 'project-integrations', `${project.id}.${app}`, { enabled: false })
    off.effect('update', 'group-integrations', `${loud.id}.${app}`, { setting: 'inherit' })
    await demandClosed(here)
  },
}

export const accountOffEnds: Check = {
  name: 'cascades.account-off-connections',
  proves: ['L5'],
  clause:
    'Turning an app off for an account ends every live connection of it there, and none of another app or account.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, app } = here
    const there = await trial.make.opened()
    const elsewhere = await trial.make.connection(there.account, app)
    const off = await admin.put(level('accounts', account, app), { enabled: false })
    off.ends(here.standing.id, here.wide.id)
    await status(here, here.standing, 'ended')
    await status(here, here.wide, 'ended')
    await status(here, elsewhere, 'active')
  },
}

export const projectOff: Check = {
  name: 'cascades.project-off',
  proves: ['L8'],
  clause:
    'Turning an app off in a project takes its groups along and ends the connections that stand there; account-wide ones stay.',
  run: async (trial) => {
    const here = await crowd(trial)
    const off = await here.admin.put(level('projects', here.project, here.app), { enabled: false })
    off.is(200, { enabled: false, groups: [here.group.id] })
    off.ends(here.standing.id)
    await demandClosed(here)
    await status(here, here.standing, 'ended')
    await status(here, here.wide, 'active')
  },
}

export const leaving: Check = {
  name: 'cascades.leaving',
  proves: ['L3', 'L8'],
  clause:
    'A project that leaves the selection is closed for the app, and the connections that stand in it end; account-wide ones stay.',
  run: async (trial) => {
    const here = await crowd(trial)
    const left = await here.admin.put(level('accounts', here.account, here.app), { projects: [], newProjects: false })
    left.is(200, { enabled: true, projects: [] })
    left.effect('update', 'project-integrations', `${here.project.id}.${here.app}`, { enabled: false })
    left.ends(here.standing.id)
    await demandClosed(here)
    await status(here, here.standing, 'ended')
    await status(here, here.wide, 'active')
  },
}

export const narrowing: Check = {
  name: 'cascades.narrowing',
  proves: ['L13'],
  clause: 'Narrowing a selection leaves projects that stay in it, and the connections in them, untouched.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, project, app } = here
    const other = await trial.make.project(account)
    const setting = level('projects', project, app)
    const { etag } = (await admin.get(setting)).is(200)
    const narrowed = await admin.put(level('accounts', account, app), { projects: [project.id], newProjects: false })
    narrowed.is(200, { enabled: true, projects: [project.id] })
    narrowed.ends()
    ;(await admin.get(setting)).is(200, { etag, enabled: true })
    await status(here, here.standing, 'active')
    ;(await admin.put(level('projects', other, app), { enabled: true })).refuses(409, 'level-closed')
  },
}

export const archiving: Check = {
  name: 'cascades.archiving',
  proves: ['L3', 'L8'],
  clause:
    'Archiving a project takes it out of every selection and closes it like leaving one; making it active again rejoins nothing.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, project, account, app } = here
    const archived = await admin.patch(`projects/${project.id}`, { state: 'archived' })
    archived.effect('update', 'account-integrations', `${account.id}.${app}`, { projects: [] })
    archived.ends(here.standing.id)
    await demandClosed(here)
    ;(await admin.patch(`projects/${project.id}`, { state: 'active' })).is(200, { state: 'active' })
    ;(await admin.get(level('accounts', account, app))).is(200, { projects: [] })
    await status(here, here.wide, 'active')
  },
}

export const endingNothing: Check = {
  name: 'cascades.nothing-else',
  proves: ['L8', 'T2', 'T1'],
  clause:
    'Switching a group off, taking an app off the allow-list, closing the menu and barring a person end no connection.',
  run: async (trial) => {
    const { admin, make } = trial
    const { account, project, group, app, people } = await make.opened({ members: 1 })
    const [person] = people
    const mine = { owner: person?.id, name: null, project: project.id }
    const { id } = await make.connection(account, app, mine)
    const writes = [
      await admin.put(level('groups', group, app), { setting: 'off' }),
      await admin.put(`users/${person?.id}/integrations/${app}`, { blocked: true }),
      await admin.patch(`groups/${group.id}`, { members: [] }),
      await admin.patch(`accounts/${account.id}`, { showIntegrations: false, allowedApps: [] }),
    ]
    for (const write of writes) write.ends()
    ;(await admin.get(`connections/${id}`)).is(200, { status: 'active' })
  },
}

export const expected: Check = {
  name: 'cascades.expected',
  proves: ['E6', 'E8'],
  clause:
    'A closing write under Writ-Expect-Connections is 412 connections-changed, and writes nothing, when it would end others.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, app } = here
    const setting = level('accounts', account, app)
    const { etag } = (await admin.get(setting)).is(200)
    const close = (...ids: string[]) => admin.put(setting, { enabled: false }, expecting(ids))
    ;(await close()).refuses(412, 'connections-changed')
    ;(await close(here.wide.id)).refuses(412, 'connections-changed')
    ;(await admin.get(setting)).is(200, { etag, enabled: true })
    await status(here, here.standing, 'active')
    ;(await close(here.wide.id, here.standing.id)).ends(here.wide.id, here.standing.id)
  },
}

export const expectedInBulk: Check = {
  name: 'cascades.expected-in-bulk',
  proves: ['E6', 'E8', 'Bulk'],
  clause: 'An item of a bulk request is judged by its own expectConnections.',
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, project, app } = here
    const { etag } = (await admin.get(level('projects', project, app))).is(200)
    const closing = (...ids: string[]) => ({
      collection: 'project-integrations',
      id: `${project.id}.${app}`,
      ifMatch: etag,
      body: { enabled: false },
      expectConnections: digestOf(ids),
    })
    const answer = await admin.post('bulk/upsert', { items: [closing(here.wide.id), closing(here.standing.id)] })
    answer.is(200, { results: [{ status: 412 }, { status: 200 }] })
  },
}
