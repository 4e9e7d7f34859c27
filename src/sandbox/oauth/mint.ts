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
