import { describe, expect, test } from 'vitest'
import type { ConnectionStarted } from '../../../src/provider/generated/contract.js'
import { refusal } from '../../support/client.js'
import { comeBack, connect, decide } from '../../support/consent.js'
import { sandbox } from '../../support/sandbox.js'
import { introspect, isHonoured, tokenOf } from '../../support/third-party.js'

const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo' }

/** A flow of bo's, who has no personal connection any more, up to where the third party sends him back. */
async function flow(more: object = {}, options = {}) {
  const world = await sandbox(undefined, options)
  const bo = await world.as('bo@acme.example')
  await bo.remove('connections', 'con_bo')
  const begin = (other: object = {}) => bo.post<ConnectionStarted>('connections/start', { ...wish, ...more, ...other })
  return { ...world, sandbox: world, bo, begin, ...(await begin()) }
}

describe('the authorisation flow', () => {
  test('U3: a connection exists when the flow has ended: of the account that was chosen, owned by who started', async () => {
    const { bo, admin, sandbox, authorizationUrl } = await flow({ scopes: ['chat'] })
    const before = await admin.ids('connections')
    const back = await decide(authorizationUrl, { account: 'bo@slack.example' })
    expect(await admin.ids('connections')).toEqual(before)
    const made = await comeBack(bo, back)
    expect(made).toMatchObject({
      status: 'active',
      owner: 'usr_bo',
      createdBy: 'usr_bo',
      project: 'prj_apollo',
      name: null,
    })
    expect(made).toMatchObject({
      externalAccount: 'bo@slack.example',
      holder: 'person',
      usableBy: 'everyone',
      scopes: ['chat'],
    })
    expect(await introspect(sandbox, await tokenOf(sandbox, made.id))).toMatchObject({
      active: true,
      sub: 'bo@slack.example',
    })
  })

  test('U3: neither verifier nor token is told by any row, list, event or feed', async () => {
    const { bo, admin, sandbox, authorizationUrl } = await flow()
    const made = await comeBack(bo, await decide(authorizationUrl))
    const { token } = await tokenOf(sandbox, made.id)
    const told = [made, await admin.list('connections'), await admin.list('audit-events'), await admin.get('changes')]
    expect(JSON.stringify(told)).not.toContain(token)
    expect(authorizationUrl).not.toContain('verifier')
  })

  test('C7: the trail says who connected, and by which door', async () => {
    const { admin, as } = await sandbox()
    const ana = await as('ana@acme.example', { via: 'portal' })
    const { id } = await connect(ana, { ...wish, name: 'alerts' })
    const [event] = await admin.list('audit-events', `resource=${id}`)
    expect(event).toMatchObject({ action: 'create', via: 'portal', principal: { id: 'usr_ana' } })
  })

  test('a state works once', async () => {
    const { bo, authorizationUrl } = await flow()
    const back = await decide(authorizationUrl)
    await comeBack(bo, back)
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'state' }] }))
  })

  test('a state of somebody else’s making and one that ran out are 422', async () => {
    const times = { now: Date.UTC(2026, 0, 1) }
    const { bo, authorizationUrl } = await flow({}, { clock: () => times.now })
    const back = await decide(authorizationUrl)
    times.now += 10 * 60 * 1000
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'state' }] }))
    back.searchParams.set('state', 'made-up')
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'state' }] }))
  })

  test.each(['state', 'code'])('a callback without a %s is 422 and uses nothing up', async (missing) => {
    const { bo, authorizationUrl } = await flow()
    const back = await decide(authorizationUrl)
    const cut = new URL(back)
    cut.searchParams.delete(missing)
    await expect(comeBack(bo, cut)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: missing }] }))
    expect(await comeBack(bo, back)).toMatchObject({ status: 'active' })
  })

  test('an answer that names another issuer, or none, is not taken (RFC 9207)', async () => {
    const { bo, begin } = await flow()
    for (const iss of ['https://evil.example', null]) {
      const back = await decide((await begin()).authorizationUrl)
      if (iss === null) back.searchParams.delete('iss')
      else back.searchParams.set('iss', iss)
      await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'iss' }] }))
    }
  })

  test('nobody comes back for somebody else: by their state, no account of another’s is connected for them', async () => {
    const { bo, as, admin, begin } = await flow()
    const before = await admin.ids('connections')
    for (const person of [await as('ana@acme.example'), admin]) {
      const back = await decide((await begin()).authorizationUrl, { account: 'victim@slack.example' })
      await expect(comeBack(person, back)).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
      await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'state' }] }))
    }
    expect(await admin.ids('connections')).toEqual(before)
  })

  test('a browser without a session of who began is nobody: 401, and the state stays theirs', async () => {
    const { bo, authorizationUrl } = await flow()
    const back = await decide(authorizationUrl)
    expect((await fetch(back)).status).toBe(401)
    expect((await fetch(back, { headers: { authorization: 'Bearer writ_full_made-up' } })).status).toBe(401)
    expect((await comeBack(bo, back)).owner).toBe('usr_bo')
  })

  test('an answer of another third party for this state is not taken, whatever its code (mix-up)', async () => {
    const { bo, begin, admin } = await flow()
    const [mine, theirs] = [await sandbox(), await begin()]
    const before = await admin.ids('connections')
    const back = await decide(theirs.authorizationUrl)
    back.searchParams.set('iss', mine.thirdParty)
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'iss' }] }))
    expect(await admin.ids('connections')).toEqual(before)
  })

  test('a code of another flow does not fit the verifier, and a made-up one nothing', async () => {
    const { bo, begin, admin } = await flow()
    const [mine, other] = [await begin({ name: 'mine' }), await begin({ name: 'other' })]
    const [back, foreign] = [await decide(mine.authorizationUrl), await decide(other.authorizationUrl)]
    back.searchParams.set('code', String(foreign.searchParams.get('code')))
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'code' }] }))
    expect(await admin.ids('connections', 'name=mine')).toEqual([])
  })

  test('a challenge that was exchanged on the way does not fit the verifier', async () => {
    const { bo, authorizationUrl } = await flow()
    const tampered = new URL(authorizationUrl)
    tampered.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    const back = await decide(tampered.href)
    await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: 'code' }] }))
  })

  test('an error of the third party that is no denial is told as it came', async () => {
    const { bo, state, thirdParty } = await flow()
    const query = new URLSearchParams({
      state,
      iss: thirdParty,
      error: 'server_error',
      error_description: 'out of order',
    })
    const back = bo.get(`connections/callback?${query}`)
    await expect(back).rejects.toMatchObject(
      refusal('conflict', { detail: 'The third party answered server_error: out of order.' }),
    )
  })

  test.each(['down', 'error'])(
    'when the third party is out of order (%s) at the end, nothing is connected',
    async (fails) => {
      const { bo, admin, control, authorizationUrl } = await flow()
      const before = await admin.ids('connections')
      const back = await decide(authorizationUrl)
      await control('third-party', { fails })
      await expect(comeBack(bo, back)).rejects.toMatchObject(refusal('internal', { status: 500 }))
      expect(await admin.ids('connections')).toEqual(before)
    },
  )

  test('U4: of two flows for the one personal connection the first to end wins; the token of the other is taken back', async () => {
    const { bo, begin, sandbox } = await flow()
    const [first, second] = [
      await decide((await begin()).authorizationUrl),
      await decide((await begin()).authorizationUrl),
    ]
    const made = await comeBack(bo, first)
    await expect(comeBack(bo, second)).rejects.toMatchObject(refusal('conflict', { status: 409 }))
    expect(await isHonoured(sandbox, made.id)).toBe(true)
  })

  test('C2: one external account may stand behind several connections, and ending one leaves the other', async () => {
    const { bo, sandbox } = await flow()
    const account = 'team@slack.example'
    const one = await connect(bo, { ...wish, name: 'one' }, { account })
    const two = await connect(bo, { ...wish, name: 'two' }, { account })
    await bo.remove('connections', one.id)
    expect([await isHonoured(sandbox, one.id), await isHonoured(sandbox, two.id)]).toEqual([false, true])
  })

  test('scopes that no OAuth server could read are 422 at the start, an API-key app too', async () => {
    const { begin } = await flow()
    await expect(begin({ scopes: ['read write'] })).rejects.toMatchObject(
      refusal('invalid', { errors: [{ pointer: '/scopes' }] }),
    )
    const { as } = await sandbox()
    const key = (await as('ana@acme.example')).post('connections/start', { ...wish, app: 'webhooks' })
    await expect(key).rejects.toMatchObject(refusal('invalid', { errors: [{ pointer: '/app' }] }))
  })

  test('dryRun may be asked with a token that may only read; starting may not', async () => {
    const { as, admin } = await sandbox()
    const ana = await as('ana@acme.example', { kind: 'read' })
    const before = await admin.get('')
    const asked = { ...wish, name: 'x' }
    expect(await ana.post('connections/start', { ...asked, dryRun: true })).toEqual({ allowed: true })
    expect(await ana.post('connections', { ...asked, app: 'webhooks', dryRun: true })).toEqual({ allowed: true })
    await expect(ana.post('connections/start', asked)).rejects.toMatchObject(refusal('forbidden'))
    expect(await admin.get('')).toEqual(before)
  })
})
