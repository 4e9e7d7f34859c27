import { ROUTES } from '../oauth/provider.js'
import { Problem } from '../problems.js'

// The platform as a client of the third party: what it knows of it, it learns over HTTP.

/** What the third party gave for a code or a refresh token. */
export interface Tokens {
  access: string
  refresh: string
}

/** What a token is good for (RFC 7662). */
export interface Introspection {
  active: boolean
  /** The external account. */
  sub?: string
  scope?: string
}

interface Reply {
  status: number
  body: Record<string, unknown>
}

const PATIENCE_MS = 10_000

/** Exchanges a code; undefined when the third party does not take it. */
export const exchange = (
  url: string,
  client: string,
  flow: { code: string; verifier: string; redirectUri: string },
): Promise<Tokens | undefined> =>
  tokens(url, client, {
    grant_type: 'authorization_code',
    code: flow.code,
    code_verifier: flow.verifier,
    redirect_uri: flow.redirectUri,
  })

/** A new access token; undefined when the grant is gone. */
export const refresh = (url: string, client: string, token: string): Promise<Tokens | undefined> =>
  tokens(url, client, { grant_type: 'refresh_token', refresh_token: token })

async function tokens(url: string, client: string, form: Record<string, string>): Promise<Tokens | undefined> {
  const { status, body } = await ask(`${url}${ROUTES.token}`, client, form)
  if (status >= 500) throw silent()
  if (status !== 200) return
  return { access: String(body.access_token), refresh: String(body.refresh_token) }
}

export async function introspect(url: string, client: string, token: string): Promise<Introspection> {
  const { status, body } = await ask(`${url}${ROUTES.introspection}`, client, { token })
  if (status !== 200) throw silent()
  return body as unknown as Introspection
}

/** Takes a token back, with all that came from the same consent (RFC 7009). Throws when the third party does not say so. */
export async function revokeToken(url: string, client: string, token: string): Promise<void> {
  const form = { token, token_type_hint: 'refresh_token' }
  const { status } = await ask(`${url}${ROUTES.revocation}`, client, form)
  if (status !== 200) throw silent()
}

async function ask(url: string, client: string, form: Record<string, string>): Promise<Reply> {
  const body = new URLSearchParams({ client_id: client, ...form })
  try {
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(PATIENCE_MS) })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
  } catch {
    throw silent()
  }
}

const silent = (): Problem => new Problem('internal', 'The third party does not answer as it should. Try again later.')
