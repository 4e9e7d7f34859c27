import { describe, expect, test } from 'vitest'
import { type Applied, renderApplied } from '../../src/report/applied.js'

const SETTLED = { inSync: true, changes: 0, pending: 0, held: 0, invisible: 0 }

const applied = (over: Partial<Applied> = {}): Applied => ({
  milliseconds: 41_200,
  written: 12_057,
  revoked: 214,
  ended: 3,
  extra: [],
  alive: [],
  window: false,
  arisen: [],
  already: 0,
  refused: [],
  blocked: [],
  unknown: [],
  left: [],
  settled: SETTLED,
  ...over,
})
const text = (of: Applied, width = 200): string => renderApplied(of, { width, colour: false })
const outcome = (address: string, why: string) => ({ address, why })

describe('the end of a run', () => {
  test('a whole run is one line: what was written, revoked and ended, and that it is in sync', () => {
    expect(text(applied({ settled: { ...SETTLED, pending: 1, held: 2 } }))).toBe(
      'Done in 41 s: 12,057 changes written, 214 revoked by Writ, 3 ended by the platform as predicted. In sync; 1 pending, 2 held.',
    )
  })

  test('partial is loud: refused, unknown, blocked and left are counted and listed apart', () => {
    const shown = text(
      applied({
        refused: [outcome('account/acme', 'it moved since the plan (412)')],
        unknown: [outcome('account/globe', 'no answer came')],
        blocked: [outcome('project/acme/zeus', 'waited for account/acme')],
        left: [outcome('account/hooli', 'not approved')],
      }),
    )
    expect(shown).toMatch(/^Partly applied in 41 s: .*1 refused, 1 unknown, 1 blocked, 1 left\./)
    expect(shown).toMatch(/^unknown +account\/globe +no answer came$/m)
    expect(shown).toMatch(/^refused +account\/acme +it moved since the plan \(412\)$/m)
    expect(shown).toMatch(/^blocked +project\/acme\/zeus +waited for account\/acme$/m)
    expect(shown).toMatch(/^left +account\/hooli +not approved$/m)
  })

  test('a run in which nothing was written does not call itself partly applied', () => {
    const refused = [outcome('account/acme', 'it moved since the plan (412)')]
    expect(text(applied({ written: 0, revoked: 0, ended: 0, refused }))).toMatch(
      /^Not applied in 41 s: nothing written, 1 refused\./,
    )
  })

  test('connections that ended beyond the plan are named', () => {
    expect(text(applied({ extra: ['con_81'] }))).toMatch(
      /^extra +connection\/con_81 +ended by the platform and named by no plan$/m,
    )
  })

  test('T9: written and visible are two things', () => {
    expect(text(applied({ settled: { ...SETTLED, invisible: 2 } }))).toMatch(/In sync; 2 accounts do not see it yet\.$/)
  })

  test('T9: where nobody looked, it is not said that customers see it', () => {
    expect(text(applied({ settled: { ...SETTLED, invisible: null } }))).toMatch(
      /In sync; whether customers see it was not looked at\.$/,
    )
  })

  test('T9: what came up while it ran is listed, and was ended by nobody', () => {
    const arisen = [{ address: 'connection/con_new', why: 'revoke is due: ana may not use slack' }]
    const shown = text(applied({ arisen, settled: { ...SETTLED, inSync: false, changes: 1 } }))
    expect(shown).toMatch(/arisen +connection\/con_new +revoke is due/)
  })

  test('a run that did not settle says how much a plan would still have', () => {
    expect(text(applied({ settled: { ...SETTLED, inSync: false, changes: 1 } }))).toMatch(
      /Not in sync: a plan would have 1 change\.$/,
    )
  })

  test('what was not read back is said, not assumed', () => {
    expect(text(applied({ settled: null }))).toMatch(/What lives now was not read back\.$/)
  })

  test('of thousands of refusals twenty are listed and the rest is counted', () => {
    const refused = Array.from({ length: 5000 }, (_, at) => outcome(`account/a${at}`, 'level-closed'))
    const shown = text(applied({ refused })).split('\n')
    expect(shown.length).toBeLessThan(30)
    expect(shown.at(-1)).toMatch(/^refused +… 4,980 more$/)
  })

  test('a refusal in the platform’s own words cannot act on the terminal', () => {
    const refused = [outcome('account/acme', 'no\u001b]0;owned\u0007\r\nDone')]
    expect(text(applied({ refused }))).not.toMatch(/(?!\n)\p{Cc}/u)
  })
})
