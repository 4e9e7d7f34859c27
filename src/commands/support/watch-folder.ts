import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../../model/fault.js'

/** Quiet for so long, in milliseconds, and a burst of changes is over: an editor writes, renames and removes. */
const QUIET = 80
/** A burst that does not end is looked at all the same. */
const LONGEST = 1_000

const isPassedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/**
 * Tells when something may have changed in a folder or below: once a burst. Each folder has a watch of its own, since
 * watching a tree at once misses new folders on some systems and is not to be had on others. A folder's watch is there
 * before it is listed, so that nothing falls between.
 */
export class FolderWatch {
  readonly #watches = new Map<string, FSWatcher>()
  readonly #root: string
  #timer: NodeJS.Timeout | undefined
  #since = 0
  #wake: (() => void) | undefined
  #changed = false
  #failure: unknown

  constructor(dir: string) {
    this.#root = resolve(dir)
    this.sync()
  }

  /** Watches the folders that are there now, and those alone. */
  sync(): void {
    const found = new Set<string>()
    this.#add(dirname(this.#root), found)
    this.#walk(this.#root, found)
    for (const [path, watcher] of this.#watches) {
      if (found.has(path)) continue
      watcher.close()
      this.#watches.delete(path)
    }
  }

  /** Resolves when a burst of changes is over, or the signal says stop. @throws Fault where the system watches no more. */
  async changed(signal: AbortSignal): Promise<void> {
    if (!this.#changed && !signal.aborted && this.#failure === undefined)
      await new Promise<void>((wake) => {
        this.#wake = wake
        signal.addEventListener('abort', () => wake(), { once: true })
      })
    this.#changed = false
    this.#wake = undefined
    if (this.#failure !== undefined) throw this.#failure
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watches.values()) watcher.close()
    this.#watches.clear()
  }

  #walk(folder: string, found: Set<string>): void {
    if (!this.#add(folder, found)) return
    for (const name of foldersIn(folder)) this.#walk(join(folder, name), found)
  }

  /** False where there is no such folder any more. */
  #add(folder: string, found: Set<string>): boolean {
    found.add(folder)
    if (this.#watches.has(folder)) return true
    try {
      const watcher = watch(folder, (_, name) => this.#hear(folder, name))
      watcher.on('error', () => this.#forget(folder))
      this.#watches.set(folder, watcher)
      return true
    } catch (error) {
      found.delete(folder)
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC' || code === 'EMFILE') throw tooMany(code)
      return false
    }
  }

  #forget(folder: string): void {
    this.#watches.get(folder)?.close()
    this.#watches.delete(folder)
    this.#hear(folder, null)
  }

  /** Beside the estate only the estate itself is of interest; in it, whatever an estate may hold. */
  #hear(folder: string, name: string | null): void {
    if (name !== null && (folder === dirname(this.#root) ? name !== basename(this.#root) : isPassedOver(name))) return
    // A folder that came again under the same name is another one, and its watch hears nothing of it.
    if (name !== null) this.#drop(join(folder, name))
    const now = performance.now()
    if (this.#timer === undefined) this.#since = now
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, Math.min(QUIET, this.#since + LONGEST - now)))
  }

  #drop(folder: string): void {
    for (const [path, watcher] of this.#watches) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue
      watcher.close()
      this.#watches.delete(path)
    }
  }

  #tell(): void {
    this.#timer = undefined
    try {
      this.sync()
    } catch (error) {
      this.#failure = error
    }
    this.#changed = true
    this.#wake?.()
  }
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((each) => each.isDirectory() && !isPassedOver(each.name)).map(({ name }) => name)
  } catch {
    return []
  }
}

const tooMany = (code: string): Fault =>
  new Fault(
    'watch/too-many',
    `the system watches no more folders (${code})`,
    'Raise fs.inotify.max_user_watches and ulimit -n, or validate without --watch.',
  )
