import type { Audit, Verdict } from '../model/audit.js'
import type { ExceptionRow } from '../model/audit-detail.js'
import { totalRows, verdictLine } from './audit.js'
import { type Alike, alike } from './audit-alike.js'
import { factsOf } from './audit-besides.js'
import { byAccount, byEntry, connectionCells, unusedLine } from './audit-unused.js'
import { answersText, coversText, lastingText, reviewText } from './audit-words.js'
import { type Block, COMMENT_LIMIT, type Section, within } from './markdown/budget.js'
import { code, said } from './markdown/inline.js'
import { hideIn, type People } from './markdown/people.js'
import { safe } from './safe.js'
import { count } from './words.js'

export interface AuditMarkdown {
  /** How people are shown; only counted where nobody says otherwise. */
  readonly people?: People
  /** Characters at most; what a comment may have where absent. */
  readonly limit?: number
}

/** Where an audit looked. */
export interface AuditedPlace {
  readonly environment: string | null
  readonly tenant: string
  readonly url: string
}

/**
 * An audit for a ticket (E14): whether to worry, the totals, what is not as declared cause by cause, exceptions with
 * their ends. Text from elsewhere stands in code spans, so that nothing in it acts; what does not fit is counted.
 */
export function auditMarkdown(
  given: Audit,
  where: AuditedPlace,
  { people = 'counts', limit = COMMENT_LIMIT }: AuditMarkdown = {},
): string {
  const { value: audit, told } = hideIn(worthTelling(given), people, peopleOf(given))
  const isNamed = people !== 'counts'
  const sections = [
    { head: [...heading('Audit', where), '', verdictLine(given), '', ...table(totalRows(audit))], must: true },
    ...(['undeclared', 'missing', 'waived'] as const).map((verdict) => verdictSection(audit, verdict, isNamed)),
    listed(
      '#### Policies',
      audit.policies.map(
        ({ rule, effect, subject, message }) =>
          `- ${code(safe(rule))} ${effect}: ${said(safe(subject))} ${said(safe(message))}`,
      ),
    ),
    listed(
      '#### Not evaluable',
      audit.doubtful.map(({ account, reason }) => `- ${said(safe(account))} ${said(safe(reason))}`),
    ),
    listed('#### Exceptions', audit.exceptions.map(exceptionLine)),
    listed(
      '#### Reviews',
      audit.accounts.flatMap(({ account, review }) =>
        review === null ? [] : [`- ${said(safe(account))} ${said(safe(reviewText(review)))}`],
      ),
    ),
    {
      head: [
        `<sub>${factsOf(audit)
          .map(([name, text = '']) => `${name} ${code(text)}`)
          .join(' · ')} · ${audit.date}</sub>`,
      ],
      must: true,
    },
  ]
  return `${within(
    sections.map((section) => toldIn(section, told)),
    limit - 1,
  )}\n`
}

/** Rows of what is as declared are only counted here: the totals stay those of the whole. */
const worthTelling = (audit: Audit): Audit => {
  const isTold = ({ verdict }: { readonly verdict: Verdict }) => verdict !== 'conforming' && verdict !== 'ungoverned'
  const { access, connections } = audit
  const kept = { access: access.filter(isTold), connections: connections.filter(isTold), usage: [] }
  return { ...audit, ...kept, unused: audit.unused.map((row) => ({ ...row, by: [] })), lines: [] }
}

/** Everybody whom an audit names in a field of their own. */
export const peopleOf = ({ access, connections, exceptions, accounts, gates }: Audit): Set<string> =>
  new Set([
    ...access.map(({ user }) => user),
    ...connections.flatMap(({ owner, externalAccount }) => [owner ?? [], externalAccount ?? []].flat()),
    ...exceptions.flatMap(({ owner, approver, covers }) => [owner ?? [], approver ?? [], covers.user ?? []].flat()),
    ...accounts.flatMap(({ review }) => review?.by ?? []),
    ...gates.flatMap(({ changedBy }) => changedBy?.principal ?? []),
  ])

export const heading = (title: string, { environment, tenant }: AuditedPlace): string[] => [
  `### ${title}: ${code(safe([environment, tenant].filter((part) => part !== null).join(' · ')))}`,
]

function verdictSection(audit: Audit, verdict: Verdict, isNamed: boolean): Section {
  const isMeant = (row: { readonly verdict: Verdict }) => row.verdict === verdict
  const groups = alike(audit, audit.access.filter(isMeant), audit.connections.filter(isMeant), isNamed)
  return listed(`#### ${verdict[0]?.toUpperCase()}${verdict.slice(1)}`, groups.map(groupLine))
}

const groupLine = ({ app, who, said: why, at }: Alike): string =>
  `- ${[app, who, why, at].flatMap((part) => (part === '' ? [] : [said(part)])).join(' ')}`

export function exceptionLine(row: ExceptionRow): string {
  const { kind, name, at } = row
  const parts = [name, lastingText(row), coversText(row.covers), answersText(row), `${at.file}:${at.line}`]
  return `- ${kind} ${parts.flatMap((part) => (part === '' ? [] : [said(safe(part))])).join(' ')}`
}

/** A list under its head, as far as there is room. */
export const listed = (head: string, lines: readonly string[]): Section =>
  lines.length === 0
    ? { head: [] }
    : {
        head: [head],
        blocks: [
          { lines, rest: (left) => `- … ${count(left, 'more line')}: ${code('writ audit --format json')} has all` },
        ],
      }

/** Cells are Writ's own words and numbers, or stand as code already. */
export function table([first = [], ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(first), line(first.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)]
}

/** What stands for people is put into words before anything is measured. */
export function toldIn({ head, blocks = [], ...section }: Section, told: (line: string) => string): Section {
  const toldBlock = (block: Block): Block => ({ ...block, lines: block.lines.map(told) })
  return { ...section, head: head.map(told), blocks: blocks.map(toldBlock) }
}

/** What is allowed, or connected, and not used, for a ticket (T10). */
export function unusedMarkdown(
  given: Audit,
  where: AuditedPlace,
  { people = 'counts', limit = COMMENT_LIMIT }: AuditMarkdown = {},
): string {
  const { value, told } = hideIn({ unused: given.unused, lines: given.lines }, people, peopleOf(given))
  const { unused, lines } = safe(value)
  const known = unused.filter(({ state }) => state !== 'unknown')
  const entries = byEntry(lines).map(([entry = '', text = '']) => `- ${said(entry)} ${said(text)}`)
  const apps = byAccount(known.filter(({ sort }) => sort === 'app')).map(
    ([name = '', text = '']) => `- ${said(name)} ${said(text, 1000)}`,
  )
  const idle = known
    .filter(({ sort }) => sort === 'connection')
    .map(
      (row) =>
        `- ${connectionCells(row)
          .map((each) => said(each))
          .join(' ')}`,
    )
  const sections = [
    { head: [...heading('Unused', where), '', unusedLine(given)], must: true },
    listed('#### Entries that allow what nobody uses', entries),
    listed('#### Allowed, and nobody uses it', apps),
    listed('#### Connections that nobody uses', idle),
  ]
  return `${within(
    sections.map((section) => toldIn(section, told)),
    limit - 1,
  )}\n`
}
