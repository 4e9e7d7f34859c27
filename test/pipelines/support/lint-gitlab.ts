import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { gitIn } from '../../baseline/repository.js'

const cli = join(dirname(createRequire(import.meta.url).resolve('gitlab-ci-local/package.json')), 'dist/index.js')

const newer = fileURLToPath(new URL('newer-sets.mjs', import.meta.url))

/** gitlab-ci-local in a folder that is a repository, with variables for its rules. */
export async function gitlabLocal(cwd: string, args: readonly string[], variables: Record<string, string> = {}) {
  const git = (...words: string[]) => gitIn(cwd, ...words)
  if (!existsSync(join(cwd, '.git'))) git('init', '-q', '-b', 'main')
  if (!git('remote').includes('origin')) git('remote', 'add', 'origin', 'https://gitlab.example/acme/access.git')
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '-m', 'a commit')
  const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])
  return execa(process.execPath, ['--import', newer, cli, ...args, ...given], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, NO_COLOR: '1' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
}

/** What GitLab's schema and its rules of includes and needs say of a pipeline. */
export async function gitlabComplaints(cwd: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await gitlabLocal(cwd, ['--list-csv-all'])
  return exitCode === 0 && stderr.includes('json schema validated') ? [] : [stdout, stderr]
}

/** The jobs that a pipeline of this sort would have. */
export async function gitlabJobs(cwd: string, variables: Record<string, string>): Promise<string[]> {
  const { stdout } = await gitlabLocal(cwd, ['--list-csv'], variables)
  const [, ...rows] = stdout.slice(stdout.indexOf('name;')).split('\n')
  return rows.map((row) => row.split(';')[0] ?? '').filter((name) => name !== '')
}
