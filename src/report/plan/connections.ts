import type { EndedConnection } from '../../model/generated/plan.js'
import { count, groupBy, grouped, list } from '../words.js'
import { type Row, signPainter } from './shapes.js'
import type { PlanView } from './view.js'

/** So many connections are named one by one; more are counted. */
const NAMED = 4

/** The connections that some changes end in one of the two ways, by app and reason, in one row each. */
export function connectionRows(view: PlanView, indexes: readonly number[], how: EndedConnection['how']): Row[] {
  const ending = indexes.flatMap((at) => view.connectionsOf.get(at) ?? []).filter((each) => each.how === how)
  const groups = groupBy(ending, (each) => JSON.stringify([each.app, common(view, each), observed(view, each.by)]))
  return [...groups.values()].map((alike) => connectionRow(view, alike))
}

const reason = (view: PlanView, by: number): string => view.plan.changes[by]?.reason ?? ''
/** The reason without its person, so that what ends alike is told once. */
const common = (view: PlanView, { by, owner }: EndedConnection): string =>
  owner === null ? reason(view, by) : withoutPerson(reason(view, by), owner)

const withoutPerson = (text: string, owner: string): string =>
  (text.startsWith(owner) ? text.slice(owner.length).trim() : text).replaceAll(owner, '…')

const observed = (view: PlanView, by: number): boolean => view.plan.changes[by]?.observed === true

function connectionRow(view: PlanView, alike: readonly EndedConnection[]): Row {
  const { app, how, by } = alike[0] as EndedConnection
  const why = how === 'ended' ? '' : alike.length === 1 ? reason(view, by) : common(view, alike[0] as EndedConnection)
  const seen = observed(view, by) ? 'observed only, never ended' : ''
  const subject = `${signPainter(view, '−')('−')} ${count(alike.length, 'connection')} of ${app}`
  return { cells: [subject, [whose(alike), why, seen].filter((part) => part !== '').join('; ')] }
}

const whose = (alike: readonly EndedConnection[]): string => {
  if (alike.length <= NAMED) return alike.map(named).join(', ')
  const owners = new Set(alike.flatMap((each) => each.owner ?? []))
  const accounts = new Set(alike.map((each) => each.account))
  return `${count(owners.size, 'person', 'people')} in ${count(accounts.size, 'account')}`
}

const named = ({ id, name, owner, account, project }: EndedConnection): string =>
  `${name ?? owner ?? 'installation'} in ${account}${project === null ? '' : `/${project}`} (${id})`

/** The workflows that use what some changes end, and the connections of theirs that end (C5). */
export function hitWorkflows(view: PlanView, indexes: readonly number[]) {
  const ending = indexes.flatMap((at) => view.connectionsOf.get(at) ?? [])
  const used = ending.filter((each) => view.workflowsOf.has(each.id))
  return { used, hit: [...new Set(used.flatMap((each) => view.workflowsOf.get(each.id) ?? []))] }
}

/**
 * The workflows that use what ends here: they may break, and nothing brings the connection back (C5). Those that what is
 * only observed would hit are told apart.
 */
export const workflowLines = (view: PlanView, indexes: readonly number[]): string[] => [
  ...hitLines(
    view,
    indexes.filter((at) => !observed(view, at)),
  ),
  ...hitLines(
    view,
    indexes.filter((at) => observed(view, at)),
  ).map((line) => `observed only: ${line.replace(/ that ends?:/, ' that would end:')}`),
]

function hitLines(view: PlanView, indexes: readonly number[]): string[] {
  const { used, hit } = hitWorkflows(view, indexes)
  if (hit.length === 0) return []
  const names = list(hit.map((each) => `"${each.name}" of ${each.account}`))
  const which = used.length === 1 ? 'uses a connection that ends' : `use ${grouped(used.length)} connections that end`
  return [`${count(hit.length, 'workflow')} ${hit.length === 1 ? which : which.replace(/^uses/, 'use')}: ${names}`]
}
