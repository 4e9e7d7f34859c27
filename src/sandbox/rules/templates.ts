import { mergePatch, sortedSet } from '../merge.js'
import { newId } from '../platform.js'
import type { Preset, TemplateRow } from '../rows.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { accountNamed, demandApps, demandFreeName } from './references.js'

/** Project templates: their presets act when a project is created from them (L7), and never again. */
export const templates: Behaviour<'project-templates'> = {
  create: { schema: 'ProjectTemplateCreate', run: create },
  update: { schema: 'ProjectTemplateUpdate', run: update },
  remove: (write, template) => write.remove('project-templates', template),
}

function create(write: Write, body: Pick<TemplateRow, 'account' | 'name'> & Partial<TemplateRow>): TemplateRow {
  const { account, name } = body
  accountNamed(write.store, account)
  demandFreeName(write.store, 'project-templates', { account, name })
  const integrations = presets(write, body.integrations ?? {}, {})
  return write.create('project-templates', {
    id: newId(write.platform, 'project-templates'),
    account,
    name,
    integrations,
  })
}

function update(write: Write, template: TemplateRow, body: Partial<TemplateRow>): TemplateRow {
  const { account, integrations: before } = template
  const name = body.name ?? template.name
  demandFreeName(write.store, 'project-templates', { account, name }, template.id)
  const wanted = mergePatch(before, body.integrations ?? {}) as TemplateRow['integrations']
  return write.update('project-templates', template, {
    ...template,
    name,
    integrations: presets(write, wanted, before),
  })
}

/** A preset is on unless it says otherwise. */
function presets(write: Write, wanted: Record<string, Partial<Preset>>, before: object): Record<string, Preset> {
  demandApps(write.store, Object.keys(wanted), Object.keys(before), '/integrations')
  const preset = ({ enabled = true, groupTypes = [] }: Partial<Preset>): Preset => ({
    enabled,
    groupTypes: sortedSet(groupTypes),
  })
  const entries = Object.entries(wanted).map(([app, said]): [string, Preset] => [app, preset(said)])
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
