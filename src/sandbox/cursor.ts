import { fingerprint } from './digest.js'
import { invalidAt } from './problems.js'

const seal = (list: string, after: string): string => fingerprint(`${list}\n${after}`).slice(0, 12)

/** An opaque place in one list: after this id. `list` names the collection with its filters. */
export const cursorAfter = (list: string, after: string): string =>
  `${Buffer.from(after, 'utf8').toString('base64url')}.${seal(list, after)}`

/** The id a cursor stands after; 422 for one that was not given out for this list. */
export function placeOf(list: string, cursor: string | undefined): string {
  if (cursor === undefined) return ''
  const [place = '', mark] = cursor.split('.')
  const after = Buffer.from(place, 'base64url').toString('utf8')
  if (mark !== seal(list, after)) throw invalidAt('cursor', 'it was not given out for this list')
  return after
}
