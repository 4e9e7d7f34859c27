import * as oauth from 'oauth4webapi'
import { describe, expect, test, vi } from 'vitest'
import { Browser, connect, decide } from '../../support/consent.js'
import { type Sandbox, sandbox } from '../../support/sandbox.js'
import { discover, introspect, PLAIN, tokenOf } from '../../support/third-party.js'

const client = { client_id: 'slack' }
const CALLBACK = '/v1/connections/callback'

/** A sandbox whose third party knows the client `slack`. */
async function opened(): Promise<Sandbox & { server: oauth.AuthorizationServer }> {
  const opened = await sandbox()
  await tokenOf(opened, 'con_ana')
  return { ...opened, server: await discover(opened) }
}

/** An authorisation request as any client would make it, with a verifier of its own. */
async function requestOf(
  { server, url }: Awaited<ReturnType<typeof opened>>,
  more: Record<string, string | null> = {},
) {
  const verifier = oauth.generateRandomCodeVerifier()
  const address = new URL(String(server.authorization_endpoint))
  const parameters = {
    client_id: 'slack',
    response_type: 'code',
    redirect_uri: `${url}${CALLBACK}`,
    scope: 'chat.read chat.write',
    state: 'abc',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== null) address.searchParams.set(name, value)
  return { verifier, address: address.href }
}

const exchange = (server: oauth.AuthorizationServer, back: URL, verifier: string, redirectUri: string) => {
  const parameters = oauth.validateAuthResponse(server, client, back, 'abc')
  return oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, redirectUri, verifier, PLAIN)
}

describe('the third party, to a client that is not ours', () => {
  test('U3: says of itself that it takes the code flow with PKCE by S256, and nothing weaker', async () => {
    const { server } = await opened()
    expect(server).toMatchObject({
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['none'],
    })
    expect(server.grant_types_supported?.toSorted()).toEqual(['authorization_code', 'refresh_token'])
    expect([server.introspection_endpoint, server.revocation_endpoint]).not.toContain(undefined)
  })

  test('U3: code, tokens, introspection, refresh and revocation work from end to end', async () => {
    const world = await opened()
    const { server, url } = world
    const { verifier, address } = await requestOf(world)
    const back = await decide(address, { account: 'her@slack.example', grant: ['chat.read'] })
    const answer = await exchange(server, back, verifier, `${url}${CALLBACK}`)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer)
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'chat.read', expires_in: 3600 })
    const about = (token: string) => introspect(world, { client: 'slack', token })
    expect(await about(tokens.access_token)).toMatchObject({ active: true, sub: 'her@slack.example' })

    const held = String(tokens.refresh_token)
    const again = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), held, PLAIN)
    const fresh = await oauth.processRefreshTokenResponse(server, client, again)
    expect(fresh.access_token).not.toBe(tokens.access_token)

    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), held, PLAIN))
    for (const token of [tokens.access_token, fresh.access_token, held]) {
      expect(await about(token)).toEqual({ active: false })
    }
  })

  test('a code works once, and with its own verifier and address only', async () => {
    const world = await opened()
    const { server, url } = world
    const refused = async (answer: Promise<Response>) => {
      const failing = oauth.processAuthorizationCodeResponse(server, client, await answer)
      await expect(failing).rejects.toMatchObject({ error: 'invalid_grant' })
    }
    const { verifier, address } = await requestOf(world)
    const back = await decide(address, { account: 'her@slack.example' })
    await refused(exchange(server, back, oauth.generateRandomCodeVerifier(), `${url}${CALLBACK}`))
    await refused(exchange(server, back, verifier, `${url}/elsewhere`))
    expect((await exchange(server, back, verifier, `${url}${CALLBACK}`)).status).toBe(200)
    await refused(exchange(server, back, verifier, `${url}${CALLBACK}`))
  })

  test.each([
    ['no challenge', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('U3: %s is refused before anybody is asked', async (_what, more, error) => {
    const world = await opened()
    const response = await new Browser().open((await requestOf(world, more)).address)
    const back = new URL(String(response.headers.get('location')))
    const parameters = new URLSearchParams(back.search || back.hash.slice(1))
    expect(back.href.startsWith(`${world.url}${CALLBACK}`)).toBe(true)
    expect(Object.fromEntries(parameters)).toMatchObject({ error, state: 'abc' })
  })

  test.each([
    ['another address to return to', { redirect_uri: 'https://evil.example/callback' }, 'redirect_uri'],
    ['the address with something behind it', { redirect_uri: null }, 'redirect_uri'],
    ['no address at all', { redirect_uri: '' }, 'redirect_uri'],
    ['another port', { redirect_uri: 'http://127.0.0.1:1/v1/connections/callback' }, 'redirect_uri'],
    ['an unknown client', { client_id: 'nobody' }, 'client is invalid'],
  ])('%s gets a page that says so, and nobody is sent there', async (_what, more, says) => {
    const world = await opened()
    const changed =
      more.redirect_uri === null
        ? { redirect_uri: `${world.url}${CALLBACK}/x` }
        : more.redirect_uri === ''
          ? { redirect_uri: null }
          : more
    const response = await new Browser().open((await requestOf(world, changed)).address)
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain(says)
  })

  test('one client neither reads nor revokes the tokens of another', async () => {
    const world = await opened()
    const { token } = await tokenOf(world, 'con_ana')
    await tokenOf(world, 'con_hub')
    const other = { client_id: 'hubspot' }
    expect(await introspect(world, { client: 'hubspot', token })).toEqual({ active: false })
    await oauth.revocationRequest(world.server, other, oauth.None(), token, PLAIN)
    expect(await introspect(world, { client: 'slack', token })).toMatchObject({ active: true })
  })
})

test('it writes nothing to the console, whatever it thinks of where it runs', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
  const { as } = await sandbox()
  const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'x' }
  expect(await connect(await as('ana@acme.example'), wish)).toMatchObject({ status: 'active' })
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})
