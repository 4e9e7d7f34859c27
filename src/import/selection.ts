import { allows } from '../access/gates.js'
import { same, sorted } from '../model/canonical.js'
import type { AccountIntegration } from '../model/generated/documents.js'
import { children, type FieldsByKind } from '../model/resource.js'
import { nameProject, type Place } from './place.js'

type Fields = FieldsByKind['account-integration']

/**
 * What an account's document says of one app, or null where it can say nothing: what is on outside the allow-list is an
 * error of any estate that declares it, and closing it is not import's to decide.
 */
export function entryOf(place: Place, app: string, fields: Fields): AccountIntegration | null {
  const { account } = place
  const { enabled, newProjects } = fields
  if (!enabled) return { enabled: false }
  if (!allows(account, app)) return null
  const projects = [...children(account, 'project').values()]
  const active = new Set(projects.filter(({ fields: { state } }) => state === 'active').map(({ key }) => key))
  if (newProjects && same(fields.projects, sorted(active))) return { enabled, projects: 'all' }
  const canList =
    place.listsProjects && fields.projects.every((name) => active.has(name) && place.projects.can.has(name))
  if (!canList) return { enabled, newProjects }
  return { enabled, projects: fields.projects.map((name) => nameProject(place, name)), newProjects }
}

/** How an app is on, in words. */
export const selectionOf = ({ projects, newProjects }: Fields): string =>
  [...(projects.length > 0 ? projects : ['no project']), ...(newProjects ? ['new projects'] : [])].join(', ')
