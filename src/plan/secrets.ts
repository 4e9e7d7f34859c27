import { keyAddress } from '../model/address.js'
import type { Desired, WantedSecret } from '../model/desired.js'
import type { Resource } from '../model/resource.js'
import { fingerprint } from '../model/secrets.js'
import type { PlanSettings } from './context.js'
import type { DraftChange } from './draft.js'
import { latest } from './propose.js'
import { stageOf } from './stages.js'

/**
 * The secrets of an app that are to be written (R3): those that differ by the platform's fingerprint, and those whose
 * value is not known here, "written if different". Each is a change of its own, so that approving one approves no other.
 * @param change what this plan does to the app itself
 */
export function secretChanges(
  { address }: Desired<'app'>,
  secrets: readonly WantedSecret[],
  live: Resource<'app'> | undefined,
  change: DraftChange | null,
  settings: PlanSettings,
): DraftChange[] {
  const changes: DraftChange[] = []
  const made = change?.operation === 'create' ? change : undefined
  if (live === undefined && made === undefined) return changes
  for (const secret of secrets) {
    const kept = live?.fields.secrets[secret.name]
    const value = settings.secrets.resolve(secret.env)
    if (kept !== undefined && value !== undefined && kept.fingerprint === fingerprint(kept.salt, value)) continue
    // Of one row one write comes after the other.
    const needs = [made, changes.at(-1)].filter((need) => need !== undefined)
    changes.push({
      address: keyAddress(address, 'secrets', secret.name),
      operation: 'update',
      direction: 'neutral',
      before: { secrets: { [secret.name]: kept === undefined ? null : 'set' } },
      after: { secrets: { [secret.name]: { env: secret.env } } },
      statements: [secret.statement],
      expired: false,
      ...(value === undefined
        ? { reason: `not compared, for ${secret.env} is not set here: written if different` }
        : {}),
      stage: latest(stageOf('create', 'app'), needs),
      needs: new Set(needs),
      target: { collection: 'apps', id: live?.id ?? null },
      revision: live?.etag ?? null,
      ends: [],
      undo: 'none',
      observed: settings.observeApps,
    })
  }
  return changes
}
