import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want } from '../../model/desired.js'
import type { ProjectTemplateDocument } from '../../model/generated/documents.js'
import { child } from '../../model/resource.js'
import { inForce } from '../dates.js'
import type { AccountScope } from './scope.js'

/** Adds the platform's templates: they act there when a project is created (L7). Other apps' presets stay. */
export function addTemplates(scope: AccountScope, account: Desired<'account'>): void {
  for (const { value, source } of scope.templates) {
    const live = child(scope.live, 'template', value.name)?.fields.integrations ?? {}
    const integrations = value.integrations && { ...live, ...presets(value, live, scope.day) }
    want(
      account,
      desired('template', account, value.name, stated<'template'>({ name: value.name, integrations }, source)),
    )
  }
}

type Presets = Record<string, { readonly enabled: boolean; readonly groupTypes: readonly string[] }>

const presets = ({ integrations }: ProjectTemplateDocument, live: Presets, day: string): Presets =>
  Object.fromEntries(
    Object.entries(integrations ?? {}).map(([app, entry]) => [
      app,
      {
        enabled: (entry.enabled ?? true) && inForce(entry, day),
        groupTypes: entry.groupTypes === undefined ? (live[app]?.groupTypes ?? []) : sorted(entry.groupTypes),
      },
    ]),
  )
