import { jsonText } from './escape.js'
import { type Pack, WHY } from './review-pack.js'
import { safe } from './safe.js'

/**
 * A Review document for one account, ready to be signed: whoever looked fills in `by`. Null where nothing can be said of
 * the account. Every text stands as a JSON string, which YAML reads as exactly that.
 */
export function reviewDocument({ account, date, doubt, unused }: Pack): string | null {
  if (doubt !== null) return null
  const remove = unused.flatMap((row) =>
    row.remove === null ? [] : [`  - ${jsonText(row.remove)} # ${safe(`${row.app}: ${WHY[row.state]}`)}`],
  )
  return `${[
    '# Whoever reviewed the account fills in `by`; what stays in `remove` is asked to go.',
    'kind: Review',
    `name: ${jsonText(reviewName(account.account, date))}`,
    `covers: {account: ${jsonText(account.account)}}`,
    UNSIGNED,
    `at: ${date}`,
    `audit: ${account.digest}`,
    ...(remove.length === 0 ? [] : ['remove:', ...remove]),
    `next: ${quarterAfter(date)}`,
  ].join('\n')}\n`
}

/** The line that a signature takes the place of. */
export const UNSIGNED = 'by: # your e-mail address'

/** Names are at most 200 characters. */
const reviewName = (account: string, date: string): string =>
  `${account.slice(0, 180).replace(/[\uD800-\uDBFF]$|\s+$/, '')}-${date.slice(0, 4)}q${Math.ceil(Number(date.slice(5, 7)) / 3)}`

/** The same day three months later, or the last one of that month. */
export function quarterAfter(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + 3, 0)).getUTCDate()
  return new Date(Date.UTC(year, month + 2, Math.min(day, last))).toISOString().slice(0, 10)
}
