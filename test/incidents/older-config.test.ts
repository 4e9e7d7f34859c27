import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { changes, complaints, endings, world } from '../support/world.js'

// kubernetes/org 4365: a tool that had learned to manage more met a configuration from before, and removed members.

const OLDER = `kind: App
name: slack
---
kind: Account
name: acme
---
kind: Project
account: acme
name: apollo
---
kind: Group
account: acme
project: apollo
name: engineering
---
kind: User
account: acme
email: ana@acme.example
`

test('E2: documents that say nothing but who they are change nothing at all, whatever a kind could say', async () => {
  const { plan } = await world(acmeCloud())
  const made = await plan(OLDER)
  expect(changes(made)).toEqual([])
  expect(endings(made)).toEqual([])
  expect(made.impact.losing).toEqual([])
})

test('E1: an estate that is newer than the tool is refused, and not read as far as it is understood', async () => {
  const { load } = await import('../support/world.js')
  const { estate, diagnostics } = await load(OLDER, { config: 'mode: enforce' })
  expect(estate).not.toBeNull()
  expect(diagnostics.map(({ code }) => code)).toEqual([])
  expect(await complaints(`${OLDER}favouriteColour: blue\n`)).toEqual(['schema/unknown-field'])
})
