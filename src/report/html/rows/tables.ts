import type { AccessRow, Audit, AuditPlace, ConnectionRow } from '../../../model/audit.js'
import { VERDICTS, type Verdict } from '../../../model/audit.js'
import type { AccountRow, UnusedRow } from '../../../model/audit-detail.js'
import { type Column, type Gathered, gather } from './encode.js'
import type { Texts } from './texts.js'

type People = 'names' | 'pseudonyms' | 'counts'

/** The tables of the page that are searched, filtered and sorted in it. */
export function tablesOf(audit: Audit, people: People, texts: Texts): Gathered[] {
  return [
    people === 'counts'
      ? gather('access', merged(audit.access), [...accessColumns(audit), PEOPLE], texts)
      : gather('access', audit.access, [USER, ...accessColumns(audit)], texts),
    gather('connections', audit.connections, CONNECTIONS, texts),
    gather('unused', audit.unused, UNUSED, texts),
    gather('accounts', audit.accounts, ACCOUNTS, texts),
  ]
}

const numberOf = (verdict: Verdict): number => VERDICTS.indexOf(verdict)

export const placeText = ({ file, line }: AuditPlace): string => `${file}:${line}`

const USER: Column<AccessRow> = { name: 'user', kind: 'text', of: ({ user }) => user }

const accessColumns = ({ explanations, gates }: Audit): Column<AccessRow>[] => {
  const groups = explanations.map(({ gates: of }) => {
    const told = of.map((at) => gates[at]).find((each) => each?.gate === 'group')
    return told === undefined || told.live === 'n/a' ? null : told.value
  })
  return [
    { name: 'account', kind: 'text', of: ({ account }) => account },
    { name: 'app', kind: 'text', of: ({ app }) => app },
    { name: 'verdict', kind: 'number', of: ({ verdict }) => numberOf(verdict) },
    { name: 'live', kind: 'list', of: ({ live }) => live },
    { name: 'declared', kind: 'list', of: ({ declared }) => declared },
    { name: 'group', kind: 'text', of: ({ why }) => groups[why] ?? null },
    { name: 'gates', kind: 'list', of: ({ gates: differing }) => differing },
    { name: 'connections', kind: 'number', of: ({ connections }) => connections },
    { name: 'lastUsed', kind: 'time', of: ({ lastUsedAt }) => lastUsedAt },
    { name: 'at', kind: 'list', of: ({ at }) => at.map(placeText) },
    { name: 'why', kind: 'number', of: ({ why }) => why },
  ]
}

/** Rows that differ in nothing but the person, as one: where people are only counted, nobody stands alone. */
interface Merged extends AccessRow {
  readonly people: number
}

const PEOPLE: Column<Merged> = { name: 'people', kind: 'number', of: ({ people }) => people }

function merged(access: readonly AccessRow[]): Merged[] {
  const all = new Map<string, Merged>()
  for (const row of access) {
    const { user: _, connections, lastUsedAt: __, ...same } = row
    const key = JSON.stringify(same)
    const before = all.get(key) ?? { ...row, connections: 0, people: 0 }
    const latest = [before.lastUsedAt, row.lastUsedAt].filter((each) => each !== null).sort()
    all.set(key, {
      ...before,
      connections: before.connections + connections,
      lastUsedAt: latest.at(-1) ?? null,
      people: before.people + 1,
    })
  }
  return [...all.values()]
}

const CONNECTIONS: readonly Column<ConnectionRow>[] = [
  { name: 'account', kind: 'text', of: ({ account }) => account },
  { name: 'app', kind: 'text', of: ({ app }) => app },
  { name: 'owner', kind: 'text', of: ({ owner }) => owner },
  { name: 'name', kind: 'text', of: ({ name }) => name },
  { name: 'project', kind: 'text', of: ({ project }) => project },
  { name: 'status', kind: 'text', of: ({ status }) => status },
  { name: 'verdict', kind: 'number', of: ({ verdict }) => numberOf(verdict) },
  { name: 'reason', kind: 'text', of: ({ reason }) => (reason === '' ? null : reason) },
  { name: 'created', kind: 'time', of: ({ createdAt }) => createdAt },
  { name: 'lastUsed', kind: 'time', of: ({ lastUsedAt }) => lastUsedAt },
  { name: 'idle', kind: 'number', of: ({ idleDays }) => idleDays },
  { name: 'workflows', kind: 'list', of: ({ workflows }) => workflows },
  { name: 'externalAccount', kind: 'text', of: ({ externalAccount }) => externalAccount },
  { name: 'id', kind: 'text', of: ({ id }) => id },
  { name: 'since', kind: 'time', of: ({ since }) => since },
  { name: 'at', kind: 'list', of: ({ at }) => at.map(placeText) },
]

const UNUSED: readonly Column<UnusedRow>[] = [
  { name: 'account', kind: 'text', of: ({ account }) => account },
  { name: 'app', kind: 'text', of: ({ app }) => app },
  { name: 'state', kind: 'text', of: ({ state }) => state.replace('-', ' ') },
  { name: 'owner', kind: 'text', of: ({ owner }) => owner },
  { name: 'id', kind: 'text', of: ({ connection }) => connection },
  { name: 'people', kind: 'number', of: ({ sort, people }) => (sort === 'app' ? people : null) },
  { name: 'lastUsed', kind: 'time', of: ({ lastUsedAt }) => lastUsedAt },
  { name: 'idle', kind: 'number', of: ({ idleDays }) => idleDays },
  { name: 'idleAfter', kind: 'number', of: ({ idleAfter }) => idleAfter },
  { name: 'remove', kind: 'text', of: ({ remove }) => remove },
  { name: 'by', kind: 'list', of: ({ by }) => by.map((each) => `${each.statement} ${placeText(each)}`) },
]

const ACCOUNTS: readonly Column<AccountRow>[] = [
  { name: 'account', kind: 'text', of: ({ account }) => account },
  { name: 'verdict', kind: 'number', of: ({ verdict }) => numberOf(verdict) },
  { name: 'review', kind: 'text', of: reviewState },
  { name: 'signedBy', kind: 'text', of: ({ review }) => review?.by ?? null },
  { name: 'signed', kind: 'time', of: ({ review }) => review?.at ?? null },
  { name: 'next', kind: 'text', of: ({ review }) => review?.next ?? null },
  { name: 'stays', kind: 'list', of: staying },
  { name: 'digest', kind: 'text', of: ({ digest }) => digest },
]

function staying({ review }: AccountRow): string[] {
  const stays = review?.stays ?? []
  return stays.map(({ address, goes }) => `${address}, ${goes ? 'goes with the next apply' : 'the documents keep it'}`)
}

function reviewState({ review }: AccountRow): string {
  if (review === null) return 'never signed'
  if (review.overdue) return 'overdue'
  return review.changed ? 'changed since' : 'signed'
}
