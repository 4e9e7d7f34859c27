import { createHmac } from 'node:crypto'

/** Is this what the platform shows of a secret with that value? (R3: HMAC-SHA-256 under the salt beside it.) */
export function isSecret(shown: unknown, value: string): boolean {
  const { salt, fingerprint } = (shown ?? {}) as { salt?: string; fingerprint?: string }
  return salt !== undefined && fingerprint === createHmac('sha256', salt).update(value).digest('hex')
}
