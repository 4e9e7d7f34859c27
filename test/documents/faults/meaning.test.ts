import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, vi } from 'vitest'
import { matcher } from '../../../src/model/address.js'
import { ACME, APPS, acme, estate, plain, tenant } from '../../decided/seeds.js'
import { changes, findings, world } from '../../support/world.js'
import { load, writ } from '../estate.js'
import { named, told } from './named.js'

vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What can be wrong with what documents say, in the order of the list of faults that Writ survives. */
const { fault, each } = named([
  ...['an unknown field', 'an unknown name', 'conflicting statements', 'a selector that matches nothing'],
  ...['a selector that matches everything', 'a newer estate version', 'a pattern with catastrophic backtracking'],
  ...['a policy that loops', 'a policy that errs', 'a policy of the wrong type'],
  ...['our own credential would go', 'the last owner would go', 'a protected object would go'],
  ...['the token of another tenant', 'the same state written differently', 'a list cut off at a line end'],
])

/** Of what another room proves, its test: whoever renames that one is told here. */
const elsewhere = (item: string, file: string, title: string): void =>
  fault(item, () => expect(readFileSync(join(root, 'test', file), 'utf8')).toContain(title))

describe('faults: meaning', () => {
  fault('an unknown field', async () => {
    const { diagnostics } = await load({ 'a.yaml': 'kind: App\nname: slack\nversoin: "1"\n' })
    expect(diagnostics).toMatchObject([
      {
        code: 'schema/unknown-field',
        message: 'no field is called versoin here. Did you mean version?',
        at: { file: 'a.yaml', line: 3, column: 1 },
        help: expect.stringContaining('version'),
      },
    ])
  })

  fault('an unknown name', async () => {
    const { diagnostics } = await load({
      'a.yaml': 'kind: App\nname: slack\n---\nkind: Package\nname: p\napps: [slakc]\n',
    })
    expect(diagnostics).toMatchObject([
      {
        code: 'reference/unknown-app',
        message: 'no app is called slakc. Did you mean slack?',
        at: { file: 'a.yaml', line: 6, column: 8 },
        help: '1 app is declared; `kind: App` declares another.',
      },
    ])
  })

  fault('conflicting statements', async () => {
    const set = (name: string, shown: boolean) =>
      `kind: AccountSet\nname: ${name}\nmatch: all\nshowIntegrations: ${shown}\n`
    const { diagnostics } = await load({
      'a.yaml': `kind: Account\nname: acme\n---\n${set('a', true)}---\n${set('b', false)}`,
    })
    expect(diagnostics.map(({ code, at, related }) => [code, at?.line, related?.[0]?.at.line])).toEqual([
      ['conflict/sets', 12, 7],
    ])
  })

  fault('a selector that matches nothing', async () => {
    expect(await told({ 'a.yaml': 'kind: AccountSet\nname: s\nmatch: {}\nshowIntegrations: false\n' })).toEqual([
      'schema/empty a.yaml:3:8',
    ])
    const { plan } = await world(tenant())
    const set = (tier: string) =>
      `kind: AccountSet\nname: basic\nmatch: {labels: {tier: ${tier}}}\nshowIntegrations: false`
    const wrong = await plan(estate(APPS, ACME(), set('basci')))
    expect([changes(wrong), findings(wrong)]).toEqual([[], ['warning set/matches-nothing accountset/basic']])
    const right = await plan(estate(APPS, ACME(), set('basic')))
    expect([changes(right), findings(right)]).toEqual([['update account/acme'], []])
  })

  fault('a selector that matches everything', async () => {
    const accounts = Array.from({ length: 30 }, (_, at) => acmeLike(at))
    const { plan } = await world(tenant(accounts))
    const set = 'kind: AccountSet\nname: all\nmatch: {names: ["*"]}\nintegrations: {slack: {enabled: false}}'
    const made = await plan(estate(APPS, set))
    expect([made.changes.length, made.outcome.reasons]).toEqual([30, ['refused']])
    const limited = await plan(estate(APPS, `${set}\nexpect: {max: 5}`))
    expect(limited.verdicts.map(({ rule, message }) => [rule, message])).toContainEqual([
      'expect',
      expect.stringMatching(/^AccountSet all matches 30 accounts and expects 0 to 5 \(estate\.yaml:\d+\)$/),
    ])
  })

  fault('a newer estate version', async () => {
    expect(await told({ 'writ.yaml': `${writ.replace('version: 1', 'version: 2')}tomorrow: {}\n` })).toEqual([
      'config/newer-version writ.yaml:1:10',
    ])
  })

  fault('a pattern with catastrophic backtracking', async () => {
    // What backtracks here outlasts the time limit: names of a set, variables, and addresses.
    const stars = `${'a*'.repeat(60)}b`
    const name = 'a'.repeat(199)
    const set = `kind: AccountSet\nname: s\nmatch: {names: ["${stars}"]}\nshowIntegrations: false\n`
    expect(await told({ 'a.yaml': `kind: Account\nname: ${name}\n---\n${set}` })).toEqual([])
    const secret = `kind: App\nname: x\nsecrets: {k: {env: ${'A'.repeat(90)}}}\n`
    expect(await told({ 'a.yaml': secret, 'writ.yaml': `${writ}secretEnv: ["${'A*'.repeat(40)}B"]\n` })).toEqual([
      'secret/not-listed a.yaml:3:20',
    ])
    expect(matcher([`account/${stars}`])(`account/${name}`)).toBe(false)
  })

  elsewhere('a policy that loops', 'policy/cel/bench.test.ts', 'is stopped, over which subject and why is told')
  elsewhere('a policy that errs', 'policy/cel/plans.test.ts', '"an error in a rule denies and is reported"')
  elsewhere('a policy of the wrong type', 'policy/cel/plans.test.ts', 'what is neither true nor false is an error')
  elsewhere('our own credential would go', 'plan/lockout.test.ts', 'no document reaches an operator')
  elsewhere('the last owner would go', 'plan/settling.test.ts', 'nobody demotes the last owner of an account')
  elsewhere('a protected object would go', 'decided/plan.test.ts', '"Protection holds the change')
  elsewhere('the token of another tenant', 'commands/exit-codes.test.ts', 'the platform of another')

  fault('the same state written differently', async () => {
    const { plan } = await world(tenant())
    const block =
      'kind: Account\nname: acme\nintegrations:\n  slack:\n    enabled: false\n  zoom:\n    enabled: false\n'
    const flow =
      '{"integrations": {"zoom": {"enabled": false}, "slack": {"enabled": false}}, "name": "acme", kind: Account}\n'
    const [one, other] = [await plan(estate(APPS, block)), await plan(estate(flow, APPS))]
    expect(one.changes.length).toBeGreaterThan(1)
    expect(other.digests).toEqual(one.digests)
    expect(changes(other)).toEqual(changes(one))
  })

  fault('a list cut off at a line end', async () => {
    // No reader of YAML can tell: what it would cost is counted, and that is too much to go by unasked.
    const members = Array.from({ length: 40 }, (_, at) => `p${at}@acme.example`)
    const users = members.map((email) => ({ email, role: 'member' }))
    const group = { name: 'engineering', type: 'internal', members }
    const integrations = { slack: { enabled: true, groups: ['engineering'], groupTypes: [] } }
    const owner = { email: 'olga@acme.example', role: 'owner' }
    const projects = [{ name: 'apollo', integrations, groups: [group] }]
    const selected = { slack: { enabled: true, projects: ['apollo'], newProjects: false } }
    const { plan } = await world(tenant([acme({ users: [owner, ...users], projects, integrations: selected })]))
    const lines = members.map((email) => `  - ${email}\n`).join('')
    const text = `kind: Group\naccount: acme\nproject: apollo\nname: engineering\nmembers:\n${lines}`
    const documents = (of: string) => estate(APPS, ACME(), 'kind: Project\naccount: acme\nname: apollo', of)
    const whole = await plan(documents(text))
    expect([changes(whole), whole.outcome.reasons]).toEqual([[], []])
    const cut = await plan(documents(text.slice(0, text.indexOf('  - p5@'))))
    expect(cut.impact.losing).toHaveLength(35)
    expect(cut.outcome.reasons).toEqual(['refused'])
  })
})

const acmeLike = (at: number) =>
  plain(`acme-${at}`, {
    allowedApps: ['slack'],
    integrations: { slack: { enabled: true, projects: 'all', newProjects: true } },
  })

each()
