import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

// safe-settings 339: the settings of a pull request were applied before anybody had merged it.

const DOCUMENTS = `kind: App
name: slack
---
kind: Account
name: acme
integrations: {slack: {enabled: false}}
`
const STRICT = 'limits: {revokedConnections: {max: 1}, floor: 0}'
const LAX =
  'limits: {revokedConnections: {max: none, perAccount: {max: none}}, usersLosingAccess: {max: none}, disabledIntegrations: {max: none}}'
const WAIVER = `---
kind: Override
name: let-me
limit: revokedConnections
max: 1000
outcome: sha256:${'0'.repeat(64)}
reason: I would like to
owner: somebody@acme.example
until: 2027-01-31
`

test('E18: what an unmerged commit says of limits, modes and overrides waits for its merge', async () => {
  const { plan, apply, rows } = await world(acmeCloud())
  const before = await rows('connections')
  const against = { text: DOCUMENTS.replace('false', 'true, projects: all'), config: STRICT }
  const own = await plan(DOCUMENTS, { config: LAX })
  expect(own.outcome.reasons).not.toContain('refused')
  const text = DOCUMENTS + WAIVER.replace(`sha256:${'0'.repeat(64)}`, own.digests.outcome)
  const reviewed = await plan(text, { config: LAX, against })
  expect(reviewed.outcome.reasons).toContain('refused')
  expect(reviewed.verdicts.map(({ rule }) => rule)).toContain('limits/revokedConnections')
  expect((await apply(text, { config: LAX, against })).result).toBeNull()
  expect(await rows('connections')).toEqual(before)
})

test('E18: an unmerged commit cannot switch enforcing on', async () => {
  const { plan, apply, rows } = await world(acmeCloud())
  const before = await rows('account-integrations')
  const against = { text: DOCUMENTS, config: 'mode: observe' }
  const asking = { config: `mode: enforce\n${LAX}`, against }
  expect((await plan(DOCUMENTS, asking)).changes.every(({ observed }) => observed)).toBe(true)
  await apply(DOCUMENTS, asking)
  expect(await rows('account-integrations')).toEqual(before)
})
