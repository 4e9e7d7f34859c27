import { expect, onTestFinished, test } from 'vitest'
import { probe } from '../../src/engine.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import type { Probe } from '../../src/report/probe.js'
import { QUICK } from '../support/platform.js'
import { acmeCloud } from '../support/seed.js'
import { type Asked, asked, OPTIONS } from './asking.js'
import { type Answer, type Asking, startLiar } from './liar.js'

const APPS = ['slack', 'hubspot', 'webhooks', 'zoom', 'trello', 'notion', 'miro']
const ESTATE = [
  ...APPS.filter((name) => name !== 'miro').map((name) => `kind: App\nname: ${name}`),
  'kind: Account\nname: acme',
  'kind: Account\nname: beta',
]
  .join('\n---\n')
  .concat('\n')

const probed = async ({ estate, port }: Asked, accounts: string[] = []) =>
  (await probe(estate, port, accounts, OPTIONS)).seen

/** The same estate before a platform that lies about some things. */
async function lied(
  platform: Asked,
  lie: (asking: Asking) => Answer | null,
  accounts: string[] = ['acme'],
): Promise<Probe> {
  const url = await startLiar(platform.platform.url, lie)
  const port = createHttpReader({ url, token: platform.platform.reader.token, ...QUICK })
  onTestFinished(() => port.close())
  return probed({ ...platform, port }, accounts)
}

/** Remembers what is asked, and answers nothing itself. */
const seen = (questions: Asking[]) => (asking: Asking) => {
  if (asking.method === 'POST') questions.push(asking)
  return null
}

const codes = ({ findings }: Probe) => [...new Set(findings.map(({ code }) => code))]

test('T5, T6, T10: a platform that refuses all that is restricted is asked about all of it, and nothing is found', async () => {
  const platform = await asked(undefined, ESTATE)
  const seen = await probed(platform)
  expect(seen).toMatchObject({ findings: [], unanswered: [], doubtful: [], left: 0, accounts: 2, apps: 7 })
  expect(seen.refused + seen.allowed).toBe(seen.asked)
  expect(seen.refused).toBeGreaterThan(seen.allowed)
  expect(seen.allowed).toBeGreaterThan(3)
})

test('T6: asking connects nothing: no row, no event, no revision, with a token that may only read', async () => {
  const platform = await asked(undefined, ESTATE)
  const { admin } = platform.platform
  const state = async () => ({
    revision: (await admin.page('connections')).revision,
    connections: await admin.list('connections'),
    events: await admin.list('audit-events'),
  })
  const before = await state()
  await probed(platform)
  expect(await state()).toEqual(before)
})

test('T5: an app outside the allow-list, a hidden menu and each closed level are asked about', async () => {
  const { accounts, ...rest } = acmeCloud()
  const [acme, beta] = accounts
  const platform = await asked(
    {
      ...rest,
      accounts: [
        { ...acme, allowedApps: ['slack', 'hubspot', 'webhooks'] },
        { ...beta, showIntegrations: false },
      ],
    },
    ESTATE,
  )
  const questions: Asking[] = []
  const { findings } = await lied(platform, seen(questions), [])
  expect(findings).toEqual([])
  const asks = (account: string, app: string) =>
    questions.filter(({ body }) => body.account === account && body.app === app).length
  for (const app of APPS) for (const account of ['acc_acme', 'acc_beta']) expect(asks(account, app)).toBeGreaterThan(0)
  expect(questions.every(({ body }) => body.dryRun === true)).toBe(true)
})

test('T6: an API-key app is asked about at the API-key endpoint, the others at the start of the flow', async () => {
  const platform = await asked(undefined, ESTATE)
  const questions: Asking[] = []
  await lied(platform, seen(questions))
  const paths = (app: string) => [...new Set(questions.filter(({ body }) => body.app === app).map(({ path }) => path))]
  expect(paths('webhooks')).toEqual(['/v1/connections'])
  expect(paths('slack')).toEqual(['/v1/connections/start'])
})

test('T5: where the platform does not refuse, account, app, person and the closed gates are told', async () => {
  const platform = await asked(undefined, ESTATE)
  const lie = ({ method, body }: Asking) =>
    method === 'POST' && body.app === 'trello' ? { status: 200, body: { allowed: true } } : null
  const seen = await lied(platform, lie)
  expect(codes(seen)).toEqual(['probe/not-refused'])
  expect(seen.findings[0]).toMatchObject({
    severity: 'error',
    account: 'acme',
    app: 'trello',
    closed: expect.arrayContaining(['registry']),
  })
})

test('T5: another sentence than the one that is promised is a finding', async () => {
  const platform = await asked(undefined, ESTATE)
  const refusal = { type: 'urn:writ:problem:app-not-available', title: 'No', status: 403, detail: 'Upgrade to Pro!' }
  const lie = ({ method, body }: Asking) =>
    method === 'POST' && body.app === 'trello' ? { status: 403, body: refusal } : null
  const seen = await lied(platform, lie)
  expect(codes(seen)).toEqual(['probe/other-sentence'])
  expect(seen.findings[0]?.message).toContain('Upgrade to Pro!')
})

test('T4, T6: a portal that shows a restricted app is a finding', async () => {
  const { accounts, ...rest } = acmeCloud()
  const [acme, beta] = accounts
  const platform = await asked(
    { ...rest, accounts: [{ ...acme, allowedApps: ['slack', 'hubspot', 'webhooks'] }, beta] },
    ESTATE,
  )
  const item = { id: 'acc_acme', account: 'acc_acme', recorded: 1, visible: 1, menu: true, apps: ['slack', 'trello'] }
  const lie = ({ path }: Asking) =>
    path === '/v1/effective' ? { status: 200, body: { items: [item], total: 1, revision: 1, next: null } } : null
  expect((await lied(platform, lie)).findings).toMatchObject([
    { code: 'probe/shown', account: 'acme', app: 'trello', closed: ['allowed'] },
  ])
})

test('what documents close and live still opens is told with its line, until it is applied', async () => {
  const closing = ESTATE.replace('name: acme\n', 'name: acme\nintegrations: { hubspot: { enabled: false } }\n')
  const platform = await asked(undefined, closing)
  const seen = await probed(platform, ['acme'])
  expect(codes(seen)).toEqual(['probe/not-applied'])
  expect(seen.findings[0]).toMatchObject({ app: 'hubspot', at: [{ file: 'estate.yaml' }] })
})

test('what is refused though every gate is open is told, and fails nobody', async () => {
  const platform = await asked(undefined, ESTATE)
  const detail = 'This integration is not available for your account. Please contact your administrator.'
  const refusal = { type: 'urn:writ:problem:app-not-available', title: 'No', status: 403, detail }
  const seen = await lied(platform, ({ method }) => (method === 'POST' ? { status: 403, body: refusal } : null))
  expect(seen.findings.map(({ code, severity }) => [code, severity])).toContainEqual([
    'probe/refused-though-open',
    'info',
  ])
  expect(seen.findings.every(({ severity }) => severity === 'info')).toBe(true)
})

test('E4: a question without an answer, and an account that was not read whole, are said and not guessed', async () => {
  const platform = await asked(undefined, ESTATE)
  const seen = await lied(platform, ({ method, body }) =>
    method === 'POST' && body.app === 'slack' ? { status: 500, body: {} } : null,
  )
  expect(seen.unanswered.length).toBeGreaterThan(0)
  expect(new Set(seen.unanswered.map(({ app }) => app))).toEqual(new Set(['slack']))
  platform.faults((path) => path === '/v1/groups')
  expect(await probed(platform)).toMatchObject({ asked: 0, doubtful: [{ account: 'acme' }, { account: 'beta' }] })
})

test('what only live state shows to be wrong is said: an app that documents take for given and nobody installed', async () => {
  const platform = await asked(undefined, 'kind: App\nname: miro\n---\nkind: Account\nname: acme\n')
  expect((await probed(platform)).stopped).toMatchObject([{ address: 'app/miro' }])
})

test('an account that no document governs is asked about when it is named; one that nobody knows is a mistake', async () => {
  const platform = await asked(undefined, 'kind: App\nname: slack\n')
  expect((await probed(platform)).asked).toBe(0)
  expect((await probed(platform, ['beta'])).asked).toBeGreaterThan(0)
  await expect(probed(platform, ['beto'])).rejects.toMatchObject({
    message: expect.stringContaining('Did you mean beta?'),
  })
})
