import { matchesPieces } from './glob.js'

type Test = (name: string) => boolean
const prepared = new WeakMap<readonly string[], Test>()

/**
 * Tells whether a name is in a list in which `*` stands for anything. Prepared once a list, since a set may list as
 * many names as there are accounts to ask about.
 */
export function namesOf(patterns: readonly string[]): Test {
  const known = prepared.get(patterns)
  if (known !== undefined) return known
  const plain = new Set(patterns.filter((pattern) => !pattern.includes('*')))
  const globs = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'))
  const test: Test = (name) => plain.has(name) || globs.some((pieces) => matchesPieces(pieces, name))
  prepared.set(patterns, test)
  return test
}
