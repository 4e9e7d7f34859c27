import type { SignedReview } from '../../model/generated/policy-input.js'
import { daysSince } from './subjects/common.js'

/** A Review document, as far as policies ask for it. */
export interface ReviewRule {
  readonly name: string
  readonly covers: { readonly account?: string }
  readonly by: string
  readonly at: string
  readonly next?: string
}

/** The newest Review of each account that covers it whole; of two from one day, the later by name. */
export function newestReviews(reviews: readonly ReviewRule[], day: string): ReadonlyMap<string, SignedReview> {
  const newest = new Map<string, ReviewRule>()
  for (const review of reviews) {
    const { account, ...more } = review.covers
    if (account === undefined || Object.keys(more).length > 0) continue
    const known = newest.get(account)
    if (known === undefined || isLater(review, known)) newest.set(account, review)
  }
  return new Map([...newest].map(([account, review]) => [account, signed(review, day)]))
}

const isLater = (one: ReviewRule, other: ReviewRule): boolean =>
  one.at > other.at || (one.at === other.at && one.name > other.name)

function signed({ name, by, at, next }: ReviewRule, day: string): SignedReview {
  const overdue = next !== undefined && next < day
  return { name, by, at, ageDays: daysSince(at, day), next: next ?? null, overdue }
}
