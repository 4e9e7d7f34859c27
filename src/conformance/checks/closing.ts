import type { Check } from '../check.js'
import { crowd, demandClosed, demandStatus } from '../crowd.js'
import { level } from '../names.js'

export const accountOff: Check = {
  name: 'cascades.account-off',
  proves: ['L5'],
  clause:
    'Turning an app off for an account turns it off in every project, as effects, and keeps groups, types and the selection.',
  claims: ['L5'],
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
  claims: ['L5'],
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, app } = here
    const there = await trial.make.opened()
    const elsewhere = await trial.make.connection(there.account, app)
    const off = await admin.put(level('accounts', account, app), { enabled: false })
    off.ends(here.standing.id, here.wide.id)
    await demandStatus(here, here.standing, 'ended')
    await demandStatus(here, here.wide, 'ended')
    await demandStatus(here, elsewhere, 'active')
  },
}

export const projectOff: Check = {
  name: 'cascades.project-off',
  proves: ['L8'],
  clause:
    'Turning an app off in a project takes its groups along and ends the connections that stand there; account-wide ones stay.',
  claims: ['L8'],
  run: async (trial) => {
    const here = await crowd(trial)
    const off = await here.admin.put(level('projects', here.project, here.app), { enabled: false })
    off.is(200, { enabled: false, groups: [here.group.id] })
    off.ends(here.standing.id)
    await demandClosed(here)
    await demandStatus(here, here.standing, 'ended')
    await demandStatus(here, here.wide, 'active')
  },
}
