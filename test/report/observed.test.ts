import { describe, expect, test } from 'vitest'
import { planInput } from '../../src/policy/cel/subjects/plan.js'
import { planAnnotations } from '../../src/report/annotations/plan.js'
import { planMarkdown } from '../../src/report/markdown/plan.js'
import { renderPlan } from '../../src/report/plan.js'
import { section } from './markdown/rendered.js'
import { cause, change, ended, plan } from './plans.js'

const ACCOUNTS = ['acme', 'beta', 'cora', 'dora', 'ella', 'fay', 'gil']
const LIST = { before: { allowedApps: ['gmail', 'zapier'] }, after: { allowedApps: ['gmail'] } }

/** One line takes an app from seven accounts, of which all but the first are only observed. */
const mixed = plan({
  causes: [cause('packages/basic.yaml', 4, 'package/basic#apps')],
  changes: ACCOUNTS.map((name, at) => change(`account/${name}`, { ...LIST, ...(at > 0 ? { observed: true } : {}) })),
  impact: {
    losing: ACCOUNTS.map((account) => ({ account, user: `kim@${account}.example`, app: 'zapier' })),
    gaining: [],
    connections: ACCOUNTS.map((account, by) => ended(`con_${by}`, by, { account, owner: `kim@${account}.example` })),
    workflows: ACCOUNTS.map((account, by) => ({
      ...{ id: `wf_${by}`, account, name: `intake ${account}`, connections: [`con_${by}`] },
    })),
  },
})
const whole = plan({ ...mixed, changes: mixed.changes.map((each) => ({ ...each, observed: true })) })

const text = (of: typeof mixed): string => renderPlan(of, { width: 160, colour: false })

describe('E19: people count only where something is written', () => {
  test('the headline counts the one person who really loses an app', () => {
    expect(text(mixed).split('\n')[2]).toBe(
      'Ends 1 connection of 1 person. 1 person loses an app. Opens nothing. 1 change in all. 6 changes are observed only.',
    )
  })

  test('beside their cause those who would lose it stand apart, and so do the workflows that would be hit', () => {
    expect(text(mixed)).toContain('kim@acme.example loses zapier in acme\n')
    expect(text(mixed)).toContain('6 people would lose zapier in 6 accounts; observed only\n')
    expect(text(mixed)).toContain('! 1 workflow uses a connection that ends: "intake acme" of acme')
    expect(text(mixed)).toContain('! observed only: 6 workflows use 6 connections that would end:')
  })

  test('Markdown has one person in the table, and counts the others in a sentence', () => {
    const told = section(planMarkdown(mixed), 'Who loses')
    expect(told).toContain('Observed only, so that nothing of it is written: 6 people would lose `zapier`.')
    expect(told).toContain('| `zapier` | 1 person in `acme` | – | 1 (`con_0`)')
    expect(section(planMarkdown(mixed, { people: 'names' }), 'Before and after')).not.toContain('beta')
  })

  test('where all of it is observed Markdown has no table, and says how many would lose an app', () => {
    const told = section(planMarkdown(whole), 'Who loses')
    expect(told).toContain('7 people would lose `zapier`.')
    expect(told).not.toContain('|')
    expect(planMarkdown(whole)).toContain('**Nothing to write. 7 changes are observed only.**')
  })

  test('nobody is named by what would be lost either', () => {
    expect(planMarkdown(mixed)).not.toContain('@')
    const impact = { ...mixed.impact, losing: mixed.impact.losing.slice(0, 2) }
    const two = { ...mixed, impact, changes: [...mixed.changes, change('app/gmail', { causes: [] })] }
    expect(planMarkdown(two)).not.toContain('@')
    expect(planMarkdown(two)).toContain('1 person would lose zapier in beta; observed only')
  })

  test('an annotation tells what is written, and counts the rest', () => {
    const messages = (of: typeof mixed) => planAnnotations(of, { locate: (file) => file }).map(({ message }) => message)
    expect(messages(mixed)).toEqual([
      'takes zapier from account/acme: 1 person loses zapier, 1 connection ends, 1 workflow uses one of them; 6 more changes only observed, never written',
    ])
    expect(messages(whole)[0]).toMatch(/^only observed, never written: takes zapier from 7 accounts: 7 people lose/)
  })

  test('a Policy is given the same count', () => {
    const about = { limits: {}, baseline: null, approvals: [] }
    expect(planInput(mixed, about)).toMatchObject({ changes: 1, peopleLosing: 1, connectionsEnding: 1 })
    expect(planInput(whole, about)).toMatchObject({ changes: 0, peopleLosing: 0 })
  })
})

describe('E19: what is written may move', () => {
  const real = (...written: string[]): string[] => {
    const changes = [...written.map((address) => change(address)), change('account/far', { observed: true })]
    const uses = ['acme', 'beta'].flatMap((account) =>
      ['slack', 'zoom'].map((app) => ({ account, app, user: `kim@${account}.example` })),
    )
    const of = plan({ changes, impact: { ...plan().impact, losing: uses } })
    return (section(planMarkdown(of, { people: 'names' }), 'Who loses').match(/^\| `.*?`/gm) ?? []).map((row) =>
      row.replace(/[|` ]/g, ''),
    )
  }

  test.each([
    ['an app everywhere, through the registry', 'app/slack', ['slack']],
    ['an app in an account, by its setting', 'project/acme/apollo#integrations.zoom', ['zoom']],
    ['every app of an account, by a thing as a whole', 'user/acme/kim@acme.example', ['slack', 'zoom']],
    ['nothing, where a connection alone ends', 'connection/con_1', []],
  ])('%s', (_, address, apps) => {
    expect(real(address)).toEqual(apps)
  })
})
