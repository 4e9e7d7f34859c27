import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { Page } from '../../src/import/page.js'
import { pageText } from '../../src/import/yaml.js'
import { fileNames } from '../../src/model/file-names.js'
import { QUIET, roundOf, unrest } from './importing.js'

/** Names that YAML, terminals, file systems or readers might take for something else. */
const HOSTILE = [
  ...[
    'no',
    'yes',
    'null',
    '~',
    'true',
    '012',
    '1_000',
    '0x1F',
    '1e3',
    '.inf',
    '2026-11-22',
    '1:30',
    '=',
    '<<',
    '-',
    '?',
  ],
  ...[
    '# not a comment',
    '- item',
    'key: value',
    '{a: b}',
    '[a, b]',
    '&anchor',
    '*alias',
    '!tag',
    '%dir',
    '@at',
    '`tick`',
  ],
  ...[
    '"quoted"',
    "it's",
    'back\\slash',
    '---',
    '...',
    '<<<<<<< mine',
    '| block',
    '> folded',
    'a #b',
    'a: b',
    ' x',
    'x ',
  ],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\con',
    'con',
    'nul',
    '.hidden',
    'node_modules',
    'a/b',
    'x.yaml',
    '.',
    '..',
  ],
  ...[
    'tab\there',
    'line\nbreak',
    'cr\rhere',
    'nul\u0000',
    'esc\u001b[31m',
    'rtl\u202eeman',
    'zwj\u200dx',
    'bom\ufeffx',
  ],
  ...[
    '\u2028',
    'Müller GmbH',
    'Mu\u0308ller GmbH',
    '顧客',
    '🦊 fox',
    'ﬁle',
    'İstanbul',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['Acme', 'ACME', 'acme', 'acme inc', 'acme-inc', 'a%2Fb', 'a*b', '*', 'x'.repeat(200)],
]

const anyText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 20 }), fc.string())

test('E16: whatever texts a platform holds, the YAML says exactly them, and nothing runs over', () => {
  const value = fc.dictionary(anyText, fc.oneof(anyText, fc.boolean(), fc.array(anyText, { maxLength: 9 })), {
    maxKeys: 9,
  })
  const property = fc.property(value, anyText, (settings, remark) => {
    fc.pre(!Object.hasOwn(settings, '__proto__'))
    const page = new Page('App', { kind: 'App', name: 'x', settings })
    page.remark('settings', remark)
    page.remark('', remark)
    const [first, second, ...more] = parseAllDocuments(
      `${pageText(page)}---\n${pageText(new Page('App', { kind: 'App', name: 'y' }))}`,
    )
    expect([first?.toJS(), second?.toJS(), more]).toEqual([page.value, { kind: 'App', name: 'y' }, []])
  })
  fc.assert(property, { numRuns: 500, seed: 5 })
})

test('file names are safe on every system and differ from each other, whatever the names are', () => {
  const property = fc.property(fc.uniqueArray(anyText, { maxLength: 40 }), (names) => {
    const files = names.map(fileNames(names))
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length)
    for (const file of files) expect(file).toMatch(/^(?!(con|nul)(\.|$)|node_modules$)[a-z0-9_][a-z0-9._-]{0,99}$/)
  })
  fc.assert(property, { numRuns: 500, seed: 5 })
  const fileOf = fileNames(['acme', 'Acme', 'Müller GmbH', '../../etc', 'a/../../b'])
  expect(['acme', 'Müller GmbH', '../../etc', 'a/../../b'].map(fileOf)).toEqual(['acme', 'muller-gmbh', 'etc', 'a-b'])
  expect(fileOf('Acme')).toMatch(/^acme-[0-9a-f]{8}$/)
  // To Windows con.md and con.acme.md are the same device.
  expect(['con', 'con.acme', 'console'].map(fileNames(['con', 'con.acme', 'console']))).toEqual([
    expect.stringMatching(/^name-/),
    expect.stringMatching(/^name-/),
    'console',
  ])
})

const isName = (name: string) => /\S/.test(name) && name.length <= 200

/** Whatever a platform lets people type, everywhere a name may stand. */
const hostilePlatform = fc
  .record({
    accounts: fc.uniqueArray(anyText.filter(isName), { minLength: 1, maxLength: 4 }),
    projects: fc.uniqueArray(anyText.filter(isName), { maxLength: 4 }),
    groups: fc.uniqueArray(anyText.filter(isName), { maxLength: 3 }),
    people: fc.uniqueArray(
      anyText.map((text) => text.replace(/[@\s]/g, '')).filter((text) => text !== '' && text.length < 200),
      { minLength: 1, maxLength: 4 },
    ),
    types: fc.uniqueArray(anyText.filter(isName), { maxLength: 2 }),
    labels: fc.dictionary(anyText, anyText, { maxKeys: 4 }),
    texts: fc.tuple(anyText, anyText, anyText),
    settings: fc.dictionary(anyText, anyText, { maxKeys: 4 }),
    selected: fc.boolean(),
  })
  .map(seedOf)

interface Parts {
  accounts: string[]
  projects: string[]
  groups: string[]
  people: string[]
  types: string[]
  labels: Record<string, string>
  texts: [string, string, string]
  settings: Record<string, string>
  selected: boolean
}

function seedOf({ accounts, projects, groups, people, types, labels, texts, settings, selected }: Parts): object {
  const [displayName, description, post] = texts.map((text) => text.slice(0, 200)) as [string, string, string]
  const emails = people.map((each) => `${each}@acme.example`)
  const [owner] = emails
  const group = (name: string) => ({
    name,
    labels,
    type: types[0] ?? null,
    members: emails,
    integrations: { slack: 'off' },
  })
  const project = (name: string) => ({
    name,
    labels,
    integrations: selected ? { slack: { enabled: true, groups: groups.slice(0, 2), groupTypes: types } } : {},
    groups: groups.map(group),
  })
  const [first] = projects
  const usableBy = { users: emails, groups: first === undefined ? [] : groups.map((each) => `${first}/${each}`) }
  const named = [...new Set([post, displayName])].filter(isName)
  return {
    formatVersion: 1,
    tenant: 'hostile',
    apps: [
      {
        ...{ name: 'slack', auth: 'api-key', displayName, description, category: 'other' },
        ...{ settings: { ...settings, apiToken: 'hunter2' }, secrets: { signingKey: 'hunter3' } },
      },
    ],
    accounts: accounts.map((name) => ({
      ...{ name, labels, showIntegrations: true, allowedApps: ['slack'] },
      integrations: { slack: { enabled: selected, projects: selected ? projects : [], newProjects: false } },
      templates: types.map((type) => ({ name: type, integrations: { slack: { groupTypes: types } } })),
      projects: projects.map(project),
      users: emails.map((email) => ({
        ...{ email, role: email === owner ? 'owner' : 'project-admin', department: post },
        ...(email === owner ? {} : { projects, manager: owner }),
      })),
      connections: named.map((each) => ({
        app: 'slack',
        name: each,
        owner,
        createdBy: owner,
        externalAccount: 'x',
        usableBy,
      })),
    })),
  }
}

test('hostile names: what can be said is said and plans nothing, what cannot be is left out and told', async () => {
  let left = 0
  const property = fc.asyncProperty(hostilePlatform, fc.constantFrom(null, 'tier', '012'), async (seed, setsBy) => {
    const labelled = JSON.parse(JSON.stringify(seed)) as { accounts: { labels: object }[] }
    for (const account of labelled.accounts) if (setsBy !== null) Object.assign(account.labels, { [setsBy]: 'no' })
    const round = await roundOf(labelled, { setsBy })
    left += round.imported.left.length
    expect(unrest(round)).toEqual(QUIET)
    const all = [...round.texts.values()].join('')
    expect(all).not.toMatch(/hunter[23]/)
    for (const path of round.texts.keys())
      expect(path).toMatch(/^(?:accounts|apps|packages|sets)\/[a-z0-9_./-]+\.yaml$/)
  })
  await fc.assert(property, { numRuns: Number(process.env.WRIT_IMPORT_RUNS ?? 60), seed: 7 })
  expect(left).toBeGreaterThan(0)
}, 300_000)
