import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scene, writ } from './writ.js'

const SLOW = 60_000

test('plan reads with the readToken and holds no power to write', async () => {
  const { dir, sandbox } = await scene()
  const { exitCode, stdout } = await writ(['plan', '--format', 'json'], {
    cwd: dir,
    env: { WRIT_READ_TOKEN: sandbox.tokens.read },
  })
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout).platform.writePower).toBe(false)
})

test('without a readToken plan says that it holds write power', async () => {
  const { run, edit } = await scene()
  await edit('writ.yaml', /.*readToken.*\n/, '')
  expect((await run('plan')).stdout).toContain('planned with a token that may write')
})

test('apply with a token that may only read is refused before the first write', async () => {
  const { dir, sandbox } = await scene()
  const { exitCode, stderr } = await writ(['apply', '--yes'], { cwd: dir, env: { WRIT_TOKEN: sandbox.tokens.read } })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('platform/read-only-token')
})

test.each([
  ['{ env: NOWHERE }', 'writ.yaml:7 platform.token names the variable NOWHERE, and it is not set', 'export NOWHERE=…'],
  ['{ env: EMPTY }', 'names the variable EMPTY, and it is empty', 'export EMPTY=…'],
  ['{ file: no.txt }', 'names the file no.txt, and it cannot be read (ENOENT)', 'Write the token'],
  ['{ file: empty.txt }', 'names the file empty.txt, and it is empty', 'Write the token'],
  ['{ command: [no-such-program] }', 'runs no-such-program, and there is no such program', 'Run no-such-program'],
  ['{ command: [node, -e, "process.exit(3)"] }', 'runs node, and it ended with 3', 'Run node'],
  ['{ command: [node, -e, "0"] }', 'runs node, and it printed nothing', 'Run node'],
])(
  'a token %s that cannot be resolved is never an empty one',
  async (token, words, help) => {
    const { edit, dir, proxy } = await scene()
    await edit('writ.yaml', '{ env: WRIT_TOKEN }', token)
    writeFileSync(join(dir, 'empty.txt'), ' \n')
    const { exitCode, stdout, stderr } = await writ(['apply', '--yes'], { cwd: dir, env: { EMPTY: '' } })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(words)
    expect(stderr).toContain(help)
    expect(proxy.seen).toEqual([])
  },
  SLOW,
)

test(
  'a token comes from a file or a command, and no shell looks at the words',
  async () => {
    const { edit, dir, sandbox } = await scene()
    writeFileSync(join(dir, 'token.txt'), `${sandbox.tokens.read}\n`)
    await edit('writ.yaml', '{ env: WRIT_READ_TOKEN }', '{ file: token.txt }')
    expect((await writ(['plan'], { cwd: dir })).exitCode).toBe(0)
    await edit(
      'writ.yaml',
      '{ file: token.txt }',
      `{ command: [node, -p, "'${sandbox.tokens.read}' /* $(touch pwned) */"] }`,
    )
    expect((await writ(['plan'], { cwd: dir })).exitCode).toBe(0)
    await edit('writ.yaml', /command: .*\]/, 'command: [cat, token.txt]')
    expect((await writ(['plan'], { cwd: dir })).exitCode).toBe(0)
  },
  SLOW,
)

test(
  'E16: no token stands in any output, not in failures and not under DEBUG',
  async () => {
    const { run, dir, env, proxy, sandbox } = await scene()
    const debug = { ...env, DEBUG: '*' }
    const outputs = [await run('plan', '--out', 'p.json'), await run('apply', '--yes', '--events', 'e.jsonl')]
    outputs.push(await writ(['plan'], { cwd: dir, env: debug }))
    proxy.fault = () => 'status-500'
    outputs.push(await writ(['plan'], { cwd: dir, env: debug }))
    const { readFileSync } = await import('node:fs')
    const files = ['p.json', 'e.jsonl'].map((file) => readFileSync(join(dir, file), 'utf8'))
    const all = [...outputs.map(({ stdout, stderr }) => stdout + stderr), ...files].join('\n')
    expect(all.includes(sandbox.tokens.admin) || all.includes(sandbox.tokens.read)).toBe(false)
  },
  SLOW,
)
