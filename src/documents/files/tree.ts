import type { Code } from '../codes.js'

/** What stands in a folder. */
export interface Entry {
  readonly name: string
  readonly is: EntrySort
}
export type EntrySort = 'file' | 'folder' | 'link' | 'submodule' | 'other'

/** Where a link leads: a path in the estate, or null for what lies outside of it. */
export type Target = { readonly path: string | null; readonly is: EntrySort } | 'dangling' | 'loop'

/** Why a file's bytes cannot be had. */
export interface Refusal {
  readonly code: Extract<Code, 'file/not-a-file' | 'file/too-large' | 'file/unreadable'>
  readonly message: string
  readonly help: string
}

/**
 * Where an estate's files come from: a folder, or a commit. Paths are relative to the estate, with forward slashes;
 * the estate's own folder is the empty text.
 */
export interface FileTree {
  /** Stands before a file's name wherever it is shown; empty for the folder that is worked on. */
  readonly label: string
  /** What stands in a folder. @throws what the system says when it cannot be read */
  list(folder: string): readonly Entry[]
  target(link: string): Target
  read(file: string): Buffer | Refusal
  /** Told all files that will be read, before the first is. */
  prepare?(files: readonly string[]): Promise<void>
  /** Names a file's content: what has the same id has the same bytes. */
  id?(file: string): string | undefined
}
