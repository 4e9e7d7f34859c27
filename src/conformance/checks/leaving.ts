import type { Check } from '../check.js'
import { crowd, demandClosed, demandStatus } from '../crowd.js'
import { level } from '../names.js'

export const leaving: Check = {
  name: 'cascades.leaving',
  proves: ['L3', 'L8'],
  clause:
    'A project that leaves the selection is closed for the app, and the connections that stand in it end; account-wide ones stay.',
  claims: ['selection'],
  run: async (trial) => {
    const here = await crowd(trial)
    const left = await here.admin.put(level('accounts', here.account, here.app), { projects: [], newProjects: false })
    left.is(200, { enabled: true, projects: [] })
    left.effect('update', 'project-integrations', `${here.project.id}.${here.app}`, { enabled: false })
    left.ends(here.standing.id)
    await demandClosed(here)
    await demandStatus(here, here.standing, 'ended')
    await demandStatus(here, here.wide, 'active')
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
    await demandStatus(here, here.standing, 'active')
    ;(await admin.put(level('projects', other, app), { enabled: true })).refuses(409, 'level-closed')
  },
}

export const archiving: Check = {
  name: 'cascades.archiving',
  proves: ['L3', 'L8'],
  clause:
    'Archiving a project takes it out of every selection and closes it like leaving one; making it active again rejoins nothing.',
  claims: ['selection'],
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, project, account, app } = here
    const archived = await admin.patch(`projects/${project.id}`, { state: 'archived' })
    archived.effect('update', 'account-integrations', `${account.id}.${app}`, { projects: [] })
    archived.ends(here.standing.id)
    await demandClosed(here)
    ;(await admin.patch(`projects/${project.id}`, { state: 'active' })).is(200, { state: 'active' })
    ;(await admin.get(level('accounts', account, app))).is(200, { projects: [] })
    await demandStatus(here, here.wide, 'active')
  },
}
