import { describe, expect, test } from 'vitest'
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
