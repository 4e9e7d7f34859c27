import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

const APPS = ['slack', 'hubspot', 'webhooks', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const account = (integrations: string, more = '') =>
  `${APPS}kind: Account\nname: acme\n${more}integrations:\n${integrations}`
const off = (...apps: string[]) => apps.map((app) => `  ${app}: {enabled: false}\n`).join('')

const MAX = {
  config:
    'limits: {disabledIntegrations: {max: none}, revokedConnections: {max: none, perAccount: {max: none}}, usersLosingAccess: {max: none}}',
}
const seed = () => ({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })

/** `change account/acme#integrations.slack` for each change but revocations. */
const origins = ({ changes }: Plan): string[] =>
  changes.filter(({ operation }) => operation !== 'revoke').map(({ origin, address }) => `${origin} ${address}`)

describe('E7: why something differs, beside a baseline', () => {
  test('what this commit says anew is change, what the baseline said as well drifted', async () => {
    const { plan } = await world(seed())
    const made = await plan(account(off('webhooks', 'slack')), { against: { text: account(off('webhooks')) } })
    expect(origins(made)).toEqual([
      'change account/acme#integrations.slack',
      'drift account/acme#integrations.webhooks',
    ])
    expect(made.baseline).toEqual({ ref: 'main', commit: 'c'.repeat(40) })
  })

  test('without a baseline nothing tells, and the plan has none', async () => {
    const { plan } = await world(seed())
    const made = await plan(account(off('webhooks')))
    expect([origins(made), made.baseline]).toEqual([['difference account/acme#integrations.webhooks'], undefined])
  })

  test('a baseline that says the same makes all of it drift', async () => {
    const { plan } = await world(seed())
    const text = account(off('webhooks', 'slack'))
    const { changes } = await plan(text, { against: { text } })
    expect(new Set(changes.map(({ origin }) => origin))).toEqual(new Set(['drift']))
    expect(changes.some(({ operation }) => operation === 'revoke')).toBe(false)
  })

  test('what follows a change of this commit is of this commit, connections that end by themselves or by Writ alike', async () => {
    const { plan } = await world(seed())
    const allowed = (apps: string) => `${APPS}kind: Account\nname: acme\nallowedApps: {apps: [${apps}]}\n`
    const before = allowed('slack, hubspot, webhooks, zoom')
    const { changes } = await plan(allowed('hubspot, webhooks, zoom'), { against: { text: before } })
    expect(changes.filter(({ operation }) => operation === 'revoke').length).toBeGreaterThan(0)
    expect(new Set(changes.map(({ origin }) => origin))).toEqual(new Set(['change']))
  })

  test('where the commit says another value than the baseline of what differs from both, the change is its own', async () => {
    const { plan } = await world(seed())
    const says = (labels: string) => account(off('webhooks'), `labels: {${labels}}\n`)
    const made = await plan(says('tier: gold'), { against: { text: says('tier: basic') } })
    expect(origins(made)).toEqual(['drift account/acme#integrations.webhooks', 'change account/acme'])
  })

  test('a date that passed is expiry, and one that this commit brings along is its change', async () => {
    const { plan } = await world(seed())
    const until = (apps: string[]) =>
      account(apps.map((app) => `  ${app}: {enabled: true, projects: all, until: 2026-11-01}\n`).join(''))
    const made = await plan(until(['slack', 'webhooks']), { against: { text: until(['webhooks']) } })
    expect(origins(made)).toEqual([
      'change account/acme#integrations.slack',
      'expiry account/acme#integrations.webhooks',
    ])
  })

  test('a rule for connections that stood before is rule, and a new one is change', async () => {
    const { plan } = await world(seed())
    const text = (rules: string) => `${APPS}kind: Account\nname: acme\nconnections: {${rules}}\n`
    const before = text('externalDomains: [nobody.example]')
    const said = (plan: Plan) => new Set(plan.changes.map(({ origin, operation }) => `${operation} ${origin}`))
    expect(said(await plan(before, { ...MAX, against: { text: before } }))).toEqual(new Set(['revoke rule']))
    expect(said(await plan(before, { ...MAX, against: { text: text('unpermitted: keep') } }))).toEqual(
      new Set(['revoke change']),
    )
  })

  test('C7: drift by hand says whose; a change of this commit is its own, whoever wrote meanwhile', async () => {
    const { settle, plan, sandbox } = await world(seed())
    await settle(account(off('webhooks', 'hubspot')), MAX)
    const hand = await sandbox.as('olga@acme.example', { via: 'admin-page' })
    await hand.set('accounts/acc_acme', 'webhooks', { enabled: true })
    await hand.set('accounts/acc_acme', 'hubspot', { enabled: true })
    const made = await plan(account(off('webhooks', 'hubspot')), { against: { text: account(off('webhooks')) } })
    expect(made.changes.map(({ origin, attribution }) => [origin, attribution?.principal])).toEqual([
      ['change', undefined],
      ['drift', 'olga@acme.example'],
    ])
  })

  test('a set that matches others now is membership, where the platform shows that the account changed since', async () => {
    const { settle, plan, sandbox } = await world(seed())
    const text = `${APPS}kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nintegrations:\n${off('webhooks')}---\nkind: Account\nname: acme\nshowIntegrations: true\n`
    await settle(text)
    const hand = await sandbox.as('ops@tenant.example', { via: 'admin-page' })
    await hand.change('accounts', 'acc_acme', { labels: { tier: 'basic' } })
    expect(origins(await plan(text, { against: { text } }))).toEqual(['membership account/acme#integrations.webhooks'])
    await settle(text, MAX)
    await hand.set('accounts/acc_acme', 'webhooks', { enabled: true })
    expect(origins(await plan(text, { against: { text } }))).toEqual(['drift account/acme#integrations.webhooks'])
  })

  test('a set that this commit has match others is change', async () => {
    const { plan } = await world(seed())
    const text = (match: string) =>
      `${APPS}kind: AccountSet\nname: s\nmatch: {names: [${match}]}\nintegrations:\n${off('webhooks')}---\nkind: Account\nname: acme\nshowIntegrations: true\n`
    expect(origins(await plan(text('acme'), { against: { text: text('beta') } }))).toContain(
      'change account/acme#integrations.webhooks',
    )
  })

  test('a category that grew is catalogue', async () => {
    const { settle, plan, sandbox, rows } = await world(seed())
    const text = `kind: App\nname: slack\n---\nkind: Account\nname: acme\nallowedApps: {categories: [crm]}\n`
    await settle(text, MAX)
    const hand = await sandbox.as('ops@tenant.example', { via: 'admin-page' })
    const notion = (await rows('apps')).find(({ name }) => name === 'notion')
    await hand.change('apps', notion?.id ?? '', { category: 'crm' })
    expect(origins(await plan(text, { against: { text } }))).toEqual(['catalogue account/acme'])
  })

  test('a list that somebody shortened by hand is drift, though a category speaks for it', async () => {
    const { settle, plan, sandbox, rows } = await world(seed())
    const text = `kind: App\nname: slack\n---\nkind: Account\nname: acme\nallowedApps: {categories: [crm, other]}\n`
    await settle(text, MAX)
    const { allowedApps, id } = (await rows('accounts')).find(({ name }) => name === 'acme') ?? { id: '' }
    const hand = await sandbox.as('ops@tenant.example', { via: 'admin-page' })
    await hand.change('accounts', id, { allowedApps: (allowedApps as string[]).slice(1) })
    expect(origins(await plan(text, { against: { text } }))).toEqual(['drift account/acme'])
  })
})

describe('E12: what is only called or placed otherwise is no change', () => {
  const acme = (more = '') => `${APPS}kind: Account\nname: acme\n${more}integrations:\n${off('webhooks')}`

  test('a document whose id appears', async () => {
    const { plan } = await world(seed())
    const made = await plan(acme('id: acc_acme\n'), { against: { text: acme() } })
    expect([origins(made), made.released]).toEqual([['drift account/acme#integrations.webhooks'], []])
  })

  test('a rename by formerly is a change, and what had drifted under the old name still drifted', async () => {
    const { plan } = await world(seed())
    const text = acme().replace('name: acme\n', 'name: acme-two\nformerly: acme\n')
    const made = await plan(text, { against: { text: acme() } })
    expect(origins(made)).toEqual(['change account/acme-two', 'drift account/acme-two#integrations.webhooks'])
    expect(made.released).toEqual([])
  })

  test('a project that is renamed releases nothing', async () => {
    const { plan } = await world(seed())
    const project = (name: string) =>
      `${APPS}kind: Account\nname: acme\n---\nkind: Project\naccount: acme\n${name}integrations:\n  slack: {enabled: false}\n`
    const made = await plan(project('name: zenith\nformerly: zeus\n'), { against: { text: project('name: zeus\n') } })
    expect(origins(made)).toEqual(['change project/acme/zenith', 'drift project/acme/zenith#integrations.slack'])
    expect(made.released).toEqual([])
  })

  test('other words of reason, notes and ticket are none', async () => {
    const { plan } = await world(seed())
    const made = await plan(acme('reason: because\nnotes: n\nticket: T-1\n'), { against: { text: acme() } })
    expect(origins(made)).toEqual(['drift account/acme#integrations.webhooks'])
  })
})

describe('a baseline that nothing can be held against', () => {
  test('without an estate everything is change, and that is said', async () => {
    const { plan } = await world(seed())
    const made = await plan(account(off('webhooks')), { against: { text: null } })
    expect(origins(made)).toEqual(['change account/acme#integrations.webhooks'])
    expect(made.findings.filter(({ code }) => code === 'baseline/none')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('all of this is new') },
    ])
  })
})
