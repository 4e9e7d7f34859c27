import type { EstateDocument } from '../../model/document.js'
import type { AccountMatch, ProjectSetDocument } from '../../model/generated/documents.js'
import { child, children } from '../../model/resource.js'
import { type Matcher, matcherOf } from '../match.js'
import type { AccountScope } from './scope.js'

/** A ProjectSet, its conditions prepared once for all accounts and projects. */
export interface PreparedSet {
  readonly document: EstateDocument<'ProjectSet'>
  readonly matchesAccount: Matcher
  readonly matches: Matcher
}

export function prepareSet(document: EstateDocument<'ProjectSet'>): PreparedSet {
  const { match } = document.value
  if (match === 'all') return { document, matchesAccount: everything, matches: everything }
  const { accounts = 'all', ...conditions } = match
  return { document, matchesAccount: matcherOf(accounts), matches: matcherOf(conditions as AccountMatch) }
}

const everything: Matcher = () => true

/** A declared project: by a document of its own, by sets that match it, or both. */
export interface DeclaredProject {
  readonly name: string
  readonly document: EstateDocument<'Project'> | null
  readonly sets: readonly EstateDocument<'ProjectSet'>[]
}

/** The projects with a document of their own, and the live ones that a set matches: those become declared by it. */
export function declaredProjects(scope: Pick<AccountScope, 'projects' | 'live' | 'projectSets'>): DeclaredProject[] {
  const own = new Set(scope.projects.map(({ value }) => value.name))
  const documented = scope.projects.map((document): DeclaredProject => {
    const { name, labels, ensure } = document.value
    const now = child(scope.live, 'project', name)?.fields.labels
    return { name, document, sets: ensure === 'absent' ? [] : matching(scope.projectSets, name, { ...now, ...labels }) }
  })
  if (scope.projectSets.length === 0) return documented
  const others = [...children(scope.live, 'project').values()].filter(({ key }) => !own.has(key))
  return [
    ...documented,
    ...others
      .map(({ key, fields }) => ({
        ...{ name: key, document: null },
        sets: matching(scope.projectSets, key, fields.labels),
      }))
      .filter(({ sets }) => sets.length > 0),
  ]
}

const matching = (
  sets: readonly PreparedSet[],
  name: string,
  labels: Readonly<Record<string, string>>,
): EstateDocument<'ProjectSet'>[] => sets.filter(({ matches }) => matches(name, labels)).map(({ document }) => document)

/** What a set says at a project, as a voice: below a project's own document and its template. */
export const voiceOf = ({ value, source }: EstateDocument<'ProjectSet'>) => ({
  value: value as Pick<ProjectSetDocument, 'integrations'>,
  source,
  rank: value.priority ?? 0,
})
