import type { Told } from '../proxy.js'
import { forgives, itemsOf, type Mutant } from './mutant.js'

/** Servers that do not tell what happened as it happened. */
export const feedMutants: readonly Mutant[] = [
  {
    does: 'tells changes in the opposite order',
    fails: ['changes.order', 'changes.effects'],
    expected: /^next \d+/,
    came: /^next \d+/,
    bend: () => ({
      told: (told, { path }) =>
        void (path === 'changes' && told.body && Object.assign(told.body, { items: itemsOf(told).reverse() })),
    }),
  },
  {
    does: 'tells no deletions in the feed',
    fails: ['changes.order'],
    expected: /.*/,
    came: /.*/,
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'changes' && told.body) told.body.items = itemsOf(told).filter(({ op }) => op !== 'delete')
      },
    }),
  },
  {
    does: 'tells of a cascade only the row that was written',
    fails: ['changes.effects'],
    expected: 'the connection "ended"',
    came: 'nothing',
    bend: () => ({
      told: (told, { path }) => {
        const isEnd = (item: Told['body']) => (item?.row as { status?: string })?.status === 'ended'
        if (path !== 'changes' || told.body === null || !itemsOf(told).some(isEnd)) return
        told.body.items = itemsOf(told).filter(({ collection }) => collection === 'account-integrations')
        told.body.next = itemsOf(told).at(-1)?.revision
      },
    }),
  },
  {
    does: 'takes a revision that is not reached yet',
    fails: ['changes.beyond'],
    expected: '422 invalid',
    came: 'status 200',
    bend: forgives('invalid', ['GET', 'changes']),
  },
  {
    does: 'shows customers what is not recorded yet',
    fails: ['effective.revisions'],
    expected: 'visible at most',
    came: /\d+/,
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'effective') for (const item of itemsOf(told)) item.visible = Number(item.visible) + 1
      },
    }),
  },
  {
    does: 'does not tell what it did by itself from what a caller did',
    fails: ['audit.trail'],
    expected: '"via":"platform"',
    came: '"via":"api"',
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'audit-events') for (const item of itemsOf(told)) item.via = 'api'
      },
    }),
  },
  {
    does: 'does not say what a change was before',
    fails: ['audit.trail'],
    expected: '"before":true',
    came: '"after":false',
    bend: () => ({
      told: (told, { path }) => {
        if (path === 'audit-events')
          for (const { changes } of itemsOf(told))
            for (const each of Object.values(changes as object)) delete each.before
      },
    }),
  },
]
