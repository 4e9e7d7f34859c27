import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { change, changes, complaints, endings, world } from '../support/world.js'

// keycloak-config-cli 1132 and 1542, safe-settings 432: an empty list was read as "keep", a missing one as "delete all".

const GROUP =
  'kind: Account\nname: acme\n---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Group\naccount: acme\nproject: apollo\nname: engineering\n'
const LIST = 'kind: App\nname: slack\n---\nkind: Account\nname: acme\n'

test('E2: a list that is missing keeps what lives, and an empty one empties it', async () => {
  const { plan } = await world(acmeCloud())
  expect(changes(await plan(GROUP))).toEqual([])
  const emptied = await plan(`${GROUP}members: []\n`)
  expect(change(emptied, 'group/acme/apollo/engineering').after).toEqual({ members: [] })
})

test('E2: the same of an allow-list: nothing said is no opinion, and [] allows nothing', async () => {
  const { plan } = await world(acmeCloud())
  expect(changes(await plan(LIST))).toEqual([])
  const none = await plan(`${LIST}allowedApps: {apps: []}\nconnections: {unpermitted: keep}\n`)
  expect(change(none, 'account/acme').after).toEqual({ allowedApps: [] })
  expect(endings(none)).toEqual([])
})

test('E2: what could be meant as either is an error, and not one of the two', async () => {
  expect(await complaints(`${GROUP}members: null\n`)).toContain('yaml/null')
  expect(await complaints(`${LIST}integrations: {}\n`)).not.toEqual([])
  expect(await complaints(`${LIST}allowedApps: {except: [slack]}\n`)).not.toEqual([])
})
