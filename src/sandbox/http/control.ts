import { freezePortals } from '../effective.js'
import { duration, fieldsOf, oneOf, orNull, text, whole } from '../fields.js'
import type { Answer } from '../idempotency.js'
import type { Via } from '../principal.js'
import { forbidden, invalidAt } from '../problems.js'
import type { RateLimit } from '../rates.js'
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

interface Settings {
  latencyMs: number
  lagSeconds: number
  rateLimit: RateLimit | null
}

function adjust(call: Call): Answer {
  demandOperator(call)
  const { platform } = call
  const tests = { latencyMs: duration, lagSeconds: duration, rateLimit: orNull(() => true) }
  const wanted = fieldsOf<Settings>(call.body, tests)
  const limit = wanted.rateLimit && limitOf(wanted.rateLimit)
  const lagBegins = platform.lagSeconds === 0 && (wanted.lagSeconds ?? 0) > 0
  if (lagBegins) transaction(platform, () => freezePortals(platform))
  platform.latencyMs = wanted.latencyMs ?? platform.latencyMs
  platform.lagSeconds = wanted.lagSeconds ?? platform.lagSeconds
  if (limit !== undefined) platform.rates.set(limit)
  const { latencyMs, lagSeconds, rates } = platform
  return answer(200, { latencyMs, lagSeconds, rateLimit: rates.limit })
}

function limitOf(body: unknown): RateLimit {
  const tests = { limit: whole(1, 1_000_000), windowSeconds: whole(1, 3600) }
  const { limit, windowSeconds } = fieldsOf<RateLimit>(body, tests, '/rateLimit')
  if (limit !== undefined && windowSeconds !== undefined) return { limit, windowSeconds }
  throw invalidAt('/rateLimit', 'needs limit and windowSeconds')
}
