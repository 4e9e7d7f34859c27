import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOfRows, draw } from '../../src/history/sample.js'

const row = (user: string, app = 'slack') => ({ account: 'acme', user, app })
const link = (id: string) => ({ account: 'acme', id, app: 'slack', owner: 'ana@acme.example', name: null })
const PEOPLE = Array.from({ length: 50 }, (_, at) => row(`person-${at}@acme.example`))
const LINKS = Array.from({ length: 20 }, (_, at) => link(`con_${at}`))
const DIGEST = `sha256:${'a'.repeat(64)}`

test('T10: the same seed and digest draw the same rows, in whatever order they stand', () => {
  const drawn = draw({ access: PEOPLE, connections: LINKS }, DIGEST, { seed: 'q4', size: 10 })
  fc.assert(
    fc.property(
      fc.shuffledSubarray(PEOPLE, { minLength: 50 }),
      fc.shuffledSubarray(LINKS, { minLength: 20 }),
      (access, connections) => {
        const again = draw({ access, connections }, DIGEST, { seed: 'q4', size: 10 })
        expect(new Set([...again.access, ...again.connections])).toEqual(
          new Set([...drawn.access, ...drawn.connections]),
        )
      },
    ),
    { numRuns: 50 },
  )
  expect(drawn.sample).toMatchObject({ seed: 'q4', size: 10, population: 70, digest: DIGEST })
})

test('T10: another seed, and another digest, draw other rows', () => {
  const users = (digest: string, seed: string) =>
    draw({ access: PEOPLE, connections: [] }, digest, { seed, size: 10 }).access.map(({ user }) => user)
  expect(users(DIGEST, 'q4')).not.toEqual(users(DIGEST, 'q1'))
  expect(users(DIGEST, 'q4')).not.toEqual(users(`sha256:${'b'.repeat(64)}`, 'q4'))
})

test('T10: whoever draws it by hand, as the method says, draws the same', () => {
  const rank = (user: string) =>
    createHmac('sha256', 'q4').update(`${DIGEST}\n["access","acme","${user}","slack"]`).digest('hex')
  const byHand = PEOPLE.map(({ user }) => user)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .slice(0, 7)
  const drawn = draw({ access: PEOPLE, connections: [] }, DIGEST, { seed: 'q4', size: 7 }).access.map(
    ({ user }) => user,
  )
  expect(new Set(drawn)).toEqual(new Set(byHand))
})

test('of fewer rows than asked for all are drawn; the digest of rows does not hang on their order', () => {
  expect(draw({ access: PEOPLE, connections: LINKS }, DIGEST, { seed: 'x', size: 500 }).sample.size).toBe(70)
  const [one, other] = [PEOPLE, [...PEOPLE].reverse()].map((access) => digestOfRows({ access, connections: LINKS }))
  expect(one).toBe(other)
})
