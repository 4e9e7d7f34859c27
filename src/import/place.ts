import type { World } from '../access/gates.js'
import type { Address } from '../model/address.js'
import type { DocumentKind } from '../model/generated/documents.js'
import { children, type Resource } from '../model/resource.js'
import type { Language } from './language.js'
import type { ImportedKind } from './page.js'
import { type Names, sayable } from './sayable.js'

/** What holds for everything that is written in one run. */
export interface Writing {
  readonly language: Language
  /** The registry and the levels, for who may use what. */
  readonly world: World
  /** The apps that documents can name. */
  readonly apps: ReadonlySet<string>
  readonly kinds: ReadonlySet<ImportedKind>
  /** May entries list projects? Sets speak for accounts that have no project in common. */
  readonly listsProjects: boolean
  /** Addresses under which several things live. */
  readonly shared: ReadonlySet<Address>
}

/** One account about to be written: its tree, and which names below it documents can say. */
export interface Place extends Writing {
  readonly account: Resource<'account'>
  readonly templates: Names
  readonly projects: Names
  readonly users: Names
  /** By the address of the project, or of the account for groups that have none. */
  readonly groups: ReadonlyMap<Address, Names>
  /** The projects that documents of this account name, and that so have to be declared at least by name. */
  readonly named: Set<string>
}

export function placeOf(account: Resource<'account'>, writing: Writing): Place {
  const { language, shared } = writing
  const scope = { account: account.key }
  const names = (of: Resource, kind: 'template' | 'project' | 'group' | 'user', document: DocumentKind, more: object) =>
    sayable(
      [...children(of, kind).values()].flatMap((each) =>
        shared.has(each.address) ? [each.key, each.key] : [each.key],
      ),
      (name) => [document, { kind: document, ...more, ...(kind === 'user' ? { email: name } : { name }) }],
      language,
    )
  const projects = names(account, 'project', 'Project', scope)
  const inProjects = [...children(account, 'project').values()].map((project) => {
    const place = { ...scope, project: project.key }
    return [project.address, projects.can.has(project.key) ? names(project, 'group', 'Group', place) : NONE] as const
  })
  return {
    ...writing,
    account,
    projects,
    templates: names(account, 'template', 'ProjectTemplate', scope),
    users: names(account, 'user', 'User', scope),
    groups: new Map([[account.address, names(account, 'group', 'Group', scope)], ...inProjects]),
    named: new Set(),
  }
}

const NONE: Names = { can: new Set(), cannot: new Map() }

/** The groups of a project, or of the account, that documents can name and do declare. */
export const groupsIn = ({ groups, kinds }: Place, of: Resource): ReadonlySet<string> =>
  kinds.has('Group') ? (groups.get(of.address) ?? NONE).can : NONE.can

/** A project that a document is about to name. */
export function nameProject({ named }: Place, project: string): string {
  named.add(project)
  return project
}
