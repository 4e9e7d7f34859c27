import { transaction } from '../http/execute.js'
import { newId, type Platform } from '../platform.js'
import { invalidAt, notFound, Problem } from '../problems.js'
import type { ConnectionRow } from '../rows.js'
import { Write } from '../write.js'
import { exchange, introspect } from './calls.js'
import { demandWaiting, type Flow, redirectUri, takeFlow } from './flow.js'
import { type Held, heldOf, hold } from './held.js'
import { demandConnectable } from './wish.js'

/** What the third party sends somebody back with (RFC 6749, 4.1.2; RFC 9207). */
export interface Returned {
  state?: string
  code?: string
  iss?: string
  error?: string
  error_description?: string
}

export interface Finished {
  write: Write
  row: ConnectionRow
}

interface Granted extends Held {
  scopes: string[]
}

/** Takes the flow that somebody comes back from; whatever happens next, its state is used up. */
export function returning(platform: Platform, { state, code, error }: Returned): ReturnType<typeof takeFlow> {
  if (!state) throw invalidAt('state', 'is required')
  if (!code && !error) throw invalidAt('code', 'is required')
  return takeFlow(platform, state)
}

/**
 * Ends the flow (U3): the gates may have closed since it began (T6), before the code is exchanged or while it is. What was
 * granted and cannot be used is taken back at once.
 */
export async function finish(
  platform: Platform,
  { actor, flow }: ReturnType<typeof takeFlow>,
  returned: Returned,
): Promise<Finished> {
  demandStillOpen(new Write(platform, actor), flow)
  demandConsent(platform, returned)
  const granted = await grantFor(platform, flow, returned.code ?? '')
  try {
    return transaction(platform, () => {
      const write = new Write(platform, actor)
      return { write, row: settle(write, flow, granted) }
    })
  } catch (error) {
    platform.revocations.add(null, { client: flow.client, token: granted.refresh })
    platform.revocations.drain()
    throw error
  }
}

/** The connection that waits for this consent, if it does; throws when nothing may be connected by it. */
function demandStillOpen(write: Write, flow: Flow): ConnectionRow | undefined {
  const { store, actor } = write
  const row = flow.connection === undefined ? undefined : store.get('connections', flow.connection)
  if (flow.connection !== undefined && row?.owner !== actor.id) throw notFound(`${flow.connection} of ${actor.name}`)
  if (row) demandWaiting(write, row)
  demandConnectable(write, row ?? flow, actor.id, 'oauth2', row?.id)
  return row
}

function demandConsent({ thirdParty }: Platform, { iss, error, error_description: why }: Returned): void {
  if (iss !== thirdParty.url) throw invalidAt('iss', `is not ${thirdParty.url}, where this began`)
  if (error === 'access_denied') throw new Problem('consent-denied', why ?? 'The person denied the request.')
  if (error) throw new Problem('conflict', `The third party answered ${error}${why ? `: ${why}` : ''}.`)
}

async function grantFor(platform: Platform, { client, verifier, scopes }: Flow, code: string): Promise<Granted> {
  const { url } = platform.thirdParty
  const tokens = await exchange(url, client, { code, verifier, redirectUri: redirectUri(platform) })
  if (!tokens) throw invalidAt('code', 'the third party does not take it; start again')
  const { sub, scope = '' } = await introspect(url, client, tokens.access)
  const given = new Set(['openid', ...scope.split(' ')])
  return { ...tokens, client, account: String(sub), scopes: scopes.filter((one) => given.has(one)) }
}

function settle(write: Write, flow: Flow, granted: Granted): ConnectionRow {
  const waiting = demandStillOpen(write, flow)
  const row = waiting ? consent(write, waiting, granted) : connect(write, flow, granted)
  hold(write.store.sql, row.id, granted)
  return row
}

function connect(write: Write, flow: Flow, { account: externalAccount, scopes }: Granted): ConnectionRow {
  const { account, app, project = null, name = null } = flow
  const { id: owner } = write.actor
  const whose = { owner, holder: 'person', externalAccount, status: 'active', createdBy: owner } as const
  const times = { createdAt: write.at, lastUsedAt: null, requestedAt: null }
  const id = newId(write.platform, 'connections')
  const place = { account, app, project, name }
  return write.create('connections', { id, ...place, ...whose, usableBy: 'everyone', scopes, ...times })
}

/** The tokens that it had before are worth nothing any more. */
function consent(write: Write, row: ConnectionRow, { account: chosen, scopes }: Granted): ConnectionRow {
  const { store, platform } = write
  demandAccount(row, chosen)
  const before = heldOf(store.sql, row.id)
  if (before) platform.revocations.add(null, { client: before.client, token: before.refresh })
  const after = { externalAccount: chosen, scopes, status: 'active', requestedAt: null } as const
  return write.update('connections', row, { ...row, ...after })
}

/** U4: another account than the one that was meant is another connection. */
function demandAccount({ externalAccount: meant }: ConnectionRow, chosen: string): void {
  if (meant === null || meant.toLowerCase() === chosen.toLowerCase()) return
  throw new Problem('conflict', `${meant} was expected, and ${chosen} was chosen. Choose ${meant}.`)
}
