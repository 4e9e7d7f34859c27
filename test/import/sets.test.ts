import { expect, test } from 'vitest'
import { QUIET, roundOf, unrest } from './importing.js'

const APPS = ['asana', 'gmail', 'hubspot', 'slack', 'zoom']
const on = (...apps: string[]) => Object.fromEntries(apps.map((app) => [app, { enabled: true, projects: 'all' }]))

interface Customer {
  allowedApps: 'all' | string[]
  showIntegrations?: boolean
  integrations?: object
  connections?: object[]
}
const customer = (name: string, tier: string | null, { showIntegrations = true, ...more }: Customer) => ({
  ...{ name, labels: tier === null ? {} : { tier }, showIntegrations, ...more },
  users: [{ email: `owner@${name}.example`, role: 'owner' }],
})
const tenant = (...accounts: object[]) => ({
  ...{ formatVersion: 1, tenant: 'tiers', apps: APPS.map((name) => ({ name, auth: 'api-key' })) },
  accounts,
})
const many = (count: number, prefix: string, tier: string, more: Customer) =>
  Array.from({ length: count }, (_, at) => customer(`${prefix}-${at}`, tier, more))

const BASIC = { allowedApps: ['gmail', 'slack'], integrations: on('slack') }
const PRO = { allowedApps: ['gmail', 'hubspot', 'slack'], integrations: on('slack', 'hubspot') }
const ALL: Customer = { allowedApps: 'all', integrations: on('slack') }

test('T7: what is alike becomes a package and a set for each tier; tiers build on each other', async () => {
  const seed = tenant(...many(4, 'b', 'basic', BASIC), ...many(4, 'p', 'pro', PRO), ...many(2, 'e', 'enterprise', ALL))
  const round = await roundOf(seed, { setsBy: 'tier' })
  expect(unrest(round)).toEqual(QUIET)
  const { texts, plan } = round
  expect([...texts.keys()].filter((path) => !path.startsWith('apps/'))).toEqual([
    ...['packages/basic.yaml', 'sets/basic.yaml', 'packages/enterprise.yaml', 'sets/enterprise.yaml'],
    ...['packages/pro.yaml', 'sets/pro.yaml'],
  ])
  expect(texts.get('packages/pro.yaml')).toBe('kind: Package\nname: pro\nincludes: [basic]\napps: [hubspot]\n')
  expect(texts.get('packages/enterprise.yaml')).toBe('kind: Package\nname: enterprise\nallApps: true\n')
  expect(texts.get('sets/basic.yaml')).toContain(`match: {labels: {tier: basic}}
showIntegrations: true
allowedApps: {packages: [basic]}
integrations: {slack: {enabled: true, projects: all}}
`)
  expect(plan.coverage.accounts).toMatchObject({ governed: 10, total: 10 })
})

test('an account that differs has a document, and it says in what and nothing else', async () => {
  const odd = [
    customer('more', 'basic', { allowedApps: ['gmail', 'slack', 'zoom'], integrations: on('slack') }),
    customer('less', 'basic', { allowedApps: ['slack'], integrations: on('slack') }),
    customer('other', 'basic', { allowedApps: ['asana'], integrations: {} }),
    customer('every', 'basic', { allowedApps: 'all', integrations: on('slack') }),
    customer('hidden', 'basic', { ...BASIC, showIntegrations: false }),
    customer('quiet', 'basic', { allowedApps: ['gmail', 'slack'] }),
  ]
  const round = await roundOf(tenant(...many(9, 'b', 'basic', BASIC), ...odd), { setsBy: 'tier' })
  expect(unrest(round)).toEqual(QUIET)
  const said = (name: string) => round.texts.get(`accounts/${name}.yaml`)?.split(`name: ${name}\n`)[1]
  expect(Object.fromEntries(odd.map(({ name }) => [name, said(name)]))).toEqual({
    more: 'allowedApps: {apps: [zoom]}\n',
    less: 'allowedApps: {except: [gmail]}\n',
    other: 'allowedApps: {inherit: false, apps: [asana]}\nintegrations: {slack: {enabled: false}}\n',
    every: 'allowedApps: {allApps: true}\n',
    hidden: 'showIntegrations: false\n',
    quiet: 'integrations: {slack: {enabled: false}}\n',
  })
  expect(round.texts.get('accounts/less.yaml')).toContain('# Differs from the others with basic in: allowedApps.')
})

test('of whom the set would say something that no document can set right, is excepted from it', async () => {
  const outside = customer('outside', 'basic', { allowedApps: ['gmail'], integrations: on('slack') })
  const hostile = customer('ev\u202eil', 'basic', { allowedApps: ['zoom'] })
  const round = await roundOf(tenant(...many(3, 'b', 'basic', BASIC), outside, hostile), { setsBy: 'tier' })
  expect(unrest(round)).toEqual(QUIET)
  expect(round.texts.get('sets/basic.yaml')).toContain(
    'match: {labels: {tier: basic}, not: {names: ["ev*il", outside]}}',
  )
  expect(round.texts.get('accounts/outside.yaml')).toContain('allowedApps: {apps: [gmail]}')
  expect(round.imported.left.map(({ address }) => address)).toContain('account/ev\u202eil')
})

test('what is left out of an account that is like its tier is told all the same', async () => {
  const outside = customer('outside', 'basic', { allowedApps: ['gmail', 'slack'], integrations: on('slack', 'zoom') })
  const { texts, imported } = await roundOf(tenant(...many(3, 'b', 'basic', BASIC), outside), { setsBy: 'tier' })
  expect([...texts.keys()].filter((path) => path.startsWith('accounts/'))).toEqual([])
  expect(imported.left).toEqual([{ address: 'account/outside', message: expect.stringContaining('zoom is on') }])
})

test('who has no such label, or is alone with a value, has a document', async () => {
  const seed = tenant(...many(2, 'b', 'basic', BASIC), customer('plain', null, BASIC), customer('alone', 'gold', PRO))
  const { texts } = await roundOf(seed, { setsBy: 'tier' })
  expect([...texts.keys()].filter((path) => /^(?:accounts|sets)/.test(path))).toEqual([
    ...['sets/basic.yaml', 'accounts/alone.yaml', 'accounts/plain.yaml'],
  ])
  expect(texts.get('accounts/alone.yaml')).toContain('labels: {tier: gold}')
})

test('what stands below accounts is nobody else’s, and comes where a kind asks for it', async () => {
  const seed = tenant(...many(3, 'b', 'basic', BASIC))
  const without = await roundOf(seed, { setsBy: 'tier' })
  expect([...without.texts.keys()].some((path) => path.startsWith('accounts/'))).toBe(false)
  const people = await roundOf(seed, { setsBy: 'tier', kinds: ['User'] })
  expect(unrest(people)).toEqual(QUIET)
  expect(people.texts.get('accounts/b-1.yaml')).toBe(
    'kind: User\naccount: b-1\nemail: owner@b-1.example\nrole: owner\n',
  )
})

test('a label that nobody has is told, with the one that was meant', async () => {
  const seed = tenant(...many(2, 'b', 'basic', BASIC))
  await expect(roundOf(seed, { setsBy: 'teir' })).rejects.toThrow('no account has a label teir. Did you mean tier?')
})
