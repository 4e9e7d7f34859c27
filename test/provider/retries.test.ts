import { expect, it } from 'vitest'
import type { Clock } from '../../src/provider/http/clock.js'
import { badAnswer, CallFailure } from '../../src/provider/http/failure.js'
import type { Patience } from '../../src/provider/http/options.js'
import { Pace } from '../../src/provider/http/pace.js'
import { Retries } from '../../src/provider/http/retries.js'
import { retryAfter } from '../../src/provider/http/retry-after.js'
import { play } from '../support/played-clock.js'

const NEVER = new AbortController().signal
const PATIENCE: Patience = { attempts: 4, limited: 8, budget: 40, pause: 200, longest: 30_000 }
const refused = (retryAfter: number | null, status = 429): CallFailure =>
  new CallFailure('no', { status, again: true, limited: status !== 503, retryAfter })

interface Tried {
  readonly at: number[]
  readonly error: CallFailure | null
  readonly waits: number[]
}

/** When a call was sent that fails in this way each time, or the first few times. */
async function tried(error: CallFailure, more: Partial<Patience> = {}, times = 99, isRepeatable = true) {
  return play(async (clock): Promise<Tried> => {
    const at: number[] = []
    const waits: number[] = []
    const { pace, retries } = open(clock, more, waits)
    const ended = await retries
      .persist(async () => {
        await pace.turn(NEVER)
        at.push(clock.now())
        if (at.length <= times) throw error
        return null
      }, isRepeatable)
      .catch((reason: unknown) => reason as CallFailure)
    return { at, error: ended, waits }
  })
}

function open(clock: Clock, more: Partial<Patience>, waits: number[] = []) {
  const patience = { ...PATIENCE, ...more }
  const onWait = (milliseconds: number) => waits.push(milliseconds)
  const common = { clock, random: () => 0.5, onWait }
  const pace = new Pace({ ...common, share: 1, longest: patience.longest, random: () => 0 })
  return { pace, retries: new Retries({ ...common, patience }, pace, NEVER) }
}

const NOW = Date.parse('2026-11-22T14:00:00Z')
it.each([
  ['seconds', '3', 3000],
  ['a date', 'Sun, 22 Nov 2026 14:00:09 GMT', 9000],
  ['an old form of date', 'Sunday, 22-Nov-26 14:00:09 GMT', 9000],
  ['the form of C', 'Sun Nov 22 14:00:09 2026', 9000],
  ['a date in the past', 'Sun, 22 Nov 2026 13:00:00 GMT', 0],
  ['many days', '604800', 604_800_000],
  ['more seconds than any number', '9'.repeat(400), Number.POSITIVE_INFINITY],
  ['a negative number', '-1', null],
  ['a fraction', '1.5', null],
  ['a word', 'soon', null],
  ['another sort of date', '2026-11-22T14:00:09Z', null],
  ['nothing', undefined, null],
])('Retry-After as %s', (_, header, expected) => {
  expect(retryAfter({ 'retry-after': header }, NOW)).toBe(expected)
})

it('Retry-After as a date is measured against the clock of the platform, which may be wrong', () => {
  const headers = { date: 'Sun, 22 Nov 2026 10:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 10:00:04 GMT' }
  expect(retryAfter(headers, NOW)).toBe(4000)
})

it('a call is tried four times with growing pauses, each told before it begins', async () => {
  const { at, error, waits } = await tried(badAnswer('half a page'))
  expect(at).toEqual([0, 200, 600, 1400])
  expect(waits).toEqual([200, 400, 800])
  expect(error).toMatchObject({ message: 'half a page, after 4 attempts', executed: true })
})

it.each([429, 403, 503])(
  'status %i with Retry-After is tried again when it asks for, and not before',
  async (status) => {
    expect((await tried(refused(5000, status), {}, 1)).at).toEqual([0, 5000])
    expect((await tried(refused(0, status), {}, 1)).at).toEqual([0, 200])
  },
)

it('a Retry-After of days is not waited for, and told', async () => {
  const { at, error } = await tried(refused(3 * 86_400_000))
  expect(at).toEqual([0])
  expect(error?.message).toBe('no, and asks to wait 3 days')
})

it('what was refused for its number alone is tried more often, and without using the budget', async () => {
  const { at } = await tried(refused(1000), { budget: 0 })
  expect(at).toHaveLength(8)
})

it('all calls together have one budget for retries: what is broken is not asked six times as often', async () => {
  const sent = await play(async (clock) => {
    const { retries } = open(clock, { budget: 10 })
    let sent = 0
    const call = () =>
      retries
        .persist(async () => {
          sent++
          throw badAnswer('broken')
        }, true)
        .catch(() => null)
    await Promise.all(Array.from({ length: 20 }, call))
    return sent
  })
  expect(sent).toBe(20 + 10)
})

it('successes earn the budget back', async () => {
  const sent = await play(async (clock) => {
    const { retries } = open(clock, { budget: 1 })
    for (let n = 0; n < 30; n++) await retries.persist(async () => null, true)
    let sent = 0
    const fail = async () => {
      sent++
      throw badAnswer('broken')
    }
    await retries.persist(fail, true).catch(() => null)
    for (let n = 0; n < 30; n++) await retries.persist(async () => null, true)
    await retries.persist(fail, true).catch(() => null)
    return sent
  })
  expect(sent).toBe(4)
})

it('a write without an idempotency key is not sent again once it may have been executed', async () => {
  expect((await tried(badAnswer('lost'), {}, 99, false)).at).toEqual([0])
  const unsent = new CallFailure('refused', { again: true })
  expect((await tried(unsent, {}, 99, false)).at).toHaveLength(4)
})

it('once an attempt may have been executed, the failure says so whatever came after', async () => {
  const failures = [badAnswer('lost'), new CallFailure('the connection was refused', { again: true })]
  const error = await play(async (clock) =>
    open(clock, { attempts: 2 })
      .retries.persist(async () => Promise.reject(failures.shift()), true)
      .catch((reason: unknown) => reason),
  )
  expect(error).toMatchObject({ executed: true, message: 'the connection was refused, after 2 attempts' })
})
