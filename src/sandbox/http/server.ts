import { setTimeout as sleep } from 'node:timers/promises'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { sendTrouble, servePages } from '../pages/server.js'
import type { Platform } from '../platform.js'
import { invalidAt, Problem } from '../problems.js'
import { expireInvitations } from '../waiting.js'
import { flowRoutes } from './connections.js'
import { controlRoutes } from './control.js'
import { faultRoutes } from './faults.js'
import { mailRoutes } from './mail.js'
import { platformRoutes } from './platform.js'
import { problemOf } from './problem-of.js'
import type { Route } from './route.js'
import { rowRoutes } from './rows.js'
import { serve } from './serve.js'
import { thirdPartyRoutes } from './third-party.js'
import { put, wireOfProblem } from './wire.js'

const OTHERS: Route[] = [...faultRoutes, ...mailRoutes, ...thirdPartyRoutes]
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

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => put(reply, wireOfProblem(problem))
