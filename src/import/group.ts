import { judge } from '../access/gates.js'
import type { GroupIntegration } from '../model/generated/documents.js'
import { children, type Resource } from '../model/resource.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'
import { nameProject, type Place } from './place.js'

/** A participant group. What it inherits is its project's to say, and left out. */
export function groupPage(place: Place, parent: Resource, group: Resource<'group'>): Page {
  const { labels, type, members } = group.fields
  const project = parent.kind === 'project' ? { project: nameProject(place, parent.key) } : {}
  const page = new Page('Group', { kind: 'Group', account: place.account.key, ...project, name: group.key })
  page.say('labels', sortedMap(labels))
  page.say('type', type ?? undefined)
  page.say('members', [...members])
  page.say('integrations', sortedMap(settings(place, parent, group, page)))
  return page
}

function settings(place: Place, parent: Resource, group: Resource<'group'>, page: Page) {
  const found: Record<string, GroupIntegration> = {}
  for (const [app, { fields }] of children(group, 'group-integration')) {
    if (!place.apps.has(app) || fields.setting === 'inherit') continue
    if (fields.setting === 'on' && isClosedAbove(place, parent, app)) {
      page.leave('integrations', `${app} is on below a closed level: left out, for it would only wait until that opens`)
    } else found[app] = fields.setting === 'on'
  }
  return found
}

function isClosedAbove({ world, account }: Place, parent: Resource, app: string): boolean {
  const project = parent.kind === 'project' ? (parent as Resource<'project'>) : null
  const question = { account, app, project, user: null }
  const closes = project === null ? (['account'] as const) : (['account', 'project'] as const)
  return closes.some((gate) => judge(gate, world, question) === 'closed')
}
