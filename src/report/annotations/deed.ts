import type { Access, Change } from '../../model/generated/plan.js'
import type { People } from '../markdown/people.js'
import type { Block } from '../plan/blocks.js'
import { hitWorkflows } from '../plan/connections.js'
import { changeRows } from '../plan/shapes.js'
import { isWritten, type PlanView } from '../plan/view.js'
import { count, groupBy, list, minute, verb } from '../words.js'
import type { Annotation } from './annotation.js'
import { isMove, moves } from './moves.js'

/** A cause with the people that lose and gain by it. */
export interface Brought {
  readonly block: Block
  readonly losing: readonly Access[]
  readonly gaining: readonly Access[]
}

type Deed = Pick<Annotation, 'rule' | 'level' | 'title' | 'message'> & { readonly weight: number }

/**
 * What one line brings about, in one sentence for whoever reviews it.
 * @example deed(…).message // 'takes zapier from 12,041 accounts: 206 people lose zapier, 214 connections end'
 */
export function deed(seen: PlanView, brought: Brought, people: People): Deed {
  const { block, losing, gaining, rest: onlyObserved } = writtenOf(seen, brought)
  const changes = block.changes.map((at) => seen.plan.changes[at] as Change)
  const ends = block.changes.flatMap((at) => seen.connectionsOf.get(at) ?? []).length
  const hits = [
    persons(losing, ['loses', 'lose'], people),
    persons(gaining, ['gains', 'gain'], people),
    ends === 0 ? '' : `${count(ends, 'connection')} ${verb(ends, 'ends', 'end')}`,
    workflows(seen, block.changes),
  ].filter((part) => part !== '')
  const [apps, rest] = [moves(changes, people), others(seen, block.changes)]
  const told = [[...apps, ...rest].join('; '), hits.join(', ')]
    .filter((part) => part !== '')
    .join(rest.length === 0 ? ': ' : '; ')
  const weight = ends + losing.length + gaining.length
  return {
    ...sortOf(changes, ends > 0, losing.length > 0, block.drift),
    message: `${begin(changes)}${told}${beside(onlyObserved)}`,
    weight,
  }
}

/** What a line brings about where something is written: what is only observed counts in none of it, and is counted beside. */
function writtenOf(seen: PlanView, { block, losing, gaining }: Brought): Brought & { readonly rest: number } {
  const written = block.changes.filter((at) => isWritten(seen.plan.changes[at] as Change))
  const rest = block.changes.length - written.length
  if (rest === 0 || written.length === 0) return { block, losing, gaining, rest: 0 }
  return {
    block: { ...block, changes: written },
    ...{ losing: losing.filter(seen.isReal), gaining: gaining.filter(seen.isReal), rest },
  }
}

const beside = (onlyObserved: number): string =>
  onlyObserved === 0 ? '' : `; ${count(onlyObserved, 'more change')} only observed, never written`

/** What to know before the deed itself: that nothing is written, or whose hand it answers. */
function begin(changes: readonly Change[]): string {
  const by = changes[0]?.attribution
  const observed = changes.every((change) => !isWritten(change)) ? 'only observed, never written: ' : ''
  const hand =
    by === undefined
      ? ''
      : `${by.principal} wrote over this by hand (${by.via.replaceAll('-', ' ')}, ${minute(by.at)}); to restore it, Writ `
  return `${observed}${hand}`
}

/** The first that holds says what kind of remark it is. */
function sortOf(
  changes: readonly Change[],
  ends: boolean,
  loses: boolean,
  drift: boolean,
): Omit<Deed, 'message' | 'weight'> {
  const isObserved = changes.every((change) => !isWritten(change))
  const level = (of: 'warning' | 'note') => (isObserved ? 'note' : of)
  const goes = (...ways: readonly string[]) => changes.some(({ direction }) => ways.includes(direction))
  if (drift) return { rule: 'plan/drift', level: level('warning'), title: 'drifted' }
  if (ends) return { rule: 'plan/ends-connections', level: level('warning'), title: 'ends live connections' }
  if (loses) return { rule: 'plan/takes-access', level: level('warning'), title: 'takes access away' }
  if (goes('opens', 'mixed')) return { rule: 'plan/opens', level: 'note', title: 'opens access' }
  if (goes('closes')) return { rule: 'plan/closes', level: 'note', title: 'closes access' }
  return { rule: 'plan/changes', level: 'note', title: 'changes settings' }
}

/** So many rows are told of a line that does many things. */
const ROWS = 3

function others(seen: PlanView, indexes: readonly number[]): string[] {
  const rows = changeRows(
    seen,
    indexes.filter((at) => !isMove(seen.plan.changes[at] as Change)),
  ).map(({ cells: [subject, text] }) => [subject.replace(/^[+~−] /, ''), text].filter((part) => part !== '').join(': '))
  const more = rows.length - ROWS
  return more > 0 ? [...rows.slice(0, ROWS), `and ${count(more, 'more thing')}`] : rows
}

/** A person counts once an account; one app is named. */
function persons(accesses: readonly Access[], [one, many]: readonly [string, string], people: People): string {
  if (accesses.length === 0) return ''
  const who = [...groupBy(accesses, ({ account, user }) => JSON.stringify([account, user])).values()]
  const apps = [...new Set(accesses.map(({ app }) => app))]
  const names = [...new Set(accesses.map(({ user }) => user))]
  const subject = people === 'counts' || names.length > 3 ? count(who.length, 'person', 'people') : list(names)
  return `${subject} ${verb(who.length, one, many)} ${apps.length === 1 ? apps[0] : count(apps.length, 'app')}`
}

function workflows(seen: PlanView, indexes: readonly number[]): string {
  const { hit, used } = hitWorkflows(seen, indexes)
  if (hit.length === 0) return ''
  const [uses, of] = [verb(hit.length, 'uses', 'use'), used.length === 1 ? 'one' : String(used.length)]
  return `${count(hit.length, 'workflow')} ${uses} ${of} of them`
}
