import type { Answer } from './transport.js'

/**
 * What `Retry-After` asks for in milliseconds: seconds or a date (RFC 9110), measured against the clock of the platform
 * where it tells it. A date in the past is now, and nonsense is nothing.
 */
export function retryAfter(headers: Answer['headers'], now: number): number | null {
  const text = first(headers['retry-after'])
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const until = httpDate(text)
  return until === null ? null : Math.max(0, until - (httpDate(first(headers.date)) ?? now))
}

const first = (header: string | string[] | undefined): string =>
  (Array.isArray(header) ? header[0] : header)?.trim() ?? ''

/** The forms that RFC 9110 knows; the oldest, of C, leaves out that it means GMT. Anything else `Date` would guess at. */
function httpDate(text: string): number | null {
  if (text.length > 40 || !/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null
  const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(date) ? null : date
}
