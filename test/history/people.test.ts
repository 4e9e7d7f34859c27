import { expect, test } from 'vitest'
import { pastMarkdown } from '../../src/report/history/people.js'
import { tenant } from '../support/planning.js'
import { past } from './past.js'

const slackIn = (projects: string) =>
  `kind: App\nname: slack\n---\nkind: Account\nname: acme\nintegrations:\n  slack: {enabled: true, projects: [${projects}], newProjects: false}\n---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Project\naccount: acme\nname: zeus\nintegrations:\n  slack: {enabled: true}\n`

test('E14: the past as Markdown names nobody, authors of lines and commits neither, unless the estate says so', async () => {
  const days = await past(tenant())
  days.declare(2, slackIn('apollo, zeus'))
  await days.apply(2)
  await days.picture(3)
  days.declare(4, slackIn('apollo'), 'Bo')
  await days.apply(4)
  days.declare(5, slackIn('zeus'), 'Zoe')
  const both = [await days.at(3), await days.period(1, 6)]
  for (const each of both) {
    const counted = pastMarkdown(each)
    expect(counted).not.toMatch(/@acme|\b(Ana|Bo|Zoe|Merger)\b/)
    expect(counted).toContain('somebody')
    expect(pastMarkdown(each, 'pseudonyms')).toContain('person-1')
    expect(pastMarkdown(each, 'pseudonyms')).not.toMatch(/@acme|\b(Ana|Bo|Zoe|Merger)\b/)
  }
  const [day = '', period = ''] = both.map((each) => pastMarkdown(each, 'names'))
  expect(day).toContain('ana@acme.example')
  expect(period).toContain('Zoe')
})
