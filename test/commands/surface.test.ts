import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Manifest, quick } from '../../src/commands/support/quick.js'
import { bin, folder, root, writ } from './writ.js'

const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest & {
  commands: Record<string, { hidden?: boolean; flags: Record<string, { hidden?: boolean; options?: string[] }> }>
}

/** `plan [dir] --env --format=text|json`: what people type, one command a line. */
const surface = Object.entries(manifest.commands).map(([name, { args, flags }]) => {
  const words = Object.entries(args).map(([arg, { required }]) => (required ? arg : `[${arg}]`))
  const options = Object.entries(flags)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([flag, { type, options: values }]) => `--${flag}${type === 'boolean' ? '' : `=${values?.join('|') ?? '…'}`}`)
  return [name.replace(':', ' '), ...words, ...options.sort()].join(' ')
})

test('commands and flags are those that commands.md names and this version brings to life', () => {
  expect(surface.sort().join('\n')).toMatchInlineSnapshot(`
    "accounts list --account=… --app=… --dir=… --env=… --format=text|json|csv --name=… --sort=… --status=…
    apply [dir] --approved-by=… --approved=… --baseline=… --confirm-shrink=… --confirm-uninstall=… --env=… --events=… --lock-timeout=… --on-refusal=stop|skip --only=… --parallelism=… --settle=… --yes
    apps list --account=… --app=… --description=… --dir=… --env=… --format=text|json|csv --name=… --sort=… --status=…
    audit [dir] --env=… --format=text|json|csv --now=… --out=…
    completion shell
    conformance url --format=text|json --manager-token-env=… --member-token-env=… --project-admin-token-env=… --read-token-env=… --token-env=…
    connections list --account=… --app=… --dir=… --env=… --format=text|json|csv --name=… --sort=… --status=… --user=…
    connections reauth --account=… --app=… --approved-by=… --dir=… --env=… --events=… --lock-timeout=… --parallelism=… --settle=… --user=… --yes
    connections revoke --account=… --app=… --approved-by=… --dir=… --env=… --events=… --lock-timeout=… --parallelism=… --settle=… --user=… --yes
    demo
    drift [dir] --baseline=… --confirm-shrink=… --env=… --format=text|json --now=… --only=…
    explain app --account=… --env=… --now=… --project=… --user=…
    import [dir] --account=… --env=… --force --format=text|json --kind=… --sets-by=…
    init [dir] --format=text|json
    lease release --dir=… --env=… --format=text|json --yes
    lease show --dir=… --env=… --format=text|json
    plan [dir] --baseline=… --confirm-shrink=… --env=… --exit-code --format=text|json|markdown --now=… --only=… --out=…
    policy test [dir] --format=text|json
    probe [dir] --account=… --env=… --format=text|json --now=…
    record list [store] --dir=… --env=… --format=text|json
    record show [record] --dir=… --env=… --format=text|json
    record verify [store] --dir=… --env=… --format=text|json --key=…
    sandbox --data=… --env=… --format=text|json --port=… --seed=…
    schema [kind]
    show what --env=… --format=text|json|markdown --now=…
    users invite --account=… --approved-by=… --department=… --designation=… --dir=… --env=… --events=… --lock-timeout=… --manager=… --parallelism=… --role=owner|manager|member --settle=… --yes
    users list --account=… --app=… --dir=… --env=… --format=text|json|csv --name=… --sort=… --status=… --user=…
    validate [dir] --env=… --format=text|json --now=…"
  `)
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
