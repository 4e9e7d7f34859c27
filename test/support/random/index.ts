import fc from 'fast-check'
import { coherent, type RandomEstate } from './coherent.js'
import { documents } from './documents.js'
import { type Live, live } from './live.js'

/** A random platform as it lives, and a random estate that speaks about it. */
export interface Case {
  live: Live
  estate: RandomEstate
}

export const anyCase: fc.Arbitrary<Case> = fc
  .record({ live, documents })
  .map(({ live, documents }) => ({ live, estate: coherent(documents, live) }))
