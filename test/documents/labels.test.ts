import { expect, test } from 'vitest'
import { complaints } from './estate.js'

const base = { 'base.yaml': 'kind: App\nname: slack\n---\nkind: Account\nname: acme\nlabels: {tier: pro}\n' }

test.each([
  ['App', 'kind: App\nname: zoom\nlabels: {team: crm}\n'],
  ['Package', 'kind: Package\nname: pro\nlabels: {team: crm}\n'],
  ['ProjectTemplate', 'kind: ProjectTemplate\naccount: acme\nname: t\nlabels: {team: crm}\n'],
  ['User', 'kind: User\naccount: acme\nemail: a@acme.example\nlabels: {team: crm}\n'],
  ['Connection', 'kind: Connection\naccount: acme\napp: slack\nname: x\nlabels: {team: crm}\n'],
])('labels of a %s have no live counterpart, and that is told', async (_, text) => {
  expect((await complaints(text, base)).map((place) => place.split(' ')[0])).toEqual(['entry/labels'])
})

test.each([
  ['an account', 'kind: Account\nname: globex\nlabels: {tier: pro}\n'],
  ['a project', 'kind: Project\naccount: acme\nname: apollo\nlabels: {region: eu}\n'],
  ['a group', 'kind: Group\naccount: acme\nname: staff\nlabels: {region: eu}\n'],
])('labels of %s live on the platform', async (_, text) => {
  expect(await complaints(text, base)).toEqual([])
})
