import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.js'
import type { Code } from './codes.js'
import { diagnosticAt } from './complain.js'
import { limits } from './limits.js'

export interface FoundFile {
  /** Relative to the estate, with forward slashes. */
  readonly file: string
  readonly path: string
}

export interface Found {
  readonly files: FoundFile[]
  readonly diagnostics: Diagnostic[]
}

/**
 * The documents' files of an estate, in the order of their names. What cannot be read is an error, never skipped:
 * a file that is not seen would look like a statement withdrawn.
 */
export function findFiles(dir: string): Found {
  const root = realRoot(dir)
  if (root === undefined) return { files: [], diagnostics: [fileError('.', 'file/no-estate', ...noEstate(dir))] }
  const finder = new Finder(root)
  finder.folder(root, 0)
  finder.followLinks()
  finder.files.sort((a, b) => (a.file < b.file ? -1 : 1))
  return finder
}

const noEstate = (dir: string): [message: string, help: string] =>
  existsSync(dir)
    ? [`${dir} is a file; name the folder it is in`, 'An estate is the folder that holds writ.yaml.']
    : [`there is no folder ${dir}`, 'Name the folder that holds writ.yaml.']

function realRoot(dir: string): string | undefined {
  try {
    const root = realpathSync(dir)
    return statSync(root).isDirectory() ? root : undefined
  } catch {
    return undefined
  }
}

/** A complaint about a file as a whole. */
export function fileError(file: string, code: Code, message: string, help: string): Diagnostic {
  return diagnosticAt(undefined, { file, line: 1, column: 1, endLine: 1, endColumn: 1 }, { code, message, help })
}

const isYamlName = (name: string) => /\.ya?ml$/.test(name)
const isAlmostYamlName = (name: string) => !isYamlName(name) && /\.ya?ml$/i.test(name)
const isPassedOver = (name: string) => name.startsWith('.') || name === 'node_modules'

class Finder implements Found {
  readonly files: FoundFile[] = []
  readonly diagnostics: Diagnostic[] = []
  private readonly links: string[] = []
  private readonly seen = new Set<string>()

  constructor(private readonly root: string) {}

  folder(path: string, depth: number): void {
    this.seen.add(path)
    if (depth > limits.folders) {
      this.complain(path, 'file/too-deep', 'folders go too deep here', 'Use fewer levels of folders.')
      return
    }
    for (const entry of this.list(path)) {
      if (isPassedOver(entry.name) || this.files.length > limits.files) continue
      this.entry(join(path, entry.name), entry, depth)
    }
  }

  private entry(path: string, entry: Dirent, depth: number): void {
    if (entry.isSymbolicLink()) this.links.push(path)
    else if (entry.isDirectory()) this.folder(path, depth + 1)
    else if (isYamlName(entry.name)) this.file(path, path, entry.isFile())
    else if (isAlmostYamlName(entry.name)) this.complain(path, 'file/name-case', ...nameCase)
  }

  private file(path: string, real: string, isFile: boolean): void {
    if (!isFile) {
      this.complain(path, 'file/not-a-file', ...notAFile)
      return
    }
    if (this.files.length === limits.files) this.complain(path, 'file/too-many', ...tooMany)
    this.seen.add(real)
    this.files.push({ file: this.shown(path), path })
  }

  /** Links come last, so that a file keeps its own name however the folder is listed. */
  followLinks(): void {
    for (let link = this.links.pop(); link !== undefined; link = this.links.pop()) this.follow(link)
  }

  private follow(link: string): void {
    const target = this.target(link)
    if (target === undefined) return
    const stats = statSync(target)
    if (!stats.isDirectory() && !isYamlName(link)) return
    if (target !== this.root && !target.startsWith(this.root + sep)) {
      this.complain(link, 'file/outside', ...outside)
      return
    }
    if (stats.isDirectory() && `${link}${sep}`.startsWith(target + sep)) {
      this.complain(link, 'file/link-loop', ...loop)
      return
    }
    if (this.seen.has(target)) return
    if (stats.isDirectory()) this.folder(target, 0)
    else this.file(link, target, stats.isFile())
  }

  private target(link: string): string | undefined {
    try {
      return realpathSync(link)
    } catch (cause) {
      const isLoop = (cause as NodeJS.ErrnoException).code === 'ELOOP'
      if (isLoop) this.complain(link, 'file/link-loop', ...loop)
      else this.complain(link, 'file/dangling-link', ...dangling)
      return undefined
    }
  }

  private list(path: string): Dirent[] {
    try {
      return readdirSync(path, { withFileTypes: true })
    } catch (cause) {
      this.complain(
        path,
        'file/unreadable',
        `this folder cannot be read: ${reasonOf(cause)}`,
        'Grant the right to read it.',
      )
      return []
    }
  }

  private complain(path: string, code: Code, message: string, help: string): void {
    this.diagnostics.push(fileError(this.shown(path), code, message, help))
  }

  private shown(path: string): string {
    return relative(this.root, path).split(sep).join('/') || '.'
  }
}

/** The system's word for what went wrong, such as EACCES. */
export const reasonOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause)

const nameCase = [
  'a file is a document only if its name ends in .yaml or .yml, in small letters',
  'Rename the file.',
] as const
const notAFile = ['this is not a regular file', 'Remove it, or give it a name that does not end in .yaml.'] as const
const tooMany = [`an estate may have ${limits.files} files`, 'Put several documents into one file.'] as const
const outside = ['this link leaves the estate', 'Copy what it points to into the estate.'] as const
const loop = ['this link leads back to itself', 'Remove the link.'] as const
const dangling = ['this link points to nothing', 'Remove the link, or restore what it points to.'] as const
