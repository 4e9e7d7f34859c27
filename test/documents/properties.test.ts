import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codes } from '../../src/documents/codes.js'
import { kinds } from '../../src/documents/identify.js'
import { loadEstate } from '../../src/documents/index.js'
import { distanceWithin, nearest } from '../../src/model/nearest.js'
import { type Files, folder, load, now, places } from './estate.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

describe('no estate makes validation crash', { timeout: 120_000 }, () => {
  const names = fc.constantFrom(
    'slack',
    'acme',
    'apollo',
    'p',
    '*',
    '__proto__',
    'constructor',
    'a@x.example',
    'all',
    'a/b',
    '',
  )
  const leaf = fc.oneof(
    names,
    fc.boolean(),
    fc.integer(),
    fc.constantFrom('2026-11-22', '2027-01-01', 'absent', 'declared', 'none', 'everyone'),
  )
  const fields = fc.constantFrom(
    ...[
      'name',
      'account',
      'project',
      'app',
      'email',
      'ensure',
      'id',
      'formerly',
      'labels',
      'integrations',
      'allowedApps',
      'apps',
    ],
    ...[
      'packages',
      'includes',
      'except',
      'inherit',
      'categories',
      'allApps',
      'match',
      'names',
      'not',
      'accounts',
      'template',
    ],
    ...[
      'projects',
      'groups',
      'groupTypes',
      'enabled',
      'newProjects',
      'from',
      'until',
      'connections',
      'unpermitted',
      'members',
    ],
    ...[
      'usableBy',
      'owner',
      'holder',
      'secrets',
      'env',
      'apiKey',
      'priority',
      'showIntegrations',
      'state',
      'version',
      'slack',
      '*',
    ],
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fields, tie('value'), { maxKeys: 5 }),
    ),
  }))
  const document = fc
    .tuple(fc.constantFrom(...kinds), fc.dictionary(fields, value, { maxKeys: 8 }))
    .map(([kind, rest]) => ({ name: 'x', account: 'acme', ...rest, kind }))
  const environment = fc.constantFrom(undefined, 'staging', '__proto__')

  test('random documents of every kind are judged, each complaint with a known code and a place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 6 }),
        fc.dictionary(fields, value),
        environment,
        async (documents, writ, env) => {
          const dir = folder({
            'a.yaml': `${documents.map((each) => JSON.stringify(each)).join('\n---\n')}\n`,
            'writ.yaml': `${JSON.stringify({ version: 1, platform: { type: 'writ' }, ...writ })}\n`,
          })
          const { diagnostics } = await loadEstate(dir, { env, now })
          for (const { code, at } of diagnostics) {
            expect(Object.keys(codes)).toContain(code)
            expect(at?.line).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('order changes nothing', () => {
  const documents = [
    'kind: App\nname: slack\n',
    'kind: App\nname: Slack\n',
    'name: pro\nkind: Package\napps: [slack, slak]\nincludes: [pro]\n',
    'kind: AccountSet\nname: s\nmatch: all\nshowIntegrations: true\n',
    'kind: AccountSet\nname: t\nmatch: all\nshowIntegrations: false\n',
    'kind: Account\nname: acme\nallowedApps: {apps: []}\nintegrations: {slack: {enabled: true}}\n',
    'kind: Account\nname: other\nformerly: acme\n',
    'kind: Project\naccount: acme\nname: apollo\ntemplate: t\n',
  ]

  test('the order of files, documents and keys changes neither which codes are given nor how many', async () => {
    const codesOf = async (files: Files) => (await load(files)).diagnostics.map(({ code }) => code).sort()
    const expected = await codesOf({ 'a.yaml': documents.join('---\n') })
    expect(expected.length).toBeGreaterThan(5)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(documents, { minLength: documents.length }),
        fc.boolean(),
        async (shuffled, oneFile) => {
          const reversed = shuffled.map((text) => text.trimEnd().split('\n').reverse().join('\n').concat('\n'))
          const files = oneFile
            ? { 'a.yaml': reversed.join('---\n') }
            : Object.fromEntries(reversed.map((text, at) => [`${at}.yaml`, text]))
          expect(await codesOf(files)).toEqual(expected)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('diagnostics come in the order of files and positions, each once', async () => {
    const loaded = await load({
      'b.yaml': documents.join('---\n'),
      'a.yaml': 'kind: Package\nname: z\napps: [x, y]\nincludes: [q]\n',
    })
    const shown = places(loaded)
    expect(shown.slice(0, 3)).toEqual([
      'reference/unknown-app a.yaml:3:8',
      'reference/unknown-app a.yaml:3:11',
      'reference/unknown-package a.yaml:4:12',
    ])
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('at most 1,000 are listed, and the rest is counted (run/more)', async () => {
    const apps = Array.from({ length: 1_500 }, (_, at) => `x${at}`).join(', ')
    const { diagnostics, estate } = await load({ 'a.yaml': `kind: Package\nname: p\napps: [${apps}]\n` })
    expect(diagnostics).toHaveLength(1_001)
    expect(diagnostics.at(-1)).toMatchObject({ code: 'run/more', severity: 'error', message: 'and 500 more' })
    expect(estate).toBeNull()
  })
})

describe('codes', () => {
  const filesUnder = (folder: string): string =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'codes.ts')
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')

  test('every code has a cause and a remedy of one line', () => {
    for (const { cause, remedy } of Object.values(codes)) expect(`${cause}${remedy}`).toMatch(/^[^\n]+\.[^\n]+\.$/)
  })

  test('every code that is listed is used, and has a test', () => {
    const source = filesUnder('src/documents')
    const tests = filesUnder('test/documents') + filesUnder('test/baseline')
    const listed = Object.keys(codes)
    expect(listed.filter((code) => !source.includes(`'${code}'`))).toEqual([])
    expect(listed.filter((code) => !tests.includes(code))).toEqual([])
  })

  test('every code that is used is listed', () => {
    const used =
      filesUnder('src/documents').match(
        /'(?:file|yaml|document|schema|config|unsupported|secret|absent|reference|conflict|entry|menu|waiver|hold|run)\/[a-z0-9-]+'/g,
      ) ?? []
    expect(used.length).toBeGreaterThan(50)
    expect(used.map((code) => code.slice(1, -1)).filter((code) => !Object.hasOwn(codes, code))).toEqual([])
  })
})

describe('positions', () => {
  const text = `# head
kind: Account
name: acme
integrations:
  slack: {enabled: true, projects: [apollo, zeus]}
  zoom:
    enabled: false
notes: |
  first line
  second
`
  test('E7: a source finds the value at a path, a block by its key, and the nearest parent of what is not there', async () => {
    const { estate, diagnostics } = await load({
      'x/a.yaml': `kind: App\nname: slack\n---\nkind: App\nname: zoom\n---\n${text}---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Project\naccount: acme\nname: zeus\n`,
    })
    expect(diagnostics).toEqual([])
    const source = estate?.documents.find(({ kind }) => kind === 'Account')?.source
    const at = (path: (string | number)[], part?: 'key' | 'value') => {
      const found = source?.locate(path, part)
      return `${found?.line}:${found?.column}-${found?.endLine}:${found?.endColumn}`
    }
    expect(source?.file).toBe('x/a.yaml')
    expect(at([])).toBe('8:1-8:5')
    expect(at(['name'])).toBe('9:7-9:11')
    expect(at(['name'], 'key')).toBe('9:1-9:5')
    expect(at(['integrations'])).toBe('10:1-10:13')
    expect(at(['integrations', 'slack'])).toBe('11:10-11:51')
    expect(at(['integrations', 'slack', 'projects', 1])).toBe('11:45-11:49')
    expect(at(['integrations', 'zoom'])).toBe('12:3-12:7')
    expect(at(['integrations', 'zoom', 'projects', 0])).toBe('12:3-12:7')
    expect(at(['notes'])).toBe('15:3-15:13')
    const position = source?.locate(['name'])
    expect(position && source?.excerpt(position, 1)).toEqual([
      { line: 8, text: 'kind: Account' },
      { line: 9, text: 'name: acme' },
      { line: 10, text: 'integrations:' },
    ])
  })
})

describe('nearest names', () => {
  test('the nearest name is the one with the fewest edits, swaps counted once, and none when all are far', () => {
    expect(nearest('webhoks', ['slack', 'webhooks', 'gmail'])).toBe('webhooks')
    expect(nearest('salck', ['black', 'slack'])).toBe('slack')
    expect(nearest('Slack', ['slack'])).toBe('slack')
    expect(nearest('zoom', ['trello', 'hubspot'])).toBeUndefined()
    expect(nearest('ab', ['ba', 'xy'])).toBe('ba')
    expect(nearest('x'.repeat(1_000_000), ['x'])).toBeUndefined()
  })

  test('distances are symmetric and within their bound', () => {
    const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, fc.nat(12), (one, other, most) => {
        const distance = distanceWithin(one, other, most)
        expect(distance).toBe(distanceWithin(other, one, most))
        expect(distance === Number.POSITIVE_INFINITY || distance <= most).toBe(true)
        expect(distanceWithin(one, one, 0)).toBe(0)
      }),
    )
  })
})
