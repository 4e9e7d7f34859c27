import type { AccessRow, Audit, ConnectionRow } from '../model/audit.js'
import type { AccountRow, ExceptionRow, UnusedRow, UsageRow } from '../model/audit-detail.js'
import { alike } from './audit-alike.js'
import { type AuditedPlace, exceptionLine, heading, listed, peopleOf, toldIn } from './audit-markdown.js'
import { reviewText } from './audit-words.js'
import { COMMENT_LIMIT, type Section, within } from './markdown/budget.js'
import { cell, code, said } from './markdown/inline.js'
import { hideIn, type People } from './markdown/people.js'
import { safe } from './safe.js'
import { count, groupBy, list } from './words.js'

/** What an audit says of one account, for whoever reviews it. */
export interface Pack {
  readonly account: AccountRow
  readonly date: string
  /** Why nothing can be said of it; null where it was read whole. */
  readonly doubt: string | null
  readonly access: readonly AccessRow[]
  readonly connections: readonly ConnectionRow[]
  readonly usage: readonly UsageRow[]
  readonly unused: readonly UnusedRow[]
  readonly exceptions: readonly ExceptionRow[]
  readonly policies: Audit['policies']
  /** The audit itself, for what rows refer to. */
  readonly audit: Audit
}

/** Cuts an audit into a pack for each account, or for those that are named. */
export function* packsOf(audit: Audit, wants: (account: string) => boolean = () => true): Generator<Pack> {
  const by = <T extends { readonly account: string }>(rows: readonly T[]) => groupBy(rows, ({ account }) => account)
  const [access, connections, usage, unused] = [
    by(audit.access),
    by(audit.connections),
    by(audit.usage),
    by(audit.unused),
  ]
  const doubts = new Map(audit.doubtful.map(({ account, reason }) => [account, reason]))
  for (const account of audit.accounts) {
    const { account: name } = account
    if (!wants(name)) continue
    const isStopped = account.verdict === 'not-evaluable'
    yield {
      ...{ account, date: audit.date, audit },
      doubt: doubts.get(name) ?? (isStopped ? 'an error stops this account, or it was not read whole' : null),
      access: access.get(name) ?? [],
      connections: connections.get(name) ?? [],
      usage: usage.get(name) ?? [],
      unused: unused.get(name) ?? [],
      exceptions: audit.exceptions.filter(
        ({ covers }) => (covers.account ?? name) === name && covers.limit === undefined,
      ),
      policies: audit.policies.filter(({ subject }) => isAbout(subject, name)),
    }
  }
}

/** `account/acme`, `project/acme/apollo` and what lies below them. */
const isAbout = (subject: string, account: string): boolean => {
  const [path = ''] = subject.split('#', 1)
  const name = path.split('/')[1]
  return name !== undefined && safeDecode(name) === account
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a reviewer reads: what the account may use and why, who, what it uses and when last, and what could go (T10). */
export function packMarkdown(given: Pack, where: AuditedPlace, people: People): string {
  const { audit: whole, ...mine } = given
  const named = peopleOf({ ...whole, access: mine.access, connections: mine.connections })
  const { value: pack, told } = hideIn({ ...mine, audit: rowsBehind(whole, mine.access) }, people, named)
  const sections = [
    head(pack, where),
    may(pack),
    who(pack, people !== 'counts'),
    connected(pack),
    differing(pack, people !== 'counts'),
    listed('#### Exceptions', pack.exceptions.map(exceptionLine)),
    listed(
      '#### Policies',
      pack.policies.map(({ rule, effect, message }) => `- ${code(safe(rule))} ${effect}: ${said(safe(message))}`),
    ),
    listed('#### What could go', pack.unused.flatMap(suggestion)),
    foot(pack),
  ]
  return `${within(
    sections.map((section) => toldIn(section, told)),
    COMMENT_LIMIT - 1,
  )}\n`
}

/** Of all explanations those that the account's rows refer to, without copying the rest. */
const rowsBehind = ({ gates, explanations }: Audit, access: readonly AccessRow[]): Audit => {
  const used = new Set(access.flatMap(({ why }) => explanations[why]?.gates ?? []))
  return {
    gates: gates.map((gate, at) => (used.has(at) ? gate : { ...gate, changedBy: null })),
    explanations,
  } as unknown as Audit
}

function head({ account, date, doubt }: Pick<Pack, 'account' | 'date' | 'doubt'>, where: AuditedPlace): Section {
  const { review, verdict, digest } = account
  const before = review === null ? 'Nobody has signed a Review of it.' : `Last ${said(safe(reviewText(review)))}`
  const state =
    doubt === null ? `Verdict: **${verdict}**. ${before}` : `**Nothing can be said of it**: ${said(safe(doubt))}`
  return {
    head: [
      ...heading(`Review of ${code(safe(account.account))}`, where),
      '',
      `${date} · audit ${code(digest)}`,
      '',
      state,
    ],
    must: true,
  }
}

function may({ usage }: Pick<Pack, 'usage'>): Section {
  if (usage.length === 0) return listed('#### What it may use', ['- nothing'])
  const lines = usage.map((row) => {
    const { app, by, lastUsedAt } = safe(row)
    const ways = by.map(({ statement, file, line }) => `${statement} (${file}:${line})`)
    const way = row.allowed ? cell(list(ways, 4)) || 'by no document' : 'not allowed'
    const use =
      row.connections === 0
        ? 'nobody'
        : `${row.connected} of ${count(row.people, 'person', 'people')}, ${count(row.connections, 'connection')}`
    const last =
      lastUsedAt === null ? (row.connections > 0 && row.unknown > 0 ? 'unknown' : 'never') : lastUsedAt.slice(0, 10)
    return `| ${cell(app)} | ${way} | ${row.on ? 'on' : 'off'} | ${row.people} | ${use} | ${row.connections === 0 ? '' : last} |`
  })
  const titles = ['app', 'allowed by', 'account', 'may use', 'connected', 'last used']
  const head = [`| ${titles.join(' | ')} |`, `|${' --- |'.repeat(titles.length)}`]
  return {
    head: ['#### What it may use'],
    // Blank, so that the count does not become a row.
    blocks: [
      {
        lines: [...head, ...lines],
        rest: (left) => `\n… ${count(left, 'more app')}: writ audit --format json has all`,
      },
    ],
  }
}

const suggestion = (row: UnusedRow): string[] => {
  const { remove, app, state, connection } = safe(row)
  if (remove === null) return []
  const why =
    row.sort === 'app'
      ? `${app}: ${WHY[state]}`
      : `connection ${connection}: ${WHY[state]}${row.idleDays === null ? '' : `, ${count(row.idleDays, 'day')}`}`
  return [`- ${said(remove)} ${said(why)}`]
}

/** Why something could go, in a few words. */
export const WHY: Readonly<Record<UnusedRow['state'], string>> = {
  'never-connected': 'nobody ever connected it',
  'never-used': 'connected and never used',
  idle: 'not used any more',
  unknown: 'the platform does not tell',
}

function who({ access }: Pick<Pack, 'access'>, isNamed: boolean): Section {
  const byApp = groupBy(
    access.filter(({ live }) => live.length > 0),
    ({ app }) => app,
  )
  const lines = [...byApp].map(([app, rows]) => {
    const names = rows.map(({ user, connections }) => `${safe(user)}${connections > 0 ? '' : ' (never connected)'}`)
    const told = isNamed ? ` ${said(names.join(', '), 1000)}` : ''
    return `- ${code(safe(app))} ${count(rows.length, 'person', 'people')}${told}`
  })
  return listed('#### Who may use it', lines)
}

function connected({ connections }: Pick<Pack, 'connections'>): Section {
  const lines = connections.map((row) => {
    const { app, id, name, owner, project, lastUsedAt, workflows, status } = safe(row)
    const never = row.idleDays === null ? 'last use unknown' : 'never used'
    const last = lastUsedAt === null ? never : `last used ${lastUsedAt.slice(0, 10)}`
    const parts = [
      name ?? id ?? 'to be made',
      owner ?? 'nobody’s',
      project === null ? 'whole account' : `in ${project}`,
      status ?? '',
      row.id === null ? '' : last,
    ]
    const used = workflows.length === 0 ? '' : ` used by ${said(workflows.join(', '))}`
    return `- ${code(app)} ${parts.flatMap((part) => (part === '' ? [] : [said(part)])).join(' ')} ${row.verdict}${used}`
  })
  return listed('#### Connections', lines)
}

function differing(
  { access, connections, audit }: Pick<Pack, 'access' | 'connections' | 'audit'>,
  isNamed: boolean,
): Section {
  const isMeant = ({ verdict }: { readonly verdict: string }) => verdict === 'undeclared' || verdict === 'missing'
  const groups = alike(audit, access.filter(isMeant), connections.filter(isMeant), isNamed)
  return listed(
    '#### Not as declared',
    groups.map(
      ({ app, who: whose, said: why, at }) =>
        `- ${[app, whose, why, at].flatMap((part) => (part === '' ? [] : [said(part)])).join(' ')}`,
    ),
  )
}

const foot = ({ account, doubt }: Pick<Pack, 'account' | 'doubt'>): Section => ({
  head: [
    doubt === null
      ? `To sign: fill in ${code('by')} in the Review document beside this file, keep in ${code('remove')} what is to go, and add it to the estate. It signs ${code(account.digest)}.`
      : 'There is nothing to sign until the account can be read whole.',
  ],
  must: true,
})
