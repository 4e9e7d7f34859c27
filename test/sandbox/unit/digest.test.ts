import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connectionsDigest } from '../../../src/sandbox/digest.js'

test('the digest of no connections is the hash of the empty text', () => {
  expect(connectionsDigest([])).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('ids are sorted by code unit and joined by line feeds, without one at the end', () => {
  // printf 'con_B\ncon_a' | sha256sum
  expect(connectionsDigest(['con_a', 'con_B'])).toBe(
    'sha256:e4397fe6184d6532f2e0f21267ee8e1ebf7ed1e3b20368bef03d46350dba150a',
  )
})

test('the order in which connections are named changes nothing, another set does', () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^con_[a-z0-9]{1,6}$/), { minLength: 1 })
  fc.assert(
    fc.property(ids, (some) => {
      expect(connectionsDigest(some.toReversed())).toBe(connectionsDigest(some))
      expect(connectionsDigest(some.slice(1))).not.toBe(connectionsDigest(some))
    }),
  )
})
