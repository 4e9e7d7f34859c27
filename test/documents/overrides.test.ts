import { describe, expect, test } from 'vitest'
import { complaints } from './estate.js'

const DIGEST = `sha256:${'a'.repeat(64)}`
const OTHER = `sha256:${'b'.repeat(64)}`

const override = (more: object = {}) => {
  const fields = { name: 'o', limit: 'revokedConnections', max: 5, outcome: DIGEST, until: '2027-01-31', ...more }
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`)
  return `kind: Override\n${lines.join('\n')}\nreason: r\nowner: o@acme.example\n`
}
const base = { 'base.yaml': 'kind: App\nname: slack\n' }

describe('E8: an Override lets one plan pass one limit', () => {
  test.each([
    ['as it should be', override()],
    ['on its last day', override({ until: '2026-11-22' })],
    ['ended the day before', override({ until: '2026-11-21' }), 'override/expired a.yaml:6:8'],
    ['of a limit that is none', override({ limit: 'revokedConnection' }), 'schema/value a.yaml:3:8'],
    ['of the floor, which is no limit', override({ limit: 'floor' }), 'schema/value a.yaml:3:8'],
    ['with no bound', override({ max: 'none' }), 'schema/type a.yaml:4:6'],
    ['of half a digest', override({ outcome: 'sha256:90ab3f' }), 'schema/form a.yaml:5:10'],
    ['in the estate only', `${override()}ensure: absent\n`, 'absent/never a.yaml:9:9'],
    [
      'beside another for the same limit of the same plan',
      `${override()}---\n${override({ name: 'p', max: 9 })}`,
      'override/twice a.yaml:12:8',
    ],
    ['beside one for another limit', `${override()}---\n${override({ name: 'p', limit: 'messages' })}`],
    ['beside one for another plan', `${override()}---\n${override({ name: 'p', outcome: OTHER })}`],
  ])('%s', async (_title, text, ...expected) => {
    expect(await complaints(text, base)).toEqual(expected)
  })
})
