import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gitIn } from '../../baseline/repository.js'
import { folder } from '../../commands/writ.js'

/** A bare repository, as a host keeps it, and somebody's clone of it. */
export interface GitHost {
  readonly bare: string
  /** A clone in which changes are made. */
  readonly dir: string
  git(...args: string[]): string
  /** Commits files on a branch that begins at main unless it is there, and pushes it. Returns the commit. */
  push(branch: string, files: Readonly<Record<string, string>>, more?: { readonly parents?: string }): string
  /** What merging a branch would give: its first parent is main. Stands at a ref, and is not merged. */
  preview(branch: string, ref: string): string
  /** Merges into main, as the button does. */
  merge(branch: string, how?: 'merge' | 'squash'): { readonly before: string; readonly after: string }
  /** A checkout as a pipeline has it. */
  checkout(into: string, commit: string, depth: number): void
}

/** Begins with the files of a folder as the first commit of main. */
export function gitHost(estate: string): GitHost {
  const bare = folder()
  const dir = folder()
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare])
  // The way a host lets a job fetch whatever commit it runs for.
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true'])
  cpSync(estate, dir, { recursive: true })
  const git = (...args: string[]) => gitIn(dir, ...args)
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', bare)
  const commit = (message: string) => {
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', message)
    return git('rev-parse', 'HEAD')
  }
  commit('the estate')
  git('push', '-q', 'origin', 'main')
  const isThere = (branch: string) => git('branch', '--list', branch) !== ''
  return {
    bare,
    dir,
    git,
    push(branch, files) {
      if (isThere(branch)) git('checkout', '-q', branch)
      else git('checkout', '-q', '-b', branch, 'origin/main')
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, name)), { recursive: true })
        writeFileSync(join(dir, name), text)
      }
      const made = commit(`on ${branch}`)
      git('push', '-q', '-f', 'origin', `HEAD:refs/heads/${branch}`)
      return made
    },
    preview(branch, ref) {
      git('fetch', '-q', 'origin')
      git('checkout', '-q', '--detach', 'origin/main')
      git('merge', '-q', '--no-ff', '--no-edit', branch)
      const made = git('rev-parse', 'HEAD')
      git('push', '-q', '-f', 'origin', `HEAD:${ref}`)
      git('checkout', '-q', branch)
      return made
    },
    merge(branch, how = 'merge') {
      git('fetch', '-q', 'origin')
      git('checkout', '-q', '--detach', 'origin/main')
      const before = git('rev-parse', 'HEAD')
      if (how === 'merge') git('merge', '-q', '--no-ff', '--no-edit', branch)
      else {
        git('merge', '-q', '--squash', branch)
        git('commit', '-q', '-m', `${branch} squashed`)
      }
      const after = git('rev-parse', 'HEAD')
      git('push', '-q', 'origin', 'HEAD:refs/heads/main')
      git('fetch', '-q', 'origin')
      return { before, after }
    },
    checkout(into, commit, depth) {
      rmSync(into, { recursive: true, force: true })
      mkdirSync(into)
      gitIn(into, 'init', '-q', '-b', 'main')
      gitIn(into, 'remote', 'add', 'origin', `file://${bare}`)
      gitIn(into, 'fetch', '-q', ...(depth > 0 ? [`--depth=${depth}`] : []), 'origin', commit)
      gitIn(into, 'checkout', '-q', '--detach', 'FETCH_HEAD')
    },
  }
}
