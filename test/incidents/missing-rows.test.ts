import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { changes, world } from '../support/world.js'

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
