import type { Entry, EntrySort, FileTree, Refusal, Target } from '../files/tree.js'
import { limits } from '../limits.js'
import { TOO_LARGE } from '../read.js'
import type { Git } from './git.js'
import { listTree, readBlobs, sizesOf, type TreeEntry } from './objects.js'

/** The most bytes of a link: as much as a path may have. */
const LINK = 4096

/** How many links may follow each other, as in Linux. */
const HOPS = 40

/** The files of an estate as a commit has them, without a work tree. Links are followed as a folder's are. */
export class CommitTree implements FileTree {
  readonly #folders = new Map<string, Entry[]>([['', []]])
  readonly #entries = new Map<string, { readonly is: EntrySort; readonly id: string }>()
  readonly #blobs = new Map<string, Buffer | null>()

  private constructor(
    private readonly git: Git,
    readonly label: string,
    entries: readonly TreeEntry[],
  ) {
    for (const { path, mode, id } of entries) this.#add(path, SORTS[mode] ?? 'other', id)
  }

  /** Lists a commit's tree, and reads where its links lead. @throws Fault where any of it cannot be read */
  static async open(git: Git, tree: string, label: string): Promise<CommitTree> {
    const entries = await listTree(git, tree)
    const commit = new CommitTree(git, label, entries)
    const links = entries.filter(({ mode }) => SORTS[mode] === 'link').map(({ id }) => id)
    await commit.#fetch(links, LINK)
    return commit
  }

  /** The id of any object of it, or undefined where there is none. */
  get anyId(): string | undefined {
    return [...this.#entries.values()].find(({ is }) => is !== 'folder')?.id
  }

  list(folder: string): readonly Entry[] {
    return this.#folders.get(folder) ?? []
  }

  id(file: string): string | undefined {
    return this.#entries.get(file)?.id
  }

  async prepare(files: readonly string[]): Promise<void> {
    await this.#fetch(
      files.flatMap((file) => this.id(file) ?? []),
      limits.fileBytes,
    )
  }

  read(file: string): Buffer | Refusal {
    return this.#blobs.get(this.id(file) ?? '') ?? TOO_LARGE
  }

  target(link: string): Target {
    const ahead = link.split('/').reverse()
    let at: string[] = []
    let hops = 0
    for (let step = ahead.pop(); step !== undefined; step = ahead.pop()) {
      if (step === '' || step === '.') continue
      if (step === '..') {
        if (at.pop() === undefined) return { path: null, is: 'other' }
        continue
      }
      const path = [...at, step].join('/')
      const found = this.#entries.get(path)
      if (found === undefined || (found.is !== 'folder' && found.is !== 'link' && ahead.some(isStep))) return 'dangling'
      if (found.is !== 'link') at = [...at, step]
      else {
        const to = this.#blobs.get(found.id)?.toString('utf8') ?? ''
        if (to === '') return 'dangling'
        if (to.startsWith('/')) return { path: null, is: 'other' }
        if (++hops > HOPS) return 'loop'
        ahead.push(...to.split('/').reverse())
      }
    }
    const path = at.join('/')
    return { path, is: this.#entries.get(path)?.is ?? 'folder' }
  }

  /** What is larger than asked for is known to be so, and not read. */
  async #fetch(ids: readonly string[], most: number): Promise<void> {
    const sizes = await sizesOf(this.git, ids)
    let left: number = limits.totalBytes
    for (const [id, size] of sizes) {
      left -= size
      if (size <= most && left >= 0) continue
      sizes.delete(id)
      this.#blobs.set(id, null)
    }
    for (const [id, bytes] of await readBlobs(this.git, sizes)) this.#blobs.set(id, bytes)
  }

  #add(path: string, is: EntrySort, id: string): void {
    if (this.#entries.has(path)) return
    this.#entries.set(path, { is, id })
    if (is === 'folder') this.#folders.set(path, [])
    const slash = path.lastIndexOf('/')
    const parent = path.slice(0, Math.max(slash, 0))
    if (slash >= 0) this.#add(parent, 'folder', '')
    this.#folders.get(parent)?.push({ name: path.slice(slash + 1), is })
  }
}

const isStep = (step: string): boolean => step !== '' && step !== '.'

/** Git's words for what stands in a tree. */
const SORTS: Readonly<Record<string, EntrySort>> = {
  '100644': 'file',
  '100755': 'file',
  '100664': 'file',
  '120000': 'link',
  '160000': 'submodule',
  '040000': 'folder',
}
