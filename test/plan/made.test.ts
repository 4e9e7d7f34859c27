import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { causesOf, world } from '../support/world.js'

const ESTATE = `kind: App
name: slack
---
kind: Package
name: basic
apps: [slack]
---
kind: Account
name: fresh
showIntegrations: true
allowedApps: {packages: [basic]}
`

test('E7: what is made has its document for a cause, not a field that it does not name, and beside it what others say of it', async () => {
  const { plan } = await world(acmeCloud())
  const made = await plan(ESTATE)
  expect(causesOf(made, 'account/fresh')).toEqual(['account/fresh', 'package/basic#apps.0'])
})

test('E7: labels that a document names are their own cause where they change', async () => {
  const { plan } = await world(acmeCloud())
  const made = await plan('kind: Account\nname: acme\nlabels: {tier: gold}\n')
  expect(causesOf(made, 'account/acme')).toEqual(['account/acme#labels'])
})
