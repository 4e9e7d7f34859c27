import { desired, resource, stated } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import type { Desired, DesiredApps, Permissions, WantedSecret } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { AppDocument } from '../../model/generated/documents.js'
import type { Problem } from '../../model/problem.js'
import type { Resource } from '../../model/resource.js'
import type { EstateIndex } from '../estate-index.js'
import { identify, indexRows, type RowIndex } from '../identify.js'
import type { LiveState } from '../live.js'

export function desiredApps(index: EstateIndex, live: LiveState): DesiredApps {
  const apps = new Map<string, Desired<'app'>>()
  const problems: Problem[] = []
  const rows = indexRows([...live.apps.values()].map((app) => ({ id: app.id ?? '', name: app.key })))
  for (const document of index.of('App')) {
    const absent = document.value.ensure === 'absent'
    const wantedApp = desired('app', null, document.value.name, { ...fieldsOf(document), absent })
    problems.push(...identify(document, wantedApp.address, rows).problems, ...renamed(document, wantedApp, rows))
    problems.push(...rewired(document, wantedApp, live.apps.get(wantedApp.key)))
    problems.push(...outdated(document, wantedApp, live.apps.get(wantedApp.key)))
    apps.set(wantedApp.key, wantedApp)
  }
  const catalogue = new Map(live.apps)
  for (const [name, app] of apps) {
    if (app.absent) catalogue.delete(name)
    else catalogue.set(name, laidOver(app, live.apps.get(name) ?? live.listed.get(name)))
  }
  const { holds } = index
  return { apps, catalogue, permissions: permissionsOf(index), secrets: secretsOf(index), holds, problems }
}

function permissionsOf(index: EstateIndex): Map<string, Permissions> {
  const stated = index.of('App').flatMap(({ value: { name, permissions }, source }) => {
    const statement = { source, path: ['permissions'] }
    return permissions === undefined ? [] : [[name, { ...permissions, statement }] as const]
  })
  return new Map(stated)
}

function fieldsOf({ value, source }: EstateDocument<'App'>) {
  const { displayName, description, provider, category, auth, uses, state, version, settings }: AppDocument = value
  return stated<'app'>(
    { displayName, description, provider, category, auth, uses: uses && sorted(uses), state, version, settings },
    source,
  )
}

function secretsOf(index: EstateIndex): Map<string, WantedSecret[]> {
  const stated = index.of('App').map(({ value: { name: app, secrets = {} }, source }) => {
    const wanted = Object.entries(secrets).map(([name, { env }]) => ({
      name,
      env,
      statement: { source, path: ['secrets', name] },
    }))
    return [app, wanted] as const
  })
  return new Map(stated.filter(([, wanted]) => wanted.length > 0))
}

/** An app keeps its name: connections and allow-lists refer to it. */
function renamed(
  { value, source }: EstateDocument<'App'>,
  { address }: Desired<'app'>,
  rows: RowIndex<{ readonly id: string; readonly name: string }>,
): Problem[] {
  const row = rows.byId.get(value.id ?? '')
  if (row === undefined || row.name === value.name) return []
  const message = `${value.id} is called ${row.name}; an app cannot be renamed`
  return [
    { code: 'rename/not-possible', severity: 'error', address, message, statements: [{ source, path: ['name'] }] },
  ]
}

/** How people connect is settled when an app is installed. */
function rewired(
  { value, source }: EstateDocument<'App'>,
  { address }: Desired<'app'>,
  live: Resource<'app'> | undefined,
): Problem[] {
  if (live === undefined || value.auth === undefined || value.auth === live.fields.auth) return []
  const message = `${value.name} connects by ${live.fields.auth}, which only installing it anew changes`
  return [{ code: 'app/auth', severity: 'error', address, message, statements: [{ source, path: ['auth'] }] }]
}

/** R3: an app is upgraded to what the platform has ready, and to nothing else. */
function outdated(
  { value, source }: EstateDocument<'App'>,
  { address }: Desired<'app'>,
  live: Resource<'app'> | undefined,
): Problem[] {
  const { version } = value
  if (live === undefined || version === undefined) return []
  const { version: has, availableVersion } = live.fields
  if (version === has || version === availableVersion) return []
  const ready = availableVersion === null ? 'no other is ready' : `${availableVersion} is ready`
  const message = `${value.name} is of version ${has} on the platform and ${ready}, so it cannot become ${version}`
  return [{ code: 'app/version', severity: 'error', address, message, statements: [{ source, path: ['version'] }] }]
}

/** What stands for an app that is not installed yet. */
export const APP_DEFAULTS: Resource<'app'>['fields'] = {
  displayName: '',
  provider: '',
  description: '',
  category: 'other',
  auth: 'oauth2',
  uses: [],
  state: 'inactive',
  version: '',
  availableVersion: null,
  settings: {},
  secrets: {},
  configured: false,
}

function laidOver(app: Desired<'app'>, live: Resource<'app'> | undefined): Resource<'app'> {
  return resource('app', null, app.key, null, { ...(live?.fields ?? APP_DEFAULTS), ...app.fields })
}
