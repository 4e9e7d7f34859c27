import type { ConnectionRow } from './rows.js'
import type { Where } from './store/store.js'
import type { Write } from './write.js'

// What the platform does by itself. Closing a level switches off what is set below it; nothing else ends a connection.

/** L5: the app goes off everywhere below the account, and all its live connections there end. */
export function closeAppInAccount(write: Write, account: string, app: string): void {
  closeProjects(write, { account, app })
  releaseGroups(write, { account, app })
  endConnections(write, { account, app })
}

/** L8, and a project that leaves a selection: account-wide connections stay. */
export function closeAppInProject(write: Write, project: string, app: string): void {
  closeProjects(write, { project, app })
  closeBelowProject(write, project, app)
}

/** What follows when a project's own setting was just closed by the caller (L8). */
export function closeBelowProject(write: Write, project: string, app: string): void {
  releaseGroups(write, { project, app })
  endConnections(write, { project, app })
}

/** Archiving leaves all selections and closes every app in the project. */
export function closeProject(write: Write, account: string, project: string): void {
  leaveSelections(write, account, project)
  closeProjects(write, { project })
  releaseGroups(write, { project })
  endConnections(write, { project })
}

/** R6: settings stay as they are, so that activating again restores them. */
export const closeAppEverywhere = (write: Write, app: string): void => endConnections(write, { app })

/** Takes a project out of every selection of its account. */
export function leaveSelections(write: Write, account: string, project: string): void {
  for (const row of write.store.find('account-integrations', { account })) {
    const projects = row.projects.filter((id) => id !== project)
    write.update('account-integrations', row, { ...row, projects }, 'platform')
  }
}

/** L2, L3: a project that did not exist before joins where new projects are wanted. */
export function joinSelections(write: Write, account: string, project: string): void {
  for (const row of write.store.find('account-integrations', { account })) {
    if (!row.enabled || !row.newProjects) continue
    const projects = [...row.projects, project].sort()
    write.update('account-integrations', row, { ...row, projects }, 'platform')
  }
}

/** A project's setting goes off and keeps its groups and types. */
function closeProjects(write: Write, where: Where): void {
  for (const row of write.store.find('project-integrations', where)) {
    write.update('project-integrations', row, { ...row, enabled: false }, 'platform')
  }
}

/** A group's own "on" becomes "inherit"; its "off" stays. */
function releaseGroups(write: Write, where: Where): void {
  for (const row of write.store.find('group-integrations', where)) {
    if (row.setting === 'on') write.update('group-integrations', row, { ...row, setting: 'inherit' }, 'platform')
  }
}

function endConnections(write: Write, where: Where): void {
  for (const row of write.store.find('connections', { ...where, live: true })) {
    write.update('connections', row, ended(row), 'platform', 'end')
  }
}

const ended = (row: ConnectionRow): ConnectionRow => ({ ...row, status: 'ended' })
