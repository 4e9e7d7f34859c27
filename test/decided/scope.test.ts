import { expect, it } from 'vitest'
import { explain } from '../../src/engine.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { changes, load, NOW, world } from '../support/world.js'
import { ACME, APOLLO, APPS, estate, tenant } from './seeds.js'

const TEXT = estate(APPS, ACME('integrations: {zoom: {enabled: false}}'), APOLLO())

it.each([
  ['account/acmee', 'account/acme'],
  ['project/acme/appollo', 'project/acme/apollo'],
  ['account/acme#integrations.zom', 'account/acme#integrations.zoom'],
  ['package/pro', undefined],
  ['account/glob*', undefined],
])('an --only that names nothing is an error, and not "in sync": %s', async (only, meant) => {
  const { plan } = await world(tenant())
  const said = `--only ${only} names nothing that lives or is declared.${meant === undefined ? '' : ` Did you mean ${meant}?`}`
  await expect(plan(TEXT, { only: [only] })).rejects.toThrow(said)
})

it.each([
  ['account/acme', 1],
  ['account/ac*', 1],
  ['account/acme#integrations.zoom', 1],
  ['account/acme#integrations.*', 1],
  ['project/acme/zeus', 0],
  ['user/acme/ana@acme.example', 0],
  ['app/slack', 0],
])(
  'an --only that names what lives or is declared is looked at, whether or not it changes: %s',
  async (only, count) => {
    const { plan } = await world(tenant())
    expect(changes(await plan(TEXT, { only: [only] }))).toHaveLength(count)
  },
)

it('nobody is told that a stranger may use an app', async () => {
  const { sandbox } = await world(tenant())
  const { estate: loaded } = await load(TEXT)
  if (loaded === null) throw new Error('invalid')
  const port = createHttpReader({ url: sandbox.url, token: sandbox.admin.token })
  const options = { tool: 'writ', environment: null, now: NOW, only: [], countChanges: false }
  const asked = { app: 'slack', account: 'acme', project: null, user: 'anna@acme.example' }
  await expect(explain(loaded, port, asked, options)).rejects.toThrow(
    'acme has nobody with the address anna@acme.example. Did you mean ana@acme.example?',
  )
  await port.close()
})

it("E17: what is open although no document says so is told as somebody's choice, and not as declared", async () => {
  const { sandbox } = await world(tenant())
  const told = async (text: string) => {
    const { estate: loaded } = await load(text)
    if (loaded === null) throw new Error('invalid')
    const port = createHttpReader({ url: sandbox.url, token: sandbox.admin.token })
    const options = { tool: 'writ', environment: null, now: NOW, only: [], countChanges: false }
    const asked = { app: 'slack', account: 'acme', project: 'apollo', user: 'ana@acme.example' }
    const { seen } = await explain(loaded, port, asked, options)
    await port.close()
    return seen.live.filter((line) => line.startsWith('No document says'))
  }
  const [unsaid = '', ...more] = await told(estate(APPS, ACME('allowedApps: {apps: [slack, zoom]}'), APOLLO()))
  expect(more).toEqual([])
  expect(unsaid).toMatch(/^No document says that it is open: .*account.*It stays as somebody set it on the platform\.$/)
  const [said = ''] = await told(estate(APPS, ACME('integrations: {slack: {enabled: true, projects: all}}'), APOLLO()))
  expect(said).not.toContain('account')
})
