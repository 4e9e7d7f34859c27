import { sorted } from '../model/canonical.js'
import type { TemplateIntegration } from '../model/generated/documents.js'
import type { Resource } from '../model/resource.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'
import type { Place } from './place.js'

/** Presets for new projects (L7). An entry is on unless it says false. */
export function templatePage({ account, apps }: Place, { key, fields }: Resource<'template'>): Page {
  const page = new Page('ProjectTemplate', { kind: 'ProjectTemplate', account: account.key, name: key })
  const named = Object.entries(fields.integrations).filter(([app]) => apps.has(app))
  page.say('integrations', sortedMap(Object.fromEntries(named.map(([app, preset]) => [app, entryOf(preset)]))))
  return page
}

const entryOf = ({
  enabled,
  groupTypes,
}: Resource<'template'>['fields']['integrations'][string]): TemplateIntegration => ({
  ...(enabled && groupTypes.length > 0 ? {} : { enabled }),
  ...(enabled || groupTypes.length > 0 ? { groupTypes: sorted(groupTypes) } : {}),
})
