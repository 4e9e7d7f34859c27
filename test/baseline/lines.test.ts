import { describe, expect, test } from 'vitest'
import { renderPlan } from '../../src/report/plan.js'
import { acmeCloud } from '../support/seed.js'
import { causesOf, world } from '../support/world.js'

const NO_LIMITS = { config: 'limits: {usersLosingAccess: {max: none}, revokedConnections: {max: none}}' }
const tier = (apps: string, more = '') => `${['slack', 'hubspot', 'webhooks', 'zoom']
  .map((name) => `kind: App\nname: ${name}\n---\n`)
  .join('')}kind: AccountSet
name: customers
match: {names: [acme]}
allowedApps: {packages: [basic]}
---
kind: Package
name: basic
apps: [${apps}]
---
kind: Account
name: acme
${more}`

describe('E7: "which line of which file causes it", beside a baseline', () => {
  test('what this commit wrote is named first: the package that lost an app, and not the set that names the package', async () => {
    const { plan } = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const before = tier('slack, hubspot, webhooks, zoom')
    const made = await plan(tier('slack, hubspot, webhooks'), { ...NO_LIMITS, against: { text: before } })
    expect(causesOf(made, 'account/acme')[0]).toMatch(/^package\/basic#apps/)
    expect(causesOf(made, 'account/acme')).toContain('accountset/customers#allowedApps.packages')
    const alone = await plan(tier('slack, hubspot, webhooks'), NO_LIMITS)
    expect(causesOf(alone, 'account/acme')[0]).toBe('accountset/customers#allowedApps.packages')
  })

  test('a document that is new is named first, whole as it is', async () => {
    const { plan } = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const before = tier('slack, hubspot, webhooks, zoom')
    const made = await plan(tier('slack, hubspot, webhooks, zoom', 'allowedApps: {except: [zoom]}\n'), {
      ...NO_LIMITS,
      against: { text: before },
    })
    expect(causesOf(made, 'account/acme')[0]).toBe('account/acme#allowedApps.except')
  })
})

describe('E7: an error that this commit brings is told on the line that brings it', () => {
  const on = 'integrations:\n  zoom: {enabled: true, projects: all}\n'
  /** Which account the set matches, only the platform tells. */
  const live = (text: string) => text.replace('match: {names: [acme]}', 'match: {labels: {tier: pro}}')
  const errors = async (now: string, before: string) => {
    const { plan } = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const made = await plan(live(now), { ...NO_LIMITS, against: { text: live(before) } })
    const told = made.findings.filter(({ severity }) => severity === 'error')
    return { made, told: told.map((each) => ({ ...each, said: each.causes.map((at) => made.causes[at]?.statement) })) }
  }

  test('the package that lost the app comes first, then the line that says enabled; the verdict counts one error', async () => {
    const { made, told } = await errors(tier('slack, hubspot', on), tier('slack, hubspot, zoom', on))
    expect(told).toMatchObject([
      {
        code: 'integration/not-allowed',
        new: true,
        message: expect.stringMatching(/; new in this change$/),
        said: ['package/basic#apps', 'account/acme#integrations.zoom'],
      },
    ])
    expect(renderPlan(made, { width: 200, colour: false })).toContain('1 error stops its account, new in this change.')
  })

  test('what the baseline has as well is not new, whatever else the commit writes', async () => {
    const broken = tier('slack', on)
    const { made, told } = await errors(broken.replace('apps: [slack]', 'apps: [slack, hubspot]'), broken)
    expect(told.map(({ new: isNew, said }) => [isNew, said])).toEqual([[undefined, ['account/acme#integrations.zoom']]])
    expect(renderPlan(made, { width: 200, colour: false })).toContain('1 error stops its account.')
  })

  test('of several lines that were written, those that speak of the app are named', async () => {
    const { told } = await errors(
      tier('slack', `showIntegrations: true\n${on}`),
      tier('slack, zoom', `showIntegrations: false\n${on}`),
    )
    expect(told[0]?.said[0]).toBe('package/basic#apps')
    expect(told[0]?.said).not.toContain('account/acme#showIntegrations')
  })

  test('digests do not know of it', async () => {
    const { made } = await errors(tier('slack, hubspot', on), tier('slack, hubspot, zoom', on))
    const { plan } = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const alone = await plan(live(tier('slack, hubspot', on)), NO_LIMITS)
    expect(made.digests.outcome).toBe(alone.digests.outcome)
  })
})

describe('E7: what a commit allows connections to hold', () => {
  const app = (permissions: string) => `kind: App\nname: slack\n${permissions}`
  const noted = async (now: string, before: string) => {
    const { plan } = await world({ ...acmeCloud(), operators: [{ id: 'usr_ops', email: 'ops@tenant.example' }] })
    const { findings } = await plan(app(now), { against: { text: app(before) } })
    return findings.filter(({ code }) => code === 'baseline/permissions').map(({ message }) => message)
  }

  test.each([
    ['denied no more', 'permissions: {deny: [x]}\n', 'permissions: {deny: [admin, x]}\n', 'admin'],
    ['allowed now', 'permissions: {allow: [chat, files]}\n', 'permissions: {allow: [chat]}\n', 'files'],
    [
      'no longer bound by a list',
      'permissions: {deny: [x]}\n',
      'permissions: {allow: [chat]}\n',
      'whatever is not denied',
    ],
  ])('what is %s is said, though no change tells', async (_, now, before, more) => {
    expect(await noted(now, before)).toEqual([`connections of slack may hold more permissions than at main: ${more}`])
  })

  test('what is denied besides is not said', async () => {
    expect(await noted('permissions: {deny: [admin, x]}\n', 'permissions: {deny: [x]}\n')).toEqual([])
  })
})
