import { KINDS } from '../../kinds/index.js'
import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want } from '../../model/desired.js'
import type { EstateDocument, Statement } from '../../model/document.js'
import type { ProjectIntegration, TemplateIntegration } from '../../model/generated/documents.js'
import { inForce, isExpired } from '../dates.js'
import { entriesOf, mergeUnits, OWN, type Said, type Voice } from '../merge.js'
import { tellConflicts } from './conflicts.js'
import { voiceOf } from './project-sets.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

type Entry = ProjectIntegration | TemplateIntegration
export type ProjectUnits = ReadonlyMap<string, Said<Entry>>

/** What each declared project says about each app: its own document, its template, the sets, then `"*"`. */
export function projectUnits(scope: AccountScope): Map<string, ProjectUnits> {
  const found = new Map<string, ProjectUnits>()
  const templates = new Map(scope.templates.map((template) => [template.value.name, template]))
  const closes = (entry: Entry) => !isOn(entry, scope.day)
  for (const { name, document, sets } of scope.declared) {
    const voices: Voice<{ readonly integrations?: Record<string, Entry> }>[] = sets.map(voiceOf)
    const template = templates.get(document?.value.template ?? '')
    if (document !== null) voices.push({ value: document.value, source: document.source, rank: OWN })
    if (template !== undefined) voices.push({ value: template.value, source: template.source, rank: TEMPLATE })
    const { units, conflicts } = mergeUnits(voices, (each) => entriesOf(each.integrations, 'integrations'))
    tellConflicts(scope, conflicts, { address: KINDS.project.address(scope.live.address, name) })
    found.set(name, expandStar(units, scope.declaredApps, closes, scope.allowed))
  }
  return found
}

/** A project's template is nearer than any set, whatever its priority. */
const TEMPLATE = Number.MAX_VALUE

/** An entry is on unless it says false or its dates do. */
export const isOn = (entry: ProjectIntegration | TemplateIntegration, day: string): boolean =>
  (entry.enabled ?? true) && inForce(entry, day)

/** Adds each declared project with its integrations. */
export function addProjects(scope: AccountScope, account: Desired<'account'>, units: Map<string, ProjectUnits>): void {
  for (const { name, document } of scope.declared) {
    const parts = document === null ? { fields: {}, said: {} } : partsOf(document)
    const project = want(account, desired('project', account, name, parts))
    if (project.absent) continue
    for (const [app, said] of units.get(name) ?? []) want(project, integration(project, app, said, scope.day))
  }
}

function partsOf({ value, source }: EstateDocument<'Project'>) {
  const { name, labels, state, template, ensure } = value
  return { ...stated<'project'>({ name, labels, state, template }, source), absent: ensure === 'absent' }
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
