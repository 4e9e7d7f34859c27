import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Manifest, quick } from '../../src/commands/support/quick.js'
import { bin, folder, root, writ } from './writ.js'

interface Flag {
  readonly type: string
  readonly char?: string
  readonly hidden?: boolean
  readonly required?: boolean
  readonly multiple?: boolean
  readonly options?: readonly string[]
  readonly default?: string
  readonly env?: string
  readonly helpValue?: string
}
interface Arg {
  readonly required?: boolean
  readonly default?: string
  readonly options?: readonly string[]
}
interface Command {
  readonly hidden?: boolean
  readonly strict?: boolean
  readonly args: Record<string, Arg>
  readonly flags: Record<string, Flag>
}

const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest & {
  commands: Record<string, Command>
}

const words = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(' ')
const preset = ({ default: value }: { default?: string }) => value !== undefined && `= ${value}`

const argText = ([name, arg]: [string, Arg]): string =>
  words(arg.required ? name : `[${name}]`, preset(arg), arg.options && `(${arg.options.join('|')})`)

const flagText = ([name, flag]: [string, Flag]): string =>
  words(
    `  ${flag.char === undefined ? '' : `-${flag.char}, `}--${name}`,
    flag.type !== 'boolean' && `${flag.options?.join('|') ?? flag.helpValue ?? '…'}${flag.multiple ? ' ...' : ''}`,
    preset(flag),
    flag.env && `$${flag.env}`,
    flag.required && 'required',
    flag.hidden && 'hidden',
  )

/** What people type, a line a command and below it one a flag. */
const surface = Object.entries(manifest.commands)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .flatMap(([id, { args, flags, strict, hidden }]) => [
    words(
      `writ ${id.replace(':', ' ')}`,
      ...Object.entries(args).map(argText),
      strict === false && '…',
      hidden && 'hidden',
    ),
    ...Object.entries(flags)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(flagText),
  ])

test('what people type changes only where somebody sees it change: commands, arguments, flags, values, defaults', async () => {
  await expect(`${surface.join('\n')}\n`).toMatchFileSnapshot('snapshots/surface.txt')
})

test('help of each command starts with examples', async () => {
  for (const name of Object.keys(manifest.commands)) {
    const { stdout, exitCode } = await writ([...name.split(':'), '--help'])
    expect(exitCode).toBe(0)
    expect(stdout.split('\n').filter((line) => /^[A-Z ]+$/.test(line))[0]).toBe('EXAMPLES')
  }
}, 60_000)

test('--version is one line, and help lists the commands', async () => {
  expect((await writ(['--version'])).stdout).toBe('writ 0.1.0\n')
  for (const args of [[], ['--help'], ['help']]) expect((await writ(args)).stdout).toContain('Tells every mistake')
  expect((await writ(['--help'])).stdout).toMatch(/^ {2}lease +The right to write/m)
  expect((await writ(['help', 'plan'])).stdout).toContain('writ plan --only account/acme')
})

/** What oclif makes of a command line. */
async function parsedByOclif(argv: readonly string[]) {
  const [name = '', ...rest] = argv
  const { oclifOptions } = await import(join(root, 'dist/commands/support/oclif.js'))
  const { Config } = await import('@oclif/core/config')
  const { Parser } = await import('@oclif/core')
  const { default: command } = await import(join(root, `dist/commands/${name}.js`))
  await Config.load(oclifOptions())
  const { args, flags } = await Parser.parse([...rest], {
    args: command.args ?? {},
    flags: command.flags ?? {},
    strict: true,
  })
  return { args: { ...args }, flags: { ...flags } }
}

test.each([
  ['validate'],
  ['validate here --format json'],
  ['validate --format=json here --env prod'],
  ['plan --exit-code --out plan.json'],
  ['plan -- dir'],
  ['apply --yes --settle 0 --lock-timeout=5m dir'],
  ['explain slack --account acme --user ana@acme.example'],
  ['show project/acme/apollo'],
  ['sandbox --port 4010 --seed live.json --format json'],
  ['import estate --sets-by labels.tier --force'],
  ['init estate --format json'],
  ['demo'],
])('the quick way reads `%s` as oclif does', async (line) => {
  const argv = line.split(' ')
  expect(quick(argv, manifest)?.parsed).toEqual(await parsedByOclif(argv))
})

test.each([
  'plan --help',
  'plan --nope',
  'plan a b',
  'plan --format xml',
  'plan --only a b',
  'explain',
  'nope',
  '--help',
  'plan --out',
])('the quick way leaves `%s` to oclif', (line) => expect(quick(line.split(' '), manifest)).toBeNull())

test('what a command does not need is not loaded: no server, no database, no HTTP client for validate', async () => {
  const { stderr } = await execa(process.execPath, [bin, 'validate', 'examples/three-levels'], {
    cwd: root,
    env: { NODE_DEBUG: 'esm,module' },
  })
  for (const heavy of ['undici', 'fastify', 'libsql', '@oclif/core', 'ajv/dist/2020', 'dist/engine', 'dist/sandbox'])
    expect(stderr.includes(`/${heavy}`), heavy).toBe(false)
})

test('writ schema prints what schemas/ holds, under the name of the kind', async () => {
  const cwd = folder()
  expect((await writ(['schema'], { cwd })).stdout.split('\n')).toContain('account-set')
  const { stdout } = await writ(['schema', 'AccountSet'], { cwd })
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(root, 'schema/account-set.schema.json'), 'utf8')))
})
