import { expect, it } from 'vitest'
import { explained } from '../../src/apply/explained.js'
import { merged, wouldChangeNothing } from '../../src/apply/merge.js'

const row = {
  id: 'x',
  etag: '1',
  enabled: true,
  projects: ['p1', 'p2'],
  groupTypes: ['internal'],
  setting: 'on',
  manager: 'u1',
}
const after = (more: Record<string, unknown>, ...touched: string[]) =>
  explained(row, { ...row, etag: '2', ...more }, new Set(touched))

it('E6: a cascade closes, and takes from lists or adds to them only what this run wrote', () => {
  expect(after({ enabled: false, setting: 'inherit', problem: 'not configured' })).toBe(true)
  expect(after({ projects: ['p1', 'p2', 'p3'] }, 'p3')).toBe(true)
  expect(after({ projects: ['p2'] }, 'p1')).toBe(true)
  expect(after({ projects: ['p2'] }, 'p2')).toBe(false)
  expect(after({ groupTypes: [] })).toBe(false)
  expect(after({ manager: null }, 'u1')).toBe(true)
  expect(after({ manager: null })).toBe(false)
  expect(explained({ enabled: false }, { enabled: true }, new Set())).toBe(false)
})

it('a write that would change nothing is seen as such: lists stand for sets, maps are merged, null takes away', () => {
  expect(wouldChangeNothing(row, { projects: ['p2', 'p1'], enabled: true })).toBe(true)
  expect(wouldChangeNothing({ labels: { a: '1', b: '2' } }, { labels: { a: '1', c: null } })).toBe(true)
  expect(wouldChangeNothing({ labels: { a: '1', b: '2' } }, { labels: { a: '1', b: null } })).toBe(false)
  expect(merged({ labels: { a: '1', b: '2' } }, { labels: { b: null, c: '3' } })).toEqual({
    labels: { a: '1', c: '3' },
  })
})
