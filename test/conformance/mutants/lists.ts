import type { Asked, Told } from '../proxy.js'
import { itemsOf, type Mutant } from './mutant.js'

const isList = ({ method, path }: Asked, { body }: Told): boolean =>
  method === 'GET' && body !== null && 'next' in body && path !== 'changes'

/** Servers whose lists cannot be read whole. */
export const listMutants: readonly Mutant[] = [
  {
    does: 'ignores the limit',
    fails: ['lists.limit', 'lists.exact-multiple'],
    expected: 'so many items: 2',
    came: '6',
    bend: () => ({
      asked: ({ path, query }) =>
        void (path !== 'changes' && Number(query.get('limit')) > 0 && query.set('limit', '1000')),
    }),
  },
  {
    does: 'takes a limit above 1,000 for 1,000',
    fails: ['lists.limit'],
    expected: '422 invalid',
    came: 'status 200',
    bend: () => ({ asked: ({ query }) => void (Number(query.get('limit')) > 1000 && query.set('limit', '1000')) }),
  },
  {
    does: 'counts in total what is on the page alone',
    fails: ['lists.total'],
    expected: 'total 6',
    came: '4',
    bend: () => ({
      told: (told, asked) =>
        void (isList(asked, told) && Object.assign(told.body ?? {}, { total: itemsOf(told).length })),
    }),
  },
  {
    does: 'does not say the revision of a page',
    fails: ['lists.revision'],
    expected: /^revision \d+/,
    came: 'nothing',
    bend: () => ({ told: (told, asked) => void (isList(asked, told) && delete told.body?.revision) }),
  },
  {
    does: 'says the same revision after a write',
    fails: ['lists.revision'],
    expected: 'a revision above',
    came: /\d+/,
    bend: () => {
      const first = new Map<string, unknown>()
      return {
        told: (told, asked) => {
          if (!isList(asked, told) || told.body === null) return
          const list = asked.query.get('account') ?? ''
          if (!first.has(list)) first.set(list, told.body.revision)
          told.body.revision = first.get(list)
        },
      }
    },
  },
  {
    does: 'begins a page with the last row of the page before',
    fails: ['lists.walk'],
    expected: /^ids /,
    came: /.*/,
    bend: () => {
      const last = new Map<string, unknown>()
      return {
        told: (told, asked) => {
          if (!isList(asked, told) || told.body === null) return
          const [first, ...rest] = itemsOf(told)
          const before = last.get(asked.query.get('cursor') ?? '')
          if (first !== undefined && before !== undefined) told.body.items = [before, ...rest]
          if (typeof told.body.next === 'string') last.set(told.body.next, (rest.at(-1) ?? first) as unknown)
        },
      }
    },
  },
  {
    does: 'lists in the opposite order',
    fails: ['lists.walk'],
    expected: /^ids /,
    came: /.*/,
    bend: () => ({
      told: (told, asked) =>
        void (isList(asked, told) && Object.assign(told.body ?? {}, { items: itemsOf(told).reverse() })),
    }),
  },
  {
    does: 'ends a list of an exact multiple with an empty page',
    fails: ['lists.exact-multiple'],
    expected: 'items on each page [3,3]',
    came: '[3,3,0]',
    bend: () => ({
      asked: (asked, call) => (asked.query.get('cursor') === 'end' ? emptyPage(asked, call) : undefined),
      told: (told, asked) => {
        if (!isList(asked, told) || told.body?.next !== null || asked.query.get('cursor') === 'end') return
        if (itemsOf(told).length === Number(asked.query.get('limit'))) told.body.next = 'end'
      },
    }),
  },
  {
    does: 'takes an unknown cursor for none',
    fails: ['lists.unknown-cursor'],
    expected: '422 invalid',
    came: 'status 200',
    bend: () => ({
      asked: ({ query }) => void (/such|""/.test(query.get('cursor') ?? '') && query.delete('cursor')),
    }),
  },
  {
    does: 'ignores filters by labels',
    fails: ['lists.total', 'lists.filters'],
    expected: 'total 3',
    came: 'total 6',
    bend: () => ({
      asked: ({ query }) => {
        for (const name of [...query.keys()]) if (name.startsWith('labels.')) query.delete(name)
      },
    }),
  },
  {
    does: 'lists no settings in bulk',
    fails: ['lists.settings'],
    expected: 'total 1',
    came: 'total 0',
    bend: () => ({
      told: ({ body }, { path }) =>
        void (path === 'account-integrations' && Object.assign(body ?? {}, { total: 0, items: [] })),
    }),
  },
]

/** A page past the end: what the list says of itself, and no items. */
async function emptyPage({ path, query }: Asked, call: (method: string, path: string) => Promise<Told>): Promise<Told> {
  query.delete('cursor')
  const told = await call('GET', `${path}?${query}`)
  told.body = { ...told.body, items: [], next: null }
  return told
}
