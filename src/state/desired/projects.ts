import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want } from '../../model/desired.js'
import type { Statement } from '../../model/document.js'
import type { ProjectIntegration, TemplateIntegration } from '../../model/generated/documents.js'
import { inForce, isExpired } from '../dates.js'
import { entriesOf, mergeUnits, OWN, type Said, type Voice } from '../merge.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

export type ProjectUnits = ReadonlyMap<string, Said<ProjectIntegration | TemplateIntegration>>

/** What each declared project says about each app: its own document first, then its template, then `"*"`. */
export function projectUnits(scope: AccountScope): Map<string, ProjectUnits> {
  const found = new Map<string, ProjectUnits>()
  const templates = new Map(scope.templates.map((template) => [template.value.name, template]))
  for (const { value, source } of scope.projects) {
    const voices: Voice<{ readonly integrations?: Record<string, ProjectIntegration | TemplateIntegration> }>[] = [
      { value, source, rank: OWN },
    ]
    const template = value.template === undefined ? undefined : templates.get(value.template)
    if (template !== undefined) voices.push({ value: template.value, source: template.source, rank: 0 })
    const { units } = mergeUnits(voices, (document) => entriesOf(document.integrations, 'integrations'))
    found.set(
      value.name,
      expandStar(units, scope.declaredApps, (entry) => !isOn(entry, scope.day), scope.allowed),
    )
  }
  return found
}

/** An entry is on unless it says false or its dates do. */
export const isOn = (entry: ProjectIntegration | TemplateIntegration, day: string): boolean =>
  (entry.enabled ?? true) && inForce(entry, day)

/** Adds each declared project with its integrations. */
export function addProjects(scope: AccountScope, account: Desired<'account'>, units: Map<string, ProjectUnits>): void {
  for (const { value, source } of scope.projects) {
    const { name, labels, state, template } = value
    const parts = stated<'project'>({ name, labels, state, template }, source)
    const project = want(account, desired('project', account, name, { ...parts, absent: value.ensure === 'absent' }))
    if (project.absent) continue
    for (const [app, said] of units.get(name) ?? []) want(project, integration(project, app, said, scope.day))
  }
}

function integration(
  project: Desired<'project'>,
  app: string,
  { value, statement }: Said<ProjectIntegration | TemplateIntegration>,
  day: string,
): Desired<'project-integration'> {
  const expired = isExpired(value, day)
  const said = { '*': [statement] as readonly Statement[] }
  if (!inForce(value, day))
    return desired('project-integration', project, app, { fields: { enabled: false }, said, expired })
  const groups = 'groups' in value && value.groups !== undefined ? { groups: sorted(value.groups) } : {}
  const groupTypes = value.groupTypes !== undefined ? { groupTypes: sorted(value.groupTypes) } : {}
  const fields = { enabled: value.enabled ?? true, ...groups, ...groupTypes }
  return desired('project-integration', project, app, { fields, said })
}
