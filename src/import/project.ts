import { judge } from '../access/gates.js'
import type { ProjectIntegration } from '../model/generated/documents.js'
import { child, children, type Resource } from '../model/resource.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'
import { groupsIn, type Place } from './place.js'

type Project = Resource<'project'>

/** A project with its settings; every app of its template gets an entry of its own, so that the template moves nothing. */
export function projectPage(place: Place, project: Project): Page {
  const { labels, state, template } = project.fields
  const page = new Page('Project', { kind: 'Project', account: place.account.key, name: project.key })
  page.say('labels', sortedMap(labels))
  const integrations = entries(place, project, page)
  const presets = template === null ? [] : presetApps(place, template)
  const isKept = presets.every((app) => integrations[app] !== undefined || !isSet(project, app))
  if (template !== null && isKept && place.kinds.has('ProjectTemplate') && place.templates.can.has(template)) {
    page.say('template', template)
    for (const app of presets) integrations[app] ??= { enabled: false }
  }
  page.say('state', state)
  page.say('integrations', sortedMap(integrations))
  return page
}

/** The apps that a template's document speaks of. */
const presetApps = ({ account, apps }: Place, template: string): string[] =>
  Object.keys(child(account, 'template', template)?.fields.integrations ?? {}).filter((app) => apps.has(app))

const isSet = (project: Project, app: string): boolean => child(project, 'project-integration', app) !== undefined

function entries(place: Place, project: Project, page: Page): Record<string, ProjectIntegration> {
  const found: Record<string, ProjectIntegration> = {}
  for (const [app, setting] of children(project, 'project-integration')) {
    if (!place.apps.has(app)) continue
    if (setting.fields.enabled && isClosedAbove(place, project, app)) {
      page.leave('integrations', `${app} is on below a closed level: left out, for it would only wait until that opens`)
    } else found[app] = entryOf(setting, groupsIn(place, project), page, place)
  }
  return found
}

/** What opens below a closed level waits for it (L14); a platform that closes from above leaves none of it. */
const isClosedAbove = ({ world, account }: Place, project: Project, app: string): boolean =>
  judge('account', world, { account, app, project, user: null }) === 'closed'

/** Closed entries keep the groups and types that they would open with. */
function entryOf(
  { key, fields: { enabled, groups, groupTypes } }: Resource<'project-integration'>,
  named: ReadonlySet<string>,
  page: Page,
  { kinds }: Place,
): ProjectIntegration {
  const canName = groups.every((group) => named.has(group))
  if (!canName && kinds.has('Group'))
    page.leave(
      'integrations',
      `the groups ${groups.join(', ')} of ${key} are left out: not all of them can be named here`,
    )
  return {
    enabled,
    ...(canName && (enabled || groups.length > 0) ? { groups: [...groups] } : {}),
    ...(enabled || groupTypes.length > 0 ? { groupTypes: [...groupTypes] } : {}),
  }
}
