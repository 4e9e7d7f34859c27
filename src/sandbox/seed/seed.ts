import { checkSeed } from '../generated/contract.js'
import type { Platform } from '../platform.js'
import type { Seed } from './format.js'
import { generate } from './generate.js'
import { lay } from './lay.js'
import { SeedError } from './names.js'

/** A seed that fits schema/seed.schema.json; throws a SeedError with every complaint otherwise. */
export function readSeed(seed: unknown): Seed {
  const errors = checkSeed(seed)
  if (errors.length > 0) throw new SeedError(errors)
  return seed as Seed
}

/** Fills an empty platform, whole or not at all. */
export function sow(platform: Platform, seed: Seed): void {
  if (seed.generate) generate(platform.store, seed.generate)
  else lay(platform, seed)
}
