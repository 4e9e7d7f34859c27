import { expect, test } from 'vitest'
import { renderPastDay } from '../../src/report/history/at.js'
import { pastDayCsv } from '../../src/report/history/csv.js'
import { renderPastPeriod } from '../../src/report/history/period.js'
import { tenant } from '../support/planning.js'
import { past } from './past.js'

const APPS = ['slack', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const slackIn = (projects: string) =>
  `${APPS}kind: Account\nname: acme\nintegrations:\n  slack: {enabled: true, projects: [${projects}], newProjects: false}\n---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Project\naccount: acme\nname: zeus\nintegrations:\n  slack: {enabled: true}\n`
const LOOKS = { width: 200, colour: false }

test('U7: who could use an app on a day, by which lines, written by which run, by whose approval, in one answer', async () => {
  const days = await past(tenant())
  days.declare(2, slackIn('apollo, zeus'))
  await days.apply(2)
  days.declare(3, slackIn('apollo'))
  await days.apply(3, { approvedBy: ['owner@acme.example'] })
  await days.picture(4)
  const asked = await days.at(5, { only: { apps: ['slack'], accounts: ['acme'], users: ['ana@acme.example'] } })
  expect(asked.access).toMatchObject([
    { user: 'ana@acme.example', app: 'slack', verdict: 'conforming', why: expect.any(Number) },
  ])
  const [row] = asked.access
  expect(row?.at.map(({ file }) => file)).toContain(`${asked.declared?.commit.slice(0, 12)}:estate.yaml`)
  expect(asked.writers[row?.writer ?? -1]).toMatchObject({ approvedBy: ['owner@acme.example'], overrides: [] })
  const text = renderPastDay(asked, LOOKS)
  expect(text).toMatch(/1 person could use something\. 1 row: 1 conforming/)
  expect(text).toMatch(/estate\.yaml:\d+/)
  expect(text).toContain('approved by owner@acme.example')
  expect([...pastDayCsv(asked)].join('')).toContain('owner@acme.example')
  await expect(days.at(5, { only: { apps: ['slak'], accounts: [], users: [] } })).rejects.toMatchObject({
    code: 'history/name',
    message: '--app slak names nothing of that day. Did you mean slack?',
  })
})

test('E17: what was undeclared that day is said in the first line, listed first, and ends with 3', async () => {
  const days = await past(tenant())
  days.declare(2, slackIn('apollo, zeus'))
  await days.apply(2)
  const hand = await days.world.sandbox.as('olga@acme.example', { via: 'admin-page' })
  await hand.set('accounts/acc_acme', 'slack', { projects: ['prj_apollo', 'prj_zeus'], newProjects: true })
  await days.picture(3)
  days.declare(4, slackIn('apollo'))
  await days.apply(4, { text: slackIn('apollo, zeus') })
  const found = await days.at(5)
  expect(found.outcome).toEqual({ exitCode: 3, reasons: ['findings'] })
  const many = {
    ...found,
    access: [...Array(50).fill(found.access.find(({ verdict }) => verdict === 'conforming')), ...found.access],
  }
  const text = renderPastDay(many, LOOKS)
  expect(text.split('\n')[0]).toMatch(/\d undeclared/)
  expect(text.indexOf('! acme')).toBeLessThan(text.indexOf('could use\n'))
})

test('E4: without a picture nobody is said to have used nothing: it is not known, and ends with 4', async () => {
  const days = await past(tenant())
  const user = '---\nkind: Group\naccount: acme\nproject: zeus\nname: sales\nmembers: [ana@acme.example]\n'
  days.declare(2, `${slackIn('apollo, zeus')}${user}`)
  await days.apply(2)
  const told = await days.at(3)
  expect(told.outcome.exitCode).toBe(4)
  const text = renderPastDay(told, LOOKS)
  expect(text).toMatch(/^Nobody looked: of \d rows? that documents name it is not known of \d who could use what/)
  expect(text).not.toContain('could use something')
})

test('E17: what came and went between two looks by no recorded run is told as by others; what a run did is not', async () => {
  const days = await past(tenant())
  days.declare(2, slackIn('apollo, zeus'))
  await days.apply(2)
  await days.picture(3)
  days.declare(4, slackIn('apollo'))
  await days.apply(4)
  await days.picture(5)
  expect((await days.period(3, 5)).others).toEqual([])
  const hand = await days.world.sandbox.as('olga@acme.example', { via: 'admin-page' })
  await hand.set('projects/prj_apollo', 'slack', { enabled: false })
  await days.picture(7)
  const period = await days.period(6, 8)
  expect(period.others).toMatchObject([
    { user: 'ana@acme.example', app: 'slack', change: 'lost', before: ['apollo'], after: [] },
    { user: 'bo@acme.example', app: 'slack', change: 'lost', before: ['apollo'], after: [] },
  ])
  expect(period.others[0]?.between.map(({ at }) => at.slice(0, 10))).toEqual(['2026-03-05', '2026-03-07'])
  expect(renderPastPeriod(period, LOOKS)).toContain('by others, between two looks')
})
