import type { Check } from '../check.js'
import { level } from '../names.js'
import { demand } from '../unmet.js'

export const effective: Check = {
  name: 'effective.revisions',
  proves: ['T9', 'Effective'],
  clause:
    'For each account the newest recorded revision is told, and the one that customers see, which is never newer.',
  claims: ['effective'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const { etag } = (await admin.patch(`accounts/${account.id}`, { showIntegrations: false })).is(200)
    const answer = await admin.get(`effective?account=${account.id}`)
    answer.is(200, { total: 1, items: [{ account: account.id, recorded: Number(etag) }] })
    const [seen] = answer.page().items as unknown as { visible: number; recorded: number }[]
    demand((seen?.visible ?? 1e9) <= Number(etag), `visible at most ${etag}`, String(seen?.visible), answer.exchange)
    ;(await admin.get('effective?limit=1')).page()
  },
}

export const trail: Check = {
  name: 'audit.trail',
  proves: ['C7'],
  clause:
    'Every changed row appends an event: who, by which way, what it was and is; effects are told apart by `via: platform`.',
  run: async ({ admin, make }) => {
    const { account, project, app } = await make.opened()
    const { principal } = (await admin.get('me')).is(200)
    const id = `${account.id}.${app}`
    const { etag } = (await admin.put(level('accounts', account, app), { enabled: false })).is(200)
    const about = {
      principal,
      revision: Number(etag),
      action: 'update',
      collection: 'account-integrations',
      resource: id,
    }
    const changed = { account: account.id, changes: { enabled: { before: true, after: false } } }
    const own = await admin.get(`audit-events?resource=${id}&after=${Number(etag) - 1}`)
    own.is(200, { total: 1, items: [{ ...about, ...changed, via: 'api' }] })
    const caused = await admin.get(`audit-events?resource=${project.id}.${app}&after=${Number(etag) - 1}`)
    caused.is(200, { total: 1, items: [{ principal, via: 'platform', ...changed }] })
  },
}
