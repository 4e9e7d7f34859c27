import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { findFiles } from '../../../src/documents/find.js'
import { loadEstate } from '../../../src/documents/index.js'
import { limits } from '../../../src/documents/limits.js'
import { folder, load, now, places } from '../estate.js'
import { expectTold, named, told, toldOf } from './named.js'

/** What can be wrong with files, in the order of the list of faults that Writ survives. */
const { fault, each } = named([
  ...['an empty file', 'a file of comments', 'an unreadable file', 'an unreadable folder', 'a dangling link'],
  ...['a loop of links', 'a FIFO', 'a socket', 'a path that leaves the estate', 'a file cut off at a line end'],
  ...['conflict markers', 'tabs', 'a byte order mark', 'CRLF', 'UTF-16', 'invalid UTF-8', 'NUL', 'a raw escape code'],
  ...['duplicate keys', '1 and "1" as keys', 'twins in case', 'twins in Unicode', 'twins among names'],
  ...['anchors', 'aliases', 'merge keys', 'cycles', 'billion laughs', 'tags', '%YAML 1.1'],
  ...['no', 'off', '012', '1_000', 'dates', 'ids of 20 digits', '.nan', 'null'],
  ...['10,000 levels', 'a file of 100 MB', 'a million keys', '100,000 files'],
  ...[
    'a hundred thousand documents with a mistake',
    'a hundred thousand empty documents',
    'a quarter of a million mistakes in one document',
  ],
  ...['more documents than an estate may have', 'a hundred thousand unknown names'],
  ...['names that only a lost text may declare'],
  ...['an endless file', 'a file that grows while it is read'],
  ...['__proto__ as a name', 'constructor as a name', 'the same object in two files'],
])

vi.setConfig({ testTimeout: 60_000 })

const app = 'kind: App\nname: slack\n'
const makePipe = 'mkfifo'
const isRoot = process.getuid?.() === 0

describe('faults: files', () => {
  fault('an empty file', async () => expect(await toldOf('')).toEqual(['file/empty a.yaml:1:1']))

  fault('a file of comments', async () => {
    expect(await toldOf('# kind: App\n# name: slack\n')).toEqual(['file/empty a.yaml:1:1'])
  })

  fault('an unreadable file', () => unreadable('a.yaml', 'file/unreadable a.yaml:1:1'))

  fault('an unreadable folder', () => unreadable('sub', 'file/unreadable sub:1:1'))

  fault('a dangling link', async () => {
    expect(await linked('gone.yaml', 'link.yaml')).toEqual(['file/dangling-link link.yaml:1:1'])
  })

  fault('a loop of links', async () => {
    expect(await linked('link.yaml', 'link.yaml')).toEqual(['file/link-loop link.yaml:1:1'])
    expect(await linked('.', 'again')).toEqual(['file/link-loop again:1:1'])
  })

  fault('a FIFO', async () => {
    const dir = folder({})
    execFileSync(makePipe, [join(dir, 'pipe.yaml')])
    expect(await toldIn(dir)).toEqual(['file/not-a-file pipe.yaml:1:1'])
  })

  fault('a socket', async () => {
    const dir = folder({})
    const server = createServer().listen(join(dir, 's.yaml'))
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await toldIn(dir)).toEqual(['file/not-a-file s.yaml:1:1'])
  })

  fault('a path that leaves the estate', async () => {
    expect(await linked('/etc/hostname', 'host.yaml')).toEqual(['file/outside host.yaml:1:1'])
    expect(await linked('/etc', 'etc')).toEqual(['file/outside etc:1:1'])
    expect(await linked('../../../../../../etc/hostname', 'up.yaml')).toEqual(['file/outside up.yaml:1:1'])
  })

  fault('a file cut off at a line end', async () => {
    // Still a whole document, with less in it: that is told by what the plan counts. Cut inside a line, it is told here.
    const whole = 'kind: Package\nname: p\napps:\n  - slack\n  - zoom\n'
    expect(await told({ 'a.yaml': whole.slice(0, -9), 'b.yaml': app })).toEqual([])
    expect(await told({ 'a.yaml': whole.slice(0, -10), 'b.yaml': app })).toEqual(['file/no-final-newline a.yaml:4:10'])
    expect(await toldOf('kind: Package\nname: p\napps: [slack,\n')).toEqual(['yaml/cut-off a.yaml:4:1'])
    expect(await toldOf('kind: Package\nname: "p\n')).toEqual(['yaml/cut-off a.yaml:3:1'])
  })

  fault('an endless file', async () => {
    expect(await linked('/dev/zero', 'zero.yaml')).toEqual(['file/outside zero.yaml:1:1'])
  })
})

async function toldIn(dir: string): Promise<string[]> {
  const loaded = await loadEstate(dir, { now })
  expectTold(loaded.diagnostics)
  return places(loaded)
}

function linked(target: string, name: string): Promise<string[]> {
  const dir = folder({})
  symlinkSync(target, join(dir, name))
  return toldIn(dir)
}

/** Root may read everything, so that it steps down for this; what is loaded late is loaded before. */
async function unreadable(path: string, ...expected: string[]): Promise<void> {
  const dir = folder({ 'a.yaml': app, 'sub/b.yaml': 'kind: App\nname: zoom\n' })
  await load({ 'a.yaml': 'a: [' })
  chmodSync(dir, 0o755)
  chmodSync(join(dir, path), 0)
  if (isRoot) process.seteuid?.(65_534)
  try {
    expect(await toldIn(dir)).toEqual(expected)
  } finally {
    if (isRoot) process.seteuid?.(0)
    chmodSync(join(dir, path), 0o755)
  }
}

describe('faults: characters', () => {
  fault('conflict markers', async () => {
    for (const mark of ['<<<<<<< HEAD', '=======', '>>>>>>> theirs', '||||||| base'])
      expect(await toldOf(`${app}${mark}\n`)).toEqual(['file/conflict-marker a.yaml:3:1'])
  })

  fault('tabs', async () => {
    expect(await toldOf('kind: App\nname: a\nsettings:\n\tx: y\n')).toEqual(['yaml/tab a.yaml:4:1'])
  })

  fault('a byte order mark', async () => {
    expect(await toldOf(`\uFEFF${app}`)).toEqual([])
    expect(await toldOf(`${app}\uFEFF---\n${app}`)).toEqual(['file/byte-order-mark a.yaml:3:1'])
  })

  fault('CRLF', async () => {
    expect(await toldOf(app.replaceAll('\n', '\r\n'))).toEqual([])
    expect(await toldOf(app.replace('\n', '\r'))).toEqual(['file/carriage-return a.yaml:1:10'])
  })

  fault('UTF-16', async () => {
    for (const text of [`\uFEFF${app}`, app])
      for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()])
        expect(await toldOf(bytes)).toEqual(['file/utf-16 a.yaml:1:1'])
  })

  fault('invalid UTF-8', async () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82]])
      expect(await toldOf(Buffer.concat([Buffer.from(app), Buffer.from([...bytes, 0x0a])]))).toEqual([
        'file/not-utf-8 a.yaml:1:1',
      ])
  })

  fault('NUL', async () => {
    expect(await toldOf('kind: App\nname: a\u0000b\n')).toEqual(['file/control-character a.yaml:2:8'])
    expect(await toldOf('kind: App\nname: "a\\0b"\n')).toEqual(['schema/form a.yaml:2:7'])
  })

  fault('a raw escape code', async () => {
    expect(await toldOf('kind: App\nname: a\u001b[31m\n')).toEqual(['file/control-character a.yaml:2:8'])
    expect(await toldOf('kind: App\nname: "a\\e[31m"\n')).toEqual(['schema/form a.yaml:2:7'])
  })
})

describe('faults: keys', () => {
  const settings = (keys: string) => toldOf(`kind: App\nname: a\nsettings: {${keys}}\n`)

  fault('duplicate keys', async () => {
    expect(await settings('a: x, a: y')).toEqual(['yaml/duplicate-key a.yaml:3:18'])
    expect(await settings('a: x, "\\x61": y')).toEqual(['yaml/duplicate-key a.yaml:3:18'])
  })

  fault('1 and "1" as keys', async () => {
    expect(await settings('1: x, "1": y')).toEqual(['yaml/key-not-text a.yaml:3:12'])
  })

  fault('twins in case', async () => {
    expect(await settings('Users: x, users: y')).toEqual(['yaml/similar-key a.yaml:3:22'])
    expect(await settings('STRASSE: x, straße: y')).toEqual(['yaml/similar-key a.yaml:3:24'])
  })

  fault('twins in Unicode', async () => {
    expect(await settings('é: x, e\u0301: y')).toEqual(['yaml/similar-key a.yaml:3:18'])
  })

  fault('twins among names', async () => {
    for (const twin of ['Slack', 'SLACK'])
      expect(await told({ 'a.yaml': app, 'b.yaml': `kind: App\nname: ${twin}\n` })).toEqual([
        'conflict/similar-name b.yaml:2:7',
      ])
  })

  fault('__proto__ as a name', () => nameLikeAnyOther('__proto__'))

  fault('constructor as a name', () => nameLikeAnyOther('constructor'))
})

async function nameLikeAnyOther(name: string): Promise<void> {
  const entry = `integrations:\n  ${name}: {enabled: false}\n`
  const text = `kind: App\nname: ${name}\n---\nkind: Account\nname: ${name}\nlabels: {${name}: ${name}}\n${entry}`
  const { estate, diagnostics } = await load({ 'a.yaml': text })
  expect(diagnostics).toEqual([])
  const value = estate?.documents[1]?.value as { integrations: object; labels: object }
  expect([Object.keys(value.integrations), Object.keys(value.labels)]).toEqual([[name], [name]])
  expect({}).not.toHaveProperty('enabled')
  const { diagnostics: wrong } = await load({ 'a.yaml': `kind: ${name}\nname: a\n---\n${app}${name}: {}\n` })
  expect(wrong.map(({ code }) => code)).toEqual(['document/unknown-kind', 'schema/unknown-field'])
}

describe('faults: what makes one text stand for another', () => {
  fault('anchors', async () => expect(await toldOf('kind: App\nname: &n a\n')).toEqual(['yaml/anchor a.yaml:2:7']))

  fault('aliases', async () => {
    expect(await toldOf('kind: App\nname: &n a\ndisplayName: *n\n')).toEqual([
      'yaml/anchor a.yaml:2:7',
      'yaml/alias a.yaml:3:14',
    ])
  })

  fault('merge keys', async () => {
    expect(await toldOf('kind: App\nname: a\n<<: {state: active}\n')).toEqual(['yaml/merge-key a.yaml:3:1'])
  })

  fault('cycles', async () => {
    expect(await toldOf('kind: App\nname: a\nsettings: &s {x: *s}\n')).toEqual([
      'yaml/anchor a.yaml:3:11',
      'yaml/alias a.yaml:3:18',
    ])
  })

  fault('billion laughs', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `l${at}: &l${at} [${at ? `*l${at - 1}, *l${at - 1}` : 'x'}]\n`)
    // Two to the sixtieth would outlast every time limit.
    const found = await toldOf(`kind: App\n${lines.join('')}`)
    expect([found[0], found.filter((place) => place.startsWith('yaml/alias')).length]).toEqual([
      'yaml/anchor a.yaml:2:5',
      66,
    ])
  })

  fault('tags', async () => {
    for (const tag of ['!!str', '!!binary', '!unknown', '!<tag:a.example,2026:x>', '!!js/function'])
      expect(await toldOf(`kind: App\nname: ${tag} a\n`)).toEqual(['yaml/tag a.yaml:2:7'])
  })

  fault('%YAML 1.1', async () => {
    expect(await toldOf(`%YAML 1.1\n---\n${app}`)).toEqual(['yaml/directive a.yaml:1:1'])
    expect(await toldOf(`${app}...\n%YAML 1.1\n---\n${app}`)).toEqual(['yaml/directive a.yaml:4:1'])
  })
})

describe('faults: what readers read differently', () => {
  const name = (text: string) => toldOf(`kind: App\nname: ${text}\n`)
  const menu = async (word: string) => {
    const { diagnostics } = await load({
      'a.yaml': `kind: AccountSet\nname: s\nmatch: all\nshowIntegrations: ${word}\n`,
    })
    return diagnostics.map(({ code, help }) => [code, help])
  }

  fault('no', async () => {
    expect(await name('no')).toEqual([])
    expect(await menu('no')).toEqual([['schema/type', expect.stringContaining('no is text')]])
  })

  fault('off', async () => {
    expect(await name('off')).toEqual([])
    expect(await menu('off')).toEqual([['schema/type', expect.stringContaining('off is text')]])
  })

  fault('012', async () => expect(await name('012')).toEqual(['yaml/number-form a.yaml:2:7']))

  fault('1_000', async () => expect(await name('1_000')).toEqual(['yaml/number-form a.yaml:2:7']))

  fault('dates', async () => {
    expect(await name('2026-12-01')).toEqual([])
    const until = (day: string) =>
      told({ 'a.yaml': app, 'p.yaml': `kind: Package\nname: p\napps: [{app: slack, until: ${day}}]\n` })
    expect(await until('2027-12-01')).toEqual([])
    expect(await until('2027-02-30')).toEqual(['schema/form p.yaml:3:28'])
    expect(await until('2027-12-01T00:00:00Z')).toEqual(['schema/form p.yaml:3:28'])
  })

  fault('ids of 20 digits', async () => {
    expect(await toldOf('kind: App\nname: a\nid: 12345678901234567890\n')).toEqual(['yaml/unsafe-number a.yaml:3:5'])
    expect(await toldOf('kind: App\nname: a\nid: "12345678901234567890"\n')).toEqual([])
  })

  fault('.nan', async () => {
    for (const word of ['.nan', '.NaN', '.inf', '-.Inf'])
      expect(await name(word)).toEqual(['yaml/not-a-number a.yaml:2:7'])
  })

  fault('null', async () => {
    for (const word of ['null', '~', 'Null']) expect(await name(word)).toEqual(['yaml/null a.yaml:2:7'])
    expect(await toldOf('kind: App\nname:\n')).toEqual(['yaml/null a.yaml:2:1'])
  })
})

describe('faults: size', () => {
  fault('10,000 levels', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{a: ', '}'],
      ['- ', ''],
    ] as const) {
      const text = `kind: App\nname:${open === '- ' ? '\n' : ''} ${open.repeat(10_000)}x${close.repeat(10_000)}\n`
      expect((await toldOf(text))[0]).toMatch(/^yaml\/too-deep a\.yaml:/)
    }
  })

  fault('a file of 100 MB', async () => {
    const dir = folder({})
    writeFileSync(join(dir, 'a.yaml'), Buffer.alloc(100 * 1024 * 1024, `# ${'x'.repeat(97)}\n`))
    const before = process.memoryUsage().arrayBuffers
    expect(await toldIn(dir)).toEqual(['file/too-large a.yaml:1:1'])
    // No more of it is read than a file may have.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * limits.fileBytes)
  })

  fault('a million keys', async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, at) => `k${at}: x`)
    expect(await toldOf(`kind: App\nname: a\nsettings:\n  ${keys.join('\n  ')}\n`)).toEqual([
      'yaml/document-too-large a.yaml:1:1',
    ])
    const most = keys.slice(0, limits.keys + 1)
    expect(await toldOf(`kind: App\nname: a\nsettings: {${most.join(', ')}}\n`)).toEqual([
      'yaml/too-many-keys a.yaml:3:11',
    ])
  })

  fault(
    'a hundred thousand documents with a mistake',
    async () => {
      // Each complaint costs: what was looked for behind them all outlasts the time limit.
      const { diagnostics } = await load({ 'a.yaml': '---\na: b\n'.repeat(100_000) })
      expectTold(diagnostics.slice(0, -1))
      expect(diagnostics).toHaveLength(limits.diagnostics + 1)
      const message = `and ${limits.complaints + 1 - limits.diagnostics} more, and nothing was looked at any further`
      expect(diagnostics.at(-1)).toMatchObject({ code: 'run/more', severity: 'error', message })
    },
    60_000,
  )

  fault('a hundred thousand empty documents', async () => {
    const { diagnostics } = await load({ 'a.yaml': '---\n'.repeat(100_000) })
    expect([diagnostics.length, diagnostics.at(-1)?.code]).toEqual([limits.diagnostics + 1, 'run/more'])
  })

  fault('a quarter of a million mistakes in one document', async () => {
    const { diagnostics } = await load({ 'a.yaml': `kind: Package\nname: p\napps: [${'~,'.repeat(250_000)}]\n` })
    expect(diagnostics).toHaveLength(limits.complaintsPerDocument)
  })

  fault('more documents than an estate may have', async () => {
    const { documents: most } = limits
    Object.assign(limits, { documents: 3 })
    const texts = ['a', 'b', 'c', 'd'].map((name) => `kind: App\nname: ${name}\n`)
    const found = await Promise.all([
      toldOf(texts.slice(1).join('---\n')),
      toldOf(texts.join('---\n')),
      told({ 'a.yaml': texts.slice(2).join('---\n'), 'b.yaml': texts.slice(0, 2).join('---\n') }),
    ]).finally(() => Object.assign(limits, { documents: most }))
    const tooMany = (file: string) => [`file/too-many-documents ${file}:1:1`]
    expect([most, ...found]).toEqual([1_000_000, [], tooMany('a.yaml'), tooMany('b.yaml')])
  })

  fault(
    'a hundred thousand unknown names',
    async () => {
      const apps = (from: number) => Array.from({ length: 30_000 }, (_, at) => `app-${from + at}`)
      const text = [
        ...apps(0).map((name) => `kind: App\nname: ${name}\n`),
        ...[1, 2, 3].map((at) => `kind: Package\nname: p${at}\napps: [${apps(at * 100_000).join(', ')}]\n`),
      ].join('---\n')
      const { diagnostics } = await load({ 'a.yaml': text })
      expect(diagnostics.slice(0, 2).map(({ message }) => message)).toEqual([
        expect.stringMatching(/^no app is called app-100000\. Did you mean app-\d+\?$/),
        expect.stringMatching(/^no app is called app-100001\. Did you mean app-\d+\?$/),
      ])
      expect(diagnostics.at(-1)?.message).toContain('nothing was looked at any further')
    },
    30_000,
  )

  fault(
    'names that only a lost text may declare',
    async () => {
      const names = Array.from({ length: 50_000 }, (_, at) => `account number ${at}`)
      const declared = names.map((name) => `kind: Account\nname: ${name}\n`).join('---\n')
      const people = names.map((name) => `kind: User\naccount: ${name}\nemail: a@x.example\n`).join('---\n')
      const unknown = 'kind: User\naccount: nobody\nemail: a@x.example\n'
      // Every name looked for in the whole text outlasts the time limit.
      expect(await told({ 'a.yaml': `${declared}<<<<<<< HEAD\n`, 'b.yaml': `${unknown}---\n${people}` })).toEqual([
        'file/conflict-marker a.yaml:150000:1',
        'reference/unknown-account b.yaml:2:10',
      ])
    },
    30_000,
  )

  fault('100,000 files', () => {
    const entries = Array.from({ length: limits.files + 5 }, (_, at) => ({ name: `${at}.yaml`, is: 'file' as const }))
    const { files, diagnostics } = findFiles({
      label: '',
      list: () => entries,
      target: () => 'dangling',
      read: () => Buffer.from(app),
    })
    expectTold(diagnostics)
    expect([limits.files, files.length <= limits.files + 1]).toEqual([100_000, true])
    expect(diagnostics.map(({ code }) => code)).toEqual(['file/too-many'])
  })

  fault('a file that grows while it is read', async () => {
    // What says it has no length at all, and is read until it has more than a file may have.
    const dir = folder({})
    mkdirSync(join(dir, 'proc'))
    symlinkSync('/proc/kmsg', join(dir, 'proc/a.yaml'))
    expect(await toldIn(dir)).toEqual(['file/outside proc/a.yaml:1:1'])
  })

  fault('the same object in two files', async () => {
    expect(await told({ 'a.yaml': app, 'b.yaml': app })).toEqual(['conflict/duplicate b.yaml:2:7'])
    const connection = 'kind: Connection\naccount: acme\napp: slack\nname: c\n'
    const account = 'kind: Account\nname: acme\n'
    expect(await told({ 'a.yaml': `${app}---\n${account}---\n${connection}`, 'b.yaml': connection })).toEqual([
      'conflict/duplicate b.yaml:4:7',
    ])
  })
})

each()
