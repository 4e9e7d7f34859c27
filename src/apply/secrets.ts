import { isMap } from '../model/canonical.js'
import type { Change, Plan } from '../model/generated/plan.js'
import { fingerprint, type Secrets } from '../model/secrets.js'

/** A plan names the variable of a secret and never its value: `{env: SLACK_KEY}`. */
export const variableOf = (reference: unknown): string => String((reference as { env?: unknown }).env)

/** A secret whose value nobody knows here. */
export class UnresolvedSecret extends Error {
  override readonly name = 'UnresolvedSecret'
}

/** The value itself, at the last moment. Throws UnresolvedSecret. */
export function reveal(reference: unknown, secrets: Secrets): string {
  const variable = variableOf(reference)
  const value = secrets.resolve(variable)
  if (value === undefined) throw new UnresolvedSecret(`${variable} is not set here`)
  return value
}

/** The secrets that some changes need and that are not known here, each with the line that names it. */
export function unresolved({ causes }: Plan, runs: readonly Change[], secrets: Secrets): string[] {
  return runs.flatMap((change) => {
    const missing = variables(change).filter((variable) => secrets.resolve(variable) === undefined)
    const cause = causes[change.causes[0] ?? -1]
    const where = cause === undefined ? change.address : `${cause.file}:${cause.line}`
    return missing.map((variable) => `${variable} (${where})`)
  })
}

function variables({ after }: Change): string[] {
  const { apiKey, secrets } = after ?? {}
  return [...(isMap(apiKey) ? [apiKey] : []), ...(isMap(secrets) ? Object.values(secrets) : [])].map(variableOf)
}

/** Does the row keep exactly these values already, as its fingerprints show? */
export function keeps(row: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>): boolean {
  const kept = (isMap(row.secrets) ? row.secrets : {}) as Readonly<Record<string, Fingerprinted | undefined>>
  return Object.entries(values).every(([name, value]) => {
    const known = kept[name]
    return known !== undefined && known.fingerprint === fingerprint(known.salt, String(value))
  })
}

interface Fingerprinted {
  readonly salt: string
  readonly fingerprint: string
}
