import { expect, test } from 'vitest'
import type { Change, Plan } from '../../src/model/generated/plan.js'
import { planMarkdown } from '../../src/report/markdown/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { section } from './markdown/rendered.js'
import { change, ended, plan } from './plans.js'

const undo = (of: Plan): string =>
  renderPlan(of, { width: 200, colour: false })
    .split('\n')
    .find((line) => line.startsWith('undo'))
    ?.replace(/^undo +/, '') ?? ''
const reverted = (of: Plan): string => section(planMarkdown(of, { people: 'names' }), 'If this is reverted')

const lasting = change('project/acme/old', { operation: 'remove', after: null, undo: 'none' })
const partly = change('account/acme#integrations.zapier', { undo: 'settings-only' })
const ending = (...changes: Change[]): Plan =>
  plan({
    changes,
    impact: {
      ...plan().impact,
      connections: [
        ended('con_1', 0, { owner: 'ana@acme.example' }),
        ended('con_2', 0, { owner: 'ana@acme.example', app: 'slack' }),
        ended('con_3', 0, { owner: null }),
        ended('con_4', 2, { owner: 'bo@acme.example' }),
      ],
    },
  })

test('text and Markdown count the same people who would have to connect again: each once, and nobody who is only observed', () => {
  const of = ending(partly, lasting, change('account/beta#integrations.zapier', { observed: true }))
  expect(undo(of)).toBe(
    'a revert restores 1 setting, but 2 people would have to connect again, and 1 change cannot be taken back',
  )
  expect(reverted(of)).toContain('**2 people have to connect again**')
  expect(reverted(of)).toContain('1 change cannot be taken back')
})

test('every setting comes back only where none is final, and a revocation alone restores none', () => {
  expect(undo(plan({ changes: [change('account/acme')] }))).toBe('a revert restores every setting')
  const revoked = ending(change('connection/con_1', { operation: 'revoke', undo: 'none' }), lasting)
  expect(undo(plan({ ...revoked, changes: revoked.changes.slice(0, 1) }))).toBe('3 people would have to connect again')
})
