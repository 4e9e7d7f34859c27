import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { gitIn } from '../baseline/repository.js'
import { folder, root, writ } from '../commands/writ.js'
import { actionComplaints, workflowComplaints } from './support/lint.js'
import { obeyed } from './support/runner-log.js'
import { zipOf } from './support/zip.js'

const text = (path: string) => readFileSync(join(root, path), 'utf8')
const scripts = readdirSync(join(root, 'ci')).filter((name) => name.endsWith('.sh'))

interface Steps {
  readonly steps: readonly { uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[]
}
const action = parse(text('action.yml')) as { runs: Steps }
const workflow = parse(text('templates/github/writ.yml')) as {
  on: Record<string, unknown>
  permissions: object
  jobs: Record<string, Steps & { permissions: Record<string, string> }>
}

test.each(['.github/workflows/ci.yml', 'templates/github/writ.yml'])('%s lints clean by two linters', async (path) => {
  expect(await workflowComplaints(text(path))).toEqual([])
})

test('the linters do find what is wrong', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a workflow
  const wrong = 'on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: "echo ${{ github.evnt }}"}]}}\n'
  expect(JSON.stringify(await workflowComplaints(wrong))).toContain('evnt')
  expect(actionComplaints('name: x\nruns: {using: composite}\n')).not.toEqual([])
})

test('action.yml is an action, and every action that ours calls is pinned to a commit', () => {
  expect(actionComplaints(text('action.yml'))).toEqual([])
  const used = [action.runs, ...Object.values(workflow.jobs)].flatMap(({ steps }) =>
    steps.flatMap(({ uses }) => uses ?? []),
  )
  expect(used.length).toBeGreaterThan(8)
  for (const each of used) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
})

test('E18: no text of a pull request is ever part of a command: steps read variables, and nothing is put into a script', () => {
  const all = [action.runs, ...Object.values(workflow.jobs)].flatMap(({ steps }) => steps)
  for (const { run } of all) expect(run ?? '').not.toContain('${{')
  expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
})

test('each job of the workflow has the permissions that it needs, and what a pull request starts can change nothing but its comment', () => {
  expect(workflow.permissions).toEqual({})
  const powers = Object.fromEntries(Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions]))
  expect(powers).toEqual({
    validate: { contents: 'read' },
    plan: { contents: 'read', 'pull-requests': 'write' },
    apply: { actions: 'read', contents: 'write', issues: 'write', 'pull-requests': 'write' },
    drift: { contents: 'read', issues: 'write' },
  })
  const withToken = Object.entries(workflow.jobs).filter(([, { steps }]) =>
    steps.some((step) => step.with?.token !== undefined),
  )
  expect(withToken.map(([name]) => name)).toEqual(['apply'])
  for (const { steps } of Object.values(workflow.jobs)) expect(steps[0]?.with?.['persist-credentials']).toBe(false)
})

test('the scripts are clean to shellcheck', async ({ skip }) => {
  const found = await execa('shellcheck', ['--version'], { reject: false })
  if (found.failed) skip('there is no shellcheck here: apt-get install shellcheck')
  const { stdout, exitCode } = await execa('shellcheck', ['-x', ...scripts], { cwd: join(root, 'ci'), reject: false })
  expect(exitCode, stdout).toBe(0)
  const steps = action.runs.steps.flatMap(({ run }) => run ?? []).join('\n')
  const { exitCode: inAction } = await execa('shellcheck', ['-s', 'bash', '-'], { input: steps, reject: false })
  expect(inAction).toBe(0)
})

test('every script that a step, the template or a script calls is there', () => {
  const called = [
    text('action.yml'),
    text('templates/gitlab/writ.gitlab-ci.yml'),
    ...scripts.map((name) => text(`ci/${name}`)),
  ]
    .join('\n')
    .matchAll(/(?:ci|\$here)\/([\w-]+\.(?:sh|mjs))/g)
  for (const [, name] of called) expect(existsSync(join(root, 'ci', name ?? '')), name).toBe(true)
})

/** Runs a script of a pipeline by itself. */
const script = (name: string, env: Record<string, string>) =>
  execa('bash', [join(root, 'ci', name)], {
    env: { PATH: process.env.PATH ?? '', ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })

test.each([
  [0, 'plan', 0, ''],
  [2, 'plan', 0, ''],
  [2, 'drift', 2, 'differs from what is declared'],
  [3, 'plan', 3, 'Refused'],
  [4, 'plan', 4, 'Incomplete'],
  [5, 'apply', 5, 'Stale'],
  [6, 'apply', 6, 'Partly applied'],
  [7, 'apply', 7, 'holds the lease'],
  [143, 'apply', 143, 'Interrupted'],
  [1, 'plan', 1, 'error before anything was written'],
])('a job whose Writ ended with %i, in %s, ends with %i and says why', async (code, command, ends, says) => {
  const work = folder()
  writeFileSync(join(work, 'exit-code'), `${code}\n`)
  const { exitCode, stdout } = await script('verdict.sh', {
    WRIT_WORK: work,
    WRIT_COMMAND: command,
    GITHUB_ACTIONS: 'true',
  })
  expect(exitCode).toBe(ends)
  expect(stdout).toContain(says)
  expect(obeyed(stdout)).toHaveLength(says === '' ? 0 : 1)
})

test('a job that never came to Writ does not end well', async () => {
  expect((await script('verdict.sh', { WRIT_WORK: folder(), WRIT_COMMAND: 'plan' })).exitCode).toBe(1)
})

test("a package is installed only by an exact version of a scope, or from an address: the bare name is nobody's yet", async () => {
  for (const WRIT_PACKAGE of ['writ@0.1.0', '@acme/writ@latest', '@acme/writ', 'http://host/writ.tgz', '--help']) {
    const temp = folder()
    const { exitCode, stdout } = await script('install.sh', {
      WRIT_PACKAGE,
      RUNNER_TEMP: temp,
      GITHUB_PATH: join(temp, 'path'),
    })
    expect(exitCode, WRIT_PACKAGE).toBe(1)
    expect(stdout).toContain('exact version of your own scope')
  }
})

test('a command that is none, and a token under a name that is none, are refused before anything runs', async () => {
  expect((await script('main.sh', { WRIT_COMMAND: 'apply; id' })).exitCode).toBe(1)
  const odd = { WRIT_COMMAND: 'plan', WRIT_GIVEN_READ_TOKEN: 'x', WRIT_READ_TOKEN_ENV: 'A=1 B' }
  const { exitCode, stderr } = await script('main.sh', odd)
  expect(exitCode).toBe(1)
  expect(stderr).toContain('needs the name of a variable')
})

test('the hook for pre-commit runs as pre-commit runs it, and finds the mistake of a commit', async () => {
  const [hook] = parse(text('.pre-commit-hooks.yaml')) as Record<
    'id' | 'entry' | 'language' | 'pass_filenames',
    unknown
  >[]
  expect(hook).toMatchObject({ id: 'writ-validate', language: 'script', pass_filenames: false })
  const [program = '', ...args] = String(hook?.entry).split(' ')
  const cwd = folder()
  gitIn(cwd, 'init', '-q')
  expect((await writ(['init', 'access'], { cwd })).exitCode).toBe(0)
  const run = () => execa(join(root, program), [...args, 'access'], { cwd, reject: false, stdin: 'ignore' })
  const clean = await run()
  expect(clean.exitCode, clean.stderr).toBe(0)
  expect(clean.stdout).toContain('No mistakes')
  writeFileSync(join(cwd, 'access/accounts/acme.yaml'), 'kind: Acount\nname: acme\n')
  expect((await run()).exitCode).toBe(1)
})

test('the image runs as nobody in particular, holds no tools to build with, and is made of files that are there', () => {
  const lines = text('Dockerfile').split('\n')
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  expect(last).toContain('USER node')
  expect(last).toContain('ENTRYPOINT ["writ"]')
  expect(last.indexOf('USER node')).toBeGreaterThan(last.findLastIndex((line) => line.startsWith('RUN ')))
  for (const line of lines.filter((each) => each.includes('npm ci'))) expect(line).toContain('--ignore-scripts')
  const kept = text('.dockerignore')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))
  const copied = lines.flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
  for (const name of copied.filter((each) => each !== '.')) {
    expect(kept, name).toContain(name)
    expect(existsSync(join(root, name)), name).toBe(true)
  }
})

test('what is shown of a log gives the runner no command, whatever it holds, and cannot guess the word that ends the silence', async () => {
  const work = folder()
  const hostile =
    '::add-mask::acme\n##[error]x\n::stop-commands::mine\n::mine::\n::set-output name=plan::x\nlast, with no end of line'
  writeFileSync(join(work, 'hostile.txt'), hostile)
  expect(obeyed(hostile).length).toBeGreaterThan(1)
  const shown = (more: Record<string, string>) =>
    execa('bash', ['-c', '. "$LIB"; show "$WRIT_WORK/hostile.txt"; echo ::notice::after'], {
      env: { PATH: process.env.PATH ?? '', LIB: join(root, 'ci/lib.sh'), WRIT_WORK: work, ...more },
      extendEnv: false,
    })
  const { stdout } = await shown({ GITHUB_ACTIONS: 'true' })
  expect(stdout).toContain(hostile)
  expect(obeyed(stdout).map(({ line }) => line)).toEqual(['::notice::after'])
  const words = await Promise.all(
    [1, 2].map(async () => (await shown({ GITHUB_ACTIONS: 'true' })).stdout.split('\n')[0]),
  )
  expect(words[0]).not.toBe(words[1])
  expect((await shown({})).stdout).toBe(`${hostile}::notice::after`)
})

const loaded = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../ci/${name}`, import.meta.url).href)) as T

test('text of elsewhere stays within its fence and its code span, whatever it holds', async () => {
  const { fenced, code, cut } = await loaded<{
    fenced(text: string): string
    code(text: string): string
    cut(text: string, room: number): string
  }>('text.mjs')
  expect(fenced('a\n```\n# b\u001b[31m')).toBe('````text\na\n```\n# b\\u{1b}[31m\n````')
  expect(code('a`b | @team\n::x')).toBe('``a`b \\| @team\\u{a}::x``')
  expect(code('')).toBe('` `')
  const long = Array.from({ length: 5000 }, (_, at) => `line ${at}`).join('\n')
  expect(cut(long, 1000).length).toBeLessThanOrEqual(1000)
  expect(cut(long, 1000)).toMatch(/… \d+ more lines$/)
})

test('a file comes out of an archive whole, or not at all', async () => {
  const { fileOf } = await loaded<{ fileOf(zip: Buffer, name: string): Buffer }>('unzip.mjs')
  const content = Buffer.from('x'.repeat(10_000))
  const zip = zipOf('plan.json', content)
  expect(fileOf(zip, 'plan.json').equals(content)).toBe(true)
  expect(() => fileOf(zip, 'other.json')).toThrow('has no other.json')
  expect(() => fileOf(zip.subarray(0, 60), 'plan.json')).toThrow('no ZIP archive')
  const damaged = Buffer.from(zip)
  damaged.writeUInt32LE(1, damaged.indexOf('PK\u0001\u0002', 0, 'latin1') + 16)
  expect(() => fileOf(damaged, 'plan.json')).toThrow('is damaged')
})

test('E16: a list that continues on another host does not take the token there, and a failure does not tell it', async () => {
  const asked: string[] = []
  const elsewhere = await listening((_, answer) => answer(200, {}, '[]'))
  const home = await listening((url, answer) => {
    asked.push(url)
    if (url === '/missing') answer(404, {}, '{}')
    else answer(200, { link: `<${elsewhere.url}/next>; rel="next"` }, '[1]')
  })
  const { client } = await loaded<{
    client(
      base: string,
      headers: object,
    ): { list(path: string): Promise<unknown[]>; get(path: string): Promise<unknown> }
  }>('forge/http.mjs')
  const api = client(home.url, { authorization: 'Bearer canary' })
  await expect(api.list('/rows')).rejects.toThrow('continues on another host')
  expect(elsewhere.seen).toEqual([])
  await expect(api.get('/missing')).rejects.toThrow(/^GET \/missing answered 404$/)
})

async function listening(
  answer: (url: string, send: (status: number, headers: Record<string, string>, body: string) => void) => void,
) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    answer(
      request.url ?? '',
      (status, headers, body) => void response.writeHead(status, { connection: 'close', ...headers }).end(body),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}
