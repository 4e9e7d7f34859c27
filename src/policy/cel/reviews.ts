import type { SignedReview } from '../../model/generated/policy-input.js'
import { newestReviewOfEach } from '../../model/review.js'
import { daysSince } from './subjects/common.js'

/** A Review document, as far as policies ask for it. */
export interface ReviewRule {
  readonly name: string
  readonly covers: { readonly account?: string }
  readonly by: string
  readonly at: string
  readonly next?: string
}

/** The newest Review of each account that covers it whole, as policies see it. */
export const newestReviews = (reviews: readonly ReviewRule[], day: string): ReadonlyMap<string, SignedReview> =>
  new Map([...newestReviewOfEach(reviews)].map(([account, review]) => [account, signed(review, day)]))

function signed({ name, by, at, next }: ReviewRule, day: string): SignedReview {
  const overdue = next !== undefined && next < day
  return { name, by, at, ageDays: daysSince(at, day), next: next ?? null, overdue }
}
