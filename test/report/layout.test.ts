import { describe, expect, test } from 'vitest'
import { paint } from '../../src/report/paint.js'
import { safe } from '../../src/report/safe.js'
import { table } from '../../src/report/table.js'
import { difference } from '../../src/report/values.js'
import { displayWidth, wrap } from '../../src/report/width.js'
import { age, duration, list } from '../../src/report/words.js'

describe('widths', () => {
  test('codes take no column, wide signs two, marks none', () => {
    expect(displayWidth(paint(true).red('abc'))).toBe(3)
    expect(displayWidth('接続')).toBe(4)
    expect(displayWidth('e\u0301')).toBe(1)
  })

  test('text breaks at spaces, and a word longer than the line is cut', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
    expect(wrap('', 5)).toEqual([''])
  })

  test('cutting keeps codes whole and wide signs together', () => {
    for (const part of wrap(paint(true).bold('接続'.repeat(20)), 7)) expect(displayWidth(part)).toBeLessThanOrEqual(7)
  })
})

describe('tables', () => {
  test('columns align, and the last one wraps under itself', () => {
    expect(
      table(
        [
          ['a', 'first'],
          ['bbb', 'second third fourth'],
        ],
        { width: 19 },
      ),
    ).toEqual(['a    first', 'bbb  second third', '     fourth'])
  })

  test('a line that must break stays as far in as it began', () => {
    expect(table([['  one', 'two three four five', 'x']], { width: 16 })).toEqual([
      '  one  two',
      '    three four',
      '    five',
      '    x',
    ])
  })

  test('a cell wider than half the width sends the rest of its row below', () => {
    expect(table([['a cell of its own', 'text']], { width: 24 })).toEqual(['a cell of its own', '    text'])
  })
})

describe('values', () => {
  test('before and after are told field by field, and only where they differ', () => {
    expect(difference({ enabled: true, projects: ['a', 'b'] }, { enabled: true, projects: ['a'] })).toBe(
      'projects a, b → a',
    )
    expect(difference({ setting: 'inherit' }, { setting: 'off' })).toBe('inherit → off')
    expect(difference({ showIntegrations: false }, { showIntegrations: true })).toBe('menu hidden → shown')
  })

  test('E2: [] reads as none, which is not the same as saying nothing', () => {
    expect(difference({ groups: ['a'] }, { groups: [] })).toBe('groups a → none')
  })

  test('of a long list what joins and what leaves is told', () => {
    const apps = Array.from({ length: 22 }, (_, at) => `app-${at}`)
    expect(difference({ allowedApps: apps }, { allowedApps: apps.slice(1) })).toBe('apps − app-0, 21 stay')
    expect(difference({ allowedApps: apps }, { allowedApps: 'all' })).toContain('→ all')
  })

  test('of a map only the keys that differ are told', () => {
    expect(
      difference({ labels: { tier: 'pro', region: 'eu' } }, { labels: { tier: 'enterprise', region: 'eu' } }),
    ).toBe('labels tier pro → enterprise')
  })
})

describe('words', () => {
  test('of many names the first ones are told, and how many more', () => {
    expect(list(['a', 'b', 'c'])).toBe('a, b and c')
    expect(list(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
  })

  test('times are told as coarsely as they matter', () => {
    expect([400, 41_200, 200_000].map(duration)).toEqual(['0.4 s', '41 s', '3 min 20 s'])
    expect(age('2026-11-19T10:00:00Z', '2026-11-22T14:03:00Z')).toBe('3 days')
    expect(age('soon', '2026-11-22T14:03:00Z')).toBe('')
  })
})

describe('safety', () => {
  test('every text is escaped at any depth, keys too, and nothing else changes', () => {
    const value = { 'a\u001b': [{ b: 'c\u0007' }], n: 1, no: null }
    expect(safe(value)).toEqual({ 'a\\u{1B}': [{ b: 'c\\u{7}' }], n: 1, no: null })
  })

  test('a key called __proto__ is a key like any other', () => {
    const value = JSON.parse('{"__proto__": {"polluted": "yes"}}') as Record<string, unknown>
    const copy = safe(value)
    expect(Object.keys(copy)).toEqual(['__proto__'])
    expect((copy as { polluted?: string }).polluted).toBeUndefined()
  })

  test('a word that a CI log would take for a command is written out', () => {
    expect(safe('x ::error::y ##[group]z')).toBe('x \\u{3A}:error\\u{3A}:y \\u{23}#[group]z')
    expect(safe('http://[::1]:4010')).toBe('http://[::1]:4010')
  })
})
