import {
  type AccessRow,
  type Audit,
  type AuditTotals,
  type ConnectionRow,
  VERDICTS,
  type Verdict,
} from '../model/audit.js'
import { compareText } from '../model/canonical.js'
import { Fault } from '../model/fault.js'
import type { Collection, Snapshot } from '../model/snapshot.js'

/** How the estate stands to an account. */
export interface Standing {
  /** Null for one that is to be created. */
  readonly id: string | null
  readonly verdict: 'governed' | 'missing' | 'ungoverned' | 'not-evaluable'
}

/** What totals are counted from. */
export interface Counted {
  readonly snapshot: Snapshot
  /** Of every account, by its name as it will be. */
  readonly standings: ReadonlyMap<string, Standing>
  readonly access: readonly AccessRow[]
  readonly connections: readonly ConnectionRow[]
}

/** Totals by verdict, each beside the platform's own. @throws Fault where the two disagree: then the audit is wrong. */
export function totalsOf(counted: Counted, worst = worstOf(counted)): Audit['totals'] {
  const { snapshot, standings, connections } = counted
  const { rows } = snapshot
  const named = new Map([...standings].map(([name, { id }]) => [id, name]))
  const verdictIn = (name: string, gravest: Verdict | undefined) =>
    overall(standings.get(name)?.verdict ?? 'not-evaluable', gravest)
  const accounts = [...verdictsOf(counted, worst.accounts).values()]
  const people = [...rows.users.values()].map(({ account, email }) => {
    const name = named.get(account) ?? ''
    return account === null ? 'ungoverned' : verdictIn(name, worst.people.get(`${name} ${email}`))
  })
  const born = [...standings.values()].filter(({ id }) => id === null).length
  const absent = connections.filter(({ id }) => id === null).length
  return {
    accounts: agreed('accounts', count(accounts), born, snapshot),
    people: agreed('users', count(people), 0, snapshot),
    connections: agreed('connections', count(connections.map(({ verdict }) => verdict)), absent, snapshot),
  }
}

/** The people who belong to no account, by their addresses: the totals count them as ungoverned. */
export const operatorsOf = ({ rows }: Snapshot): string[] =>
  [...rows.users.values()].flatMap(({ account, email }) => (account === null ? email : [])).sort(compareText)

/** The verdict of each account, by its name. */
export const verdictsOf = (
  { standings, ...counted }: Pick<Counted, 'standings' | 'access' | 'connections'>,
  worst: ReadonlyMap<string, Verdict> = worstOf(counted).accounts,
): ReadonlyMap<string, Verdict> =>
  new Map([...standings].map(([name, { verdict }]) => [name, overall(verdict, worst.get(name))]))

/** The gravest verdict of anything that an account, or a person, has. */
export function worstOf({ access, connections }: Pick<Counted, 'access' | 'connections'>) {
  const accounts = new Map<string, Verdict>()
  const people = new Map<string, Verdict>()
  // Rows of one person stand together.
  let last = { account: '', person: '', key: ' ' }
  const note = (account: string, person: string | null, verdict: Verdict) => {
    accounts.set(account, graver(accounts.get(account), verdict))
    if (person === null) return
    if (account !== last.account || person !== last.person) last = { account, person, key: `${account} ${person}` }
    people.set(last.key, graver(people.get(last.key), verdict))
  }
  for (const { account, user, verdict } of access) note(account, user, verdict)
  for (const { account, owner, verdict } of connections) note(account, owner, verdict)
  return { accounts, people }
}

const graver = (one: Verdict | undefined, other: Verdict): Verdict =>
  one === undefined || (one !== other && VERDICTS.indexOf(other) < VERDICTS.indexOf(one)) ? other : one

/** What is ungoverned beside what is governed takes nothing from it. */
function overall(standing: Standing['verdict'], worst: Verdict | undefined): Verdict {
  if (standing !== 'governed') return standing
  return worst === undefined || worst === 'ungoverned' ? 'conforming' : worst
}

type Counts = Record<Verdict, number>

function count(verdicts: readonly Verdict[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts
  for (const verdict of verdicts) counts[verdict] += 1
  return counts
}

/** Puts the platform's total beside; what it has and was not read is not evaluable. */
function agreed(collection: Collection, counts: Counts, absent: number, { reads }: Snapshot): AuditTotals {
  const read = reads.find((each) => each.collection === collection && each.account === null)
  const told = read?.complete === true ? read.rows : (read?.total ?? null)
  const counted = Object.values(counts).reduce((sum, each) => sum + each, 0) - absent
  if (read?.complete === true && counted !== told) throw mismatch(collection, counted, told)
  const platform = told !== null && told < counted ? null : told
  const unread = platform === null ? 0 : platform - counted
  return { ...counts, 'not-evaluable': counts['not-evaluable'] + unread, platform, absent }
}

const mismatch = (collection: string, counted: number, told: number | null): Fault =>
  new Fault(
    'audit/mismatch',
    `the audit has a verdict for ${counted} ${collection}, and the platform has ${told}`,
    'This is a mistake in Writ: the audit would be wrong, so that none is made. Please report it.',
  )
