import { children, type Resource } from '../model/resource.js'
import type { World } from './gates.js'

/** Where somebody may be able to use an app at all; null stands for an account that has no projects. */
export type Places = (user: string) => readonly (Resource<'project'> | null)[]

/** Every project of the account, or the account itself where it has none. */
export function everywhere(world: World, account: Resource<'account'>): readonly (Resource<'project'> | null)[] {
  const projects = world.levels.includes('project') ? [...children(account, 'project').values()] : []
  return projects.length > 0 ? projects : [null]
}

/**
 * Only the projects in which somebody is in a group, since elsewhere the group gate is closed to them. For asking
 * about many people of one account, while no group of it moves: it is worked out at the first question.
 */
export function placesOf(world: World, account: Resource<'account'>): Places {
  const all = everywhere(world, account)
  if (!world.levels.includes('group') || all[0] === null) return () => all
  let known: Map<string, Resource<'project'>[]> | undefined
  return (user) => {
    known ??= memberships(account)
    return known.get(user) ?? []
  }
}

function memberships(account: Resource<'account'>): Map<string, Resource<'project'>[]> {
  const found = new Map<string, Resource<'project'>[]>()
  for (const project of children(account, 'project').values()) {
    for (const group of children(project, 'group').values()) {
      for (const member of group.fields.members) {
        const projects = found.get(member)
        if (projects === undefined) found.set(member, [project])
        else if (projects.at(-1) !== project) projects.push(project)
      }
    }
  }
  return found
}
