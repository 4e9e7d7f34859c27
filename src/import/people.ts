import type { UserIntegration } from '../model/generated/documents.js'
import { children, type Resource } from '../model/resource.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'
import { nameProject, type Place } from './place.js'

/** A teammate. Who was only invited is no document: declared, they would be somebody to wait for. */
export function userPage(place: Place, { key, fields, children: below }: Resource<'user'>): Page {
  const { department, designation, manager } = fields
  const page = new Page('User', { kind: 'User', account: place.account.key, email: key })
  sayRole(place, page, fields)
  if (department !== null && department !== '') page.say('department', department)
  if (designation !== null && designation !== '') page.say('designation', designation)
  if (manager !== null && manager !== key) page.say('manager', manager)
  const blocked = [...(below['user-integration']?.values() ?? [])].filter(
    (setting) => setting.fields.blocked && place.apps.has(setting.key),
  )
  const off: UserIntegration = { enabled: false }
  page.say('integrations', sortedMap(Object.fromEntries(blocked.map((setting) => [setting.key, { ...off }]))))
  return page
}

/** A role is said with the projects that belong to it, or not at all. */
function sayRole(place: Place, page: Page, { role, projects }: Resource<'user'>['fields']): void {
  const isAdmin = role === 'project-admin'
  if (isAdmin && projects.every((name) => place.projects.can.has(name))) {
    page.say('role', role)
    page.say(
      'projects',
      projects.map((name) => nameProject(place, name)),
    )
  } else if (!isAdmin && projects.length === 0) page.say('role', role)
  else
    page.leave('role', `the role ${role} for ${projects.join(', ')} is left out: it cannot be said with these projects`)
}

/** The people of an account who were asked and are not there yet, in words (U5). */
export const invitedRemarks = (account: Resource<'account'>): string[] =>
  [...children(account, 'invitation')].map(
    ([email, { fields }]) =>
      `${email} was invited (${fields.status}): declare them with kind: User to be told when they come.`,
  )
