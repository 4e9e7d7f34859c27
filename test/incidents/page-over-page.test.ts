import { expect, test } from 'vitest'
import { startPlatform } from '../support/platform.js'
import { acmeCloud } from '../support/seed.js'

// The Okta provider, 2951: page three was decoded into the objects of page two, and kept what page three did not say.

test('E4: a row is made of nothing but itself, on whatever page it stands', async () => {
  const { open, sandbox } = await startPlatform(acmeCloud())
  const headers = { authorization: `Bearer ${sandbox.tokens.admin}` }
  const rows = async (collection: string) =>
    (await (await fetch(`${sandbox.url}/v1/${collection}?limit=1000`, { headers })).json()).items as {
      id: string
      members?: string[]
      owner?: string | null
      name?: string | null
    }[]
  const snapshot = await open({ pageSize: 1 }).read(() => true)
  const connections = await rows('connections')
  expect(connections.length).toBeGreaterThan(5)
  for (const { id, owner, name } of connections)
    expect(snapshot.rows.connections.get(id)).toMatchObject({ owner, name })
  for (const { id, members } of await rows('groups')) expect(snapshot.rows.groups.get(id)).toMatchObject({ members })
  const own = [...snapshot.rows.connections.values()]
  expect(new Set(own).size).toBe(own.length)
})

test('E4: a row that lacks a field does not borrow it from the row before', async () => {
  const { RowReader } = await import('../../src/provider/http/row-reader.js')
  const reader = new RowReader()
  reader.turn({ owner: 'ana', name: 'sheets' }, 'item', 1)
  expect(reader.text('owner')).toBe('ana')
  reader.turn({ name: 'bot' }, 'item', 2)
  expect(() => reader.text('owner')).toThrow('item 2: owner is not a string')
})
