import type { IncomingMessage, ServerResponse } from 'node:http'
import type { InteractionResults, Provider } from 'oidc-provider'
import { type Attempt, consentPage, errorPage, type Question } from './pages.js'
import { permissionsOf, RESOURCE } from './provider.js'

interface Asked extends Question {
  client: string
}

const FORM_LIMIT = 64 * 1024

/** Asks the person, or takes their answer back to the flow that waits for it. */
export async function consent(provider: Provider, asker: string, request: IncomingMessage, response: ServerResponse) {
  const asked = await questionOf(provider, asker, request, response)
  if (!asked) return send(response, 400, errorPage('invalid_request', 'Nobody waits for an answer here any more.'))
  if (request.method === 'GET') return send(response, 200, consentPage(asked))
  if (request.method !== 'POST') return send(response, 405, errorPage('invalid_request', undefined))
  const form = await formOf(request)
  if (!form) return send(response, 413, errorPage('invalid_request', 'The answer is too long.'))
  const answer = form.get('decision') === 'allow' ? allowed(asked, form) : DENIED
  if ('complaint' in answer) return send(response, 422, consentPage(asked, answer))
  const result = 'error' in answer ? answer : await granted(provider, asked, answer)
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

const DENIED = { error: 'access_denied', error_description: 'The person denied the request.' }

/** What is being asked; undefined when the flow has ended or ran out, or belongs to another browser. */
async function questionOf(
  provider: Provider,
  asker: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Asked | undefined> {
  try {
    const { params } = await provider.interactionDetails(request, response)
    const client = await provider.Client.find(String(params.client_id))
    const { login_hint: hint, scope = '' } = params as { login_hint?: string; scope?: string }
    const scopes = permissionsOf(scope)
    return client && { client: client.clientId, app: client.clientName ?? client.clientId, asker, hint, scopes }
  } catch {
    return undefined
  }
}

interface Grant {
  account: string
  scopes: string[]
}

/** What the person allows, or what is wrong with their answer. Nothing is granted that was not asked for. */
function allowed({ scopes }: Asked, form: URLSearchParams): Grant | Attempt {
  const account = (form.get('account') || form.get('other') || '').trim()
  const granted = scopes.filter((scope) => form.getAll('scope').includes(scope))
  const wrong = (complaint: string): Attempt => ({ account, granted, complaint })
  if (account === '') return wrong('Say which account to connect.')
  if (account.length > 254) return wrong('An account has a name of up to 254 characters.')
  if (scopes.length > 0 && granted.length === 0) return wrong('Grant at least one permission, or deny.')
  return { account, scopes: granted }
}

async function granted(
  provider: Provider,
  { client, scopes: asked }: Asked,
  { account, scopes }: Grant,
): Promise<InteractionResults> {
  const grant = new provider.Grant({ accountId: account, clientId: client })
  grant.addOIDCScope('openid')
  if (scopes.length > 0) grant.addResourceScope(RESOURCE, scopes)
  const denied = asked.filter((scope) => !scopes.includes(scope))
  if (denied.length > 0) grant.rejectResourceScope(RESOURCE, denied)
  return { login: { accountId: account, remember: false }, consent: { grantId: await grant.save() } }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > FORM_LIMIT) return undefined
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}
