import { expect, test } from 'vitest'
import { planMarkdown } from '../../src/report/markdown/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

const APPS = ['slack', 'hubspot', 'webhooks', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const MAX = {
  config:
    'limits: {disabledIntegrations: {max: none}, revokedConnections: {max: none, perAccount: {max: none}}, usersLosingAccess: {max: none}}',
}
const seed = () => ({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
const estate = (slack: string) => `${APPS}kind: AccountSet
name: basic
match: {labels: {stage: trial}}
integrations:
  slack: {enabled: false}
---
kind: Account
name: acme
allowedApps: {apps: [slack, hubspot, webhooks, zoom], categories: [crm]}
integrations:
  hubspot: {enabled: true, projects: all, until: 2026-11-30}
  webhooks: {enabled: false}
${slack}---
kind: Account
name: beta
showIntegrations: true
`

test('E7: drift, a passed date, a set that matches another account, a category that grew, and the commit, each apart', async () => {
  const { settle, plan, sandbox, rows } = await world(seed())
  await settle(estate(''), MAX)
  const hand = await sandbox.as('ops@tenant.example', { via: 'admin-page' })
  await hand.set('accounts/acc_acme', 'webhooks', { enabled: true })
  const beta = (await rows('accounts')).find(({ name }) => name === 'beta')
  await hand.change('accounts', beta?.id ?? '', { labels: { stage: 'trial' } })
  const notion = (await rows('apps')).find(({ name }) => name === 'notion')
  await hand.change('apps', notion?.id ?? '', { category: 'crm' })
  const now = new Date('2026-12-01T09:00:00Z')
  const made = await plan(estate('  slack: {enabled: false}\n'), { ...MAX, now, against: { text: estate(''), ...MAX } })
  const origins = made.changes
    .filter(({ operation }) => operation !== 'revoke')
    .map(({ origin, address }) => `${origin} ${address}`)
  expect(origins.sort()).toEqual([
    'catalogue account/acme',
    'change account/acme#integrations.slack',
    'drift account/acme#integrations.webhooks',
    'expiry account/acme#integrations.hubspot',
    'membership account/beta#integrations.slack',
  ])
  const text = renderPlan(made, { width: 200, colour: false })
  expect(text).toContain('account/acme#integrations.hubspot, a date has passed')
  expect(text).toContain('accountset/basic#integrations.slack, the set matches others now')
  expect(text).toContain('account/acme#allowedApps.categories.0, the catalogue has grown')
  expect(text.indexOf('drifted, not from this commit')).toBeGreaterThan(text.indexOf('the catalogue has grown'))
  const headings = planMarkdown(made).match(/^#### .*(?= from )/gm)
  expect(headings).toEqual([
    '#### This change: 1 change',
    '#### Drifted before this change: 1 change',
    '#### Dates: 1 change',
    '#### Membership: 1 change',
    '#### Catalogue: 1 change',
  ])
})
