import type { CheckResult } from '../model/generated/conformance.js'
import { ROLES, type Role } from './check.js'
import { CHECKS } from './checks.js'
import { Client, openPool } from './client.js'
import { enter, meet } from './door.js'
import { type Ran, runChecks } from './run.js'

export { ROLES, type Role } from './check.js'

export interface ConformanceOptions {
  /** Where the platform's `/v1` stands, without it. */
  readonly url: string
  /** An operator's full token. */
  readonly token: string
  /** Tokens of other principals; checks whose token is absent are not run. */
  readonly tokens?: Partial<Record<Role, string>>
  readonly signal?: AbortSignal
  readonly onResult?: (result: CheckResult) => void
}

/** Runs the checks of the platform contract. Fault before the first write where the platform is not disposable. */
export async function conformance(
  options: ConformanceOptions,
): Promise<Ran & { platform: { name: string; tenant: string } }> {
  const { url, token, tokens = {}, signal = new AbortController().signal, onResult = () => {} } = options
  const pool = openPool(url)
  try {
    const client = (secret: string) => new Client(url, secret, pool)
    const admin = client(token)
    const { claims, ...platform } = await enter(admin)
    const given = ROLES.flatMap((role) => (tokens[role] === undefined ? [] : [[role, client(tokens[role])] as const]))
    const people = await meet(Object.fromEntries(given))
    return { platform, ...(await runChecks({ admin, people, claims, checks: CHECKS, signal, onResult })) }
  } finally {
    await pool.close()
  }
}
