import { describe, expect, test } from 'vitest'
import { openScreen, row } from '../../src/commands/support/screen.js'
import { Tally } from '../../src/commands/support/tally.js'
import type { RunEvent } from '../../src/model/generated/events.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { displayWidth } from '../../src/report/width.js'

const change = (operation: string, direction: string, observed = false) => ({ operation, direction, observed })
const plan = {
  digests: { plan: 'sha256:7c1e02ff', outcome: '' },
  changes: [
    change('update', 'closes'),
    change('update', 'mixed'),
    change('revoke', 'closes'),
    change('update', 'opens'),
    change('update', 'neutral'),
    change('update', 'opens', true),
  ],
} as unknown as Plan

const said = (event: Record<string, unknown>) => event as unknown as RunEvent
const done = (index: number, status = 'done') => said({ type: 'change', index, status })

describe('how far a run is', () => {
  test('sort by sort, of how many, without what is only observed', () => {
    const tally = new Tally(plan)
    tally.note(said({ type: 'lease', status: 'taken', fencing: 41, until: '2026-11-22T14:09:30Z', holder: 'writ' }))
    tally.note(done(0))
    tally.note(done(2))
    tally.note(done(5))
    expect(tally.title).toBe('applying 7c1e02…  lease 41 until 14:09')
    expect(tally.works.map(({ name, done: so, of, what }) => `${name} ${so} of ${of} ${what}`)).toEqual([
      'closing 1 of 2 settings',
      'revoking 1 of 1 connection',
      'opening 0 of 1 setting',
      'writing 0 of 1 change',
    ])
  })

  test('what did not succeed is not counted as done, and is said; what is told twice counts once', () => {
    const tally = new Tally(plan)
    for (const event of [done(0, 'refused'), done(1, 'already'), done(1)]) tally.note(event)
    expect(tally.works[0]).toEqual({ name: 'closing', done: 1, of: 2, what: 'settings', note: '1 other outcome' })
  })

  test('a wait is told beside what goes on, until something happens', () => {
    const tally = new Tally(plan)
    tally.note(done(2))
    tally.wait(2_400, 'rate-limit')
    expect(tally.works.map(({ note }) => note)).toEqual([
      undefined,
      'waiting 3 s for the rate limit',
      undefined,
      undefined,
    ])
    tally.note(done(3))
    expect(tally.works.every(({ note }) => note === undefined)).toBe(true)
  })

  test('T9: who sees it comes last, of how many', () => {
    const tally = new Tally(plan)
    tally.note(said({ type: 'effective', visible: 11_902, of: 12_055 }))
    tally.note(said({ type: 'waiting', seconds: 5, reason: 'visibility' }))
    expect(tally.works.at(-1)).toEqual({
      ...{ name: 'effective', done: 11_902, of: 12_055, what: 'accounts, as customers see it' },
      note: 'waiting 5 s until customers see it',
    })
  })
})

const CODES = new RegExp(`${String.fromCharCode(27)}\\[(\\d*)([A-Z])|([\\s\\S])`, 'g')

/** What a terminal of so many columns shows after some output: rows, with the codes that are used here. */
function terminal(columns: number) {
  const rows = ['']
  let [at, column] = [0, 0]
  const put = (sign: string) => {
    if (column >= columns) [at, column] = [at + 1, 0]
    const line = (rows[at] ?? '').padEnd(column)
    rows[at] = line.slice(0, column) + sign + line.slice(column + 1)
    column += 1
  }
  const write = (text: string): boolean => {
    for (const [, up, code, sign = ''] of text.matchAll(CODES)) {
      if (code === 'A') at -= Number(up || 1)
      else if (code === 'K') rows[at] = (rows[at] ?? '').slice(0, column)
      else if (code === 'J') rows.splice(at, rows.length, (rows[at] ?? '').slice(0, column))
      else if (sign === '\r') column = 0
      else if (sign === '\n') [at, column] = [at + 1, 0]
      else put(sign)
    }
    return true
  }
  return { write, shown: () => rows.join('\n').trimEnd() }
}

describe('the lines at the end of a terminal', () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 120))

  test.each([80, 30])('are written over, more or fewer, and leave nothing behind, at %i columns', async (columns) => {
    const { write, shown } = terminal(columns)
    write('before\n')
    const screen = openScreen({ write: write as NodeJS.WriteStream['write'] }, 0)
    const show = async (lines: string[]) => {
      screen.show(lines.map((line) => row(line, columns)))
      await soon()
    }
    await show(['applying', 'x'.repeat(200), 'c'])
    expect(shown().split('\n').length).toBe(4)
    await show(['applying', 'short'])
    expect(shown()).toBe('before\napplying\nshort')
    screen.clear()
    expect(shown()).toBe('before')
    await show(['again'])
    expect(shown()).toBe('before\nagain')
    screen.clear()
  })

  test('what is over at once shows nothing at all', async () => {
    const { write, shown } = terminal(80)
    const screen = openScreen({ write: write as NodeJS.WriteStream['write'] }, 50)
    screen.show(['reading'])
    screen.clear()
    await soon()
    expect(shown()).toBe('')
  })

  test('a line of wide signs is cut by the columns it takes', () => {
    expect(displayWidth(row('接'.repeat(40), 30))).toBeLessThan(30)
    expect(row('fits', 30)).toBe('fits')
  })
})
