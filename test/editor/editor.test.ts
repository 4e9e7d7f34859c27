import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { folder, root, scene, writ } from '../commands/writ.js'
import { type Editor, type Marked, openEditor } from './language-server.js'

interface Schema {
  readonly title: string
  readonly examples: readonly Record<string, unknown>[]
  readonly properties: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>
}

const schemaOf = (file: string) => JSON.parse(readFileSync(join(root, 'schema', file), 'utf8')) as Schema
const kinds = (schemaOf('document.schema.json') as unknown as { allOf: { then: { $ref: string } }[] }).allOf.map(
  ({ then }) => schemaOf(then.$ref),
)

const yamlIn = (dir: string) =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()

const told = (marked: readonly Marked[]) =>
  marked.map(
    ({ message, range: { start, end } }) => `${start.line + 1}:${start.character + 1}-${end.character + 1} ${message}`,
  )

const schemas = {
  'yaml.schemas': {
    [join(root, 'schema/writ.schema.json')]: ['writ.yaml'],
    [join(root, 'schema/document.schema.json')]: ['*.yaml', '!writ.yaml'],
  },
}

describe('each document of the examples, by the schemas that we publish', () => {
  test.each(['three-levels', 'tiers', 'team', 'agency'])('%s: nothing is marked in it', async (name) => {
    const dir = join(root, 'examples', name)
    const editor = await opened(dir, {})
    const files = yamlIn(dir)
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) expect([file, told(await editor.open(file))]).toEqual([file, []])
  })

  test('the packs of policies, too', async () => {
    const dir = join(root, 'policies')
    const editor = await opened(dir, schemas)
    for (const file of yamlIn(dir)) expect([file, told(await editor.open(file))]).toEqual([file, []])
  })
})

/** An editor that closes with the test. */
async function opened(dir: string, settings: Record<string, unknown>): Promise<Editor> {
  const editor = await openEditor(dir, settings)
  onTestFinished(() => editor.close())
  return editor
}

describe('while somebody writes', () => {
  let editor: Editor
  beforeAll(async () => {
    editor = await openEditor(join(root, 'examples'), schemas)
  })
  afterAll(() => editor.close())

  test('what is wrong is marked where it stands, in each of several kinds in one file', async () => {
    const text = `kind: Account
name: acme
showIntegrtions: true
integrations:
  slack: {enabled: true, project: all}
---
kind: Project
name: apollo
state: actve
---
kind: Acount
name: globex
`
    expect(told(await editor.open('wrong.yaml', text)).sort()).toEqual([
      expect.stringMatching(/^11:7-13 Value is not accepted\. Valid values: "App", "Package"/),
      '3:1-16 Property showIntegrtions is not allowed.',
      '5:26-33 Property project is not allowed.',
      '7:1-2 Missing property "account".',
      '9:8-13 Value is not accepted. Valid values: "active", "archived".',
    ])
  })

  test('so it is in writ.yaml', async () => {
    const text = 'version: 1\nplatform: {type: writ, url: http://127.0.0.1:4010, tenant: t, token: abc}\nmode: obsrve\n'
    expect(told(await editor.open('writ.yaml', text))).toEqual([
      '2:70-73 Incorrect type. Expected "Token source".',
      '3:7-13 Value is not accepted. Valid values: "enforce", "observe".',
    ])
  })

  test.each(kinds.map((schema) => [schema.title, schema] as const))(
    '%s: its fields are offered, each with its meaning, and no field of another kind',
    async (title, { properties }) => {
      const file = `${title}.yaml`
      await editor.open(file, `kind: ${title}\n\n`)
      const offered = await editor.complete(file, { line: 1, character: 0 })
      const fields = offered.filter(({ label }) => label !== title)
      expect(new Set(fields.map(({ label }) => label))).toEqual(
        new Set(Object.keys(properties).filter((name) => name !== 'kind')),
      )
      expect(fields.filter(({ documentation }) => documentation === undefined || documentation === '')).toEqual([])
    },
  )

  test.each(kinds.map((schema) => [schema.title, schema] as const))(
    '%s: over each field of its example stands what it means',
    async (title, { properties, examples: [example = {}] }) => {
      const file = `hover-${title}.yaml`
      const text = stringify(example)
      expect(told(await editor.open(file, text))).toEqual([])
      for (const name of Object.keys(example)) {
        const line = text.split('\n').findIndex((each) => each.startsWith(`${name}:`))
        const shown = (await editor.hover(file, { line, character: 1 })).replaceAll('\\', '')
        const { description } = properties[name] ?? {}
        expect(shown.length, name).toBeGreaterThan(30)
        if (description !== undefined && name !== 'kind') expect(shown).toContain(description)
      }
    },
  )

  test.each([
    ['kinds', 'kind: \n', 0, 6, ['AccountSet', 'Hold', 'Review']],
    ['states', 'kind: Project\nstate: \n', 1, 7, ['active', 'archived']],
    ['categories', 'kind: App\ncategory: \n', 1, 10, ['communication', 'crm']],
    ['rules', 'kind: Account\nconnections:\n  unpermitted: \n', 2, 15, ['keep', 'report', 'revoke']],
  ])('%s: the possible values are offered, with documentation', async (name, text, line, character, expected) => {
    await editor.open(`${name}.yaml`, text)
    const offered = await editor.complete(`${name}.yaml`, { line, character })
    expect(offered.map(({ label }) => label)).toEqual(expect.arrayContaining(expected))
    expect(offered.filter(({ documentation }) => !documentation)).toEqual([])
  })
})

describe('what init and import write for editors', () => {
  /** The settings that a folder brings, as an editor reads them. */
  const settingsOf = (dir: string) =>
    JSON.parse(readFileSync(join(dir, '.vscode/settings.json'), 'utf8')) as Record<string, unknown>

  test('init: its files are known by their first line, in whatever place the folder is cloned to', async () => {
    const [first, cloned] = [folder(), join(folder(), 'elsewhere')]
    expect((await writ(['init', 'teams/access'], { cwd: first })).exitCode).toBe(0)
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: first })
    await git('init', '-q')
    await git('add', '-A')
    await git('commit', '-qm', 'An estate')
    await execa('git', ['clone', '-q', first, cloned])
    const editor = await opened(cloned, {})
    for (const file of yamlIn(cloned)) expect(told(await editor.open(file))).toEqual([])
    const file = 'teams/access/accounts/acme.yaml'
    const text = readFileSync(join(cloned, file), 'utf8').replace('showIntegrations', 'showIntegration')
    expect(told(await editor.open(file, text))).toEqual([expect.stringContaining('showIntegration is not allowed')])
  })

  test('init: new files are known by the settings, and what belongs to others is left alone', async () => {
    const dir = folder()
    await writ(['init'], { cwd: dir })
    const editor = await opened(dir, settingsOf(dir))
    expect(told(await editor.open('teams/crm/new.yaml', 'kind: App\nnaem: x\n'))).toEqual([
      expect.stringContaining('Missing property "name"'),
      expect.stringContaining('naem is not allowed'),
    ])
    expect(told(await editor.open('teams/crm/writ.yml', 'kind: App\nname: x\n'))).toEqual([])
    for (const file of ['.github/workflows/ci.yml', '.gitlab-ci.yml', 'node_modules/a/b.yaml'])
      expect([file, told(await editor.open(file, 'on: push\nkind: 7\n'))]).toEqual([file, []])
    const offered = await editor.complete('teams/crm/new.yaml', { line: 1, character: 0 })
    expect(offered.map(({ label }) => label)).toContain('displayName')
  })

  test('import: each file that it writes is known, and so is what is mistyped there', async () => {
    const { dir, env } = await scene()
    for (const file of yamlIn(dir).filter((name) => name !== 'writ.yaml')) await execa('rm', [join(dir, file)])
    const { exitCode, stderr } = await writ(['import'], { cwd: dir, env })
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('for editors: .schema/document.schema.json')])
    const editor = await opened(dir, settingsOf(dir))
    const files = yamlIn(dir).filter((name) => name !== 'writ.yaml')
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) expect([file, told(await editor.open(file))]).toEqual([file, []])
    const deep = files.find((file) => file.split('/').length > 2) ?? ''
    expect(told(await editor.open(deep, `${readFileSync(join(dir, deep), 'utf8')}colour: red\n`))).toEqual([
      expect.stringContaining('colour is not allowed'),
    ])
    const again = await writ(['import'], { cwd: dir, env })
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('0 files written')])
  })

  test('settings of somebody else are not overwritten, not even with --force, and that is told', async () => {
    const { dir, env } = await scene()
    mkdirSync(join(dir, '.vscode'))
    writeFileSync(join(dir, '.vscode/settings.json'), '{ "editor.rulers": [120] } // mine\n')
    const { stderr } = await writ(['import', '--force', '--kind', 'App'], { cwd: dir, env })
    expect(stderr).toContain('.vscode/settings.json stood there and is as before')
    expect(readFileSync(join(dir, '.vscode/settings.json'), 'utf8')).toBe('{ "editor.rulers": [120] } // mine\n')
    expect(existsSync(join(dir, '.schema/document.schema.json'))).toBe(true)
  })

  test('schemas of an older Writ are renewed', async () => {
    const { dir, env } = await scene()
    mkdirSync(join(dir, '.schema'))
    writeFileSync(join(dir, '.schema/document.schema.json'), '{}\n')
    cpSync(join(dir, 'apps.yaml'), join(dir, 'apps.txt'))
    await writ(['import', '--kind', 'App', '--force'], { cwd: dir, env })
    expect(readFileSync(join(dir, '.schema/document.schema.json'), 'utf8')).toContain('A document of an estate')
  })
})
