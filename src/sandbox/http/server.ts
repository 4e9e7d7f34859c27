import { setTimeout as sleep } from 'node:timers/promises'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Answer } from '../idempotency.js'
import { sendTrouble, servePages } from '../pages/server.js'
import type { Platform } from '../platform.js'
import type { Principal } from '../principal.js'
import { invalidAt, Problem } from '../problems.js'
import { principalOfToken } from '../tokens.js'
import { expireInvitations } from '../waiting.js'
import { type Call, readQuery } from './call.js'
import { flowRoutes } from './connections.js'
import { controlRoutes } from './control.js'
import { mailRoutes } from './mail.js'
import { platformRoutes } from './platform.js'
import { problemOf } from './problem-of.js'
import type { Route } from './route.js'
import { rowRoutes } from './rows.js'
import { thirdPartyRoutes } from './third-party.js'

const OTHERS: Route[] = [...mailRoutes, ...thirdPartyRoutes]
const ROUTES: Route[] = [...platformRoutes, ...rowRoutes, ...flowRoutes, ...controlRoutes, ...OTHERS]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const BODY_LIMIT = 10 * 1024 * 1024

/** The server, not yet listening. Every answer that is not the wanted one is a problem document; a browser gets a page. */
export function createServer(platform: Platform): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOf(error)),
  })
  readJsonOnly(server)
  server.setErrorHandler((error, _request, reply) => sendProblem(reply, problemOf(error)))
  server.setNotFoundHandler((request, reply) => {
    const problem = new Problem('not-found', `There is nothing at ${request.url.split('?')[0]}.`)
    return wantsPage(request) ? sendTrouble(platform, request, reply, problem) : sendProblem(reply, problem)
  })
  server.addHook('onRequest', async () => {
    if (platform.latencyMs > 0) await sleep(platform.latencyMs)
    expireInvitations(platform)
  })
  servePages(server, platform)
  for (const route of ROUTES) serve(server, platform, route)
  for (const url of new Set(ROUTES.map((route) => route.url))) refuseOtherMethods(server, url)
  return server
}

/** Whether a browser asks, for something beside the interface. */
const wantsPage = ({ url, headers }: FastifyRequest): boolean =>
  !/^\/(v1|sandbox)(?![^/?])/.test(url) && /\btext\/html\b/i.test(headers.accept ?? '')

function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, JSON.parse(text as string))
    } catch {
      done(invalidAt('', 'is not JSON'))
    }
  })
  server.addContentTypeParser('*', (_request, _payload, done) => {
    done(new Problem('unsupported-media-type', 'Bodies are application/json.'))
  })
}

function serve(server: FastifyInstance, platform: Platform, route: Route): void {
  server.route({
    method: route.method,
    url: route.url,
    handler: async (request, reply) => {
      const who = route.open ? NOBODY : caller(platform, request)
      return send(reply, await route.handle(callOf(platform, who, route, request)))
    },
  })
}

/** The caller of an open route: can see and do nothing by itself. */
const NOBODY: Principal = {
  id: '',
  name: 'nobody',
  role: 'member',
  account: '',
  projects: [],
  kind: 'read',
  via: 'portal',
}

function caller(platform: Platform, { headers }: FastifyRequest): Principal {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const who = token === undefined ? undefined : principalOfToken(platform.store, token)
  if (who) return who
  throw new Problem('unauthorized', token === undefined ? 'A bearer token is needed.' : 'Nobody was given this token.')
}

function callOf(platform: Platform, who: Principal, route: Route, request: FastifyRequest): Call {
  return {
    platform,
    who,
    method: request.method,
    url: request.url,
    params: request.params as Record<string, string>,
    query: readQuery(request.query as Record<string, unknown>, route.query),
    headers: request.headers as Record<string, string | undefined>,
    body: request.body,
  }
}

function send(reply: FastifyReply, { status, body, etag, replayed, location }: Answer): FastifyReply {
  if (location !== undefined) return reply.header('cache-control', 'no-store').redirect(location, status)
  if (etag) reply.header('etag', `"${etag}"`)
  if (replayed) reply.header('idempotent-replay', 'true')
  const type = 'application/json; charset=utf-8'
  return reply.code(status).header('content-type', type).header('cache-control', 'no-store').send(body)
}

function refuseOtherMethods(server: FastifyInstance, url: string): void {
  const served: string[] = ROUTES.filter((route) => route.url === url).map(({ method }) => method)
  const method = METHODS.filter((name) => !served.includes(name))
  const allow = served.join(', ')
  server.route({
    method,
    url,
    // Refused before the body is read.
    onRequest: async (_request, reply) => {
      reply.header('allow', allow)
      throw new Problem('method-not-allowed', `Only ${allow} can be done here.`)
    },
    handler: (_request, reply) => reply,
  })
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problem.document()))
}
