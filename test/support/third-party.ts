import * as oauth from 'oauth4webapi'
import type { Sandbox } from './sandbox.js'

/** What the sandbox tells an operator of a connection at its third party. */
interface Reference {
  issuer: string
  introspectionEndpoint: string
  connection: string
  client: string
  account: string
  token: string
}

/** Plain HTTP, as it is on loopback alone. */
export const PLAIN = { [oauth.allowInsecureRequests]: true } as const

/** The third party as it describes itself (RFC 8414) to a client that knows nothing of the sandbox. */
export async function discover({ thirdParty }: Pick<Sandbox, 'thirdParty'>): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(thirdParty)
  const response = await oauth.discoveryRequest(issuer, { ...PLAIN, algorithm: 'oauth2' })
  return oauth.processDiscoveryResponse(issuer, response)
}

/** The token that the platform holds for a connection. */
export async function tokenOf({ url, admin }: Sandbox, connection: string): Promise<Reference> {
  const headers = { authorization: `Bearer ${admin.token}` }
  const response = await fetch(`${url}/sandbox/third-party?connection=${connection}`, { headers })
  if (!response.ok) throw new Error(`no token of ${connection}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Reference
}

/** What the third party says of a token (RFC 7662), asked by somebody who is not the platform. */
export async function introspect(
  at: Pick<Sandbox, 'thirdParty'>,
  { client: client_id, token }: Pick<Reference, 'client' | 'token'>,
): Promise<oauth.IntrospectionResponse> {
  const client = { client_id }
  const server = await discover(at)
  const response = await oauth.introspectionRequest(server, client, oauth.None(), token, PLAIN)
  return oauth.processIntrospectionResponse(server, client, response)
}

/** Whether the third party still honours what the platform holds for a connection. */
export async function isHonoured(sandbox: Sandbox, connection: string): Promise<boolean> {
  return (await introspect(sandbox, await tokenOf(sandbox, connection))).active
}
