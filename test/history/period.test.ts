import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { pastDayCsv, pastPeriodCsv } from '../../src/report/history/csv.js'
import { pastPeriodMarkdown } from '../../src/report/history/markdown.js'
import { renderPastPeriod } from '../../src/report/history/period.js'
import { tenant } from '../support/planning.js'
import { dateOf, past } from './past.js'

const APPS = 'kind: App\nname: slack\n---\n'
const slackIn = (projects: string) =>
  `${APPS}kind: Account\nname: acme\nintegrations:\n  slack: {enabled: true, projects: [${projects}], newProjects: false}\n---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Project\naccount: acme\nname: zeus\nintegrations:\n  slack: {enabled: true}\n`

describe('audit --from --to: what changed, from what cause, by whose approval', () => {
  test('E7, E15: each change has its run, its approver, its line and who wrote that line', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    const commit = days.declare(5, slackIn('apollo'), 'Bo')
    await days.apply(6, { approvedBy: ['ciso@acme.example', 'owner@acme.example'] })
    const { changes, runs, people, commits, outcome } = await days.period(4, 8)
    expect(runs).toMatchObject([
      {
        ending: 'done',
        approvedBy: ['ciso@acme.example', 'owner@acme.example'],
        commit,
        runUrl: 'https://ci.example/run/1',
      },
    ])
    expect(changes).toMatchObject([
      {
        ...{ address: 'account/acme#integrations.slack', status: 'written', origin: 'difference', proven: true },
        ...{ before: { projects: ['apollo', 'zeus'] }, after: { projects: ['apollo'] } },
        causes: [
          { file: 'estate.yaml', line: 7, commit, author: 'Bo <bo@acme.example>', at: '2026-03-05T09:00:00.000Z' },
        ],
      },
    ])
    expect(people).toEqual([])
    expect(commits.map(({ commit: id, run }) => [id, run === runs[0]?.run])).toEqual([[commit, true]])
    expect(outcome.exitCode).toBe(0)
  })

  test('E15: both days count, and nothing outside of them', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    days.declare(5, slackIn('apollo'))
    await days.apply(5, { hour: 23 })
    const written = async (from: number, to: number) => (await days.period(from, to)).changes.length
    expect([await written(5, 5), await written(3, 4), await written(6, 9), await written(1, 5)]).toEqual([1, 0, 0, 1])
  })

  test('C7: what a hand changed and a run put right has the hand beside it', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo'))
    await days.apply(2)
    const hand = await days.world.sandbox.as('olga@acme.example', { via: 'admin-page' })
    await hand.set('accounts/acc_acme', 'slack', { projects: ['prj_apollo', 'prj_zeus'] })
    // Who wrote is told by previews and by runs that hold a plan against the trail.
    await days.apply(4)
    const { changes, hands } = await days.period(3, 5)
    expect(changes).toMatchObject([{ address: 'account/acme#integrations.slack', after: { projects: ['apollo'] } }])
    expect(hands.map(({ by }) => by.principal)).toEqual(changes.flatMap(({ by }) => by?.principal ?? []))
  })

  test('a commit that no run applied is told; one within a later commit counts as applied', async () => {
    const days = await past(tenant())
    const early = days.declare(2, slackIn('apollo'))
    const applied = days.declare(3, slackIn('apollo, zeus'))
    await days.apply(3)
    const never = days.declare(4, slackIn('zeus'))
    const { commits } = await days.period(1, 9)
    expect(commits.map(({ commit, run, within }) => [commit, run !== null, within])).toEqual([
      [never, false, null],
      [applied, true, null],
      [early, false, applied],
    ])
  })

  test('E15: a broken record is named, and what it tells is unproven; the exit code is 3', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo'))
    await days.apply(2)
    const [name = ''] = readdirSync(join(days.dir, 'records')).filter((each) => each.endsWith('.jsonl'))
    const path = join(days.dir, 'records', name)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"inSync":true', '"inSync":null'))
    const { runs, changes, gaps, outcome } = await days.period(1, 9)
    expect(runs[0]?.problems.join()).toContain('was changed')
    expect(changes.map(({ proven }) => proven)).toEqual(changes.map(() => false))
    expect(gaps.map(({ code }) => code)).toContain('record/changed')
    expect(outcome.exitCode).toBe(3)
  })

  test('E15: records signed by a key that is not among those given are unproven', async () => {
    const pair = () => generateKeyPairSync('ed25519')
    const [ours, theirs] = [pair(), pair()]
    const pem = (key: typeof ours.publicKey) => key.export({ type: 'spki', format: 'pem' }) as string
    const days = await past(tenant(), { key: ours.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })
    days.declare(2, slackIn('apollo'))
    await days.apply(2)
    await days.picture(2)
    expect((await days.at(3, { key: pem(ours.publicKey) })).certainty.unproven).toBe(0)
    const told = await days.at(3, { key: pem(theirs.publicKey) })
    expect(told.certainty.unproven).toBe(told.access.length + told.connections.length)
    expect(told.outcome.exitCode).toBe(3)
  })

  test('a shallow clone says what it does not have, and guesses no author', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    days.declare(5, slackIn('apollo'))
    await days.apply(5)
    const clone = join(days.dir, 'shallow')
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${days.dir}`, clone])
    const told = await days.at(3, { dir: clone })
    expect(told.gaps.map(({ code }) => code)).toContain('history/commit')
    expect(told.gaps.map(({ message }) => message).join()).toContain('shallow')
  })

  test('E14: in text, CSV and Markdown names act on nothing', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo'), '=cmd|\u001b[31m@all')
    await days.apply(2, { approvedBy: ['=HYPERLINK("x")', '<img src=x>`'] })
    const period = await days.period(1, 4)
    const text = renderPastPeriod(period, { width: 80, colour: false })
    expect(text).not.toContain('\u001b')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const csv = [...pastPeriodCsv(period)].join('')
    expect(csv).toContain(`'=HYPERLINK`)
    expect([...pastDayCsv(await days.at(3))].join('')).not.toMatch(/(^|,)=/m)
    const page = new MarkdownIt({ html: true }).render(pastPeriodMarkdown(period))
    expect(page).toContain('&lt;img src=x&gt;')
    expect(page).not.toContain('<img')
    expect(dateOf(2)).toBe('2026-03-02')
  })
})
