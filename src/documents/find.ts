import type { Diagnostic } from '../model/diagnostic.js'
import type { Code } from './codes.js'
import { diagnosticAt } from './complain.js'
import { reasonOf } from './files/folder.js'
import type { Entry, EntrySort, FileTree } from './files/tree.js'
import { limits } from './limits.js'

export interface FoundFile {
  /** What it is called: relative to the estate, with forward slashes. */
  readonly file: string
  /** Where it stands, which is elsewhere for a link. */
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
export function findFiles(tree: FileTree): Found {
  const finder = new Finder(tree)
  finder.folder('', 0)
  finder.followLinks()
  finder.files.sort((a, b) => (a.file < b.file ? -1 : 1))
  return finder
}

/** A complaint about a file as a whole. */
export function fileError(file: string, code: Code, message: string, help: string): Diagnostic {
  return diagnosticAt(undefined, { file, line: 1, column: 1, endLine: 1, endColumn: 1 }, { code, message, help })
}

const isYamlName = (name: string) => /\.ya?ml$/.test(name)
const isAlmostYamlName = (name: string) => !isYamlName(name) && /\.ya?ml$/i.test(name)
const isPassedOver = (name: string) => name.startsWith('.') || name === 'node_modules'

/** What Git itself takes for a repository without a work tree, settings and all (E18). */
function isRepository(entries: readonly Entry[]): boolean {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()))
  return names.has('head') && ((names.has('objects') && names.has('refs')) || names.has('commondir'))
}

class Finder implements Found {
  readonly files: FoundFile[] = []
  readonly diagnostics: Diagnostic[] = []
  private readonly links: string[] = []
  private readonly seen = new Set<string>()

  constructor(private readonly tree: FileTree) {}

  folder(path: string, depth: number): void {
    this.seen.add(path)
    if (depth > limits.folders) {
      this.complain(path, 'file/too-deep', 'folders go too deep here', 'Use fewer levels of folders.')
      return
    }
    const entries = this.list(path)
    if (isRepository(entries)) this.complain(path, 'file/repository', ...repository)
    for (const entry of entries) {
      if (isPassedOver(entry.name) || this.files.length > limits.files) continue
      this.entry(path === '' ? entry.name : `${path}/${entry.name}`, entry, depth)
    }
  }

  private entry(path: string, { name, is }: Entry, depth: number): void {
    if (is === 'link') this.links.push(path)
    else if (is === 'folder') this.folder(path, depth + 1)
    else if (is === 'submodule') this.complain(path, 'file/submodule', ...submodule)
    else if (isYamlName(name)) this.file(path, path, is)
    else if (isAlmostYamlName(name)) this.complain(path, 'file/name-case', ...nameCase)
  }

  private file(file: string, path: string, is: EntrySort): void {
    if (is !== 'file') {
      this.complain(file, 'file/not-a-file', ...notAFile)
      return
    }
    if (this.files.length === limits.files) this.complain(file, 'file/too-many', ...tooMany)
    this.seen.add(path)
    this.files.push({ file, path })
  }

  /** Links come last, so that a file keeps its own name however the folder is listed. */
  followLinks(): void {
    for (let link = this.links.pop(); link !== undefined; link = this.links.pop()) this.follow(link)
  }

  private follow(link: string): void {
    const target = this.tree.target(link)
    if (target === 'loop') this.complain(link, 'file/link-loop', ...loop)
    else if (target === 'dangling') this.complain(link, 'file/dangling-link', ...dangling)
    else this.followTo(link, target)
  }

  private followTo(link: string, { path, is }: { path: string | null; is: EntrySort }): void {
    if (is !== 'folder' && !isYamlName(link)) return
    if (path === null) this.complain(link, 'file/outside', ...outside)
    else if (is === 'folder' && (path === '' || link.startsWith(`${path}/`)))
      this.complain(link, 'file/link-loop', ...loop)
    else if (this.seen.has(path)) return
    else if (is === 'folder') this.folder(path, 0)
    else this.file(link, path, is)
  }

  private list(path: string): readonly Entry[] {
    try {
      return this.tree.list(path)
    } catch (cause) {
      const message = `this folder cannot be read: ${reasonOf(cause)}`
      this.complain(path, 'file/unreadable', message, 'Grant the right to read it.')
      return []
    }
  }

  private complain(path: string, code: Code, message: string, help: string): void {
    this.diagnostics.push(fileError(this.tree.label + (path || '.'), code, message, help))
  }
}

const nameCase = [
  'a file is a document only if its name ends in .yaml or .yml, in small letters',
  'Rename the file.',
] as const
const notAFile = ['this is not a regular file', 'Remove it, or give it a name that does not end in .yaml.'] as const
const repository = [
  'Git takes this folder for a repository of its own: it holds HEAD, objects and refs, or HEAD and commondir',
  'Remove them: settings beside them could make Git run a program.',
] as const
const submodule = [
  'a submodule is not read from a commit: what stands in it is another repository',
  'Keep the documents in this repository.',
] as const
const tooMany = [`an estate may have ${limits.files} files`, 'Put several documents into one file.'] as const
const outside = ['this link leaves the estate', 'Copy what it points to into the estate.'] as const
const loop = ['this link leads back to itself', 'Remove the link.'] as const
const dangling = ['this link points to nothing', 'Remove the link, or restore what it points to.'] as const
