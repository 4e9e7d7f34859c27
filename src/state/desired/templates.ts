import { desired, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, want, wanted } from '../../model/desired.js'
import type { EstateDocument, Statement } from '../../model/document.js'
import type { Problem } from '../../model/problem.js'
import { child } from '../../model/resource.js'
import { entriesOf, mergeUnits, OWN } from '../merge.js'
import { isOn } from './projects.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

/** Adds the platform's templates: they act there when a project is created (L7). Other apps' presets stay. */
export function addTemplates(scope: AccountScope, account: Desired<'account'>): void {
  for (const document of scope.templates) {
    const { value, source } = document
    const namesake = wanted(account, 'template').get(value.name)
    if (namesake !== undefined) scope.problems.push(twice(namesake, { source, path: ['name'] }))
    const live = child(scope.live, 'template', value.name)?.fields.integrations ?? {}
    const integrations = value.integrations && { ...live, ...presets(scope, document, live) }
    want(
      account,
      desired('template', account, value.name, {
        ...stated<'template'>({ name: value.name, integrations }, source),
        absent: value.ensure === 'absent',
      }),
    )
  }
}

/** One may name the account and the other match it: only live labels tell that they meet. */
const twice = ({ key, address, said }: Desired<'template'>, statement: Statement): Problem => ({
  code: 'merge/conflict',
  severity: 'error',
  address,
  message: `two templates called ${key} stand in this account; rename one, or narrow its accounts`,
  statements: [...(said['*'] ?? []), statement],
})

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
