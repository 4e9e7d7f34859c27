import { headerText, orNull } from '../fields.js'
import { type Fault, madeUp } from './fault.js'

/** 429 without having executed anything. `retryAfter` is sent as it stands, so that it may be a date, past or absurd; null sends none. */
export const rateLimited: Fault<{ retryAfter?: string | null }> = {
  name: 'rate-limited',
  settings: { retryAfter: orNull(headerText) },
  before: (_exchange, { retryAfter = '1' }) => {
    const limit = { ratelimit: '"default";r=0;t=1', 'ratelimit-policy': '"default";q=1;w=1' }
    return madeUp(429, retryAfter === null ? limit : { ...limit, 'retry-after': retryAfter })
  },
}
