import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcher } from '../../src/model/address.js'
import { matchesGlob } from '../../src/model/glob.js'
import { namesOf } from '../../src/model/names.js'

/** What a star means, tried out letter by letter. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern[0] !== '*') return pattern[0] === text[0] && text !== '' && naive(pattern.slice(1), text.slice(1))
  return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)))
}

const text = fc.string({ maxLength: 10, unit: fc.constantFrom('a', 'b', '.', '-') })
const pattern = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', '.', '*') })

test('a pattern matches what trying every run of signs for every star would match', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      expect(matchesGlob(glob, name)).toBe(naive(glob, name))
      expect(namesOf([glob])(name)).toBe(naive(glob, name))
    }),
    { numRuns: 5_000 },
  )
})

test('in an address a star stays between two separators, and means the same there', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      expect(matcher([`app/${glob}`])(`app/${name}`)).toBe(naive(glob, name))
      expect(matcher([`app/${glob}`])(`app/${name}/x`)).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test('a hundred stars before a sign that is not there cost nothing, as a name and as an address', () => {
  // What backtracks here outlasts every time limit.
  const [hostile, long] = [`${'a*'.repeat(100)}b`, 'a'.repeat(200_000)]
  expect(matchesGlob(hostile, long)).toBe(false)
  expect(namesOf([hostile])(long)).toBe(false)
  expect(matcher([`app/${hostile}`])(`app/${long}`)).toBe(false)
})
