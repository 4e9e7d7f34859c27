import { createReadStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SealedRecord } from '../model/journal.js'
import type { Sealed } from './chain.js'
import { unwritable } from './durable.js'
import type { Git } from './git.js'
import { commitOf, entriesOf, filesOf, pathOf, type TreeEntry } from './git-ref.js'
import { previousOf, type Sealing, sealedRecord } from './sealing.js'
import { type RecordFile, sealOf, tipOf } from './shelf.js'

/** Seals that collide are tried again; each round at least one of them succeeds. */
const ROUNDS = 200

/**
 * Seals a journal into one more commit of a ref. The ref moves only if it still stands where it was read, so that
 * records sealed at once make one chain: whoever was slower seals anew, after the other.
 */
export async function sealIntoRef(git: Git, ref: string, { journal, cutOff, signer }: Sealing): Promise<SealedRecord> {
  const path = pathOf(journal.run)
  for (let round = 0; round < ROUNDS; round++) {
    const parent = await commitOf(git, ref)
    const files = parent === null ? [] : await filesOf(git, ref, parent)
    const there = files.find(({ run }) => run === journal.run)
    const other = there === undefined ? null : await sealOf(there)
    // Two runs found the same journal, and the other was faster.
    if (other !== null) return sealedRecord(`${ref}:${path}`, other.statement)
    const tip = parent === null ? null : await newest(git, parent, files)
    const { text, statement } = journal.sealed({ cutOff, previous: previousOf(tip), signer })
    const blob = await git.run(['hash-object', '-w', '--stdin'], followedBy(journal.path, `${text}\n`))
    const commit = await commitWith(git, { parent, path, blob: blob.trim() }, messageOf(statement))
    const moved = await git.attempt(['update-ref', '--no-deref', '--create-reflog', ref, commit, parent ?? ''])
    if (moved === true) return sealedRecord(`${ref}:${path}`, statement)
    if (!/cannot lock ref|unable to resolve|reference already exists/i.test(moved))
      throw unwritable(`git:${ref}`, moved.trim())
    await sleep(Math.random() * 20 * Math.min(round + 1, 10))
  }
  throw unwritable(`git:${ref}`, 'others were faster every time', 'Run again when fewer runs end at once.')
}

const messageOf = ({ run, tenant, root }: { run: string; tenant: string; root: string }): string =>
  `Record of ${run}\n\nTenant: ${JSON.stringify(tenant).slice(1, -1)}\nRoot: ${root}\n`

/** The record that the newest commit added; of a history that others merged, all are looked at. */
async function newest(git: Git, commit: string, files: readonly RecordFile[]): Promise<Sealed | null> {
  const args = ['diff-tree', '--root', '-r', '-z', '--no-commit-id', '--name-only', '--diff-filter=A', commit]
  const added = (await git.run(args)).split('\0').filter((path) => path !== '')
  const file = added.length === 1 ? files.find(({ place }) => place.endsWith(`:${added[0]}`)) : undefined
  return (file === undefined ? null : await sealOf(file)) ?? (await tipOf(files))
}

async function* followedBy(path: string, text: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path)) yield chunk as Buffer
  yield Buffer.from(text)
}

/** A commit with one more file than its parent. */
async function commitWith(
  git: Git,
  { parent, path, blob }: { parent: string | null; path: string; blob: string },
  message: string,
): Promise<string> {
  const [folder = '', name = ''] = path.split('/')
  const root = parent === null ? [] : await entriesOf(git, parent)
  const month = root.find((entry) => entry.path === folder)
  const months = month === undefined ? [] : await entriesOf(git, month.id)
  const inner = await treeOf(git, [...months, { mode: '100644', type: 'blob', id: blob, path: name }])
  const others = root.filter((entry) => entry !== month)
  const tree = await treeOf(git, [...others, { mode: '040000', type: 'tree', id: inner, path: folder }])
  const parents = parent === null ? [] : ['-p', parent]
  return (await git.run(['commit-tree', tree, ...parents, '-F', '-'], once(message))).trim()
}

async function treeOf(git: Git, entries: readonly TreeEntry[]): Promise<string> {
  const lines = entries.map(({ mode, type, id, path }) => `${mode} ${type} ${id}\t${path}\0`)
  return (await git.run(['mktree', '-z'], once(lines.join('')))).trim()
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
