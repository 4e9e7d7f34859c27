import { describe, expect, test } from 'vitest'
import { mergePatch, patchRow } from '../../../src/sandbox/merge.js'

describe('merge-patch (RFC 7396)', () => {
  test('speaks key by key: null takes away, what is not named stays', () => {
    expect(mergePatch({ a: '1', b: '2' }, { b: null, c: '3' })).toEqual({ a: '1', c: '3' })
  })

  test('goes into maps and replaces lists whole', () => {
    const before = { slack: { enabled: true, groupTypes: ['internal', 'partner'] } }
    expect(mergePatch(before, { slack: { groupTypes: ['client'] } })).toEqual({
      slack: { enabled: true, groupTypes: ['client'] },
    })
  })

  test('a map over a text begins a new map', () => {
    expect(mergePatch('everyone', { users: ['usr_1'], groups: [] })).toEqual({ users: ['usr_1'], groups: [] })
  })

  test('a key named __proto__ is a key like any other', () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__": "x"}')) as object
    expect(Object.keys(merged)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  })

  test('a field of a row is never taken away: null there is its value', () => {
    expect(patchRow({ name: 'a', manager: 'usr_1' as string | null }, { manager: null })).toEqual({
      name: 'a',
      manager: null,
    })
  })
})
