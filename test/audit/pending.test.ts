import { expect, test } from 'vitest'
import { ACME, APOLLO, APPS, acme, BO, catalogue, estate, tenant } from '../decided/seeds.js'
import { app } from '../support/estates.js'
import { world } from '../support/world.js'
import { auditOf } from './auditing.js'

test('E11: what waits for consent is one row, missing with since when, and no second one for the wish', async () => {
  const named = 'kind: Connection\naccount: acme\napp: slack\nname: finance\nproject: apollo\nowner: ana@acme.example'
  const hers = `kind: User\naccount: acme\nemail: ${BO}\nintegrations: {slack: {externalAccount: bo@slack.example}}`
  const text = estate(APPS, ACME(), APOLLO(), named, hers)
  const slack = app('slack', { auth: 'oauth2', settings: { clientId: 'abc' }, scopes: ['chat'] })
  const here = await world(tenant([acme()], { apps: [slack, ...catalogue().slice(1)] }))
  await here.settle(text)
  const rows = (await here.rows('connections')).filter(({ status }) => status === 'requested')
  expect(rows).toHaveLength(2)
  const { audit: seen } = await auditOf(here, text)
  expect(seen.connections.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
    rows.map(({ id }) => `${id} missing`).sort(),
  )
  for (const { id, since } of seen.connections) expect(since).toBe(rows.find((row) => row.id === id)?.requestedAt)
  expect(seen.totals.connections).toMatchObject({ missing: 2, absent: 0, platform: 2 })
})
