import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { gitIn } from '../baseline/repository.js'
import { folder, root, writ } from '../commands/writ.js'
import { workflowComplaints } from './support/lint.js'
import { gitlabComplaints } from './support/lint-gitlab.js'

const template = (name: string) => readFileSync(join(root, 'templates', name), 'utf8')
const init = (cwd: string, ...args: string[]) => writ(['init', ...args], { cwd })
const repository = () => {
  const cwd = folder()
  gitIn(cwd, 'init', '-q')
  gitIn(cwd, 'config', 'init.defaultBranch', 'main')
  return cwd
}

test('writ init --ci github makes an estate that validates and a workflow that lints clean, and says what is left to do', async () => {
  const cwd = repository()
  const { stdout, exitCode } = await init(cwd, '--ci', 'github')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('.github/workflows/writ.yml')
  expect(stdout).toContain('YOUR-ORG/writ@000')
  const text = readFileSync(join(cwd, '.github/workflows/writ.yml'), 'utf8')
  expect(text).toBe(template('github/writ.yml'))
  expect(await workflowComplaints(text)).toEqual([])
  const validated = await writ(['validate'], { cwd })
  expect(validated.exitCode, validated.stdout).toBe(0)
  expect(parse(readFileSync(join(cwd, 'writ.yaml'), 'utf8'))).toMatchObject({
    record: { store: 'git:refs/writ/records' },
  })
})

test('a push to the default branch starts the workflow, whatever that branch is called: origin tells, or else init.defaultBranch', async () => {
  const branchesOf = async (cwd: string) => {
    expect((await init(cwd, '--ci', 'github')).exitCode).toBe(0)
    const text = readFileSync(join(cwd, '.github/workflows/writ.yml'), 'utf8')
    expect(await workflowComplaints(text)).toEqual([])
    return (parse(text) as { on: { push: { branches: string[] } } }).on.push.branches
  }
  const cloned = repository()
  gitIn(cloned, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/eu')
  gitIn(cloned, 'config', 'init.defaultBranch', 'other')
  expect(await branchesOf(cloned)).toEqual(['release/eu'])
  const fresh = repository()
  gitIn(fresh, 'config', 'init.defaultBranch', 'trunk')
  expect(await branchesOf(fresh)).toEqual(['trunk'])
})

test('what is left to do is numbered to its end, with where records go', async () => {
  const cwd = repository()
  await init(cwd)
  const { stdout } = await init(cwd, '--ci', 'github')
  expect(stdout).toMatch(/^ {2}3\. say in writ\.yaml .*record: \{store: "git:refs\/writ\/records"\}$/m)
})

test('an estate in a folder of a repository has its pipeline at the root, which names the folder', async () => {
  const cwd = repository()
  expect((await init(cwd, "it's access", '--ci', 'github')).exitCode).toBe(0)
  const text = readFileSync(join(cwd, '.github/workflows/writ.yml'), 'utf8')
  const { jobs } = parse(text) as { jobs: Record<string, { steps: { with: { dir?: string } }[] }> }
  for (const { steps } of Object.values(jobs)) expect(steps.at(-1)?.with.dir).toBe("it's access")
  expect(await workflowComplaints(text)).toEqual([])
})

test('where an estate is already, it writes the pipeline alone, and overwrites none', async () => {
  const cwd = repository()
  await init(cwd)
  writeFileSync(join(cwd, 'accounts/acme.yaml'), 'kind: Account\nname: acme\n')
  const { stdout, exitCode } = await init(cwd, '--ci', 'gitlab', '--format', 'json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, written: ['.gitlab-ci.yml'] })
  expect(readFileSync(join(cwd, 'accounts/acme.yaml'), 'utf8')).toBe('kind: Account\nname: acme\n')
  await init(cwd, '--ci', 'github')
  writeFileSync(join(cwd, '.github/workflows/writ.yml'), 'mine\n')
  const again = await init(cwd, '--ci', 'github')
  expect(again.exitCode).toBe(1)
  expect(again.stderr).toContain('writ.yml stands there already')
  expect(readFileSync(join(cwd, '.github/workflows/writ.yml'), 'utf8')).toBe('mine\n')
})

test('a pipeline of GitLab that is there already is left alone: what is new stands beside it, to be included', async () => {
  const cwd = repository()
  mkdirSync(join(cwd, 'access'))
  const own = 'include: [{ local: .gitlab/writ.gitlab-ci.yml }]\nown: { script: [echo hello] }\n'
  writeFileSync(join(cwd, '.gitlab-ci.yml'), own)
  const { stdout, exitCode } = await init(cwd, 'access', '--ci', 'gitlab')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('add to .gitlab-ci.yml: include')
  expect(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')).toBe(own)
  expect(readFileSync(join(cwd, '.gitlab/writ.gitlab-ci.yml'), 'utf8')).toContain('WRIT_DIR: "access"')
  expect(await gitlabComplaints(cwd)).toEqual([])
})

test('another host is a mistake, and nothing is written', async () => {
  const cwd = repository()
  const { exitCode, stderr } = await init(cwd, '--ci', 'gitea')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('--ci')
  expect(existsSync(join(cwd, 'writ.yaml'))).toBe(false)
})
