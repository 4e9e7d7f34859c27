import { generateKeyPairSync } from 'node:crypto'
import type { Configuration, JWK, Provider } from 'oidc-provider'
import type { Sql } from '../store/sql.js'
import { ForgetfulAdapter, StoreAdapter } from './adapter.js'
import { ClientAdapter } from './clients.js'
import { errorPage } from './pages.js'

/** What the third party's server needs to know. */
export interface ProviderSettings {
  sql: Sql
  /** Where it listens, without a slash at the end. */
  issuer: string
  /** Where it may send people back to; the only address, compared as it is. */
  redirectUri: () => string
  /** Signs its cookies. */
  secret: string
  /** How long an access token works. */
  accessTokenSeconds: () => number
}

/** Where things are at the third party. */
export const ROUTES = {
  authorization: '/authorize',
  token: '/token',
  introspection: '/introspect',
  revocation: '/revoke',
  consent: '/consent/',
} as const

/** All permissions belong to the one thing that the third party protects. */
export const RESOURCE = 'urn:sandbox:third-party'

const YEAR = 365 * 24 * 60 * 60

/** An OAuth 2.0 server of ours: code flow with PKCE, refresh, introspection (RFC 7662), revocation (RFC 7009), and nothing else. */
export async function makeProvider(settings: ProviderSettings): Promise<Provider> {
  const { Provider: OidcProvider } = await import('oidc-provider/lib/provider.js')
  const provider = new OidcProvider(settings.issuer, configurationOf(settings))
  // Koa would write what goes wrong to the console; whoever asked is told anyway.
  provider.silent = true
  return provider
}

function configurationOf(settings: ProviderSettings): Configuration {
  return {
    adapter: (model) => adapterOf(settings, model),
    jwks: { keys: [signingKey()] },
    clientAuthMethods: ['none'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    // The address is compared as it is, and always said.
    allowOmittingSingleRegisteredRedirectUri: false,
    routes: { ...ROUTES, authorization: ROUTES.authorization },
    interactions: { url: (_ctx, { uid }) => `${ROUTES.consent}${uid}` },
    cookies: { keys: [settings.secret], names: COOKIES },
    ...tokens(settings),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: { enabled: true, defaultResource: () => RESOURCE, getResourceServerInfo },
    },
    clientBasedCORS: () => false,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: ({ oidc }) => grantOf(oidc),
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(out.error, out.error_description)
    },
  }
}

const COOKIES = {
  session: 'third-party-session',
  interaction: 'third-party-consent',
  resume: 'third-party-resume',
}

function adapterOf({ sql, redirectUri }: ProviderSettings, model: string): StoreAdapter {
  if (model === 'Client') return new ClientAdapter(sql, redirectUri)
  return model === 'Session' ? new ForgetfulAdapter(sql, model) : new StoreAdapter(sql, model)
}

/** Nothing that it signs outlives it, so each start has a key of its own. */
function signingKey(): JWK {
  return {
    ...(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as JWK),
    alg: 'ES256',
  }
}

function tokens({ accessTokenSeconds }: ProviderSettings): Partial<Configuration> {
  return {
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    // Two uses at once may both refresh; a platform that dies in between still holds the token that works.
    rotateRefreshToken: false,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: YEAR,
      IdToken: 60,
      Interaction: 10 * 60,
      RefreshToken: YEAR,
      Session: 10 * 60,
    },
  }
}

type Oidc = Parameters<NonNullable<Configuration['loadExistingGrant']>>[0]['oidc']

/** Each consent is a grant of its own, so that revoking one connection leaves the others of its account alone. */
async function grantOf({ result, provider }: Oidc) {
  const id = result?.consent?.grantId
  return id === undefined ? undefined : provider.Grant.find(id)
}

type Resources = NonNullable<NonNullable<Configuration['features']>['resourceIndicators']>

/** The permissions in a scope: all but the one that only asks who somebody is. */
export const permissionsOf = (scope: string): string[] =>
  scope.split(' ').filter((name) => name !== '' && name !== 'openid')

/** It has every permission that somebody asks for, as long as a person grants it. */
const getResourceServerInfo: NonNullable<Resources['getResourceServerInfo']> = ({ oidc }) => {
  const { AuthorizationCode: code, RefreshToken: refresh } = oidc.entities
  const scope = code?.scope ?? refresh?.scope ?? (oidc.params?.scope as string | undefined) ?? ''
  return { scope: permissionsOf(scope).join(' '), accessTokenFormat: 'opaque' }
}
