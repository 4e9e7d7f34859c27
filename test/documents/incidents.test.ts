import { describe, expect, test } from 'vitest'
import { complaints } from './estate.js'

const base = { 'base.yaml': 'kind: App\nname: slack\n---\nkind: Account\nname: acme\n' }
const check = (cases: readonly (readonly [title: string, text: string, ...places: string[]])[]) =>
  test.each(cases)('%s', async (_title, text, ...expected) => {
    expect(await complaints(text, base)).toEqual(expected.map((place) => place.replace(' ', ' a.yaml:')))
  })

describe('E13: a Waiver covers finding, account and at least one more, is approved by another than its owner, and ends', () => {
  const waiver = (covers: string, until = '2027-01-31', approvedBy = 'ciso@acme.example') =>
    `kind: Waiver\nname: w\ncovers: {${covers}}\nreason: r\nowner: sec@acme.example\napprovedBy: ${approvedBy}\nticket: T-1\nuntil: ${until}\n`
  const narrow = 'finding: connection/idle, account: acme, app: slack'
  check([
    ['a whole account', waiver('finding: connection/idle, account: acme'), 'waiver/too-wide 3:9'],
    ['no account', waiver('finding: connection/idle, app: slack'), 'waiver/too-wide 3:9'],
    ['no finding', waiver('account: acme, app: slack'), 'waiver/too-wide 3:9'],
    [
      'approved by its owner, in other letters',
      waiver(narrow, '2027-01-31', 'Sec@acme.example'),
      'waiver/own-approval 6:13',
    ],
    ['warned of 14 days before its last day', waiver(narrow, '2026-12-06'), 'waiver/ends-soon 8:8'],
    ['and not 15 days before', waiver(narrow, '2026-12-07')],
    ['warned of on its last day', waiver(narrow, '2026-11-22'), 'waiver/ends-soon 8:8'],
    ['told to be over the day after', waiver(narrow, '2026-11-21'), 'waiver/expired 8:8'],
    ['an app that nobody declares', waiver('finding: x, account: acme, app: slak'), 'reference/unknown-app 3:42'],
    [
      'an account that nobody declares',
      waiver('finding: x, account: acm, app: slack'),
      'reference/unknown-account 3:31',
    ],
    ['in the estate only', `${waiver(narrow)}ensure: absent\n`, 'absent/never 9:9'],
  ])
})

describe('E13: a Hold covers access, until its date', () => {
  const hold = (covers: string, until = '2026-12-24') =>
    `kind: Hold\nname: h\ncovers: {${covers}}\nclose: true\nreason: r\nowner: o@acme.example\nuntil: ${until}\n`
  check([
    ['an app', hold('app: slack')],
    ['a person', hold('account: acme, user: ana@acme.example')],
    ['one connection', hold('connection: con_1'), 'hold/covers 3:10'],
    ['a finding', hold('finding: connection/idle, app: slack'), 'hold/covers 3:10'],
    ['an app that nobody declares', hold('app: slak'), 'reference/unknown-app 3:15'],
    ['nothing', hold(''), 'schema/empty 3:9'],
    ['on its last day it holds', hold('app: slack', '2026-11-22')],
    ['after it, that is told', hold('app: slack', '2026-11-21'), 'entry/expired 7:8'],
    ['in the estate only', `${hold('app: slack')}ensure: absent\n`, 'absent/never 8:9'],
  ])
})
