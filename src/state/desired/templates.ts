import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import { child } from '../../model/resource.js'
import { entriesOf, mergeUnits, OWN } from '../merge.js'
import { isOn } from './projects.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

/** Adds the platform's templates: they act there when a project is created (L7). Other apps' presets stay. */
export function addTemplates(scope: AccountScope, account: Desired<'account'>): void {
  for (const document of scope.templates) {
    const { value, source } = document
    const live = child(scope.live, 'template', value.name)?.fields.integrations ?? {}
    const integrations = value.integrations && { ...live, ...presets(scope, document, live) }
    want(
      account,
      desired('template', account, value.name, stated<'template'>({ name: value.name, integrations }, source)),
    )
  }
}

type Presets = Record<string, { readonly enabled: boolean; readonly groupTypes: readonly string[] }>

/** The platform knows no `"*"`: it is written out for the apps that it speaks for. */
function presets(scope: AccountScope, { value, source }: EstateDocument<'ProjectTemplate'>, live: Presets): Presets {
  const { units } = mergeUnits([{ value, source, rank: OWN }], ({ integrations }) =>
    entriesOf(integrations, 'integrations'),
  )
  const named = expandStar(units, scope.declaredApps, (entry) => !isOn(entry, scope.day), scope.allowed)
  return Object.fromEntries(
    [...named].map(([app, { value: entry }]) => [
      app,
      {
        enabled: isOn(entry, scope.day),
        groupTypes: entry.groupTypes === undefined ? (live[app]?.groupTypes ?? []) : sorted(entry.groupTypes),
      },
    ]),
  )
}
