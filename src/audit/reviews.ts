import type { ReviewSeen } from '../model/audit-detail.js'
import type { EstateDocument } from '../model/document.js'
import type { ReviewDocument } from '../model/generated/documents.js'
import { newestReviewOfEach } from '../model/review.js'

/** What is left of what somebody asked to remove, by address. */
export interface Left {
  /** There, live. */
  readonly lives: (address: string) => boolean
  /** There after the next apply too. */
  readonly stays: (address: string) => boolean
}

/** The newest Review of each account that covers it whole. */
export const reviewsIn = (documents: readonly EstateDocument[]): ReadonlyMap<string, ReviewDocument> =>
  newestReviewOfEach(documents.flatMap(({ value }) => (value.kind === 'Review' ? [value] : [])))

/** What was signed, beside what the audit says now. */
export function reviewSeen(review: ReviewDocument, digest: string, day: string, { lives, stays }: Left): ReviewSeen {
  const { name, by, at, next = null, audit, remove = [] } = review
  return {
    ...{ name, by, at, next, audit },
    overdue: next !== null && next < day,
    changed: audit !== digest,
    stays: remove.filter(lives).map((address) => ({ address, goes: !stays(address) })),
  }
}
