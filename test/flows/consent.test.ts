import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { ACME, ANA, APPS, acme, BO, catalogue, estate, tenant } from '../decided/seeds.js'
import { refusal } from '../support/client.js'
import { connect, consentTo } from '../support/consent.js'
import { app } from '../support/estates.js'
import { isHonoured } from '../support/third-party.js'
import { changes, type EstateWorld, endings, world } from '../support/world.js'

const slack = app('slack', { auth: 'oauth2', settings: { clientId: 'abc' }, scopes: ['chat', 'admin'] })
const seed = tenant([acme()], { apps: [slack, ...catalogue().slice(1)] })
const HERS = `kind: User\naccount: acme\nemail: ${ANA}\nintegrations: {slack: {externalAccount: ana@slack.example}}`
const BOT = `kind: Connection\naccount: acme\napp: slack\nname: bot\nholder: service\nowner: ${BO}`
const waits = ({ pending }: Plan) => pending.map(({ waitsFor, address }) => `${waitsFor} ${address}`)
const idOf = async ({ rows }: EstateWorld, name: string | null) =>
  (await rows('connections')).find((row) => row.name === name && row.status !== 'ended')?.id ??
  expect.fail('none lives')

describe('U3: from a line in the estate to a token at the third party', () => {
  test('U3, U4, C2, E11: asked once, consented in the browser, and nothing waits any more', async () => {
    const here = await world(seed)
    const text = estate(APPS, ACME('connections: {undeclared: revoke}'), HERS, BOT)
    await here.settle(text)
    expect(await here.sandbox.mails(ANA)).toHaveLength(1)
    expect(waits(await here.plan(text))).toEqual([
      'consent connection/acme/slack/bot',
      `consent user/acme/${ANA}#integrations.slack`,
    ])
    await here.apply(text)
    expect(await here.sandbox.mails(ANA)).toHaveLength(1)
    const [ana, bo] = [await here.sandbox.as(ANA), await here.sandbox.as(BO)]
    const wrong = consentTo(ana, await idOf(here, null), { account: 'ana@gmail.example' })
    await expect(wrong).rejects.toMatchObject(refusal('conflict'))
    await consentTo(ana, await idOf(here, null))
    await consentTo(bo, await idOf(here, 'bot'), { account: 'bot@slack.example' })
    const after = await here.plan(text)
    expect([changes(after), waits(after), after.findings]).toEqual([[], [], []])
    expect(await isHonoured(here.sandbox, await idOf(here, 'bot'))).toBe(true)
  })

  test('C6, L5: what a rule revokes is not honoured by the third party any more', async () => {
    const here = await world(seed)
    const bo = await here.sandbox.as(BO)
    const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo' }
    const { id } = await connect(bo, wish, { account: 'bo@gmail.example' })
    expect(await isHonoured(here.sandbox, id)).toBe(true)
    const plan = await here.settle(estate(APPS, ACME('connections: {externalDomains: [slack.example]}')))
    expect(endings(plan)).toEqual([`revoked ${id}`])
    expect(await isHonoured(here.sandbox, id)).toBe(false)
  })

  test('U3: permissions beyond what the estate lets an app hold are seen in what the third party granted', async () => {
    const here = await world(seed)
    const bo = await here.sandbox.as(BO)
    const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'wide' }
    const { id } = await connect(bo, wish, { account: 'bo@slack.example' })
    const denying = APPS.replace('name: slack', 'name: slack\npermissions: {deny: [admin]}')
    const plan = await here.settle(estate(denying, ACME('connections: {permissions: revoke}')))
    expect(endings(plan)).toEqual([`revoked ${id}`])
  })

  test('U6: whoever is asked to consent again is pending, with since when, and then is not', async () => {
    const here = await world(seed)
    const text = estate(APPS, ACME(), BOT)
    await here.settle(text)
    const bo = await here.sandbox.as(BO)
    const id = await idOf(here, 'bot')
    await consentTo(bo, id, { account: 'bot@slack.example' })
    await here.admin.post(`connections/${id}/reauth`)
    const asked = await here.plan(text)
    expect(waits(asked)).toEqual(['consent connection/acme/slack/bot'])
    expect(asked.pending[0]?.message).toBe(`waits for ${BO} to give consent again at slack`)
    expect(asked.pending[0]?.since).toBe((await here.admin.row('connections', id)).requestedAt)
    await consentTo(bo, id, { account: 'bot@slack.example' })
    expect(waits(await here.plan(text))).toEqual([])
  })
})
