import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFolder } from '../../src/documents/files/folder.js'
import type { FileTree } from '../../src/documents/files/tree.js'
import { loadEstate } from '../../src/documents/index.js'
import { complaints, folder, load, now, places } from './estate.js'

const makePipe = 'mkfifo'
const app = 'kind: App\nname: slack\n'

describe('faults: files', () => {
  test('a missing folder and a missing writ.yaml are said, each by its own code', async () => {
    expect(places(await loadEstate('/nowhere/at/all', { now }))).toEqual(['file/no-estate .:1:1'])
    const dir = folder({})
    const file = join(dir, 'writ.yaml')
    const { diagnostics } = await loadEstate(file, { now })
    expect(diagnostics).toMatchObject([
      { code: 'file/no-estate', message: `${file} is a file; name the folder it is in` },
    ])
    rmSync(file)
    expect(places(await loadEstate(dir, { now }))).toEqual(['file/no-writ-yaml writ.yaml:1:1'])
  })

  test('an empty file and one with comments only are errors', async () => {
    expect(await complaints('')).toEqual(['file/empty a.yaml:1:1'])
    expect(await complaints('# nothing\n\n')).toEqual(['file/empty a.yaml:1:1'])
    expect(await complaints('---\n---\n')).toEqual(['yaml/empty-document a.yaml:1:1', 'yaml/empty-document a.yaml:2:1'])
  })

  test('hidden names, node_modules and other files are no documents', async () => {
    const loaded = await load({
      '.hidden.yaml': 'x',
      '.git/a.yaml': 'x',
      'node_modules/a.yml': 'x',
      'README.md': 'x',
      'b/c.yml': app,
    })
    expect([loaded.files, loaded.documents, loaded.diagnostics]).toEqual([2, 2, []])
  })

  test('a dangling link, a loop, a link out of the estate and a pipe are errors, never skipped', async () => {
    const dir = folder({ 'a.yaml': app })
    symlinkSync('missing.yaml', join(dir, 'dangling.yaml'))
    symlinkSync('loop.yaml', join(dir, 'loop.yaml'))
    mkdirSync(join(dir, 'sub'))
    symlinkSync('..', join(dir, 'sub/up'))
    symlinkSync('/etc/hostname', join(dir, 'out.yaml'))
    symlinkSync('/etc', join(dir, 'etc'))
    execFileSync(makePipe, [join(dir, 'pipe.yaml')])
    expect(places(await loadEstate(dir, { now }))).toEqual([
      'file/dangling-link dangling.yaml:1:1',
      'file/outside etc:1:1',
      'file/link-loop loop.yaml:1:1',
      'file/outside out.yaml:1:1',
      'file/not-a-file pipe.yaml:1:1',
      'file/link-loop sub/up:1:1',
    ])
  })

  test('a link to what the estate reads already adds nothing; one to a hidden file is followed', async () => {
    const dir = folder({ 'a.yaml': app, '.shared/b.yaml': 'kind: App\nname: zoom\n' })
    symlinkSync('a.yaml', join(dir, 'again.yaml'))
    symlinkSync('.shared', join(dir, 'shared'))
    const { diagnostics, documents } = await loadEstate(dir, { now })
    expect([diagnostics, documents]).toEqual([[], 3])
  })

  test('a file and a folder that cannot be read are errors', async () => {
    const dir = folder({ 'a.yaml': app, 'sub/b.yaml': app })
    chmodSync(dir, 0o755)
    chmodSync(join(dir, 'a.yaml'), 0)
    chmodSync(join(dir, 'sub'), 0)
    const loaded = await asNobody(() => loadEstate(dir, { now }))
    expect(places(loaded)).toEqual(['file/unreadable a.yaml:1:1', 'file/unreadable sub:1:1'])
    chmodSync(join(dir, 'sub'), 0o755)
  })

  test('a file that vanishes between listing and reading is an error (file/unreadable)', async () => {
    const { appetite, readFile } = await import('../../src/documents/read.js')
    const tree = openFolder(folder({})) as FileTree
    const { diagnostics } = readFile(tree, { file: 'a.yaml', path: 'a.yaml' }, appetite())
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['file/unreadable', 'this file cannot be read: ENOENT'],
    ])
  })

  test('a name that only looks like a document is an error, for it would be passed over', async () => {
    expect(places(await load({ 'Acme.YAML': app }))).toEqual(['file/name-case Acme.YAML:1:1'])
  })

  test('E18: a folder that Git would take for a repository of its own, at any depth (file/repository)', async () => {
    const bare = (at: string) => ({ [`${at}HEAD`]: 'ref: x\n', [`${at}objects/.keep`]: '', [`${at}refs/.keep`]: '' })
    expect(places(await load({ 'a.yaml': app, ...bare('') }))).toEqual(['file/repository .:1:1'])
    expect(places(await load({ 'a.yaml': app, ...bare('b/c/') }))).toEqual(['file/repository b/c:1:1'])
    expect(places(await load({ 'a.yaml': app, HEAD: 'x', commondir: '../x' }))).toEqual(['file/repository .:1:1'])
    expect(places(await load({ 'a.yaml': app, HEAD: 'x', 'refs/.keep': '' }))).toEqual([])
  })

  test('too much: a file, a document, a map, levels of folders (file/too-deep)', async () => {
    expect(await complaints(`# ${'x'.repeat(16 * 1024 * 1024)}\n`)).toEqual(['file/too-large a.yaml:1:1'])
    expect(await complaints(`kind: App\nname: a\nnotes: ${'x'.repeat(1024 * 1024)}\n`)).toEqual([
      'yaml/document-too-large a.yaml:1:1',
    ])
    const keys = Array.from({ length: 5_001 }, (_, at) => `  k${at}: x\n`).join('')
    expect(await complaints(`kind: App\nname: a\nsettings:\n${keys}`)).toEqual(['yaml/too-many-keys a.yaml:4:3'])
    expect(places(await load({ [`${'d/'.repeat(70)}a.yaml`]: app }))).toEqual([
      expect.stringMatching(/^file\/too-deep d\/d/),
    ])
  })

  test('100,000 files is the most an estate may have (file/too-many)', async () => {
    const { limits } = await import('../../src/documents/limits.js')
    const { findFiles } = await import('../../src/documents/find.js')
    const dir = folder({})
    const most = limits.files
    Object.assign(limits, { files: 3 })
    for (const name of 'abcd') writeFileSync(join(dir, `${name}.yaml`), app)
    const { diagnostics } = findFiles(openFolder(dir) as FileTree)
    Object.assign(limits, { files: most })
    expect(most).toBe(100_000)
    expect(diagnostics.map(({ code }) => code)).toEqual(['file/too-many'])
  })
})

describe('faults: characters', () => {
  test('a byte order mark at the start is taken, one inside is not', async () => {
    expect(await complaints(`\uFEFF${app}`)).toEqual([])
    expect(await complaints(`kind: App\nname: sl\uFEFFack\n`)).toEqual(['file/byte-order-mark a.yaml:2:9'])
  })

  test('CRLF is taken, a lone carriage return is not', async () => {
    expect(await complaints(app.replaceAll('\n', '\r\n'))).toEqual([])
    expect(await complaints('kind: App\rname: slack\n')).toEqual(['file/carriage-return a.yaml:1:10'])
  })

  test('UTF-16 and invalid UTF-8 are named as such', async () => {
    expect(await complaints(Buffer.from(`\uFEFF${app}`, 'utf16le'))).toEqual(['file/utf-16 a.yaml:1:1'])
    expect(await complaints(Buffer.from(app, 'utf16le'))).toEqual(['file/utf-16 a.yaml:1:1'])
    const { diagnostics } = await load({ 'a.yaml': Buffer.concat([Buffer.from(app), Buffer.from([0xff, 0x0a])]) })
    expect(diagnostics[0]).toMatchObject({
      code: 'file/not-utf-8',
      message: expect.stringMatching(/^byte 2\d is not UTF-8/),
    })
  })

  test('NUL, raw escapes and bidi marks are errors with their place', async () => {
    expect(await complaints('kind: App\nname: a\u0000b\n')).toEqual(['file/control-character a.yaml:2:8'])
    expect(await complaints('kind: App\nname: a\u001b[31m\n')).toEqual(['file/control-character a.yaml:2:8'])
    expect(await complaints('kind: App\nname: a\u202eb\n')).toEqual(['file/bidi-character a.yaml:2:8'])
  })

  test('conflict markers, and a last line that does not end', async () => {
    expect(await complaints(`${app}<<<<<<< HEAD\nstate: active\n=======\n>>>>>>> x\n`)).toEqual([
      'file/conflict-marker a.yaml:3:1',
    ])
    expect(await complaints('kind: App\nname: slac')).toEqual(['file/no-final-newline a.yaml:2:11'])
  })
})

describe('faults: YAML', () => {
  const cases: [title: string, text: string, ...places: string[]][] = [
    ['tabs that indent', 'kind: App\nname: a\nsettings:\n\tx: y\n', 'yaml/tab a.yaml:4:1'],
    ['a file cut off inside a list', 'kind: Package\nname: a\napps: [slack,\n', 'yaml/cut-off a.yaml:4:1'],
    ['malformed syntax', 'kind: App\nname: a: b\n', 'yaml/syntax a.yaml:2:7'],
    ['the same key twice', 'kind: App\nname: a\nname: b\n', 'yaml/duplicate-key a.yaml:3:1'],
    ['1 and "1" as keys', 'kind: App\nname: a\nsettings: {1: a, "1": b}\n', 'yaml/key-not-text a.yaml:3:12'],
    ['true as a key', 'kind: App\nname: a\nsettings: {true: a}\n', 'yaml/key-not-text a.yaml:3:12'],
    [
      'keys that differ in case',
      'kind: App\nname: a\nsettings: {Users: a, users: b}\n',
      'yaml/similar-key a.yaml:3:22',
    ],
    [
      'keys that differ in normalisation',
      'kind: App\nname: a\nsettings: {é: a, e\u0301: b}\n',
      'yaml/similar-key a.yaml:3:18',
    ],
    [
      'anchors and aliases',
      'kind: App\nname: &n a\ndisplayName: *n\n',
      'yaml/anchor a.yaml:2:7',
      'yaml/alias a.yaml:3:14',
    ],
    [
      'a cycle of aliases',
      'kind: App\nname: a\nsettings: &s {x: *s}\n',
      'yaml/anchor a.yaml:3:11',
      'yaml/alias a.yaml:3:18',
    ],
    ['merge keys', 'kind: App\nname: a\n<<: {state: active}\n', 'yaml/merge-key a.yaml:3:1'],
    ['tags', 'kind: App\nname: !!str a\n', 'yaml/tag a.yaml:2:7'],
    ['unknown tags', 'kind: App\nname: !x a\n', 'yaml/tag a.yaml:2:7'],
    ['%YAML 1.1', '%YAML 1.1\n---\nkind: App\nname: a\n', 'yaml/directive a.yaml:1:1'],
    ['null', 'kind: App\nname: a\nstate: null\n', 'yaml/null a.yaml:3:8'],
    ['an empty value', 'kind: App\nname: a\nstate:\n', 'yaml/null a.yaml:3:1'],
    ['012', 'kind: App\nname: 012\n', 'yaml/number-form a.yaml:2:7'],
    ['1_000', 'kind: App\nname: 1_000\n', 'yaml/number-form a.yaml:2:7'],
    ['an id of twenty digits', 'kind: App\nname: a\nid: 12345678901234567890\n', 'yaml/unsafe-number a.yaml:3:5'],
    [
      '.nan and .inf',
      'kind: App\nname: .nan\nversion: -.inf\n',
      'yaml/not-a-number a.yaml:2:7',
      'yaml/not-a-number a.yaml:3:10',
    ],
    ['10,000 levels', `kind: App\nname: ${'['.repeat(10_000)}\n`, 'yaml/too-deep a.yaml:2:70'],
  ]
  test.each(cases)('%s', async (_title, text, ...expected) => {
    expect(await complaints(text)).toEqual(expected)
  })

  test('no, off and dates stay text, and the field that wants a switch says so', async () => {
    expect(await complaints('kind: App\nname: no\nversion: 2026-12-01\n')).toEqual([])
    const { diagnostics } = await load({ 'a.yaml': 'kind: AccountSet\nname: s\nmatch: all\nshowIntegrations: no\n' })
    expect(diagnostics[0]).toMatchObject({
      code: 'schema/type',
      at: { line: 4, column: 19 },
      help: expect.stringContaining('no is text'),
    })
  })

  test('null names the two things that could be meant', async () => {
    const { diagnostics } = await load({ 'a.yaml': 'kind: Group\naccount: a\nname: g\nmembers: ~\n' })
    expect(diagnostics[0]?.help).toBe(
      'Leave the key out to have no opinion, or write [] (a list) or false (a switch) to have none.',
    )
  })

  test('__proto__ and constructor are names like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString']
    const apps = names.map((name) => `kind: App\nname: ${name}\n`).join('---\n')
    const account = `kind: Account\nname: constructor\nintegrations:\n${names.map((name) => `  ${name}: {enabled: false}\n`).join('')}`
    const { estate, diagnostics } = await load({ 'a.yaml': `${apps}---\n${account}` })
    expect(diagnostics).toEqual([])
    const value = estate?.documents.at(-1)?.value as { integrations: object }
    expect(Object.keys(value.integrations)).toEqual(names)
    expect({}).not.toHaveProperty('enabled')
  })

  test('a billion laughs cost nothing', async () => {
    const laughs = Array.from(
      { length: 30 },
      (_, at) => `l${at}: &l${at} [${at ? `*l${at - 1}, *l${at - 1}` : 'x'}]\n`,
    ).join('')
    const found = await complaints(`kind: App\n${laughs}`)
    // Two to the thirtieth would outlast every time limit.
    expect(found).toContain('yaml/alias a.yaml:3:10')
  })

  test('one document with a mistake hides nothing of the others in its file', async () => {
    const text = `kind: App\nname: [\n---\nkind: App\nname: b\ncolour: red\n---\nkind: App\nname: c\nname: d\n`
    expect(await complaints(text)).toEqual([
      'yaml/cut-off a.yaml:3:1',
      'schema/unknown-field a.yaml:6:1',
      'yaml/duplicate-key a.yaml:10:1',
    ])
  })
})

/** Root may read everything, so that it steps down where a file is to be unreadable. What is loaded late is loaded before. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  await load({ 'a.yaml': 'a: [' })
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    return await run()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
