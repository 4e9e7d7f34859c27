import { setTimeout as sleep } from 'node:timers/promises'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { sendTrouble, servePages } from '../pages/server.js'
import type { Platform } from '../platform.js'
import { Problem } from '../problems.js'
import { expireInvitations } from '../waiting.js'
import { refuseClient } from './client-error.js'
import { flowRoutes } from './connections.js'
import { controlRoutes } from './control.js'
import { faultRoutes } from './faults.js'
import { demandMeant, demandShortAddress, protect } from './guard.js'
import { readJson } from './json.js'
import type { Limits } from './limits.js'
import { mailRoutes } from './mail.js'
import { platformRoutes } from './platform.js'
import { problemOf } from './problem-of.js'
import type { Route } from './route.js'
import { rowRoutes } from './rows.js'
import { serve } from './serve.js'
import { thirdPartyRoutes } from './third-party.js'
import { put, wireOfProblem } from './wire.js'

const OTHERS: Route[] = [...faultRoutes, ...mailRoutes, ...thirdPartyRoutes]
/** Every route beside the pages. */
export const ROUTES: Route[] = [...platformRoutes, ...rowRoutes, ...flowRoutes, ...controlRoutes, ...OTHERS]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** The server, not yet listening. Every answer that is not the wanted one is a problem document; a browser gets a page. */
export function createServer(platform: Platform): FastifyInstance {
  const { limits, names } = platform
  const server = fastify({
    bodyLimit: limits.bodyBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    // Fastify's own default for the whole request is no limit at all.
    requestTimeout: limits.requestMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(limits.headersMs, 5_000),
    },
    clientErrorHandler: (error, socket) => refuseClient(error, socket),
    frameworkErrors: (error, _request, reply) => {
      protect(reply)
      sendProblem(reply, problemOf(error))
    },
  })
  server.server.maxConnections = limits.connections
  readJsonOnly(server, limits)
  server.setErrorHandler((error, _request, reply) => sendProblem(reply, problemOf(error)))
  server.setNotFoundHandler((request, reply) => {
    const problem = new Problem('not-found', `There is nothing at ${request.url.split('?')[0]}.`)
    return wantsPage(request) ? sendTrouble(platform, request, reply, problem) : sendProblem(reply, problem)
  })
  server.addHook('onRequest', async (request, reply) => {
    protect(reply)
    demandMeant(request, names)
    demandShortAddress(request, limits)
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

function readJsonOnly(server: FastifyInstance, limits: Limits): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, readJson(text as string, limits))
    } catch (error) {
      done(error as Problem)
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
