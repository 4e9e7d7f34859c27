import { createHash } from 'node:crypto'
import { type BigIntStats, statSync } from 'node:fs'
import { join } from 'node:path'
import { openFolder } from './files/folder.js'
import type { FileTree } from './files/tree.js'
import { findFiles } from './find.js'
import { type Loaded, type LoadOptions, loadEstate } from './load.js'
import { Memory } from './memory.js'

export interface Reloaded extends Loaded {
  /** The files that were added, changed or removed since the time before; of the first time, none. */
  readonly changed: readonly string[]
}

/** An estate that is loaded again and again: only files that differ from the time before are parsed again. */
export class Reloading {
  readonly #memory = new Memory(hash)
  readonly #ids = new Map<string, { readonly stat: string; readonly id: string }>()
  #before: ReadonlyMap<string, string | undefined> | null = null

  constructor(private readonly dir: string) {}

  /** Loads it; null where no file differs, and `force` is not given. */
  async load(options: LoadOptions, force: boolean): Promise<Reloaded | null> {
    const tree = openFolder(this.dir)
    const files = tree && this.#known(tree)
    const now = new Map(files && findFiles(files).files.map(({ file, path }) => [file, files.id?.(path)]))
    const changed = this.#before === null ? [] : differing(this.#before, now)
    const isFirst = this.#before === null
    this.#before = now
    if (!isFirst && !force && changed.length === 0) return null
    return { ...(await loadEstate(files ?? this.dir, { ...options, memory: this.#memory })), changed }
  }

  /** The same folder, whose files have names for their content. */
  #known(tree: FileTree): FileTree {
    return {
      label: tree.label,
      list: (folder) => tree.list(folder),
      target: (link) => tree.target(link),
      read: (file) => tree.read(file),
      id: (file) => this.#id(tree, file),
    }
  }

  /** A file that is as old and as long as before is not read for its name; one that was just written may still change. */
  #id(tree: FileTree, file: string): string | undefined {
    const stat = statOf(join(this.dir, file))
    const known = this.#ids.get(file)
    if (stat !== undefined && known?.stat === stat) return known.id
    const bytes = tree.read(file)
    if (!Buffer.isBuffer(bytes)) return undefined
    const id = hash(bytes)
    if (stat === undefined) this.#ids.delete(file)
    else this.#ids.set(file, { stat, id })
    return id
  }
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64')

const SETTLED = 2_000_000_000n

/** What tells a file from what it was, or undefined where a clock is too coarse to tell. */
function statOf(path: string): string | undefined {
  try {
    const { mtimeNs, ctimeNs, size, ino }: BigIntStats = statSync(path, { bigint: true })
    const isSettled = BigInt(Date.now()) * 1_000_000n - ctimeNs > SETTLED
    return isSettled ? [mtimeNs, ctimeNs, size, ino].join(' ') : undefined
  } catch {
    return undefined
  }
}

function differing(
  before: ReadonlyMap<string, string | undefined>,
  now: ReadonlyMap<string, string | undefined>,
): string[] {
  const names = [...new Set([...before.keys(), ...now.keys()])]
  return names.filter((file) => before.has(file) !== now.has(file) || before.get(file) !== now.get(file))
}
