import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { gitIn } from '../../baseline/repository.js'

const cli = join(dirname(createRequire(import.meta.url).resolve('gitlab-ci-local/package.json')), 'dist/index.js')

/** gitlab-ci-local in a folder that is a repository, with variables for its rules. */
export async function gitlabLocal(cwd: string, args: readonly string[], variables: Record<string, string> = {}) {
  const git = (...words: string[]) => gitIn(cwd, ...words)
  if (!existsSync(join(cwd, '.git'))) git('init', '-q', '-b', 'main')
  if (!git('remote').includes('origin')) git('remote', 'add', 'origin', 'https://gitlab.example/acme/access.git')
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '-m', 'a commit')
  const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])
  return execa(process.execPath, [cli, '--cwd', cwd, ...args, ...given], {
    env: { PATH: process.env.PATH ?? '', HOME: cwd, NO_COLOR: '1' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
}

/** What GitLab's schema and its rules of includes and needs say of a pipeline. */
export async function gitlabComplaints(cwd: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await gitlabLocal(cwd, ['--list'])
  return exitCode === 0 && !/schema validation|warning/i.test(stderr) ? [] : [stdout, stderr]
}
