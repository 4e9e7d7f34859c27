import { registryOpen } from './gates.js'
import type { AccountIntegrationRow, AnyRow, AppRow } from './rows.js'
import type { Store } from './store/store.js'
import type { Effect } from './write.js'

// L10: why an enabled integration cannot work. That is the app's doing and not the setting's, so it is never stored:
// it is told whenever the row is shown, and no setting is rewritten when an app changes (R6).

/** Why each app that cannot work now cannot, by name. */
export function problems(store: Store): Map<string, string> {
  const broken = store.find('apps', {}).filter((app) => !registryOpen(app))
  return new Map(broken.map((app) => [app.name, `${app.name} is ${reason(app)} on the platform`]))
}

function reason({ status }: AppRow): string {
  return status === 'inactive' || status === 'not-installed' ? status.replace('-', ' ') : 'not configured'
}

/** An app as it is shown to others than operators: by a secret's fingerprint, guesses could be tried out. */
export const withoutSecrets = (app: AppRow): AppRow => ({ ...app, secrets: {} })

/** A row as callers see it. */
export function shown<R extends object>(store: Store, row: R): R {
  return isAccountIntegration(row) ? { ...row, problem: problemOf(row, problems(store)) } : row
}

/** What a write did besides, as callers see it. */
export const shownEffects = (store: Store, effects: Effect[]): Effect[] =>
  effects.map((effect) => ({ ...effect, row: effect.row && shown<AnyRow>(store, effect.row) }))

/** A stored row as callers see it; its app is what follows the first dot of its id. Most need no parsing. */
export function shownText(broken: Map<string, string>, id: string, text: string): string {
  if (!broken.has(id.slice(id.indexOf('.') + 1))) return text
  const row = JSON.parse(text) as AccountIntegrationRow
  return JSON.stringify({ ...row, problem: problemOf(row, broken) })
}

const problemOf = ({ enabled, app }: AccountIntegrationRow, broken: Map<string, string>): string | null =>
  enabled ? (broken.get(app) ?? null) : null

const isAccountIntegration = (row: object): row is AccountIntegrationRow => 'problem' in row
