import type { ReviewRemoval } from '../model/review.js'
import type { EstateIndex } from './estate-index.js'

/** What the reviews of an estate want removed. */
export const removalsIn = (index: EstateIndex): ReviewRemoval[] =>
  index.of('Review').flatMap(({ value: { name, by, at, remove = [] }, source }) =>
    remove.map((address, each) => ({
      ...{ address, review: name, by, at },
      statement: { source, path: ['remove', each] },
    })),
  )
