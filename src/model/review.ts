import type { Address } from './address.js'
import type { Statement } from './document.js'

/** One thing that somebody who reviewed wants removed. */
export interface ReviewRemoval {
  readonly address: Address
  /** The Review's name, who signed it and on which day. */
  readonly review: string
  readonly by: string
  readonly at: string
  readonly statement: Statement
}

/** Part of a Review: what it covers, and when it was signed. */
export interface Covering {
  readonly name: string
  readonly covers: { readonly account?: string }
  readonly at: string
}

/** The newest Review of each account that covers it whole; of two from one day, the later by name. */
export function newestReviewOfEach<R extends Covering>(reviews: readonly R[]): ReadonlyMap<string, R> {
  const newest = new Map<string, R>()
  for (const review of reviews) {
    const { account, ...more } = review.covers
    if (account === undefined || Object.keys(more).length > 0) continue
    const known = newest.get(account)
    if (known === undefined || isLater(review, known)) newest.set(account, review)
  }
  return newest
}

const isLater = (one: Covering, other: Covering): boolean =>
  one.at > other.at || (one.at === other.at && one.name > other.name)
