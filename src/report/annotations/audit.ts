import type { AccessRow, Audit, AuditPlace, ConnectionRow } from '../../model/audit.js'
import type { People } from '../markdown/people.js'
import { count, groupBy, list } from '../words.js'
import type { AnnotatedPlace, Annotation } from './annotation.js'
import type { Locate } from './diagnostics.js'
import { ruleText } from './rules.js'

export interface AuditAnnotationOptions {
  /** Whoever reads a repository sees these: people are counted unless names are wanted. */
  readonly people?: People
  readonly locate: Locate
}

/** What of an audit is told: what conforms, and what nobody governs, is counted elsewhere. */
const TOLD = ['undeclared', 'missing', 'waived'] as const
type Told = (typeof TOLD)[number]
const isTold = <T extends { readonly verdict: string }>(row: T): row is T & { readonly verdict: Told } =>
  TOLD.includes(row.verdict as Told)

/** So many people are named of a row, where people are named. */
const NAMED = 20

/** What an audit has found, on the line that speaks of it: app by app and account by account (U7). */
export function auditAnnotations(audit: Audit, { people = 'counts', locate }: AuditAnnotationOptions): Annotation[] {
  const nameless = people === 'names' ? (text: string) => text : (text: string) => text.replace(EMAIL, 'somebody')
  const place = ([first]: readonly AuditPlace[]): AnnotatedPlace | null =>
    first === undefined ? null : { file: locate(first.file), line: first.line }
  const found = [
    ...accesses(audit.access.filter(isTold), people),
    ...connections(audit.connections.filter(isTold), nameless),
  ].map(({ verdict, at, ...rest }) => ({ ...ruled(`audit/${verdict}`), ...rest, at: place(at) }))
  return [...found, ...judged(audit, locate, nameless), ...doubtful(audit, nameless)]
}

const EMAIL = /(?<![^\s#,;:<>()"'/|])[^\s#,;:<>()"'/|]+@[^\s#,;:<>()"'/|]+/g

type Found = Pick<Annotation, 'message' | 'identity'> & {
  readonly verdict: Told
  readonly weight: number
  readonly at: readonly AuditPlace[]
}

function ruled(rule: string): Pick<Annotation, 'rule' | 'level' | 'title'> {
  const { level, title } = ruleText(rule)
  return { rule, level, title: title.toLowerCase() }
}

function accesses(rows: readonly (AccessRow & { readonly verdict: Told })[], people: People): Found[] {
  const alike = groupBy(rows, ({ verdict, account, app, live, declared, gates, at }) =>
    JSON.stringify([verdict, account, app, live, declared, gates, at]),
  )
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { verdict, account, app, live, declared, gates, at } = first
    const users = same.map(({ user }) => user)
    const who = people === 'names' ? list(users, NAMED) : count(users.length, 'person', 'people')
    const use = `may use ${app} in ${live.join(', ') || 'nothing'} of ${account}`
    const message = `${who} ${use}, and ${declared.join(', ') || 'nothing'} is declared (${gates.join(', ')})`
    return [{ verdict, message, at, weight: users.length, identity: [verdict, account, app, gates.join(' ')] }]
  })
}

function connections(
  rows: readonly (ConnectionRow & { readonly verdict: Told })[],
  nameless: (text: string) => string,
): Found[] {
  const alike = groupBy(rows, ({ verdict, account, app, reason, at }) =>
    JSON.stringify([verdict, account, app, nameless(reason), at]),
  )
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { verdict, account, app, reason, at } = first
    const ids = list(
      same.flatMap(({ id }) => id ?? []),
      NAMED,
    )
    const what = `${count(same.length, 'connection')} of ${app} in ${account}${ids === '' ? '' : ` (${ids})`}`
    const why = reason === '' ? ruleText(`audit/${verdict}`).title.toLowerCase() : nameless(reason)
    return [
      { verdict, message: `${what}: ${why}`, at, weight: same.length, identity: [account, app, nameless(reason)] },
    ]
  })
}

const EFFECTS = { refuse: 'error', hold: 'warning', warn: 'warning', pass: 'note', info: 'note' } as const

/** A policy stands on its own line: what it judges may have none. */
const judged = ({ policies }: Audit, locate: Locate, nameless: (text: string) => string): Annotation[] =>
  policies.map(({ rule, effect, subject, message, at }) => ({
    ...{ rule, level: EFFECTS[effect], title: rule.replace(/^policy\//, 'policy ') },
    message: nameless(`${subject === 'plan' ? '' : `${subject}: `}${message}`),
    at: at === undefined ? null : { ...at, file: locate(at.file) },
    identity: [nameless(subject)],
  }))

const doubtful = ({ doubtful: all }: Audit, nameless: (text: string) => string): Annotation[] =>
  all.map(({ account, reason }) => ({
    ...ruled('audit/not-evaluable'),
    message: nameless(`${account} is not evaluable: ${reason}`),
    at: null,
    identity: [account],
  }))
