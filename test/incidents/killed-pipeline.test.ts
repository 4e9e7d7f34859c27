import { expect, test } from 'vitest'
import { memoryRecords, recordedIn } from '../support/journal.js'
import { acmeCloud } from '../support/seed.js'
import { changes, world } from '../support/world.js'

// Terraform 24276: a pipeline was killed, and what it had just made was known to nobody.

const ESTATE = `kind: Account
name: acme
---
kind: Project
account: acme
name: hermes
state: active
labels: {stage: new}
`

test('E10: what a killed run had made is found, named in its record, and not made again', async () => {
  const { apply, plan, rows } = await world(acmeCloud())
  const records = memoryRecords()
  await apply(ESTATE, { more: recordedIn(records) })
  const whole = records.records[0] ?? []
  const sent = whole.findIndex(({ type }) => type === 'intent')
  // All that a process leaves which is killed while its first request is on its way: the platform has executed it.
  records.cutOff(whole.slice(0, sent + 1))
  const again = await apply(ESTATE, { more: recordedIn(records) })
  expect(records.recovered).toMatchObject([[{ address: 'project/acme/hermes', seen: 'applied' }]])
  expect(records.records[1]?.[0]).toMatchObject({ resumes: 'run-1' })
  expect(changes(again.plan)).toEqual([])
  expect((await rows('projects')).filter(({ name }) => name === 'hermes')).toHaveLength(1)
  expect(changes(await plan(ESTATE))).toEqual([])
})
