import { describe, expect, test } from 'vitest'
import { complaints } from './estate.js'

const base = {
  'base.yaml': `kind: App
name: slack
---
kind: Account
name: acme
labels: {tier: pro}
---
kind: Project
account: acme
name: apollo
labels: {region: eu}
---
kind: Group
account: acme
project: apollo
name: engineering
`,
}
const set = (match: string, entry = 'enabled: true', more = '') =>
  `kind: ProjectSet\nname: ${more || 'a'}\nmatch: ${match}\nintegrations:\n  slack: {${entry}}\n`

describe('a ProjectSet by itself', () => {
  test.each<[title: string, text: string, ...places: string[]]>([
    ['all projects', set('all')],
    ['an empty match', set('{}'), 'schema/empty 3:8'],
    ['an empty match of accounts', set('{accounts: {}}'), 'schema/empty 3:19'],
    ['an app that nobody declares', set('all').replace('slack', 'slak'), 'reference/unknown-app 5:3'],
    ['a group of any project', set('all', 'enabled: true, groups: [engineering]')],
    ['a group of no project', set('all', 'enabled: true, groups: [enginering]'), 'reference/unknown-group 5:35'],
    ['on for nobody', set('all', 'enabled: true, groups: [], groupTypes: []'), 'entry/nobody 5:3'],
    ['an entry that does not say enabled', set('all', 'groupTypes: [x]'), 'schema/missing-field 5:10'],
    ['removed', `${set('all')}ensure: absent\n`, 'absent/never 6:9'],
    [
      'two of one priority about one project',
      `${set('all')}---\n${set('{labels: {region: eu}}', 'enabled: false', 'b')}`,
      'conflict/sets 11:3',
    ],
    [
      'two that match by account and name',
      `${set('{accounts: {labels: {tier: pro}}}')}---\n${set('{names: ["ap*"]}', 'enabled: false', 'b')}`,
      'conflict/sets 11:3',
    ],
    ['two that never meet', `${set('{accounts: {labels: {tier: basic}}}')}---\n${set('all', 'enabled: false', 'b')}`],
  ])('%s', async (_title, text, ...expected) => {
    expect(await complaints(text, base)).toEqual(expected.map((place) => place.replace(' ', ' a.yaml:')))
  })

  test('a project of its own that settles it', async () => {
    const own = 'kind: Project\naccount: acme\nname: zeus\nintegrations: {slack: {enabled: true}}\n'
    const two = `${set('{names: [zeus]}')}---\n${set('{names: [zeus]}', 'enabled: false', 'b')}---\n${own}`
    expect(await complaints(two, base)).toEqual([])
  })
})
