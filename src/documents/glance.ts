import type { DocumentKind } from '../model/generated/documents.js'
import { openFolder } from './files/folder.js'
import { findFiles } from './find.js'
import { limits } from './limits.js'

/** What an estate names, at a glance: enough to complete a word, and nothing to rely on. */
export interface Glimpse {
  readonly apps: readonly string[]
  readonly accounts: readonly string[]
  readonly users: readonly string[]
  readonly projects: readonly string[]
  readonly environments: readonly string[]
}

/** How much of an estate is looked at, so that a keystroke stays a keystroke. */
export interface Glance {
  /** Bytes of all files together. */
  readonly bytes: number
  readonly milliseconds: number
}

/**
 * Reads the names that the documents of a folder state at the beginning of their lines, without parsing or judging
 * anything. Reads files only: runs nothing, asks nobody. What is beyond the budget is not seen.
 */
export function glance(dir: string, budget: Glance): Glimpse {
  const names = {
    App: new Set<string>(),
    Account: new Set<string>(),
    User: new Set<string>(),
    Project: new Set<string>(),
  }
  const environments: string[] = []
  for (const [file, text] of textsOf(dir, budget)) {
    if (file === 'writ.yaml') environments.push(...environmentsIn(text))
    else for (const document of text.split(/^---.*$/m)) addName(document, names)
  }
  const { App, Account, User, Project } = names
  return { apps: [...App], accounts: [...Account], users: [...User], projects: [...Project], environments }
}

type Named = { readonly [K in DocumentKind]?: Set<string> }

function* textsOf(dir: string, { bytes, milliseconds }: Glance): Generator<[file: string, text: string]> {
  const tree = openFolder(dir)
  if (tree === undefined) return
  const until = performance.now() + milliseconds
  let left = bytes
  for (const { file, path } of findFiles(tree).files) {
    if (left < 0 || performance.now() > until) return
    const content = tree.read(path)
    if (!Buffer.isBuffer(content) || content.length > limits.fileBytes) continue
    left -= content.length
    yield [file, content.toString('utf8')]
  }
}

function addName(document: string, names: Named): void {
  const kind = scalar(document, 'kind') as DocumentKind | undefined
  const known = kind === undefined ? undefined : names[kind]
  const name = known && scalar(document, kind === 'User' ? 'email' : 'name')
  if (name !== undefined) known?.add(name)
}

/** The value of a key at the beginning of a line, plain or in quotes, without a comment behind it. */
function scalar(document: string, key: string): string | undefined {
  const [, quoted, plain] = new RegExp(`^${key}:[ \\t]+(?:(["'].*["'])|([^\\s"'#][^#\\n]*))`, 'm').exec(document) ?? []
  return quoted === undefined ? plain?.trim() : quoted.slice(1, -1)
}

/** The keys two spaces below `environments:`. */
function environmentsIn(text: string): string[] {
  const [, block = ''] = /^environments:[^\n]*\n((?:[ \t]+[^\n]*\n?|\n)*)/m.exec(text) ?? []
  const [indent] = /^ +/m.exec(block) ?? []
  if (indent === undefined) return []
  return [...block.matchAll(/^( +)([\w.-]+):/gm)].filter(([, at]) => at === indent).map(([, , name = '']) => name)
}
