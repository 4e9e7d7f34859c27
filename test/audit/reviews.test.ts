import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { quarterAfter, reviewDocument, UNSIGNED } from '../../src/report/review-document.js'
import { type Pack, packMarkdown, packsOf } from '../../src/report/review-pack.js'
import { ACME, ANA, APOLLO, APPS, acme, connection, estate, tenant } from '../decided/seeds.js'
import { complaints, world } from '../support/world.js'
import { auditOf, PLACE } from './auditing.js'

const PACK = readFileSync(fileURLToPath(new URL('../../policies/recent-review.yaml', import.meta.url)), 'utf8')
const SEED = tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] })])
const TEXT = estate(APPS, ACME('allowedApps: {apps: [hubspot, slack, zoom]}'), APOLLO(), PACK)

const packOf = async (here: Awaited<ReturnType<typeof world>>, text: string): Promise<Pack> =>
  [...packsOf((await auditOf(here, text)).audit)].find(({ account }) => account.account === 'acme') ??
  expect.fail('no pack')
const reviewOf = (pack: Pack): string => reviewDocument(pack) ?? expect.fail('nothing to sign')
const signed = (review: string): string => review.replace(UNSIGNED, 'by: auditor@acme.example')
const refusing = async (here: Awaited<ReturnType<typeof world>>, text: string) =>
  (await auditOf(here, text)).audit.policies.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)

test('T10: audit, pack, signature: then the policy that demands a Review is content, and before it is not', async () => {
  const here = await world(SEED)
  expect(await refusing(here, TEXT)).toEqual(['policy/reviewed-within-90-days'])
  const pack = await packOf(here, TEXT)
  const unsigned = `${TEXT}\n---\n${reviewOf(pack)}`
  expect(await complaints(unsigned)).not.toEqual([])
  const text = `${TEXT}\n---\n${signed(reviewOf(pack))}`
  expect(await complaints(text)).toEqual([])
  expect(await refusing(here, text)).toEqual([])
  const { review } = (await packOf(here, text)).account
  expect(review).toMatchObject({ by: 'auditor@acme.example', changed: false, overdue: false, next: '2027-02-22' })
})

test('a Review says what is still there of what it asked to remove, and whether the next apply removes it', async () => {
  const here = await world(SEED)
  const review = signed(reviewOf(await packOf(here, TEXT)))
  expect(review).toContain('account/acme#allowedApps.hubspot')
  const stays = async (text: string) => (await packOf(here, `${text}\n---\n${review}`)).account.review?.stays
  expect(await stays(TEXT)).toEqual([
    { address: 'account/acme#allowedApps.hubspot', goes: false },
    { address: 'account/acme#allowedApps.zoom', goes: false },
  ])
  const followed = TEXT.replace('[hubspot, slack, zoom]', '[slack, zoom]')
  expect(await stays(followed)).toContainEqual({ address: 'account/acme#allowedApps.hubspot', goes: true })
})

test('what was signed is no longer what is there once access changes; that somebody uses a connection changes nothing', async () => {
  const here = await world(SEED)
  const before = await packOf(here, TEXT)
  const ana = await here.sandbox.as(ANA)
  await ana.post('connections/con_ana/use')
  expect((await packOf(here, TEXT)).account.digest).toBe(before.account.digest)
  const wider = TEXT.replace('[hubspot, slack, zoom]', '[hubspot, slack, trello, zoom]')
  const text = `${wider}\n---\n${signed(reviewOf(before))}`
  await here.apply(text)
  expect((await packOf(here, text)).account).toMatchObject({ review: { changed: true } })
})

test('a pack names what may be used and by which line, who, and what could go; nobody where people are only counted', async () => {
  const pack = await packOf(await world(SEED), TEXT)
  const named = packMarkdown(pack, PLACE, 'names')
  expect(named).toContain(`\`slack\` 3 people \`${ANA}`)
  expect(named).toContain('account/acme (estate.yaml:')
  expect(named).toContain(pack.account.digest)
  const counted = packMarkdown(pack, PLACE, 'counts')
  expect(counted).not.toContain('@acme.example')
  expect(counted.length).toBeLessThan(65_536)
})

test.each([
  ['2026-11-22', '2027-02-22'],
  ['2026-11-30', '2027-02-28'],
  ['2027-11-30', '2028-02-29'],
  ['2026-12-31', '2027-03-31'],
])('a quarter after %s is %s', (day, then) => {
  expect(quarterAfter(day)).toBe(then)
})
