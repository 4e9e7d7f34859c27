import { expect, test } from 'vitest'
import { operations } from '../support/contract.js'
import { calls } from '../support/operations.js'
import { openSandbox } from '../support/sandbox.js'

test('this suite calls every operation of the OpenAPI document, and no other', () => {
  expect(Object.keys(calls).sort()).toEqual([...operations.keys()].sort())
})

test.each(Object.keys(calls))('%s answers as the document says', async (operation) => {
  const opened = await openSandbox()
  try {
    expect(await calls[operation]?.(opened)).toBeTypeOf('object')
  } finally {
    await opened.close()
  }
})
