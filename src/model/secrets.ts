import { createHmac } from 'node:crypto'
import { matchesPieces } from './glob.js'

/** Where the values of secrets come from. They are asked for late, and never leave again in a text (E16). */
export interface Secrets {
  /** The value of an environment variable; undefined where it is empty, not set, or none that documents may name. */
  resolve(variable: string): string | undefined
  /** The text without any secret that was resolved before. */
  mask(text: string): string
}

/** Shorter values are taken for what they are: masking them would make every text unreadable. */
const SHORTEST = 4

/**
 * Secrets from environment variables, of which only the listed ones resolve (E18).
 * @param listed `secretEnv` of writ.yaml: names or patterns
 */
export function secretsFrom(listed: readonly string[], lookup: (variable: string) => string | undefined): Secrets {
  const patterns = listed.map((pattern) => pattern.split('*'))
  const resolved = new Set<string>()
  return {
    resolve(variable) {
      const value = patterns.some((pieces) => matchesPieces(pieces, variable)) ? lookup(variable) : undefined
      if (value !== undefined && value.length >= SHORTEST) resolved.add(value)
      return value === '' ? undefined : value
    },
    // The longest first, for one secret may be part of another.
    mask: (text) =>
      [...resolved]
        .sort((a, b) => b.length - a.length)
        .reduce((masked, value) => masked.replaceAll(value, '•••'), text),
  }
}

/** Nothing resolves: for whatever only looks. */
export const NO_SECRETS: Secrets = secretsFrom([], () => undefined)

/** How the platform shows a secret without showing it: hex HMAC-SHA-256 of the value under the salt's own text. */
export const fingerprint = (salt: string, value: string): string =>
  createHmac('sha256', salt).update(value, 'utf8').digest('hex')
