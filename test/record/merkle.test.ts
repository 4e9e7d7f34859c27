import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
} from '../../src/record/merkle.js'

/** The leaves and roots with which implementations of Certificate Transparency test theirs. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex')))

describe('RFC 6962, by its published vectors', () => {
  test('the root of nothing is the hash of nothing', () => {
    expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('roots of one to eight leaves', () => {
    expect(ROOTS.map((_, at) => rootOf(leaves.slice(0, at + 1)))).toEqual(ROOTS)
  })

  test('inclusion proofs', () => {
    expect(inclusionProof(leaves.slice(0, 1), 0)).toEqual([])
    expect(inclusionProof(leaves, 0)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(inclusionProof(leaves, 5)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      ROOTS[3],
    ])
    expect(inclusionProof(leaves.slice(0, 3), 2)).toEqual([ROOTS[1]])
    expect(inclusionProof(leaves.slice(0, 5), 1)).toEqual([
      ROOTS[0],
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })

  test('consistency proofs', () => {
    expect(consistencyProof(leaves.slice(0, 1), 1)).toEqual([])
    expect(consistencyProof(leaves, 1)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(consistencyProof(leaves, 6)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      ROOTS[3],
    ])
    expect(consistencyProof(leaves.slice(0, 5), 2)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })
})

/** The definition, word by word. */
function naiveRoot(of: readonly Buffer[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  if (of.length === 0) return sha()
  if (of.length === 1) return sha(Buffer.of(0), of[0] as Buffer)
  const split = 2 ** Math.floor(Math.log2(of.length - 1))
  return sha(Buffer.of(1), naiveRoot(of.slice(0, split)), naiveRoot(of.slice(split)))
}

const entries = fc.array(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  { minLength: 1, maxLength: 70 },
)

test('the tree that grows leaf by leaf is the one that RFC 6962 defines', () => {
  fc.assert(
    fc.property(entries, (of) => {
      expect(rootOf(of.map((each) => leafHash(each)))).toBe(naiveRoot(of).toString('hex'))
    }),
  )
})

test('every leaf is proven, at its own place and at no other; no other leaf is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, seed, other) => {
      const of = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`entry ${at}`)))
      const tree = { size, root: rootOf(of) }
      const index = seed % size
      const proof = inclusionProof(of, index)
      expect(isIncluded(of[index] as string, index, tree, proof)).toBe(true)
      const elsewhere = other % (size + 1)
      if (elsewhere !== index) expect(isIncluded(of[index] as string, elsewhere, tree, proof)).toBe(false)
      expect(isIncluded(leafHash(Buffer.from('another')), index, tree, proof)).toBe(false)
      expect(isIncluded(of[index] as string, index, tree, [...proof, tree.root])).toBe(false)
    }),
  )
})

test('every tree is consistent with what it grew from, and with nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, seed) => {
      const of = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`entry ${at}`)))
      const before = 1 + (seed % size)
      const earlier = { size: before, root: rootOf(of.slice(0, before)) }
      const later = { size, root: rootOf(of) }
      const proof = consistencyProof(of, before)
      expect(isConsistent(earlier, later, proof)).toBe(true)
      const changed = [leafHash(Buffer.from('another')), ...of.slice(1)]
      expect(isConsistent({ ...earlier, root: rootOf(changed.slice(0, before)) }, later, proof)).toBe(false)
      expect(isConsistent(earlier, { size, root: rootOf(changed) }, proof)).toBe(false)
    }),
  )
})

test('a tree grew from the empty one, and from none that is larger', () => {
  const root = rootOf(leaves)
  expect(isConsistent({ size: 0, root: rootOf([]) }, { size: 8, root }, [])).toBe(true)
  expect(isConsistent({ size: 0, root }, { size: 8, root }, [])).toBe(false)
  expect(isConsistent({ size: 9, root }, { size: 8, root }, [root])).toBe(false)
})
