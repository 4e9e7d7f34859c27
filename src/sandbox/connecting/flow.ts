import { createHash } from 'node:crypto'
import { fingerprint } from '../digest.js'
import { registerClient } from '../oauth/clients.js'
import { ROUTES } from '../oauth/provider.js'
import type { Platform } from '../platform.js'
import { type Principal, principalOf, type Via } from '../principal.js'
import { appNotAvailable, forbidden, invalidAt, Problem } from '../problems.js'
import type { AppRow, ConnectionRow } from '../rows.js'
import type { Write } from '../write.js'
import { demandConnectable, type Place } from './wish.js'

/** What a state stands for while its person is at the third party. */
export interface Flow extends Place {
  client: string
  /** The secret behind the challenge (RFC 7636). */
  verifier: string
  scopes: string[]
  /** The connection that waits for this consent; absent where the flow is to make a new one. */
  connection?: string
  /** The page to return to; absent where a program asked. */
  back?: string
}

export interface Started {
  state: string
  authorizationUrl: string
}

type Wanted = Place & { scopes?: string[] }
type More = Pick<Flow, 'connection' | 'back'>

const STATE_LIVES_MS = 10 * 60 * 1000

/** Sends somebody to the third party (U3). Nothing is connected until they come back. */
export function start(write: Write, wanted: Wanted, more: More = {}): Started {
  demandConnectable(write, wanted, write.actor.id, 'oauth2')
  return begin(write, wanted, more, write.actor.name)
}

/** The owner gives the consent that a connection waits for, or gives it again (U6). */
export function authorize(write: Write, row: ConnectionRow, more: Pick<More, 'back'> = {}): Started {
  if (row.owner !== write.actor.id) throw forbidden('Only its owner consents to a connection.')
  demandWaiting(write, row)
  demandConnectable(write, row, row.owner, 'oauth2', row.id)
  return begin(write, row, { ...more, connection: row.id }, row.externalAccount ?? write.actor.name)
}

/** 409 unless the connection waits for consent. */
export function demandWaiting({ store }: Pick<Write, 'store'>, { id, app, status }: ConnectionRow): void {
  const waits = status === 'requested' || status === 'needs-reauth'
  if (!waits) throw new Problem('conflict', `The connection ${id} is ${status}; it waits for no consent.`)
  const byKey = store.find('apps', { name: app })[0]?.auth === 'api-key'
  if (byKey) throw new Problem('conflict', `${app} is connected by an API key, without consent.`)
}

function begin(write: Write, { account, app, project, name, scopes }: Wanted, more: More, hint: string): Started {
  const { store, platform, actor } = write
  const vendor = demandVendor(write, app)
  const asked = scopes?.length ? scopes : vendor.scopes
  demandScopes(asked)
  const [state, verifier] = [secret(platform), secret(platform)]
  registerClient(store.sql, vendor.client, vendor.displayName)
  const place = { account, app, project: project ?? null, name: name ?? null }
  const flow: Flow = { ...place, client: vendor.client, verifier, scopes: asked, ...more }
  const kept = JSON.stringify({ flow, via: actor.via })
  store.sql.query('INSERT INTO starts VALUES (?,?,?,?)').run(fingerprint(state), actor.id, kept, platform.clock())
  return { state, authorizationUrl: authorizationUrl(platform, flow, state, hint) }
}

const secret = ({ random }: Platform): string => Buffer.from(random(32)).toString('base64url')

function demandVendor({ store }: Write, app: string): AppRow & { client: string } {
  const row = store.find('apps', { name: app })[0]
  const client = row?.settings.clientId
  if (row === undefined || typeof client !== 'string') throw appNotAvailable()
  return { ...row, client }
}

/** RFC 6749, 3.3: what a scope may be written with. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/

function demandScopes(scopes: string[]): void {
  const wrong = scopes.find((scope) => !SCOPE.test(scope))
  if (wrong !== undefined) throw invalidAt('/scopes', `${JSON.stringify(wrong)} is no OAuth scope`)
}

function authorizationUrl(platform: Platform, flow: Flow, state: string, hint: string): string {
  const query = new URLSearchParams({
    client_id: flow.client,
    response_type: 'code',
    redirect_uri: redirectUri(platform),
    scope: [...new Set(['openid', ...flow.scopes])].join(' '),
    state,
    code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'consent',
    login_hint: hint,
  })
  return `${platform.thirdParty.url}${ROUTES.authorization}?${query}`
}

/** Where the third party sends people back to. */
export const redirectUri = ({ url }: Pick<Platform, 'url'>): string => `${url}/v1/connections/callback`

/** What an unguessable state stands for. It works once: 422 when it was used, ran out or never was. */
export function takeFlow(platform: Platform, state: string): { actor: Principal; flow: Flow } {
  const { store, clock } = platform
  const hash = fingerprint(state)
  const found = store.sql
    .query('SELECT principal, request FROM starts WHERE state = ? AND at > ?')
    .get(hash, clock() - STATE_LIVES_MS)
  store.sql.query('DELETE FROM starts WHERE state = ? OR at <= ?').run(hash, clock() - STATE_LIVES_MS)
  const user = found && store.get('users', String(found[0]))
  if (!found || !user) throw invalidAt('state', 'nobody started a connection with it, or it was used, or it ran out')
  const { flow, via } = JSON.parse(String(found[1])) as { flow: Flow; via: Via }
  return { actor: principalOf(user, 'full', via), flow }
}

/** The page that a flow began on, if it did; the state stays good. */
export function pageOf({ store }: Platform, { state }: { state?: string }): string | undefined {
  const found = store.sql.query('SELECT request FROM starts WHERE state = ?').get(fingerprint(state ?? ''))
  return found && (JSON.parse(String(found[0])) as { flow: Flow }).flow.back
}
