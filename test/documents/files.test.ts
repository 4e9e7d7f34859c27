import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesPath } from '../../src/documents/files/path-pattern.js'
import { type Files, load, places, writ } from './estate.js'

const base = 'kind: App\nname: slack\n---\nkind: Account\nname: acme\n---\nkind: Account\nname: globex\n'
const CRM = '{match: "teams/crm/**", kinds: [Project, Group], accounts: [acme]}'

const judged = async (rules: string, files: Files): Promise<string[]> =>
  places(await load({ 'writ.yaml': `${writ}files: [${rules}]\n`, 'base.yaml': base, ...files }))

describe('files: what may stand where', () => {
  const project = (account: string) => `kind: Project\naccount: ${account}\nname: apollo\n`

  test('what an entry lets stand there stands there, at any depth', async () => {
    const files = { 'teams/crm/a.yaml': project('acme'), 'teams/crm/b/c.yaml': 'kind: Group\naccount: acme\nname: g\n' }
    expect(await judged(CRM, files)).toEqual([])
  })

  test('another kind is an error at its kind (files/kind), another account at its account (files/account)', async () => {
    const files = { 'teams/crm/a.yaml': `${project('globex')}---\nkind: App\nname: zoom\n` }
    expect(await judged(CRM, files)).toEqual(['files/account teams/crm/a.yaml:2:10', 'files/kind teams/crm/a.yaml:5:7'])
  })

  test('the complaint names the entry that says so, and what to do', async () => {
    const loaded = await load({
      'writ.yaml': `${writ}files: [${CRM}]\n`,
      'base.yaml': base,
      'teams/crm/a.yaml': project('globex'),
    })
    expect(loaded.diagnostics).toMatchObject([
      {
        message: 'this file may not speak of the account globex',
        help: expect.stringContaining('move the document'),
        related: [{ at: { file: 'writ.yaml', line: 7 } }],
      },
    ])
  })

  test('a file that no entry matches may hold anything', async () => {
    expect(
      await judged(`${CRM}, {match: "teams/crm/**", kinds: [User]}`, { 'other/a.yaml': project('globex') }),
    ).toEqual(['files/nothing writ.yaml:7:17', 'files/nothing writ.yaml:7:85'])
  })

  test('where several entries match, what one of them lets stand there may stand there', async () => {
    const files = { 'teams/crm/a.yaml': `${project('globex')}---\n${project('acme').replace('apollo', 'zeus')}` }
    expect(await judged(`${CRM}, {match: "teams/*/a.yaml", accounts: [glob*]}`, files)).toEqual([])
  })

  test('E18: a former name, an id and a set reach accounts that the file may not speak of', async () => {
    const files = {
      'teams/crm/a.yaml': 'kind: Account\nname: acme-crm\nformerly: initech\n',
      'teams/crm/b.yaml': 'kind: Account\nname: acme-two\nid: acc_globex\n',
      'teams/crm/c.yaml': 'kind: AccountSet\nname: s\nmatch: {names: [acme-crm]}\nshowIntegrations: true\n',
      'teams/crm/d.yaml':
        'kind: Hold\nname: h\ncovers: {account: globex}\nclose: true\nreason: r\nowner: o@acme.example\nuntil: 2027-12-24\n',
      'teams/crm/e.yaml':
        'kind: Hold\nname: i\ncovers: {account: acme}\nclose: true\nreason: r\nowner: o@acme.example\nuntil: 2027-12-24\n',
      'teams/crm/f.yaml': 'kind: Account\nname: acme-three\nlabels: {tier: pro}\n',
    }
    expect(await judged('{match: "teams/crm/**", accounts: ["acme*"]}', files)).toEqual([
      'files/account teams/crm/a.yaml:3:11',
      'files/account teams/crm/b.yaml:3:5',
      'files/account teams/crm/c.yaml:1:7',
      'files/account teams/crm/d.yaml:3:19',
    ])
  })

  test('an entry without kinds asks for no kind, and one with none of them lets nothing in', async () => {
    const files = { 'teams/crm/a.yaml': project('acme') }
    expect(await judged('{match: "teams/**", accounts: [acme]}', files)).toEqual([])
    expect(await judged('{match: "teams/**", kinds: []}', files)).toEqual(['files/kind teams/crm/a.yaml:1:7'])
  })

  test('a kind that there is not is an error (files/unknown-kind)', async () => {
    expect(await judged('{match: "base.yaml", kinds: [App, Acount, Account]}', {})).toEqual([
      'files/unknown-kind writ.yaml:7:43',
    ])
  })
})

describe('path patterns', () => {
  test.each([
    ['teams/crm/**', 'teams/crm/a.yaml', true],
    ['teams/crm/**', 'teams/crm/a/b/c.yaml', true],
    ['teams/crm/**', 'teams/crmx/a.yaml', false],
    ['teams/*/a.yaml', 'teams/crm/a.yaml', true],
    ['teams/*/a.yaml', 'teams/crm/x/a.yaml', false],
    ['**/a.yaml', 'a.yaml', true],
    ['**/a.yaml', 'x/y/a.yaml', true],
    ['**/a.yaml', 'x/y/ba.yaml', false],
    ['**', 'x/y', true],
    ['*', 'x/y', false],
    ['a/**/b/**/c', 'a/b/x/b/y/c', true],
    ['a/**/b/**/c', 'a/x/c', false],
    ['A/*', 'a/b', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matchesPath(pattern)(path)).toBe(expected)
  })

  test('agree with the plain reading of what they say, whatever they are', () => {
    const naive = (wanted: string[], names: string[]): boolean => {
      const [first, ...rest] = wanted
      if (first === undefined) return names.length === 0
      if (first === '**') return [...names, ''].some((_, at) => naive(rest, names.slice(at)))
      const [name, ...others] = names
      return name !== undefined && (first === '*' || first === name) && naive(rest, others)
    }
    const names = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 7 })
    const wanted = fc.array(fc.constantFrom('a', 'b', '*', '**'), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(wanted, names, (pattern, path) => {
        expect(matchesPath(pattern.join('/'))(path.join('/'))).toBe(naive(pattern, path))
      }),
      { numRuns: 2_000 },
    )
  })

  test('hostile ones outlast no limit: 10,000 stars over 10,000 folders', () => {
    const pattern = Array.from({ length: 5_000 }, () => '**/*a*a*a*').join('/')
    expect(matchesPath(`${pattern}/b`)(Array.from({ length: 10_000 }, () => 'aaaa').join('/'))).toBe(false)
  })
})
