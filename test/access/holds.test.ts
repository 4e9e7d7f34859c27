import { describe, expect, it } from 'vitest'
import { judge, type Purpose } from '../../src/access/gates.js'
import { mayUse } from '../../src/access/permission.js'
import type { HoldRule } from '../../src/model/hold.js'
import { ask, build, DAY, OPEN } from './worlds.js'

const CALM = { ...OPEN, groups: [{ name: 'staff', type: null, members: ['ana'], own: {} }] }

interface Asked {
  readonly user?: string | null
  readonly purpose?: Purpose
  readonly day?: string
  readonly project?: string | null
}

function hold(rule: Partial<HoldRule>, { user = 'ana', purpose = 'live', day = DAY, project = 'apollo' }: Asked = {}) {
  const { world, account } = build(CALM)
  const rules = [{ covers: { app: 'slack' }, close: true, until: DAY, ...rule }]
  return judge('hold', { ...world, holds: { day, rules } }, ask(account, 'slack', project, user), purpose)
}

describe('"no Hold covers it; without `close: true` it is closed only for what Writ would open or connect"', () => {
  it.each([
    [true, 'live', 'closed'],
    [true, 'opening', 'closed'],
    [false, 'live', 'open'],
    [false, 'opening', 'closed'],
  ] as const)('close: %s, asked about %s: %s', (close, purpose, state) => {
    expect(hold({ close }, { purpose })).toBe(state)
  })

  it('"live connections stay permitted" where the hold does not close', () => {
    const { world, account } = build(CALM)
    const rules = [{ covers: { app: 'slack' }, close: false, until: DAY }]
    expect(mayUse({ ...world, holds: { day: DAY, rules } }, ask(account, 'slack', 'apollo', 'ana'))).toBe(true)
  })
})

describe('a hold covers what it names, and what is left out means any', () => {
  it.each<[covers: HoldRule['covers'], state: 'open' | 'closed']>([
    [{}, 'closed'],
    [{ account: 'acme' }, 'closed'],
    [{ account: 'globex' }, 'open'],
    [{ app: 'slack' }, 'closed'],
    [{ app: 'zoom' }, 'open'],
    [{ project: 'apollo' }, 'closed'],
    [{ project: 'zeus' }, 'open'],
    [{ user: 'ana' }, 'closed'],
    [{ user: 'bo' }, 'open'],
    [{ group: 'apollo/engineering' }, 'closed'],
    [{ group: 'apollo/partners' }, 'open'],
    [{ group: 'zeus/engineering' }, 'open'],
    [{ group: 'staff' }, 'closed'],
    [{ account: 'acme', app: 'slack', project: 'apollo', user: 'ana' }, 'closed'],
    [{ account: 'acme', app: 'slack', project: 'apollo', user: 'bo' }, 'open'],
  ])('%j: %s', (covers, state) => {
    expect(hold({ covers })).toBe(state)
  })

  it('a person outside the group is not covered by it, and neither is what nobody owns', () => {
    const covers = { group: 'apollo/engineering' }
    expect(hold({ covers }, { user: 'bo' })).toBe('open')
    expect(hold({ covers }, { user: null })).toBe('open')
  })

  it('what stands for the whole account is not covered by a hold on one project', () => {
    expect(hold({ covers: { project: 'apollo' } }, { project: null })).toBe('open')
    expect(hold({ covers: { account: 'acme' } }, { project: null })).toBe('closed')
  })
})

it.each([
  ['2026-12-23', 'closed'],
  ['2026-12-24', 'closed'],
  ['2026-12-25', 'open'],
] as const)('a hold until 2026-12-24 is %s judged: %s', (day, state) => {
  expect(hold({ until: '2026-12-24' }, { day })).toBe(state)
})
