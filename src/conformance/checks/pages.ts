import type { Page, Row } from '../answer.js'
import type { Check, Trial } from '../check.js'
import { demand, demandSame } from '../unmet.js'

/** A list of six rows that nothing else is in, and its query. */
async function six({ make }: Trial): Promise<{ rows: Row[]; list: string }> {
  const account = await make.account()
  const rows: Row[] = []
  for (let count = 0; count < 6; count++)
    rows.push(await make.group(account, { labels: { turn: count % 2 ? 'odd' : 'even' } }))
  return { rows, list: `groups?account=${account.id}` }
}

/** Every page of a list; a list that does not end is cut off. */
async function walk({ admin }: Trial, list: string, limit: number): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor = ''; pages.length < 20; ) {
    const page = (await admin.get(`${list}&limit=${limit}${cursor}`)).page()
    pages.push(page)
    if (page.next === null) break
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
  return pages
}

const idsOf = (pages: readonly Page[]): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id))

export const limit: Check = {
  name: 'lists.limit',
  proves: ['E4', 'Lists'],
  clause: 'A page holds no more than the limit asked for; a limit outside 1 to 1,000 is 422.',
  run: async (trial) => {
    const { list } = await six(trial)
    const answer = await trial.admin.get(`${list}&limit=2`)
    demandSame('so many items:', answer.page().items.length, 2, answer.exchange)
    for (const odd of [0, 1001, 'x']) (await trial.admin.get(`${list}&limit=${odd}`)).refuses(422, 'invalid')
  },
}

export const cursorWalk: Check = {
  name: 'lists.walk',
  proves: ['E4', 'Lists'],
  clause: 'Following `next` gives every row once, in the order of ids.',
  run: async (trial) => {
    const { rows, list } = await six(trial)
    const ids = rows.map(({ id }) => id).sort()
    demandSame('ids', idsOf(await walk(trial, list, 4)), ids)
    demandSame('ids', idsOf(await walk(trial, list, 1)), ids)
  },
}

export const exactMultiple: Check = {
  name: 'lists.exact-multiple',
  proves: ['E4', 'Lists'],
  clause: '`next` is null on the last page and only there; a list of an exact multiple of the limit has no empty page.',
  run: async (trial) => {
    const { list } = await six(trial)
    const sizes = (await walk(trial, list, 3)).map(({ items }) => items.length)
    demandSame('items on each page', sizes, [3, 3])
    const whole = await trial.admin.get(`${list}&limit=6`)
    whole.is(200, { next: null })
  },
}

export const total: Check = {
  name: 'lists.total',
  proves: ['E4', 'Lists'],
  clause: '`total` counts on every page what the filters match.',
  run: async (trial) => {
    const { list, rows } = await six(trial)
    for (const { total: told } of await walk(trial, list, 4)) demandSame('total', told, 6)
    ;(await trial.admin.get(`${list}&labels.turn=odd&limit=1`)).is(200, { total: 3 })
    await trial.admin.remove(`groups/${rows[0]?.id}`)
    ;(await trial.admin.get(list)).is(200, { total: 5 })
  },
}

export const revision: Check = {
  name: 'lists.revision',
  proves: ['E4', 'Lists'],
  clause: 'Every page carries the revision, the same while nothing is written and a higher one after a write.',
  run: async (trial) => {
    const { list, rows } = await six(trial)
    const pages = await walk(trial, list, 4)
    const { revision: now } = (await trial.admin.get('')).is(200)
    for (const page of pages) demandSame('revision', page.revision, now)
    const { etag } = (await trial.admin.patch(`groups/${rows[0]?.id}`, { type: 'later' })).is(200)
    const after = await trial.admin.get(list)
    const came = after.page().revision
    demand(came > Number(now) && came >= Number(etag), `a revision above ${now}`, String(came), after.exchange)
  },
}

export const unknownCursor: Check = {
  name: 'lists.unknown-cursor',
  proves: ['E4', 'Lists'],
  clause: 'A cursor that the platform did not give out is 422, never the first page.',
  run: async ({ admin }) => {
    ;(await admin.get('accounts?cursor=no-such-cursor')).refuses(422, 'invalid')
    ;(await admin.get('connections?cursor=%22%22')).refuses(422, 'invalid')
  },
}
