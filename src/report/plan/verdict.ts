import type { Plan } from '../../model/generated/plan.js'
import { sendsMessage } from '../../model/messages.js'
import { isLeftByHand } from '../../model/outcome.js'
import { count, grouped, verb } from '../words.js'
import { isWritten, type PlanView } from './view.js'

/** The plan in one line: what to worry about first (one second), then how much there is. */
export function verdictLine(view: PlanView): string {
  const { plan, paint } = view
  const alarms = [unread(plan), stopped(plan), refused(plan)].filter((part) => part !== '')
  const body = plan.changes.some(isWritten)
    ? [ends(view), touches(view), messages(plan), amount(plan)]
    : [quiet(plan, alarms.length > 0)]
  const text = [...alarms, ...body, observed(plan)].filter((part) => part !== '').join(' ')
  if (alarms.length > 0) return paint.bold(paint.red(text))
  return plan.changes.some(isWritten) ? paint.bold(text) : paint.bold(paint.green(text))
}

const unread = ({ reads }: Plan): string => {
  const lists = reads.filter((read) => !read.complete).length
  return lists === 0 ? '' : `INCOMPLETE: ${count(lists, 'list')} could not be read whole, and nothing is planned there.`
}

/** One line may be wrong for thousands of accounts: it is one error, and they are so many. */
const stopped = ({ findings }: Plan): string => {
  const errors = findings.filter((each) => each.severity === 'error')
  const accounts = new Set(errors.map((each) => accountOf(each.address))).size
  if (accounts === 0) return ''
  const fresh = kindsOf(errors.filter((each) => each.new === true))
  const kinds = kindsOf(errors.filter((each) => each.new !== true)) + fresh
  const what = `${count(kinds, 'error')} ${verb(kinds, 'stops', 'stop')}`
  const where = accounts === 1 ? 'its account' : count(accounts, 'account')
  const since = fresh === 0 ? '' : `, ${fresh === kinds ? '' : `${grouped(fresh)} of them `}new in this change`
  return `${what} ${where}${since}.`
}

/** An address may be of a setting; the account is what stops. */
const accountOf = (address: string): string => address.split(/[/#]/)[1] ?? address

/** What this commit wrote is one error, whatever else stands behind it in each account. */
const kindsOf = (errors: Plan['findings']): number =>
  new Set(
    errors.map(({ code, causes, address, new: isNew }) =>
      JSON.stringify([code, causes.length === 0 ? address : isNew ? causes[0] : causes]),
    ),
  ).size

const refused = ({ verdicts }: Plan): string => {
  const refusing = verdicts.filter((each) => each.effect === 'refuse')
  if (refusing.length === 0) return ''
  const limits = refusing.filter((each) => each.rule.startsWith('limits/')).length
  const others = refusing.length - limits
  const by = [limits > 0 ? count(limits, 'limit') : '', others > 0 ? count(others, 'rule') : '']
  return `Refused by ${by.filter((part) => part !== '').join(' and ')}.`
}

/** What is only observed ends nothing and touches nobody. */
const written = <T extends { readonly by: number }>({ plan }: PlanView, items: readonly T[]): T[] =>
  items.filter(({ by }) => plan.changes[by]?.observed !== true)

function ends(view: PlanView): string {
  const connections = written(view, view.plan.impact.connections)
  if (connections.length === 0) return 'Ends no connection.'
  const people = new Set(connections.flatMap((each) => each.owner ?? [])).size
  const whose = people === 0 ? 'of nobody in particular' : `of ${count(people, 'person', 'people')}`
  return `Ends ${count(connections.length, 'connection')} ${whose}.`
}

function touches({ plan, isReal }: PlanView): string {
  const losing = persons(plan.impact.losing.filter(isReal))
  const gaining = persons(plan.impact.gaining.filter(isReal))
  const opens = plan.changes.some(
    (each) => isWritten(each) && (each.direction === 'opens' || each.direction === 'mixed'),
  )
  const lose = losing === 0 ? '' : `${count(losing, 'person', 'people')} ${verb(losing, 'loses', 'lose')} an app.`
  const gain = gaining === 0 ? '' : `${count(gaining, 'person', 'people')} ${verb(gaining, 'gains', 'gain')} one.`
  return [lose, lose === '' ? gain.replace('one.', 'an app.') : gain, gain === '' && !opens ? 'Opens nothing.' : '']
    .filter((part) => part !== '')
    .join(' ')
}

/** What people are sent cannot be unsent. */
function messages({ changes }: Plan): string {
  const sent = changes.filter((each) => isWritten(each) && sendsMessage(each)).length
  return sent === 0 ? '' : `Sends ${count(sent, 'message')}.`
}

/** A person counts once an account. */
const persons = (accesses: Plan['impact']['losing']): number =>
  new Set(accesses.map(({ account, user }) => JSON.stringify([account, user]))).size

const amount = ({ changes }: Plan): string => `${count(changes.filter(isWritten).length, 'change')} in all.`

/** Nothing to write: in sync, unless something else is the matter, or protection kept what was wanted from being done. */
function quiet(plan: Plan, alarmed: boolean): string {
  const byHand = plan.held.filter(isLeftByHand).length
  const held = plan.held.length - byHand
  const waiting = [
    byHand > 0 ? `${grouped(byHand)} changed by hand and left so` : '',
    plan.pending.length > 0 ? `${grouped(plan.pending.length)} pending` : '',
    held > 0 ? `${grouped(held)} held` : '',
  ].filter((part) => part !== '')
  const differs = plan.changes.length > 0 || byHand > 0 || plan.verdicts.some(({ effect }) => effect === 'hold')
  const what = alarmed ? 'Nothing else to do' : differs ? 'Nothing to write' : 'In sync'
  return `${what}${waiting.length > 0 ? `; ${waiting.join(', ')}` : ''}.`
}

const observed = ({ changes }: Plan): string => {
  const seen = changes.filter((each) => !isWritten(each)).length
  return seen === 0 ? '' : `${count(seen, 'change')} ${verb(seen, 'is', 'are')} observed only.`
}
