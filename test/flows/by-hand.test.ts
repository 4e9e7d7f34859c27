import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

const APPS = ['slack', 'hubspot', 'webhooks'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const ACCOUNT = 'kind: Account\nname: acme\n'

/** What Writ states, and what the owner or another operator then makes of it by hand. */
const DEEDS = [
  {
    what: 'a setting of the account',
    text: `${APPS}${ACCOUNT}integrations:\n  webhooks: {enabled: false}`,
    by: 'olga@acme.example',
    parent: 'accounts/acc_acme',
    app: 'webhooks',
    body: { enabled: true },
  },
  {
    what: 'a list of projects',
    text: `${APPS}${ACCOUNT}integrations:\n  slack: {enabled: true, projects: [apollo]}\n---\nkind: Project\naccount: acme\nname: apollo`,
    by: 'max@acme.example',
    parent: 'accounts/acc_acme',
    app: 'slack',
    body: { projects: ['prj_apollo', 'prj_zeus'] },
  },
]

test.each(DEEDS)(
  'C7: $what that Writ stated and $by changed by hand is drift, with who, when and where',
  async (deed) => {
    const { settle, plan, sandbox } = await world(acmeCloud())
    await settle(deed.text, { config: 'limits: {disabledIntegrations: {max: none}}' })
    const hand = await sandbox.as(deed.by, { via: 'admin-page' })
    await hand.set(deed.parent, deed.app, deed.body)
    const { changes } = await plan(deed.text)
    expect(changes).toMatchObject([{ origin: 'drift', attribution: { principal: deed.by, via: 'admin-page' } }])
  },
)

test('C7: the state of an app and labels are attributed as settings are', async () => {
  const { settle, plan, sandbox } = await world({
    ...acmeCloud(),
    operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }],
  })
  const text = `kind: App\nname: notion\nstate: inactive\n---\nkind: Account\nname: acme\nlabels: {tier: basic}`
  await settle(text)
  const hand = await sandbox.as('ops@tenant.example', { via: 'admin-page' })
  const notion = (await sandbox.admin.list('apps')).find(({ name }) => name === 'notion')
  await hand.change('apps', notion?.id ?? '', { status: 'active' })
  await hand.change('accounts', 'acc_acme', { labels: { tier: 'pro', more: 'yes' } })
  const { changes } = await plan(text)
  expect(changes.map(({ address, origin, attribution }) => [address, origin, attribution?.principal])).toEqual([
    ['app/notion', 'drift', 'ops@tenant.example'],
    ['account/acme', 'drift', 'ops@tenant.example'],
  ])
})

test('what nobody had stated is a difference, whoever wrote it', async () => {
  const { plan, sandbox } = await world(acmeCloud())
  const hand = await sandbox.as('olga@acme.example')
  await hand.set('accounts/acc_acme', 'webhooks', { enabled: true, newProjects: false })
  const { changes } = await plan(`${APPS}${ACCOUNT}integrations:\n  webhooks: {enabled: false}`)
  expect(changes.map(({ origin }) => origin)).toEqual(['difference'])
})
