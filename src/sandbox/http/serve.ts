import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange, Wire } from '../faults/fault.js'
import { through } from '../faults/through.js'
import type { Platform } from '../platform.js'
import type { Principal } from '../principal.js'
import { Problem } from '../problems.js'
import { rateLimited } from '../rates.js'
import { principalOfToken } from '../tokens.js'
import { type Call, readQuery } from './call.js'
import { problemOf } from './problem-of.js'
import type { Route } from './route.js'
import { put, wireOf, wireOfProblem } from './wire.js'

/** Serves one route. Only those of the contract have a rate limit, and faults. */
export function serve(server: FastifyInstance, platform: Platform, route: Route): void {
  const { method, url } = route
  const inContract = /^\/v1(?![^/])/.test(url)
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const exchange = exchangeOf(request)
    const work = () => answered(platform, route, request, exchange, inContract)
    const answer = inContract ? await through(platform.faults, exchange, work) : await work()
    if (typeof answer !== 'function') return put(reply, answer)
    reply.hijack()
    answer(reply.raw)
    return reply
  }
  server.route({ method, url, handler })
}

function exchangeOf({ method, url, query, headers }: FastifyRequest): Exchange {
  const authorization = headers.authorization ?? ''
  const path = url.split('?')[0] ?? ''
  return { method, path, query: query as Record<string, unknown>, authorization, forgotten: false }
}

/** The answer to a request, or its refusal, as it goes over the wire. */
async function answered(
  platform: Platform,
  route: Route,
  request: FastifyRequest,
  exchange: Exchange,
  limited: boolean,
): Promise<Wire> {
  let rate: Record<string, string> = {}
  try {
    const token = tokenOf(request)
    const who = token === undefined ? undefined : principalOfToken(platform.store, token)
    if (limited) {
      const { allowed, headers } = platform.rates.take(who?.id ?? '', platform.clock())
      rate = headers
      if (!allowed) throw rateLimited()
    }
    const caller = route.open && who === undefined ? NOBODY : demandKnown(who, token)
    return withHeaders(wireOf(await route.handle(callOf(platform, caller, route, request, exchange))), rate)
  } catch (error) {
    return withHeaders(wireOfProblem(problemOf(error)), rate)
  }
}

const withHeaders = (wire: Wire, more: Record<string, string>): Wire => ({
  ...wire,
  headers: { ...wire.headers, ...more },
})

/** The caller of an open route who shows no good token: can see and do nothing by itself. */
export const NOBODY: Principal = {
  id: '',
  name: 'nobody',
  role: 'member',
  account: '',
  projects: [],
  kind: 'read',
  via: 'portal',
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]

function demandKnown(who: Principal | undefined, token: string | undefined): Principal {
  if (who) return who
  throw new Problem('unauthorized', token === undefined ? 'A bearer token is needed.' : 'Nobody was given this token.')
}

function callOf(platform: Platform, who: Principal, route: Route, request: FastifyRequest, exchange: Exchange): Call {
  return {
    platform,
    who,
    method: request.method,
    url: request.url,
    params: request.params as Record<string, string>,
    query: readQuery(exchange.query, route.query),
    headers: request.headers as Record<string, string | undefined>,
    body: request.body,
    forgotten: exchange.forgotten,
  }
}
