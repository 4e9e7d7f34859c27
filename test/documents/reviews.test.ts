import { expect, test } from 'vitest'
import { complaints } from './estate.js'

const review = (more: string) =>
  `kind: Review\nname: r\nby: auditor@acme.example\naudit: sha256:${'0'.repeat(64)}\n${more}`

test.each([
  [
    'a whole account',
    'covers: {account: acme}\nat: 2026-11-20\nnext: 2027-02-20\nremove: [account/acme#integrations.trello]',
  ],
  [
    'an app everywhere',
    'covers: {app: zoom}\nat: 2026-11-22\nremove: [account/other#integrations.zoom, connection/conn_1]',
  ],
])('a Review of %s is taken', async (_, more) => {
  expect(await complaints(review(`${more}\n`))).toEqual([])
})

test.each([
  ['a finding', 'covers: {account: acme, finding: connection/idle}\nat: 2026-11-20', 'review/covers a.yaml:5:34'],
  ['nothing that stands by itself', 'covers: {user: ana@acme.example}\nat: 2026-11-20', 'review/covers a.yaml:5:9'],
  ['a day to come', 'covers: {account: acme}\nat: 2026-11-23', 'review/dates a.yaml:6:5'],
  ['a next one before it', 'covers: {account: acme}\nat: 2026-11-20\nnext: 2026-11-20', 'review/dates a.yaml:7:7'],
  ['a next one that is due', 'covers: {account: acme}\nat: 2026-08-20\nnext: 2026-11-21', 'review/due a.yaml:7:7'],
  ['no address', 'covers: {account: acme}\nat: 2026-11-20\nremove: [trello]', 'review/remove a.yaml:7:10'],
  [
    'a broken address',
    'covers: {account: acme}\nat: 2026-11-20\nremove: ["user/acme/%zz"]',
    'review/remove a.yaml:7:10',
  ],
  [
    'another account',
    'covers: {account: acme}\nat: 2026-11-20\nremove: [user/other/a@b.c]',
    'review/remove a.yaml:7:10',
  ],
])('a Review about %s is told', async (_, more, told) => {
  expect(await complaints(review(`${more}\n`))).toEqual([told])
})
