import type { Fields } from '../answer.js'
import type { Check } from '../check.js'
import { level } from '../names.js'
import { demandSame } from '../unmet.js'

export const allowedLater: Check = {
  name: 'gates.all-apps',
  proves: ['T2'],
  clause:
    'An allow-list of all apps covers those that are installed later; one with names does not; an unknown name is 422.',
  run: async ({ admin, make }) => {
    const [all, some] = [await make.account(), await make.account({ allowedApps: [make.apps.key] })]
    const { name } = await make.app()
    await make.set(level('accounts', all, String(name)), { enabled: true })
    const on = { body: { enabled: true }, headers: { 'if-none-match': '*' } }
    ;(await admin.send('PUT', level('accounts', some, String(name)), on)).refuses(409, 'level-closed')
    ;(await admin.patch(`accounts/${some.id}`, { allowedApps: ['no-such-app'] })).refuses(422, 'invalid')
  },
}

export const portal: Check = {
  name: 'gates.portal',
  proves: ['T1', 'T4', 'T8'],
  clause: 'What customers see is the allowed apps that work, and nothing at all while the menu is closed.',
  claims: ['effective'],
  run: async ({ admin, make }) => {
    const broken = await make.app({ status: 'inactive' })
    const apps = [make.apps.key, make.apps.oauth].sort()
    const account = await make.account({ allowedApps: [...apps, broken.name] })
    const seen = async () => (await admin.get(`effective?account=${account.id}`)).page().items[0]
    const show = ({ menu, apps: shown }: Fields = {}) => ({ menu, apps: shown })
    demandSame('customers see', show(await seen()), { menu: true, apps })
    ;(await admin.patch(`accounts/${account.id}`, { showIntegrations: false })).is(200)
    demandSame('customers see', show(await seen()), { menu: false, apps: [] })
  },
}
