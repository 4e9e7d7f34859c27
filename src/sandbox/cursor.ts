import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Platform } from './platform.js'
import type { Principal } from './principal.js'
import { invalidAt } from './problems.js'

type Secret = Pick<Platform, 'secret'>

/** Only the platform can make it, for one place in one list of one principal. */
const seal = ({ secret }: Secret, { id }: Principal, list: string, after: string): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['cursor', id, list, after]))
    .digest()
    .subarray(0, 16)

/** An opaque place in one list: after this id. `list` names the collection with its filters. */
export const cursorAfter = (platform: Secret, who: Principal, list: string, after: string): string =>
  `${Buffer.from(after, 'utf8').toString('base64url')}.${seal(platform, who, list, after).toString('base64url')}`

/** The id a cursor stands after; 422 for one that was not given out for this list, to this principal. */
export function placeOf(platform: Secret, who: Principal, list: string, cursor: string | undefined): string {
  if (cursor === undefined) return ''
  const [place = '', mark = ''] = cursor.split('.')
  const after = Buffer.from(place, 'base64url').toString('utf8')
  const expected = seal(platform, who, list, after)
  const given = Buffer.from(mark, 'base64url')
  const holds = given.length === expected.length && timingSafeEqual(given, expected)
  if (!holds || cursor !== cursorAfter(platform, who, list, after))
    throw invalidAt('cursor', 'it was not given out for this list')
  return after
}
