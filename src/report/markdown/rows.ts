import type { Change } from '../../model/generated/plan.js'
import { accountOf, split, tail, thing } from '../plan/address.js'
import { specialText } from '../plan/connecting.js'
import { connectionRows } from '../plan/connections.js'
import { changeSign, effectRows, type Row } from '../plan/shapes.js'
import { isWritten, type PlanView } from '../plan/view.js'
import { count, groupBy, list, minute } from '../words.js'
import { delta } from './delta.js'
import { said } from './inline.js'

/** What a cause brings: its largest group of things that move alike, and every other row beside it. */
export interface Rows {
  /** So many things move alike in the first row; 0 where that is no crowd. */
  readonly alike: number
  readonly lines: readonly string[]
  /** How many things differ from the crowd, and the rows of those. */
  readonly others: number
  readonly differing: readonly string[]
}

/** From so many on, things that move alike are a crowd from which others differ. */
const CROWD = 10

/** What Writ writes and ends, then what the platform does by itself. One row for all that move alike. */
export function rowsOf(view: PlanView, indexes: readonly number[]): Rows {
  const groups = [...alikeChanges(view, indexes)].sort((one, other) => other.length - one.length)
  const [first = [], ...others] = groups.map((group) => group.map((at) => view.plan.changes[at] as Change))
  const isCrowd = first.length >= CROWD
  const ends = connectionRows(view, indexes, 'revoked').map(lineOf)
  const own = [...effectRows(view, indexes), ...connectionRows(view, indexes, 'ended')].map(byPlatform).map(lineOf)
  const head = first.length === 0 ? [] : [changeLine(first)]
  const rest = others.map(changeLine)
  return isCrowd
    ? { alike: first.length, others: others.flat().length, lines: [...head, ...ends, ...own], differing: rest }
    : { alike: 0, others: 0, lines: [...head, ...rest, ...ends, ...own], differing: [] }
}

function alikeChanges({ plan, connectionsOf }: PlanView, indexes: readonly number[]): number[][] {
  // what ends a connection is told with the connection
  const told = indexes.filter((at) => plan.changes[at]?.operation !== 'revoke' || !connectionsOf.has(at))
  return [...groupBy(told, (at) => shapeOf(plan.changes[at] as Change)).values()]
}

const shapeOf = (change: Change): string =>
  JSON.stringify([split(change.address).kind, tail(change.address), change.operation, change.direction, textOf(change)])

function textOf(change: Change): string {
  const by = change.attribution
  const parts = [
    doneTo(change),
    change.reason ?? '',
    by === undefined ? '' : `by hand ${minute(by.at)}`,
    isWritten(change) ? '' : 'observed only, never written',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

const VERBS: Partial<Record<Change['operation'], string>> = {
  create: 'new',
  rename: 'renamed',
  remove: 'removed',
  revoke: 'revoked',
  invite: 'invited',
}

function doneTo(change: Change): string {
  const special = specialText(change)
  if (special !== undefined) return special
  const what = delta(change.before, change.after)
  const done = VERBS[change.operation]
  if (done === undefined) return what
  return what === '' ? done : `${done}: ${what}`
}

function changeLine(alike: readonly Change[]): string {
  const [first] = alike as [Change]
  const sign = changeSign(first)
  if (alike.length === 1) return line([`${sign} ${first.address}`, textOf(first)])
  const { kind } = split(first.address)
  const field = tail(first.address)
  const subject = `${sign} ${field}${field === '' ? '' : ' of '}${count(alike.length, kind)} alike`
  return line([subject, textOf(first), namesOf(alike, kind)])
}

/** Who is alike, by name; of people the accounts that they are in. */
function namesOf(alike: readonly Change[], kind: string): string {
  const names = alike.map(({ address }) =>
    kind === 'user' ? (accountOf(address) ?? '') : thing(address).slice(kind.length + 1),
  )
  return list([...new Set(names)], 4)
}

const byPlatform = ({ cells: [subject, text], below }: Row): Row => ({
  cells: [subject, `${text}${text === '' ? '' : '; '}by the platform itself`],
  ...(below === undefined ? {} : { below }),
})

const lineOf = ({ cells: [subject, text], below = '' }: Row): string => line([subject, text, below])

/** A row as an item of a list, each part a code span. */
const line = (parts: readonly string[]): string =>
  `- ${parts
    .filter((part) => part !== '')
    .map((part) => said(part))
    .join(' ')}`
