import { randomBytes } from 'node:crypto'
import { registerClient } from './clients.js'
import { RESOURCE } from './provider.js'
import type { ThirdParty } from './third-party.js'

/** What somebody granted before the sandbox began. */
export interface Claim {
  client: string
  /** The client's name at the third party. */
  app: string
  account: string
  scopes: readonly string[]
}

/** The refresh token of a consent that was given in a time before: seeds have connections whose flow nobody saw. */
export async function mint(thirdParty: ThirdParty, { client: id, app, account, scopes }: Claim): Promise<string> {
  thirdParty.demandUp()
  registerClient(thirdParty.surroundings.sql, id, app)
  const provider = await thirdParty.provider()
  const client = await provider.Client.find(id)
  if (!client) throw new Error(`the third party has no client ${id}`)
  const grant = new provider.Grant({ accountId: account, clientId: id })
  grant.addOIDCScope('openid')
  if (scopes.length > 0) grant.addResourceScope(RESOURCE, [...scopes])
  const grantId = await grant.save()
  const bound = { accountId: account, client, grantId, expiresWithSession: false }
  const given = { scope: ['openid', ...scopes].join(' '), resource: RESOURCE, gty: 'authorization_code', rotations: 0 }
  return new provider.RefreshToken({ ...bound, ...given } as never).save()
}

/**
 * The token of such a consent that is withdrawn before anybody ever used it: what is left of issuing it and taking it back
 * is a token that the third party does not know.
 */
export function withdrawn(thirdParty: ThirdParty, { client, app }: Claim): string {
  thirdParty.demandUp()
  registerClient(thirdParty.surroundings.sql, client, app)
  return randomBytes(32).toString('base64url')
}
