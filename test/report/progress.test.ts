import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/model/generated/events.js'
import { eventLine, progressLine, type Work } from '../../src/report/progress.js'
import { displayWidth } from '../../src/report/width.js'

const work: Work = { name: 'revoking', done: 107, of: 214, what: 'connections' }
const line = (over: Partial<Work> = {}, width = 80): string =>
  progressLine({ ...work, ...over }, { width, colour: false })

describe('progress on a terminal', () => {
  test('half done is half a bar, with the numbers beside it', () => {
    expect(line()).toBe('  revoking     ██████████░░░░░░░░░░  107 of 214 connections')
  })

  test('the bar is full only when everything is done', () => {
    expect(line({ done: 213 })).toContain('█░ ')
    expect(line({ done: 214 })).not.toContain('░')
    expect(line({ done: 0, of: 0 })).not.toContain('░')
  })

  test('what it waits for is said', () => {
    expect(line({ note: 'waiting 3 s for the rate limit' })).toMatch(/connections, waiting 3 s for the rate limit$/)
  })

  test('it never takes more than one line', () => {
    for (const width of [20, 40, 60]) {
      const narrow = line({ note: 'a'.repeat(200) }, width)
      expect(narrow).not.toContain('\n')
      expect(displayWidth(narrow)).toBeLessThanOrEqual(width)
    }
  })
})

describe('progress elsewhere', () => {
  const said = (event: Record<string, unknown>): string | null =>
    eventLine({ formatVersion: 1, run: 'r1', at: '2026-11-22T14:05:00Z', ...event } as unknown as RunEvent)

  test('each event is one line with its time', () => {
    expect(said({ type: 'run-started', tenant: 'acme-cloud', plan: 'x', outcome: 'y', changes: 9 })).toBe(
      '2026-11-22T14:05:00Z run r1 on acme-cloud: 9 changes to write',
    )
    expect(said({ type: 'settled', inSync: false, changes: 1, pending: 0, held: 0 })).toBe(
      '2026-11-22T14:05:00Z not in sync: a plan would have 1 change',
    )
  })

  test('a lease that is given back is held until no time any more', () => {
    const event = { type: 'lease', holder: 'writ r1', fencing: 4, until: '2026-11-22T14:05:30Z' }
    expect(said({ ...event, status: 'taken' })).toMatch(/ lease taken by writ r1 until 2026-11-22T14:05:30Z$/)
    expect(said({ ...event, status: 'released' })).toMatch(/ lease released by writ r1$/)
  })

  test('a change names its status, address and why', () => {
    const event = { type: 'change', index: 0, address: 'account/acme', operation: 'update', blockedBy: null }
    expect(said({ ...event, status: 'refused', detail: 'it moved (412)' })).toMatch(
      / refused update account\/acme: it moved \(412\)$/,
    )
    expect(said({ ...event, status: 'done', detail: null })).toMatch(/ done update account\/acme$/)
  })

  test('a hostile detail cannot begin a line of its own', () => {
    const event = { type: 'change', index: 0, address: 'account/acme', operation: 'update', blockedBy: null }
    expect(said({ ...event, status: 'refused', detail: 'x\n::error::y' })).not.toMatch(/\n|^::/)
  })

  test('an event of a newer run is passed over', () => {
    expect(said({ type: 'weather' })).toBeNull()
  })
})
