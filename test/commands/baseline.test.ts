import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gitIn } from '../baseline/repository.js'
import { folder, type Scene, scene, writ } from './writ.js'

const SLOW = 60_000

/** The example's estate, committed as it is; what a test then writes is the pull request. */
async function committed(): Promise<Scene & { git(...args: string[]): string }> {
  const made = await scene()
  const git = (...args: string[]) => gitIn(made.dir, ...args)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'the estate')
  return { ...made, git }
}

const planOf = async ({ run }: Scene, ...args: string[]) => {
  const { stdout, stderr, exitCode } = await run('plan', '--baseline', 'main', '--format', 'json', ...args)
  return { plan: stdout === '' ? null : JSON.parse(stdout), said: stdout + stderr, exitCode }
}

describe('--baseline', () => {
  test(
    'plan says what this branch changes apart from what had drifted, and what it releases',
    async () => {
      const repo = await committed()
      const { dir, run, git } = repo
      const account = readFileSync(join(dir, 'account.yaml'), 'utf8')
      writeFileSync(join(dir, 'account.yaml'), account.replace(/showIntegrations: true/, 'showIntegrations: false'))
      const { plan, exitCode } = await planOf(repo)
      expect(exitCode).toBe(0)
      expect(plan.baseline).toEqual({ ref: 'main', commit: git('rev-parse', 'main') })
      expect(new Set(plan.changes.map(({ origin }: { origin: string }) => origin))).toContain('change')
      const { stdout } = await run('plan', '--baseline', 'main')
      expect(stdout).toContain(`against main (${plan.baseline.commit.slice(0, 12)})`)
      expect(git('status', '--porcelain')).toBe('M account.yaml')
    },
    SLOW,
  )

  test(
    'drift takes it as well, and a work tree that is the baseline drifted',
    async () => {
      const { run } = await committed()
      const { stdout, exitCode } = await run('drift', '--baseline', 'HEAD', '--format', 'json')
      const { changes, released } = JSON.parse(stdout)
      expect(exitCode).toBe(changes.length > 0 ? 2 : 0)
      expect(released).toEqual([])
      expect(
        changes.filter(({ origin }: { origin: string }) => origin === 'change' || origin === 'difference'),
      ).toEqual([])
    },
    SLOW,
  )

  test.each([
    ['nowhere', 'baseline/unknown-ref', 'git fetch origin nowhere'],
    ['--help-me', 'baseline/ref', 'name a branch'],
  ])(
    'a ref that is none, %s, is one clear error',
    async (ref, code, help) => {
      const { run } = await committed()
      const { exitCode, stdout, stderr } = await run('plan', `--baseline=${ref}`)
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr).toContain(code)
      expect(stderr).toContain(help)
      expect(stderr).toContain('Nothing was changed.')
    },
    SLOW,
  )

  test(
    'outside of a repository it is one clear error',
    async () => {
      const { run, proxy } = await scene()
      const { exitCode, stderr } = await run('plan', '--baseline', 'main')
      expect(exitCode).toBe(1)
      expect(stderr).toContain('baseline/no-repository')
      expect(proxy.seen).toEqual([])
    },
    SLOW,
  )

  test(
    'a baseline that is not valid is told as its own, and nothing is read from the platform',
    async () => {
      const repo = await committed()
      writeFileSync(join(repo.dir, 'broken.yaml'), 'kind: Ap\nname: x\n')
      repo.git('add', '-A')
      repo.git('commit', '-q', '-m', 'broken')
      rmSync(join(repo.dir, 'broken.yaml'))
      const { exitCode, stderr } = await repo.run('plan', '--baseline', 'main')
      expect(exitCode).toBe(1)
      expect(stderr).toContain('main:broken.yaml')
      expect(repo.proxy.seen).toEqual([])
    },
    SLOW,
  )

  test(
    'an estate without documents is refused, and so is a baseline without any',
    async () => {
      const { dir, env, proxy } = await scene()
      const bare = folder()
      cpSync(join(dir, 'writ.yaml'), join(bare, 'writ.yaml'))
      for (const command of ['plan', 'drift', 'apply']) {
        const { exitCode, stderr } = await writ([command, ...(command === 'apply' ? ['--yes'] : [])], {
          cwd: bare,
          env,
        })
        expect(exitCode).toBe(1)
        expect(stderr).toContain('estate/empty')
      }
      gitIn(bare, 'init', '-q', '-b', 'main')
      gitIn(bare, 'add', '-A')
      gitIn(bare, 'commit', '-q', '-m', 'nothing yet')
      writeFileSync(join(bare, 'a.yaml'), 'kind: App\nname: slack\n')
      const { exitCode, stderr } = await writ(['plan', '--baseline', 'main'], { cwd: bare, env })
      expect(exitCode).toBe(1)
      expect(stderr).toContain('baseline/empty')
      expect(proxy.seen.filter((each) => each !== 'GET /v1' && each !== 'GET /v1/me')).toEqual([])
    },
    SLOW,
  )

  test(
    'the variables of a Git hook lead to no other repository',
    async () => {
      const repo = await committed()
      const other = folder()
      gitIn(other, 'init', '-q')
      const env = {
        ...repo.env,
        GIT_DIR: join(other, '.git'),
        GIT_WORK_TREE: other,
        GIT_INDEX_FILE: join(other, 'index'),
      }
      const { exitCode } = await writ(['plan', '--baseline', 'main'], { cwd: repo.dir, env })
      expect(exitCode).toBe(0)
    },
    SLOW,
  )
})

describe('E18: through the program', () => {
  test(
    'E18: a pull request cannot redirect the platform: its token goes where it went before',
    async () => {
      const repo = await committed()
      const stranger = await scene()
      await repo.edit('writ.yaml', repo.proxy.url, stranger.proxy.url)
      const { plan, exitCode } = await planOf(repo)
      expect(exitCode).toBe(0)
      expect(plan.platform.url).toBe(repo.proxy.url)
      expect(stranger.proxy.seen).toEqual([])
      const said = plan.findings.map(({ message }: { message: string }) => message).join('\n')
      expect(said).toContain(`platform.url is ${stranger.proxy.url} here`)
      expect(said).toContain('takes effect after merge')
    },
    SLOW,
  )

  test(
    'E18: a pull request cannot have a token read from elsewhere, nor run a command',
    async () => {
      const repo = await committed()
      const mark = join(folder(), 'ran')
      await repo.edit('writ.yaml', '{ env: WRIT_READ_TOKEN }', `{ command: [touch, ${mark}] }`)
      await repo.edit('writ.yaml', '{ env: WRIT_TOKEN }', `{ command: [touch, ${mark}] }`)
      const { exitCode } = await planOf(repo)
      expect(exitCode).toBe(0)
      expect(() => readFileSync(mark)).toThrow()
    },
    SLOW,
  )

  test(
    'E18: a command that the baseline names finds no script that a pull request brings',
    async () => {
      const repo = await committed()
      const mark = join(folder(), 'ran')
      const script = (text: string) => {
        writeFileSync(join(repo.dir, 'token.sh'), `#!/bin/sh\n${text}\n`)
        chmodSync(join(repo.dir, 'token.sh'), 0o755)
      }
      script(`echo ${repo.sandbox.tokens.read}`)
      await repo.edit('writ.yaml', '{ env: WRIT_READ_TOKEN }', '{ command: [./token.sh] }')
      repo.git('add', '-A')
      repo.git('commit', '-q', '-m', 'a script')
      expect((await repo.run('plan')).exitCode).toBe(0)
      script(`touch ${mark}; echo ${repo.sandbox.tokens.read}`)
      const { exitCode, said } = await planOf(repo)
      expect(exitCode).toBe(1)
      expect(said).toContain('runs ./token.sh, and there is no such program')
      expect(() => readFileSync(mark)).toThrow()
    },
    SLOW,
  )

  test(
    'E18: a baseline without any estate runs no command for a first one',
    async () => {
      const repo = await scene()
      const mark = join(folder(), 'ran')
      gitIn(repo.dir, 'init', '-q', '-b', 'main')
      gitIn(repo.dir, 'commit', '-q', '--allow-empty', '-m', 'nothing')
      const first = await planOf(repo)
      expect(first.exitCode).toBe(0)
      expect(first.plan.findings.map(({ code }: { code: string }) => code)).toContain('baseline/none')
      expect(new Set(first.plan.changes.map(({ origin }: { origin: string }) => origin))).toEqual(new Set(['change']))
      await repo.edit('writ.yaml', '{ env: WRIT_READ_TOKEN }', `{ command: [touch, ${mark}] }`)
      const { exitCode, said } = await planOf(repo)
      expect(exitCode).toBe(1)
      expect(said).toContain('the baseline holds no estate that names it')
      expect(() => readFileSync(mark)).toThrow()
    },
    SLOW,
  )

  test(
    'E18: what may stand where is the baseline’s word too (files/account)',
    async () => {
      const repo = await committed()
      writeFileSync(
        join(repo.dir, 'writ.yaml'),
        `${readFileSync(join(repo.dir, 'writ.yaml'), 'utf8')}files: [{match: "teams/**", accounts: [nobody]}]\n`,
      )
      repo.git('add', '-A')
      repo.git('commit', '-q', '-m', 'teams')
      await repo.edit('writ.yaml', /files: .*\n/, '')
      cpSync(join(repo.dir, 'account.yaml'), join(repo.dir, 'teams/account.yaml'))
      rmSync(join(repo.dir, 'account.yaml'))
      expect((await repo.run('validate')).exitCode).toBe(0)
      const { exitCode, stderr } = await repo.run('plan', '--baseline', 'main')
      expect(exitCode).toBe(1)
      expect(stderr).toContain('files/account')
      expect(stderr).toContain('main:writ.yaml')
    },
    SLOW,
  )
})

describe('apply and its baseline', () => {
  const close = ({ edit }: Scene) => edit('account.yaml', 'showIntegrations: true', 'showIntegrations: false')

  test(
    'E6: apply --approved uses the commit that the plan names, whatever writ.yaml says by then',
    async () => {
      const repo = await committed()
      await close(repo)
      expect((await repo.run('plan', '--baseline', 'main', '--out', 'plan.json')).exitCode).toBe(0)
      const stranger = await scene()
      await repo.edit('writ.yaml', repo.proxy.url, stranger.proxy.url)
      const { exitCode, stdout, stderr } = await repo.run('apply', '--approved', 'plan.json', '--settle', '0')
      expect({ exitCode, stderr: stderr.includes('error') }).toEqual({ exitCode: 0, stderr: false })
      expect(stdout).toContain('against main')
      expect(stranger.proxy.seen).toEqual([])
    },
    SLOW,
  )

  test(
    'E6: a commit that is not here is an error that says how to bring it, and another baseline is stale',
    async () => {
      const repo = await committed()
      await close(repo)
      await repo.run('plan', '--baseline', 'main', '--out', 'plan.json')
      repo.git('commit', '-qam', 'merged')
      const other = await repo.run('apply', '--approved', 'plan.json', '--baseline', 'main')
      expect(other.exitCode).toBe(5)
      expect(other.stderr).toContain('baseline/other')
      const plan = readFileSync(join(repo.dir, 'plan.json'), 'utf8')
      const commit = JSON.parse(plan).baseline.commit
      writeFileSync(join(repo.dir, 'plan.json'), plan.replaceAll(commit, '1'.repeat(40)))
      const gone = await repo.run('apply', '--approved', 'plan.json')
      expect(gone.exitCode).toBe(1)
      expect(gone.stderr).toContain(`git fetch origin ${'1'.repeat(40)}`)
      writeFileSync(join(repo.dir, 'plan.json'), plan.replaceAll(commit, '--upload-pack=evil'))
      const hostile = await repo.run('apply', '--approved', 'plan.json')
      expect(hostile.stderr).toContain('plan-file/broken')
    },
    SLOW,
  )

  test(
    'a plan without a baseline is not applied under one',
    async () => {
      const repo = await committed()
      await close(repo)
      await repo.run('plan', '--out', 'plan.json')
      const { exitCode, stderr } = await repo.run('apply', '--approved', 'plan.json', '--baseline', 'main')
      expect(exitCode).toBe(1)
      expect(stderr).toContain('made without a baseline')
    },
    SLOW,
  )

  test(
    'apply --yes under a baseline settles, and the next plan has nothing left to do',
    async () => {
      const repo = await committed()
      await close(repo)
      const { exitCode } = await repo.run('apply', '--yes', '--baseline', 'main', '--settle', '0')
      expect(exitCode).toBe(0)
      const { plan } = await planOf(repo)
      expect(plan.changes).toEqual([])
    },
    SLOW,
  )
})
