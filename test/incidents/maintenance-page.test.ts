import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { changes, findings, world } from '../support/world.js'

// Argo CD 11464, 14318 and 3473: an outage, or a page that apologised for one, was taken for "there are no objects".

const ESTATE = `kind: App
name: slack
---
kind: Account
name: acme
integrations: {slack: {enabled: false}}
---
kind: Group
account: acme
project: apollo
name: partners
members: []
---
kind: Project
account: acme
name: apollo
`

test.each(['html', 'status-503-html'] as const)(
  'E4: a maintenance page (%s) is no list without objects: nothing is planned, loudly',
  async (page) => {
    const { plan, apply, faults, rows } = await world(acmeCloud(), { proxied: true })
    const before = await rows('connections')
    faults((path) => path === '/v1/connections' || path === '/v1/groups', page)
    const made = await plan(ESTATE)
    expect(changes(made)).toEqual([])
    expect(findings(made)).toContain('warning read/incomplete account/acme')
    expect(made.outcome).toMatchObject({ exitCode: 4, reasons: ['read-incomplete'] })
    expect((await apply(ESTATE)).result).toBeNull()
    expect(await rows('connections')).toEqual(before)
  },
)
