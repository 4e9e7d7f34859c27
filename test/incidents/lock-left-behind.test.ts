import { expect, test } from 'vitest'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

// Terraform 28693: a plan that was refused as stale left its lock held.

const ESTATE =
  'kind: App\nname: webhooks\n---\nkind: Account\nname: acme\nlabels: {tier: pro, region: us}\nintegrations: {webhooks: {enabled: false}}\n'

test('E6: a run that is refused as stale gives its lease back', async () => {
  const { plan, apply, sandbox, events } = await world(acmeCloud(), { proxied: true })
  const approved = await plan(ESTATE)
  await sandbox.admin.change('accounts', 'acc_acme', { labels: { tier: 'basic' } })
  expect((await apply(ESTATE, { approved })).reasons).toContain('not-as-approved')
  expect(await sandbox.admin.get('lease')).toMatchObject({ holder: null })
  expect(events.filter(({ type }) => type === 'lease').length % 2).toBe(0)
})

test.each(['status-500', 'reset', 'unauthorized', 'html'] as const)(
  'E6: a run whose writes end in %s gives its lease back',
  async (fault) => {
    const { apply, faults, sandbox } = await world(acmeCloud(), { proxied: true })
    faults((path) => path.startsWith('/v1/bulk'), fault)
    const { result } = await apply(ESTATE)
    expect(result?.lease.status).toBe('taken')
    expect(await sandbox.admin.get('lease')).toMatchObject({ holder: null })
  },
)
