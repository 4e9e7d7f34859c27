import type { UsableByList } from '../model/generated/documents.js'
import { child, type Resource } from '../model/resource.js'
import { Page } from './page.js'
import { groupsIn, nameProject, type Place } from './place.js'

/** A named connection that is meant to exist. */
export function connectionPage(place: Place, { fields }: Resource<'connection'>): Page {
  const { app, name, project, holder, owner, externalAccount, usableBy } = fields
  const page = new Page('Connection', { kind: 'Connection', account: place.account.key, app, name })
  if (project !== null) page.say('project', nameProject(place, project))
  page.say('holder', holder)
  if (owner !== null && holder !== 'installation') page.say('owner', owner)
  page.say('externalAccount', externalAccount ?? undefined)
  const who = usableBy === 'everyone' ? usableBy : sayGroups(place, usableBy)
  if (who === null) page.leave('usableBy', 'usableBy is left out: not all of its groups can be named here')
  else page.say('usableBy', who)
  return page
}

/** Groups are named by path, which a slash in a project's name makes ambiguous. */
function sayGroups(place: Place, { users, groups }: { users: readonly string[]; groups: readonly string[] }) {
  const canName = groups.every((path) => isGroup(place, path))
  return canName ? ({ users: [...users], groups: [...groups] } satisfies UsableByList) : null
}

function isGroup(place: Place, path: string): boolean {
  const at = path.indexOf('/')
  const parent = at < 0 ? place.account : child(place.account, 'project', path.slice(0, at))
  if (parent === undefined || !groupsIn(place, parent).has(path.slice(at + 1))) return false
  if (at >= 0) nameProject(place, parent.key)
  return true
}
