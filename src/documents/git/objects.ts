import { createHash } from 'node:crypto'
import { Fault } from '../../model/fault.js'
import type { Git } from './git.js'

/** One thing of a commit: where it stands, what it is and which object it is. */
export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly id: string
}

/** All that stands below a tree, as Git lists it: whole, or a Fault. */
export async function listTree(git: Git, tree: string): Promise<TreeEntry[]> {
  const listing = await git.ask(['ls-tree', '-r', '-z', '--full-tree', tree])
  if (listing === null) throw unreadable(`the tree ${tree} could not be listed`)
  return listing
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t')
      const [mode = '', , id = ''] = line.slice(0, tab).split(' ')
      return { path: line.slice(tab + 1), mode, id }
    })
}

/** How many bytes each object has; an object that is not there is a Fault. */
export async function sizesOf(git: Git, ids: Iterable<string>): Promise<Map<string, number>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const answer = await git.ask(['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'], input(asked))
  const lines = answer?.toString('utf8').split('\n') ?? []
  return new Map(
    asked.map((id, at) => {
      const [name, type, size] = (lines[at] ?? '').split(' ')
      if (name !== id || type !== 'blob') throw unreadable(`the object ${id} is not there`)
      return [id, Number(size)]
    }),
  )
}

/** The bytes of objects, by their ids. @param sizes what {@link sizesOf} said: no more than that is taken */
export async function readBlobs(git: Git, sizes: ReadonlyMap<string, number>): Promise<Map<string, Buffer>> {
  const ids = [...sizes.keys()]
  if (ids.length === 0) return new Map()
  const most = ids.reduce((sum, id) => sum + (sizes.get(id) ?? 0) + id.length + 64, 0)
  const answer = await git.ask(['cat-file', '--batch'], { ...input(ids), most })
  const found = new Map<string, Buffer>()
  let at = 0
  for (const id of ids) {
    const begin = answer === null ? -1 : answer.indexOf(10, at)
    const [name, type, size] = answer?.toString('utf8', at, begin).split(' ') ?? []
    const end = begin + 1 + Number(size)
    if (answer === null || begin < 0 || name !== id || type !== 'blob' || !(end < answer.length))
      throw unreadable(`the object ${id} could not be read`)
    found.set(id, answer.subarray(begin + 1, end))
    at = end + 1
  }
  return found
}

const input = (ids: readonly string[]) => ({ input: `${ids.join('\n')}\n` })

/** What Git calls some bytes, in a repository whose ids are as long as this one. */
export const blobId =
  (like: string) =>
  (bytes: Buffer): string =>
    createHash(like.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${bytes.length}\0`)
      .update(bytes)
      .digest('hex')

const unreadable = (what: string): Fault =>
  new Fault(
    'baseline/unreadable',
    `${what}: the baseline could not be read whole`,
    'git fsck tells what is wrong with the repository; git fetch brings what is missing',
  )
