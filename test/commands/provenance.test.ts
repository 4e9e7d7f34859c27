import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { provenanceOf, runUrlOf } from '../../src/commands/support/provenance.js'
import { folder } from './writ.js'

const git = (dir: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=ana', '-c', 'user.email=ana@acme.example', ...args], { cwd: dir })
    .toString()
    .trim()

test('E15: a record names the commit that was applied, and whether anything of the estate was not in it', async () => {
  const dir = folder()
  expect((await provenanceOf(dir, {})).estate).toEqual({ commit: null, dirty: null })
  git(dir, 'init', '-q')
  expect((await provenanceOf(dir, {})).estate).toEqual({ commit: null, dirty: null })
  const estate = join(dir, 'estate')
  mkdirSync(estate)
  writeFileSync(join(estate, 'writ.yaml'), 'version: 1\n')
  git(dir, 'add', '.')
  git(dir, 'commit', '-q', '-m', 'first')
  const commit = git(dir, 'rev-parse', 'HEAD')
  writeFileSync(join(dir, 'elsewhere.txt'), 'no part of the estate')
  mkdirSync(join(estate, 'records'))
  writeFileSync(join(estate, 'records/2026-11-22T14-05-03Z-7c1e02.jsonl'), 'what an earlier run left')
  expect((await provenanceOf(estate, {})).estate).toEqual({ commit, dirty: false })
  writeFileSync(join(estate, 'new.yaml'), 'kind: App\n')
  expect((await provenanceOf(estate, {})).estate).toEqual({ commit, dirty: true })
})

test('E18: a repository among the files of an estate neither runs a program nor tells a commit', async () => {
  const [dir, ran] = [folder(), join(folder(), 'ran')]
  git(dir, 'init', '-q')
  const estate = join(dir, 'estate')
  git(dir, 'init', '-q', '--bare', estate)
  git(estate, 'config', 'core.bare', 'false')
  git(estate, 'config', 'core.worktree', '..')
  git(estate, 'commit', '-q', '--allow-empty', '-m', 'nobody reviewed it')
  git(estate, 'config', 'core.fsmonitor', `touch ${ran}; false`)
  git(estate, 'status')
  expect(existsSync(ran)).toBe(true)
  rmSync(ran)
  expect((await provenanceOf(estate, {})).estate).toEqual({ commit: null, dirty: null })
  expect(existsSync(ran)).toBe(false)
})

test('E15: the address of the pipeline comes from what GitHub and GitLab say of it', () => {
  const github = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'acme/access' },
    GITHUB_RUN_ID: '71',
  }
  expect(runUrlOf(github)).toBe('https://github.example/acme/access/actions/runs/71')
  expect(runUrlOf({ ...github, GITHUB_RUN_ATTEMPT: '2' })).toBe(
    'https://github.example/acme/access/actions/runs/71/attempts/2',
  )
  expect(runUrlOf({ ...github, GITHUB_RUN_ID: '' })).toBe(null)
  expect(runUrlOf({ CI_JOB_URL: 'https://gitlab.example/acme/-/jobs/7' })).toBe('https://gitlab.example/acme/-/jobs/7')
  expect(runUrlOf({ CI_PIPELINE_URL: 'https://gitlab.example/acme/-/pipelines/3' })).toBe(
    'https://gitlab.example/acme/-/pipelines/3',
  )
  expect(runUrlOf({})).toBe(null)
})

test('E16: nothing of that address but host and path is kept', () => {
  const secret = 'https://job:glpat-s3cret@gitlab.example/acme/-/jobs/7?token=s3cret#s3cret'
  expect(runUrlOf({ CI_JOB_URL: secret })).toBe('https://gitlab.example/acme/-/jobs/7')
  expect(runUrlOf({ CI_JOB_URL: 'file:///etc/passwd' })).toBe(null)
  expect(runUrlOf({ CI_JOB_URL: 'no address' })).toBe(null)
})
