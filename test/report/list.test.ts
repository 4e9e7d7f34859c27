import { expect, test } from 'vitest'
import { csvLine } from '../../src/report/csv.js'
import { type Listing, listCsv, renderList } from '../../src/report/list.js'

const listing = (rows: Listing['rows'], more: Partial<Listing> = {}): Listing => ({
  list: 'apps',
  columns: [
    { name: 'name', isShown: true },
    { name: 'uses', isShown: true },
    { name: 'provider', isShown: false },
  ],
  rows,
  total: rows.length,
  incomplete: [],
  ...more,
})
const looks = { width: 80, colour: false }

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('a cell %j is no formula in a spreadsheet', (text) => {
  expect(csvLine([text])).toMatch(/^"?'/)
})

test('CSV is as RFC 4180 says: CRLF, quotes doubled, what holds a separator in quotes, breaks written out', () => {
  expect(csvLine(['a,b', 'say "hi"', 'two\r\nlines', 3, ''])).toBe('"a,b","say ""hi""",two\\r\\nlines,3,\r\n')
})

test('CSV has every column, text only those that people look for, and none that is empty everywhere', () => {
  const one = listing([{ name: 'google', uses: [], provider: 'Google' }])
  expect([...listCsv(one)].join('')).toBe('name,uses,provider\r\ngoogle,,Google\r\n')
  expect(renderList(one, looks)).toBe('1 app\n\nname\ngoogle')
})

test('a name that would write on the terminal is written out, and stays on its line', () => {
  const text = renderList(listing([{ name: '\u001b[31mred\nnext\u202e', uses: ['::error::x'] }]), looks)
  expect(text.split('\n')).toHaveLength(4)
  for (const sign of ['\u001b', '\u202e', '::error']) expect(text).not.toContain(sign)
})

test('what was left out by filters is counted, and what could not be read is said', () => {
  const incomplete = [{ collection: 'apps', account: null, reason: 'status 500' }]
  const text = renderList(listing([], { total: 7, incomplete }), looks)
  expect(text).toBe('0 of 7 apps\napps could not be read whole: status 500; rows may be missing')
})
