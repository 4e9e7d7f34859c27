import { createHmac } from 'node:crypto'
import type { Platform } from './platform.js'
import type { Fingerprint } from './rows.js'

/** Secrets as a body writes them: a value by name, null to remove one. */
export type SecretValues = Record<string, string | null>

/** Values are never kept: only what tells whether somebody else holds the same one. A value that stands already changes nothing. */
export function keepSecrets(
  { random }: Pick<Platform, 'random'>,
  kept: Record<string, Fingerprint>,
  written: SecretValues = {},
): Record<string, Fingerprint> {
  const after = new Map(Object.entries(kept))
  for (const [name, value] of Object.entries(written)) {
    const before = after.get(name)
    if (value === null) after.delete(name)
    else if (before === undefined || fingerprint(before.salt, value) !== before.fingerprint) {
      const salt = Buffer.from(random(16)).toString('hex')
      after.set(name, { salt, fingerprint: fingerprint(salt, value) })
    }
  }
  return Object.fromEntries(after)
}

const fingerprint = (salt: string, value: string): string => createHmac('sha256', salt).update(value).digest('hex')
