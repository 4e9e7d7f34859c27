import { freezePortals } from '../effective.js'
import type { Answer } from '../idempotency.js'
import type { Via } from '../principal.js'
import { type BodyError, forbidden, invalid, invalidAt } from '../problems.js'
import { demandFullToken, isOperator } from '../roles.js'
import type { UserRow } from '../rows.js'
import { issue, type TokenKind } from '../tokens.js'
import { answer, type Call } from './call.js'
import { transaction } from './execute.js'
import type { Route } from './route.js'

/** The sandbox's own surface, outside the contract: tokens for anybody, and how it is to misbehave. */
export const controlRoutes: Route[] = [
  { method: 'POST', url: '/sandbox/tokens', query: [], handle: giveToken },
  { method: 'POST', url: '/sandbox/settings', query: [], handle: adjust },
]

/** The sandbox's own switches are for operators. */
export function demandOperator({ who }: Call): void {
  demandFullToken(who)
  if (!isOperator(who)) throw forbidden('Only operators control the sandbox.')
}

type Test = (value: unknown) => boolean
export const text: Test = (value) => typeof value === 'string' && value !== ''
export const oneOf =
  (...values: (string | null)[]): Test =>
  (value) =>
    values.includes(value as string)
export const duration: Test = (value) => typeof value === 'number' && value >= 0 && value <= 86_400_000

/** A body of known fields, each passing its test; 422 otherwise. */
export function fieldsOf<T>(body: unknown, tests: Record<string, Test>): Partial<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidAt('', 'must be object')
  const errors = Object.entries(body).flatMap(([name, value]): BodyError[] => {
    if (!Object.hasOwn(tests, name)) return [{ pointer: `/${name}`, detail: 'unknown field' }]
    return tests[name]?.(value) ? [] : [{ pointer: `/${name}`, detail: 'is not what can stand here' }]
  })
  if (errors.length > 0) throw invalid(errors)
  return body as Partial<T>
}

function giveToken(call: Call): Answer {
  demandOperator(call)
  const tests = { user: text, account: text, kind: oneOf('full', 'read'), via: oneOf('api', 'admin-page', 'portal') }
  const fields = fieldsOf<{ user: string; account: string; kind: TokenKind; via: Via }>(call.body, tests)
  const user = userMeant(call, fields.user ?? '', fields.account)
  const { store, random } = call.platform
  return answer(201, { token: issue(store, random, user, fields.kind ?? 'full', fields.via ?? 'api') })
}

/** A user by id or address; the account tells people with the same address apart. */
function userMeant({ platform: { store } }: Call, user: string, account: string | undefined): UserRow {
  const byId = store.get('users', user)
  const found = byId ? [byId] : store.find('users', account === undefined ? { name: user } : { name: user, account })
  const [only, ...others] = found
  if (only && others.length === 0) return only
  throw invalidAt('/user', only ? 'is in several accounts; say which' : `there is no user ${user}`)
}

function adjust(call: Call): Answer {
  demandOperator(call)
  const { platform } = call
  const wanted = fieldsOf<{ latencyMs: number; lagSeconds: number }>(call.body, {
    latencyMs: duration,
    lagSeconds: duration,
  })
  const lagBegins = platform.lagSeconds === 0 && (wanted.lagSeconds ?? 0) > 0
  if (lagBegins) transaction(platform, () => freezePortals(platform))
  platform.latencyMs = wanted.latencyMs ?? platform.latencyMs
  platform.lagSeconds = wanted.lagSeconds ?? platform.lagSeconds
  return answer(200, { latencyMs: platform.latencyMs, lagSeconds: platform.lagSeconds })
}
