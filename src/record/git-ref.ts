import { Fault } from '../model/fault.js'
import { ENDING } from './folder.js'
import type { Git } from './git.js'
import { cut, linesOf } from './lines.js'
import type { RecordFile, RecordFinding, Shelf } from './shelf.js'

/** Refs that are somebody else's, or that each work tree has for itself. */
const OTHERS = /^refs\/(tags|remotes|stash|notes|replace|bisect|rewritten|worktree)(\/|$)/

/** Is this a ref that records may be kept under? Throws `record/ref`. */
export async function checkRef(git: Git, ref: string): Promise<void> {
  const wrong = await whatIsWrong(git, ref)
  if (wrong === null) return
  throw new Fault(
    'record/ref',
    `record.store: ${ref} ${wrong}`,
    'Name a ref of its own, such as git:refs/writ/records.',
  )
}

async function whatIsWrong(git: Git, ref: string): Promise<string | null> {
  // Before git is asked: what begins with a dash would be an option.
  if (!/^refs\/[^/]/.test(ref) || (await git.ask(['check-ref-format', ref])) === null) return 'is no name of a ref'
  if (OTHERS.test(ref)) return 'is a place for something else'
  if ((await git.ask(['symbolic-ref', '-q', ref])) !== null) return 'stands for another ref'
  const trees = await git.run(['worktree', 'list', '--porcelain'])
  if (trees.split('\n').includes(`branch ${ref}`)) return 'is checked out in a work tree'
  return null
}

/** Records of a month lie together, so that no tree grows for ever. */
export const pathOf = (run: string): string => `${/^\d{4}-\d{2}/.exec(run)?.[0] ?? 'other'}/${run}${ENDING}`

export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly id: string
  readonly path: string
}

/** The entries of a tree; recursively, only the files. */
export async function entriesOf(git: Git, tree: string, recursive = false): Promise<TreeEntry[]> {
  const text = await git.run(['ls-tree', '-z', ...(recursive ? ['-r'] : []), tree])
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [facts = '', path = ''] = line.split('\t')
      const [mode = '', type = '', id = ''] = facts.split(' ')
      return { mode, type, id, path }
    })
}

/** The commit that the ref names; null where there is no such ref. */
export const commitOf = async (git: Git, ref: string): Promise<string | null> =>
  (await git.ask(['rev-parse', '--verify', '-q', `${ref}^{commit}`]))?.trim() ?? null

/** The records under a ref, in the repository that a folder lies in. */
export const refShelf = (git: Git, ref: string): Shelf => ({
  place: `git:${ref}`,
  async files() {
    const commit = await commitOf(git, ref)
    return commit === null ? [] : filesOf(git, ref, commit)
  },
  isStore: true,
  findings: async () => rewritten(git, ref),
})

/** Each commit adds one record, and none changes or removes any: what did is found in the history. */
async function rewritten(git: Git, ref: string): Promise<RecordFinding[]> {
  if ((await commitOf(git, ref)) === null) return []
  const args = ['log', '--format=%x01%h', '--name-only', '--no-renames', '--diff-filter=DMT', ref, '--']
  const commits = (await git.run(args)).split('\u0001').map((text) => text.trim().split(/\s+/))
  return commits
    .filter(([, ...paths]) => paths.length > 0)
    .map(([commit, ...paths]) => {
      const message = `the commit ${commit} changes or removes ${paths.join(', ')}`
      return { code: 'record/rewritten', place: `git:${ref}`, line: null, message }
    })
}

/** The records of a commit. Throws `record/ref` where something else lies there. */
export async function filesOf(git: Git, ref: string, commit: string): Promise<RecordFile[]> {
  const entries = await entriesOf(git, commit, true)
  const foreign = entries.find(({ path, type }) => !path.endsWith(ENDING) || type !== 'blob')
  if (foreign !== undefined) {
    const help = 'Name a ref of its own, such as git:refs/writ/records.'
    throw new Fault('record/ref', `record.store: ${ref} holds ${foreign.path}, which is no record`, help)
  }
  return entries.map(({ id, path }) => blobFile(git, id, `${ref}:${path}`, nameIn(path))).sort(byRun)
}

const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -ENDING.length)
const byRun = (a: RecordFile, b: RecordFile): number => (a.run < b.run ? -1 : 1)

const blobFile = (git: Git, id: string, place: string, run: string): RecordFile => ({
  run,
  place,
  bytes: () => git.blob(id),
  ends: (count) => endsOf(git.blob(id), count),
})

/** A blob can only be read from its beginning. */
async function endsOf(bytes: AsyncIterable<Buffer>, count: number) {
  let first: Buffer | null = null
  let last: Buffer[] = []
  for await (const { lines, rest } of linesOf(bytes)) {
    first ??= Buffer.from(lines[0] ?? cut(rest)[0] ?? '')
    last = [...last, ...lines].slice(-count)
  }
  return { first: first ?? Buffer.alloc(0), last }
}
