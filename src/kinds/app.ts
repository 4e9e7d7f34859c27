import { address } from '../model/address.js'
import type { FieldsByKind } from '../model/resource.js'
import { byKey, directionOf, fromPlatform, type KindDeclaration, whole } from './declaration.js'

/** A row of the integration registry (R1 to R3, R6). */
export const app: KindDeclaration<'app'> = {
  kind: 'app',
  collection: 'apps',
  parents: [],
  address: (_, key) => address('app', key),
  fields: {
    displayName: whole,
    description: whole,
    provider: whole,
    category: whole,
    auth: whole,
    uses: whole,
    state: whole,
    version: whole,
    availableVersion: fromPlatform,
    settings: byKey,
    secrets: fromPlatform,
    configured: fromPlatform,
  },
  direction: (before, after) => directionOf(open(before), open(after)),
}

/** The registry gate is open for an app that is active and configured; switching off ends connections either way (R6). */
const open = (fields: FieldsByKind['app'] | null): Set<string> =>
  new Set(fields?.state === 'active' ? ['active', ...(fields.configured ? ['usable'] : [])] : [])
