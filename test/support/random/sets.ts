import fc from 'fast-check'
import type { Doc } from '../naive-estate.js'
import { APPS, dated, forEach, maybe, oneOf, percent, present, some, TYPES } from './words.js'

/** Sets of projects, live ones and declared ones, by account, labels and name. */
export const projectSets = fc.array(
  fc.record({
    match: oneOf(
      'all' as const,
      { names: ['a*', 'hera'] },
      { labels: { stage: ['live', 'new'] } },
      { accounts: { labels: { tier: 'basic' } }, names: ['*'] },
      { names: ['*'], not: { names: ['zeus'] } },
      { accounts: 'all', not: { labels: { stage: 'live' } } },
    ),
    integrations: forEach([...APPS, '*'], () =>
      fc
        .tuple(fc.record({ enabled: percent(70), groupTypes: maybe(some(TYPES)) }), dated)
        .map(([said, dates]) => ({ ...present(said), ...dates })),
    ),
  }),
  { maxLength: 2 },
)

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never

/** Of declared apps alone; the later the set, the sooner it is heard. */
export const projectSetDocs = (sets: Of<typeof projectSets>, apps: readonly string[]): Doc[] =>
  sets.flatMap(({ match, integrations }, at): Doc[] => {
    const entries = Object.entries(integrations).filter(([app]) => app === '*' || apps.includes(app))
    if (entries.length === 0) return []
    return [
      {
        kind: 'ProjectSet',
        name: `projects-${at}`,
        match,
        priority: at * 10,
        integrations: Object.fromEntries(entries),
      },
    ]
  })
