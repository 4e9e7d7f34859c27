import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { changes, held, world } from '../support/world.js'

// firezone 9188: the answer was 200, and rows were missing from it.

const ESTATE = `kind: App
name: slack
---
kind: Account
name: acme
integrations: {slack: {enabled: true, projects: all}}
---
kind: Project
account: acme
name: apollo
integrations: {slack: {enabled: true, groups: [engineering], groupTypes: []}}
---
kind: Group
account: acme
project: apollo
name: engineering
`

test.each(['groups', 'connections', 'projects', 'users', 'group-integrations'])(
  'E4: a 200 whose %s lack a row is not the whole, and nothing is planned from it',
  async (collection) => {
    const { plan, faults } = await world(acmeCloud(), { proxied: true })
    expect(changes(await plan(ESTATE))).not.toEqual([])
    faults((path) => path === `/v1/${collection}`, 'lost-row')
    const made = await plan(ESTATE)
    expect(changes(made)).toEqual([])
    expect(made.outcome.exitCode).toBe(4)
  },
)

test('E4: one that says of itself that it is whole is not believed when so much is gone since the last record', async () => {
  const { plan } = await world(acmeCloud())
  const at = '2026-11-21T14:00:00Z'
  const before = await plan(ESTATE, { run: { lastSeen: { at, rows: { connections: 7, groups: 3 } } } })
  expect(before.guards.shrink.state).toBe('on')
  expect(changes(before)).not.toEqual([])
  const shrunk = await plan(ESTATE, { run: { lastSeen: { at, rows: { connections: 7, groups: 90 } } } })
  expect(shrunk.guards.shrink).toMatchObject({
    state: 'tripped',
    shrunk: [{ collection: 'groups', before: 90, now: 4 }],
  })
  expect(shrunk.changes.filter(({ direction, operation }) => direction !== 'opens' || operation === 'revoke')).toEqual(
    [],
  )
  expect(held(shrunk).filter((each) => each.startsWith('shrink ')).length).toBeGreaterThan(0)
  expect(shrunk.outcome.exitCode).toBe(3)
})
