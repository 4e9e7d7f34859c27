import { closeAppEverywhere } from '../cascades.js'
import { mergePatch, sortedSet } from '../merge.js'
import { newId } from '../platform.js'
import { invalidAt, Problem } from '../problems.js'
import type { AppRow, Draft } from '../rows.js'
import { keepSecrets, type SecretValues } from '../secrets.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { uninstall } from './uninstalling.js'

/** The registry (R1 to R3): install, configure, activate, deactivate, upgrade, uninstall. */
export const apps: Behaviour<'apps'> = {
  create: { schema: 'AppCreate', run: install },
  update: { schema: 'AppUpdate', run: change },
  remove: uninstall,
}

const SILENT = { description: '', provider: '', category: 'other', version: '1.0.0' }

type AppBody = Partial<Omit<AppRow, 'secrets'>> & { secrets?: SecretValues }

/** An app that is listed but not installed is installed in its own row; any other of the name is in the way. */
function install(write: Write, { secrets, ...body }: AppBody & Pick<AppRow, 'name' | 'auth'>): AppRow {
  const listed = write.store.find('apps', { name: body.name })[0]
  if (listed && listed.status !== 'not-installed') {
    throw new Problem('name-taken', `The app ${body.name} is installed already.`)
  }
  const silent = { ...SILENT, displayName: body.name, uses: [], availableVersion: null, settings: {}, scopes: [] }
  const id = listed?.id ?? newId(write.platform, 'apps')
  const kept = keepSecrets(write.platform, listed?.secrets ?? {}, secrets)
  const app = settled({ ...silent, ...listed, status: 'active', ...body, secrets: kept, id, configured: false })
  return listed ? write.update('apps', listed, app) : write.create('apps', app)
}

function change(write: Write, app: AppRow, body: AppBody): AppRow {
  const { settings, version, status, secrets, ...texts } = body
  if (app.status === 'not-installed') throw new Problem('conflict', `Install ${app.name} first.`)
  const merged = settings === undefined ? app.settings : (mergePatch(app.settings, settings) as AppRow['settings'])
  const upgraded = version === undefined ? app : upgrade(app, version)
  const kept = { settings: merged, secrets: keepSecrets(write.platform, app.secrets, secrets) }
  const next = settled({ ...upgraded, ...texts, ...kept, status: statusAfter(upgraded.status, status) })
  const row = write.update('apps', app, next)
  if (app.status !== 'inactive' && row.status === 'inactive') closeAppEverywhere(write, app.name)
  return row
}

/** An app that waits for an upgrade is active already. */
function statusAfter(before: AppRow['status'], wanted: AppRow['status'] | undefined): AppRow['status'] {
  if (wanted === undefined || (wanted === 'active' && before === 'upgrade-pending')) return before
  return wanted
}

function upgrade(app: AppRow, version: string): AppRow {
  if (version === app.version) return app
  if (version !== app.availableVersion)
    throw invalidAt('/version', `${app.availableVersion ?? 'nothing'} can be upgraded to`)
  const status = app.status === 'upgrade-pending' ? 'active' : app.status
  return { ...app, version, availableVersion: null, status }
}

function settled(app: Draft<AppRow>): Draft<AppRow> {
  return { ...app, uses: sortedSet(app.uses), scopes: sortedSet(app.scopes), configured: isConfigured(app) }
}

/** An OAuth app works once it has a client id; an API-key app needs nothing. */
export function isConfigured({ auth, status, settings }: Pick<AppRow, 'auth' | 'status' | 'settings'>): boolean {
  if (status === 'not-installed') return false
  return auth === 'api-key' || (typeof settings.clientId === 'string' && settings.clientId !== '')
}
