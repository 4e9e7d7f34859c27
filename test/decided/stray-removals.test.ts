import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { changes, findings, world } from '../support/world.js'

const estate = (document: string) =>
  ['kind: App\nname: slack', 'kind: App\nname: hubspot', 'kind: Account\nname: acme', 'kind: Account\nname: beta']
    .concat(`${document}\nensure: absent`)
    .join('\n---\n')

test.each([
  ['a connection of another app', 'kind: Connection\naccount: acme\napp: slack\nname: x\nid: con_hub'],
  ['a connection of another account', 'kind: Connection\naccount: beta\napp: slack\nname: x\nid: con_ana'],
  ['somebody of another account', 'kind: User\naccount: beta\nemail: bo@acme.example\nid: usr_bo'],
  ['a project of another account', 'kind: Project\naccount: beta\nname: apollo\nid: prj_apollo'],
])('E2: %s that is to go by its id is told, and not taken for gone', async (_, document) => {
  const { plan } = await world(acmeCloud())
  const made = await plan(estate(document))
  expect(changes(made)).toEqual([])
  expect(findings(made).filter((each) => each.includes('state/elsewhere'))).toHaveLength(1)
  expect(made.outcome.exitCode).toBe(1)
})

test('E2: what goes by its id where it lives goes, and what ended or is nowhere is gone', async () => {
  const { plan } = await world(acmeCloud())
  const connection = (id: string) => estate(`kind: Connection\naccount: acme\napp: slack\nname: x\nid: ${id}`)
  expect(changes(await plan(connection('con_ana')))).toEqual(['revoke connection/con_ana'])
  for (const id of ['con_old', 'con_never']) expect((await plan(connection(id))).outcome.exitCode).toBe(0)
})
