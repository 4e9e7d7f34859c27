import { bulkMutants } from './bulk.js'
import { cascadeMutants } from './cascades.js'
import { connectionMutants } from './connections.js'
import { feedMutants } from './feed.js'
import { gateMutants } from './gates.js'
import { levelMutants } from './levels.js'
import { listMutants } from './lists.js'
import type { Mutant } from './mutant.js'
import { peopleMutants, roleMutants } from './people.js'
import { platformMutants } from './platform.js'
import { registryMutants } from './registry.js'
import { idempotencyMutants, versionMutants } from './versions.js'

/** How a server reads and writes, whatever it is about. */
export const MECHANICS: readonly Mutant[] = [
  ...[...platformMutants, ...listMutants, ...versionMutants, ...idempotencyMutants],
  ...[...bulkMutants, ...feedMutants],
]

/** What a server does by itself, and whom it lets do what. */
export const RULES: readonly Mutant[] = [
  ...[...levelMutants, ...cascadeMutants, ...registryMutants],
  ...[...gateMutants, ...peopleMutants, ...connectionMutants, ...roleMutants],
]
