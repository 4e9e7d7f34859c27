import { describe, expect, test } from 'vitest'
import { graphOver } from '../../src/engine/graph.js'
import type { Graph } from '../../src/report/graph/graph.js'
import { renderMermaid } from '../../src/report/graph/mermaid.js'
import { load, NOW } from '../support/world.js'

async function graph(text: string, account: string | null = null): Promise<Graph> {
  const { estate, diagnostics } = await load(text)
  if (estate === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return graphOver(estate, account, NOW)
}

/** `project apollo open estate.yaml:9` for each box. */
const boxes = ({ nodes }: Graph): string[] =>
  nodes.map(({ kind, name, mark, at }) =>
    [kind, name, mark ?? '', ...at.slice(0, 1).map(({ file, line }) => `${file}:${line}`)].filter(Boolean).join(' '),
  )
/** `app slack -project-> project apollo` for each arrow. */
const arrows = ({ nodes, edges }: Graph): string[] => {
  const named = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]))
  return edges.map(({ from, to, label }) => `${named.get(from)} -${label}-> ${named.get(to)}`)
}

const APPS = ['slack', 'zoom', 'zapier', 'trello', 'miro'].map((name) => `kind: App\nname: ${name}\n`).join('---\n')

const ACME = `${APPS}---
kind: Package
name: basic
apps: [slack]
---
kind: Package
name: pro
includes: [basic]
apps: [zoom, zapier, trello]
---
kind: AccountSet
name: pro-customers
match: {labels: {tier: pro}}
allowedApps: {packages: [pro]}
---
kind: Account
name: acme
labels: {tier: pro}
showIntegrations: true
integrations:
  slack: {enabled: true, projects: all}
  zoom: {enabled: true, projects: all, from: 2027-01-01}
  zapier: {enabled: true, projects: all}
---
kind: Project
account: acme
name: apollo
state: active
integrations:
  slack: {enabled: true, groupTypes: [internal]}
---
kind: Project
account: acme
name: zeus
state: active
integrations:
  slack: {enabled: false}
---
kind: Group
account: acme
project: apollo
name: engineering
type: internal
---
kind: Group
account: acme
project: apollo
name: partners
type: external
---
kind: Hold
name: zapier-breach
covers: {app: zapier}
close: true
reason: Vendor breach
owner: security@acme.example
until: 2026-12-24
`

describe('one account', () => {
  test('gate by gate: what is open, closed, dormant by its dates, held by an incident or not said, with its line', async () => {
    const drawn = await graph(ACME, 'acme')
    expect(boxes(drawn)).toEqual([
      'package pro estate.yaml:21',
      'package basic estate.yaml:17',
      'account acme estate.yaml:30',
      'set pro-customers estate.yaml:26',
      'app slack open estate.yaml:35',
      'project apollo open estate.yaml:44',
      'group engineering open',
      'group partners closed',
      'project zeus closed estate.yaml:51',
      'app zoom dormant estate.yaml:36',
      'app zapier held estate.yaml:65',
      'app trello unsaid',
    ])
    expect(arrows(drawn)).toEqual([
      'package basic -included-> package pro',
      'set pro-customers -matches-> account acme',
      'package pro -allows-> set pro-customers',
      'account acme -account-> app slack',
      'app slack -project-> project apollo',
      'project apollo -group-> group engineering',
      'project apollo -group-> group partners',
      'app slack -project-> project zeus',
      'account acme -account-> app zoom',
      'account acme -account-> app zapier',
      'account acme -account-> app trello',
    ])
  })

  test('projects of which the same is said are one box', async () => {
    const projects = Array.from(
      { length: 60 },
      (_, at) => `---\nkind: Project\naccount: acme\nname: client-${at}\nstate: active\n`,
    )
    const drawn = await graph(ACME + projects.join(''), 'acme')
    const alike = drawn.nodes.find(({ count }) => count === 60)
    expect(alike?.lines).toContain('60 projects alike')
    expect(drawn.nodes.length).toBeLessThan(20)
  })

  test('an account that nobody declares is not drawn, and the one that was meant is named', async () => {
    await expect(graph(ACME, 'acmee')).rejects.toThrow(/no document declares the account acmee.* Did you mean acme\?/)
  })
})

describe('the estate as a whole', () => {
  test('packages, the sets that hand them out, accounts and holds', async () => {
    const drawn = await graph(ACME)
    expect(boxes(drawn)).toEqual([
      'package basic estate.yaml:17',
      'package pro estate.yaml:21',
      'set pro-customers estate.yaml:26',
      'account acme estate.yaml:31',
      'hold zapier-breach held estate.yaml:66',
    ])
    expect(arrows(drawn)).toContain('hold zapier-breach -holds zapier-> package pro')
    expect(drawn.nodes[3]?.lines).toEqual([
      'menu shown',
      'on: slack, zoom from 2027-01-01 and zapier',
      'below: 2 projects, 2 groups',
    ])
  })

  test('40,000 accounts are a few boxes with their numbers, and what is left out is counted', async () => {
    const tiers = ['basic', 'pro']
    const accounts = Array.from(
      { length: 40_000 },
      (_, at) => `---\nkind: Account\nname: cust-${at}\nlabels: {tier: ${tiers[at % 2]}}\n`,
    )
    const odd = Array.from(
      { length: 200 },
      (_, at) => `---\nkind: Account\nname: odd-${at}\nallowedApps: {apps: [slack], except: [a${at}]}\n`,
    )
    const extra = Array.from({ length: 200 }, (_, at) => `---\nkind: App\nname: a${at}\n`)
    const files = [ACME, ...chunk([...accounts, ...odd, ...extra], 4_000)]
    const { loadFiles } = await import('../support/many.js')
    const drawn = graphOver(await loadFiles(files), null, NOW)
    expect(drawn.nodes.find(({ name }) => name === '20,000 accounts alike')?.count).toBe(20_000)
    expect(drawn.nodes.length).toBeLessThanOrEqual(120)
    const shown = drawn.nodes
      .filter(({ kind }) => kind.startsWith('account'))
      .reduce((sum, { count }) => sum + count, 0)
    expect(drawn.omitted).toContain(`${40_201 - shown} more accounts`)
    expect(renderMermaid(drawn).length).toBeLessThan(50_000)
  }, 120_000)
})

const chunk = (texts: readonly string[], size: number): string[] =>
  Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
    texts
      .slice(at * size, (at + 1) * size)
      .join('')
      .replace(/^---\n/, ''),
  )
