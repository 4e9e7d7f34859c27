import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { loadPolicies } from '../../src/documents/policies/load.js'
import { testPolicies } from '../../src/engine/policy-test.js'
import { plan } from '../../src/engine.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { root, writ } from '../commands/writ.js'
import { ANA, APPS, connection, estate, plain } from '../decided/seeds.js'
import { app } from '../support/estates.js'
import { sandbox } from '../support/sandbox.js'
import { load, NOW, world } from '../support/world.js'

// Threads are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const folder = join(root, 'policies')
const packs = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const text = (pack: string) => readFileSync(join(folder, pack), 'utf8')
const { policies } = loadPolicies(folder)
const names = (policies ?? []).map(({ value }) => value.name)

const told = ({ verdicts }: Plan): string[] => [
  ...new Set(verdicts.filter(({ rule }) => rule.startsWith('policy/')).map(({ rule }) => rule.slice('policy/'.length))),
]

describe('the packs that are shipped', () => {
  test('writ policy test policies: every example says what it should', async () => {
    const { stdout, exitCode } = await writ(['policy', 'test', 'policies'])
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^\d+ examples of \d+ policies: all say what they should\.\n$/),
    ])
  })

  test('each policy has examples that pass and that fail, and names of its own', async () => {
    const tested = await testPolicies(policies ?? [])
    expect(tested.policies.filter(({ lacks }) => lacks.length > 0)).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(15)
  })

  test('README.md tells of each pack', () => {
    const listed = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| `([\w-]+\.yaml)` \|/gm)]
    expect(listed.map(([, file]) => file).sort()).toEqual(packs.sort())
  })
})

const manyApps = ['slack', 'zoom', 'hubspot', 'trello', ...Array.from({ length: 8 }, (_, at) => `app-${at}`)]
const OLD = { createdAt: '2026-05-01T08:00:00.000Z' }
const REVIEW = `kind: Review\nname: r\ncovers: {account: own}\nby: owner@own.example\nat: 2026-08-01\nnext: 2026-11-01\naudit: sha256:${'0'.repeat(64)}`

/** Accounts that break every rule there is, between them. */
const bad = () => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  operators: [{ email: 'hand@acme-cloud.example' }],
  apps: manyApps.map((name) => app(name)),
  accounts: [
    plain('wide', { allowedApps: 'all' }),
    plain('many', {
      allowedApps: [...manyApps],
      integrations: { slack: { enabled: true, projects: [], newProjects: true } },
      projects: [],
    }),
    plain('own', {
      labels: { domain: 'own.example' },
      allowedApps: ['slack', 'zoom'],
      integrations: { slack: { enabled: true, projects: [], newProjects: false } },
      users: [
        { email: 'owner@own.example', role: 'owner' },
        { email: ANA, id: 'usr_ana', role: 'member' },
      ],
      connections: [
        connection('con_service', 'slack', ANA, {
          ...{ ...OLD, holder: 'service', name: 'svc', externalAccount: ANA },
          scopes: ['admin', 'a:write', 'b:write', 'c:write', 'd:write'],
        }),
        connection('con_shared', 'slack', ANA, { name: 'shared', externalAccount: 'own@gmail.com' }),
        connection('con_asked', 'slack', ANA, { ...OLD, status: 'requested', name: 'asked' }),
      ],
      workflows: [{ name: 'Weekly report', connections: ['con_shared'] }],
    }),
  ],
})

/** Governs them as they are; slack gets another description. */
const documents = (...more: string[]) =>
  estate(
    APPS.replace('name: slack', 'name: slack\ndescription: Messages'),
    'kind: Account\nname: wide\nconnections: {unpermitted: keep}',
    'kind: Account\nname: many',
    'kind: Account\nname: own\nconnections: {unpermitted: keep}',
    ...more,
  )

describe('each pack against a plan that it must catch', () => {
  test.each(packs)('%s: each of its policies says no, or warns', async (pack) => {
    const { plan } = await world(bad())
    const own = loadPolicies(folder).policies?.filter(({ source }) => source.file === pack) ?? []
    const expected = own.map(({ value }) => value.name).filter((name) => name !== 'only-operators-at-the-registry')
    expect(told(await plan(documents(REVIEW, text(pack))))).toEqual(expected.sort())
  })

  test('registry-operators.yaml: a plan of somebody who is no operator', async () => {
    const opened = await sandbox(bad())
    const { token } = await opened.as('owner@own.example')
    const port = createHttpPlatform({ url: opened.url, token })
    onTestFinished(() => port.close())
    const { estate: loaded } = await load(documents(text('registry-operators.yaml')))
    if (loaded === null) throw new Error('the estate of this test is wrong')
    const options = { tool: 'writ 0.1.0', environment: null, now: NOW, only: [], countChanges: false }
    expect(told((await plan(loaded, port, options)).plan)).toContain('only-operators-at-the-registry')
  })

  test('all packs together let pass what is as it should be', async () => {
    const good = {
      ...bad(),
      accounts: [
        plain('fine', {
          labels: { tier: 'pro', domain: 'fine.example' },
          allowedApps: ['slack'],
          integrations: { slack: { enabled: true, projects: [], newProjects: false } },
          users: [{ email: 'owner@fine.example', role: 'owner' }],
          connections: [
            connection('con_fine', 'slack', 'owner@fine.example', {
              ...{ holder: 'service', name: 'svc', externalAccount: 'integrations@fine.example', scopes: ['a:read'] },
              lastUsedAt: '2026-11-20T08:00:00.000Z',
            }),
          ],
        }),
      ],
    }
    const { plan } = await world(good)
    const review = REVIEW.replaceAll('own', 'fine')
      .replace('owner@fine', 'auditor@fine')
      .replace('2026-08-01', '2026-11-01')
      .replace('next: 2026-11-01', 'next: 2027-02-01')
    const made = await plan(
      estate(APPS, 'kind: Account\nname: fine\nconnections: {unpermitted: keep}', review, ...packs.map(text)),
    )
    expect(told(made)).toEqual([])
  })
})
