import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export const NOW = new Date('2026-11-22T14:03:00Z')

export const WRIT = `version: 1
platform:
  type: writ
  url: http://127.0.0.1:4010
  tenant: acme-cloud
  token: {env: WRIT_TOKEN}
`

/** A text, or null for a file that goes. */
export type Files = Readonly<Record<string, string | null>>

/** A real Git repository in a folder of its own, removed after the test. */
export interface Repository {
  readonly dir: string
  git(...args: string[]): string
  write(files: Files): void
  /** Writes files and commits all that stands there. Returns the commit's id. */
  commit(files: Files): string
}

export function repository(files?: Files): Repository {
  const dir = mkdtempSync(join(tmpdir(), 'writ-repository-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const git = (...args: string[]): string => gitIn(dir, ...args)
  git('init', '-q', '-b', 'main')
  const write = (changed: Files) => {
    for (const [name, text] of Object.entries(changed)) {
      const path = join(dir, name)
      mkdirSync(dirname(path), { recursive: true })
      if (text === null) rmSync(path)
      else writeFileSync(path, text)
    }
  }
  const commit = (changed: Files): string => {
    write(changed)
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', 'a commit')
    return git('rev-parse', 'HEAD')
  }
  if (files !== undefined) commit(files)
  return { dir, git, write, commit }
}

/** Git as nobody's: no configuration of this machine counts. */
export function gitIn(dir: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: dir,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'ana',
    GIT_AUTHOR_EMAIL: 'ana@acme.example',
    GIT_COMMITTER_NAME: 'ana',
    GIT_COMMITTER_EMAIL: 'ana@acme.example',
  }
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd: dir, env, encoding: 'utf8' }).trim()
}
