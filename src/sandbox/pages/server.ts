import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from '../http/limits.js'
import { problemOf } from '../http/problem-of.js'
import type { Platform } from '../platform.js'
import { Problem } from '../problems.js'
import { adminRoutes } from './admin/routes.js'
import { assetRoutes } from './assets/routes.js'
import { portalRoutes } from './portal/routes.js'
import { cookieOf, isOurForm, leaveNotice, signedIn, takeNotice, visitorOf } from './session.js'
import { signInRoutes } from './sign-in.js'
import { OldForm, troublePage } from './trouble.js'
import type { Html } from './view/html.js'
import { type PageRoute, type Reply, SignInFirst, type Visit } from './visit.js'

/** Every address of the pages. */
export const PAGES: PageRoute[] = [...signInRoutes, ...portalRoutes, ...adminRoutes]

/** The pages beside the interface: what a customer sees, and what an administrator sees. They work without scripts. */
export function servePages(server: FastifyInstance, platform: Platform): void {
  server.register(async (pages) => {
    // Nothing but forms: what the interface reads as JSON could be mistaken for one.
    pages.removeAllContentTypeParsers()
    await pages.register(formbody, {
      bodyLimit: FORM_BYTES,
      parser: (text) => ({ form: formIn(text, platform.limits) }),
    })
    pages.addContentTypeParser('*', (_request, _payload, done) => {
      done(new Problem('unsupported-media-type', 'Only forms can be sent here.'))
    })
    pages.addHook('onRequest', async (_request, reply) => void reply.headers(protections(platform)))
    pages.setErrorHandler((error, request, reply) => sendTrouble(platform, request, reply, error))
    for (const route of assetRoutes) pages.get(route.url, (_request, reply) => reply.type(route.type).send(route.text))
    for (const { method, url, handle } of PAGES) {
      pages.route({
        method,
        url,
        handler: async (request, reply) => {
          const visit = visitOf(platform, request, reply)
          if (method === 'POST') demandOurForm(visit)
          return deliver(visit, reply, await handle(visit))
        },
      })
    }
  })
}

const FORM_BYTES = 1024 * 1024

function formIn(text: string, { formFields }: Limits): URLSearchParams {
  const form = new URLSearchParams(text)
  if (form.size > formFields) throw new Problem('too-large', `Forms have up to ${formFields} fields.`)
  return form
}

/** Nothing from outside, nothing inline, in no frame; forms go here and to the third party's consent page only. */
function protections({ thirdParty }: Platform): Record<string, string> {
  const policy = [
    ...[
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      "connect-src 'self'",
      "img-src 'self'",
      "base-uri 'none'",
    ],
    ...[`form-action 'self' ${thirdParty.url}`, "frame-ancestors 'none'"],
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  }
}

function visitOf(platform: Platform, request: FastifyRequest, reply: FastifyReply): Visit {
  const { key, fresh } = visitorOf(platform, request.headers.cookie)
  if (fresh) reply.header('set-cookie', cookieOf(key))
  const [path = '', query = ''] = request.url.split('?')
  const who = signedIn(platform, key, path.startsWith('/portal') ? 'portal' : 'admin-page')
  const form = (request.body as { form?: URLSearchParams } | undefined)?.form ?? new URLSearchParams()
  const notice = request.method === 'GET' ? takeNotice(platform, key) : undefined
  const params = (request.params ?? {}) as Record<string, string>
  return { platform, who, key, path, params, query: new URLSearchParams(query), form, notice }
}

function demandOurForm({ key, form }: Visit): void {
  if (isOurForm(key, form.get('csrf'))) return
  throw new OldForm()
}

function deliver({ platform, key }: Visit, reply: FastifyReply, result: Reply): FastifyReply {
  if ('page' in result) return sendPage(reply, result.status ?? 200, result.page)
  if (result.key !== undefined) reply.header('set-cookie', cookieOf(result.key))
  if (result.notice) leaveNotice(platform, result.key ?? key, result.notice)
  return reply.redirect(result.to, 303)
}

function sendPage(reply: FastifyReply, status: number, page: Html): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(`<!doctype html>\n${page}`)
}

/** Answers with the page for what went wrong, or leads to signing in. */
export function sendTrouble(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  reply.headers(protections(platform))
  const visit = visitOf(platform, request, reply)
  if (error instanceof SignInFirst) {
    const back = request.method === 'GET' ? `?${new URLSearchParams({ to: request.url })}` : ''
    return reply.redirect(`/sign-in${back}`, 303)
  }
  const problem = problemOf(error)
  return sendPage(reply, problem.status, troublePage(visit, problem))
}
