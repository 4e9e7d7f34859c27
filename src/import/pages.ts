import { compareText } from '../model/canonical.js'
import { children, type Resource, type ResourceKind } from '../model/resource.js'
import type { Connections } from './connection.js'
import { connectionPage } from './connection-page.js'
import { groupPage } from './group.js'
import { type ImportedKind, Page } from './page.js'
import { userPage } from './people.js'
import { groupsIn, type Place } from './place.js'
import { projectPage } from './project.js'
import { templatePage } from './template.js'

/** The documents below an account: those that stand in its own file, and those in a file of each project. */
export interface Below {
  readonly own: readonly Page[]
  readonly projects: ReadonlyMap<string, readonly Page[]>
}

/** Writes what lives below an account, of the kinds that are asked for. */
export function pagesBelow(place: Place, connections: Connections): Below {
  const { account, templates, users } = place
  const own = [
    ...asked(
      place,
      'ProjectTemplate',
      () => those(account, 'template', templates.can),
      (each) => templatePage(place, each),
    ),
    ...groupsOf(place, account),
    ...asked(
      place,
      'User',
      () => those(account, 'user', users.can),
      (each) => userPage(place, each),
    ),
    ...asked(
      place,
      'Connection',
      () => connections.declared,
      (each) => connectionPage(place, each),
    ),
  ]
  const projects = those(account, 'project', place.projects.can)
  const inProjects = projects.map((project) => [project.key, groupsOf(place, project)] as const)
  // Which projects are named is known once all else is written.
  const whole = inProjects.map(([name, groups], at) => [name, [...projectOf(place, projects[at]), ...groups]] as const)
  return { own, projects: new Map(whole.filter(([, pages]) => pages.length > 0)) }
}

const groupsOf = (place: Place, parent: Resource): Page[] =>
  asked(
    place,
    'Group',
    () => those(parent, 'group', groupsIn(place, parent)),
    (each) => groupPage(place, parent, each),
  )

/** Whole where projects are asked for; by its name alone where something else names it. */
function projectOf(place: Place, project: Resource<'project'> | undefined): Page[] {
  if (project === undefined) return []
  if (place.kinds.has('Project')) return [projectPage(place, project)]
  const identity = { kind: 'Project', account: place.account.key, name: project.key }
  return place.named.has(project.key) ? [new Page('Project', identity)] : []
}

function asked<T>({ kinds }: Place, kind: ImportedKind, things: () => readonly T[], write: (thing: T) => Page): Page[] {
  return kinds.has(kind) ? things().map(write) : []
}

/** Those of a kind that can be named, as people look for them. */
const those = <K extends ResourceKind>(of: Resource, kind: K, names: ReadonlySet<string>): Resource<K>[] =>
  [...children(of, kind).values()].filter(({ key }) => names.has(key)).sort((a, b) => compareText(a.key, b.key))
