import { Fault } from '../model/fault.js'

/** A day from its first moment to its last, UTC, in milliseconds since 1970. */
export interface Day {
  readonly date: string
  readonly begin: number
  /** The last millisecond that belongs to it. */
  readonly end: number
}

const DAY = 86_400_000

/**
 * A whole day, `YYYY-MM-DD`, UTC: that is how the estate counts dates (E13).
 * @throws Fault `history/date` for what is none, `history/future` for one that has not come
 */
export function dayFrom(text: string, flag: string, now: Date): Day {
  const begin = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN
  if (Number.isNaN(begin) || new Date(begin).toISOString().slice(0, 10) !== text)
    throw new Fault(
      'history/date',
      `${flag} ${text} is no day`,
      'a day is written 2026-11-22, and means the day in UTC',
    )
  if (begin > now.getTime())
    throw new Fault('history/future', `${flag} ${text} has not come yet`, 'the past can be asked for, today included')
  return { date: text, begin, end: begin + DAY - 1 }
}
