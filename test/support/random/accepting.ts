import fc from 'fast-check'
import type { Doc } from '../naive-estate.js'
import type { Live } from './live.js'
import { ACCOUNTS, APPS, DAY, emailOf, maybe, oneOf, PEOPLE, percent, present } from './words.js'

/** What somebody accepts until a date (Waiver), and what an incident closes (Hold). */

const CODES = [
  'unpermitted',
  'undeclared',
  'permissions',
  'external-domain',
  'idle',
  'too-many',
  'person-account',
] as const
const until = oneOf(DAY, '2026-06-14', '2026-12-31', '2026-12-31')

/** Of a live connection each, so that it seldom covers nothing. */
export const waivers = fc.array(
  fc.record({ finding: oneOf(...CODES, 'unpermitted', 'permissions'), of: fc.nat(20), isPersons: percent(30), until }),
  { maxLength: 5, size: 'max' },
)

export const holds = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({
        account: maybe(oneOf(...ACCOUNTS)),
        app: maybe(oneOf(...APPS), 6),
        person: maybe(oneOf(...PEOPLE), 1),
        close: maybe(fc.boolean(), 6),
        until,
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
)

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never
export interface RawAccepting {
  waivers: Of<typeof waivers>
  holds: Of<typeof holds>
}

/** Only of declared accounts and apps; `accounts` is from names as they live to names as they will be. */
export function acceptingDocs(
  { waivers, holds }: RawAccepting,
  apps: readonly string[],
  accounts: ReadonlyMap<string, string>,
  live: Live,
): Doc[] {
  const isKnown = ({ account, app }: { account?: string | undefined; app?: string | undefined }) =>
    (account === undefined || accounts.has(account)) && (app === undefined || apps.includes(app))
  const covers = (account: string | undefined, app: string | undefined, person: string | undefined) => ({
    account: account && accounts.get(account),
    ...{ app, user: person && emailOf(person, account ?? 'acme') },
  })
  const known = live.accounts.flatMap(({ name, connections }) =>
    connections
      .filter(({ app, status }) => accounts.has(name) && apps.includes(app) && status !== 'ended')
      .map(({ app, owner }) => ({ account: accounts.get(name), app, owner })),
  )
  const signed = { reason: 'agreed', owner: 'security@tenant.example', ticket: 'SEC-1' }
  return [
    ...waivers.flatMap(({ finding, of, isPersons, until }, at): Doc[] => {
      const one = known[of % known.length]
      if (one === undefined) return []
      const { account, app, owner } = one
      const about = present({ finding: `connection/${finding}`, account, app, user: isPersons ? owner : undefined })
      const waiver = { kind: 'Waiver', name: `waiver-${at}`, covers: about, ...signed }
      return [{ ...waiver, approvedBy: 'ciso@tenant.example', until }]
    }),
    ...holds.filter(isKnown).flatMap(({ account, app, person, close, until }, at): Doc[] => {
      const about = present(covers(account, app, person))
      if (Object.keys(about).length === 0) return []
      return [{ kind: 'Hold', name: `hold-${at}`, covers: about, ...present({ close }), ...signed, until }]
    }),
  ]
}
