import { hash } from 'node:crypto'

/** Hashes are 64 hex digits here. */
const NODE = Buffer.alloc(65)
NODE[0] = 1

/** RFC 6962, 2.1: the hash of one entry, SHA-256 over a zero byte and its bytes. */
export const leafHash = (bytes: Uint8Array): string => hash('sha256', Buffer.concat([ZERO, bytes]))
const ZERO = Uint8Array.of(0)

/** RFC 6962, 2.1: the hash of an inner node, SHA-256 over a one byte and both children. */
export function nodeHash(left: string, right: string): string {
  NODE.write(left, 1, 'hex')
  NODE.write(right, 33, 'hex')
  return hash('sha256', NODE)
}

/** The root of the empty tree. */
const EMPTY = hash('sha256', '')

/** Grows by one leaf at a time, and keeps no more than one hash for each bit of its size. */
export class MerkleTree {
  size = 0
  /** Roots of perfect subtrees, the largest first. */
  readonly #peaks: string[] = []

  add(leaf: string): void {
    let node = leaf
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(this.#peaks.pop() as string, node)
    this.#peaks.push(node)
    this.size += 1
  }

  get root(): string {
    return this.#peaks.length === 0 ? EMPTY : this.#peaks.reduceRight((right, left) => nodeHash(left, right))
  }
}

export function rootOf(leaves: readonly string[]): string {
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.add(leaf)
  return tree.root
}

/** RFC 6962, 2.1.1: the hashes that lead from a leaf to the root. */
export function inclusionProof(leaves: readonly string[], index: number): string[] {
  if (leaves.length <= 1) return []
  const split = splitOf(leaves.length)
  return index < split
    ? [...inclusionProof(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...inclusionProof(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))]
}

/** RFC 6962, 2.1.2: the hashes that show that the first `size` leaves are those of the earlier tree. */
export function consistencyProof(leaves: readonly string[], size: number): string[] {
  return size === 0 || size === leaves.length ? [] : subproof(leaves, size, true)
}

function subproof(leaves: readonly string[], size: number, isWhole: boolean): string[] {
  if (size === leaves.length) return isWhole ? [] : [rootOf(leaves)]
  const split = splitOf(leaves.length)
  return size <= split
    ? [...subproof(leaves.slice(0, split), size, isWhole), rootOf(leaves.slice(split))]
    : [...subproof(leaves.slice(split), size - split, false), rootOf(leaves.slice(0, split))]
}

/** The largest power of two below a size. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** Does the proof lead from this leaf to this root? (RFC 9162, 2.1.3.2) */
export function isIncluded(
  leaf: string,
  index: number,
  tree: { readonly size: number; readonly root: string },
  proof: readonly string[],
): boolean {
  if (index < 0 || index >= tree.size) return false
  let [at, last, node] = [index, tree.size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)]
    } else node = nodeHash(node, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && node === tree.root
}

/** Is the earlier tree the beginning of the later one? (RFC 9162, 2.1.4.2) */
export function isConsistent(
  earlier: { readonly size: number; readonly root: string },
  later: { readonly size: number; readonly root: string },
  proof: readonly string[],
): boolean {
  if (earlier.size === 0) return proof.length === 0 && earlier.root === EMPTY
  if (earlier.size === later.size) return proof.length === 0 && earlier.root === later.root
  if (earlier.size > later.size || proof.length === 0) return false
  const path = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : [...proof]
  let [at, last] = [earlier.size - 1, later.size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  const start = path.shift() as string
  let [old, grown] = [start, start]
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sibling, old)
      grown = nodeHash(sibling, grown)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else grown = nodeHash(grown, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && old === earlier.root && grown === later.root
}

const half = (of: number): number => Math.floor(of / 2)
const isPowerOfTwo = (size: number): boolean => Number.isInteger(Math.log2(size))
