import { address } from '../model/address.js'
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
    category: whole,
    auth: whole,
    uses: whole,
    state: whole,
    version: whole,
    settings: byKey,
    configured: fromPlatform,
  },
  direction: (before, after) => directionOf(active(before?.state), active(after?.state)),
}

const active = (state: string | undefined): Set<string> => new Set(state === 'active' ? ['active'] : [])
