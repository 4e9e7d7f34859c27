import type { Change, Effect } from '../../model/generated/plan.js'
import { difference } from '../values.js'
import { count, groupBy, list, minute } from '../words.js'
import { split, tail, thing } from './address.js'
import { specialText } from './connecting.js'
import type { Texts } from './texts.js'
import { type PlanView, places } from './view.js'

/** One row of a block: sign and subject, what happens to it, and below it who is alike. */
export interface Row {
  readonly cells: readonly [string, string]
  readonly below?: string
}

export type Sign = '+' | '~' | '−'

/** Alike changes of a block as one row each: 12,000 accounts that one line moves are one row. */
export function changeRows(view: PlanView, indexes: readonly number[]): Row[] {
  // what ends a connection is told with the connection
  const told = indexes.filter((at) => view.plan.changes[at]?.operation !== 'revoke' || !view.connectionsOf.has(at))
  const groups = groupBy(told, (at) => changeShape(view.plan.changes[at] as Change, view.textsOf.get(at)))
  return [...groups.values()].map((alike) => changeRow(view, alike))
}

const changeShape = (change: Change, texts: Texts | undefined): string =>
  JSON.stringify([
    split(change.address).kind,
    tail(change.address),
    change.operation,
    change.direction,
    change.observed === true,
    change.before,
    change.after,
    change.reason,
    minute(change.attribution?.at ?? ''),
    texts,
  ])

function changeRow(view: PlanView, indexes: readonly number[]): Row {
  const alike = indexes.map((at) => view.plan.changes[at] as Change)
  const change = alike[0] as Change
  const text = [changeText(change, view.textsOf.get(indexes[0] ?? -1)), ...remarks(view, change, alike.length === 1)]
    .filter((part) => part !== '')
    .join('; ')
  return row(
    view,
    changeSign(change),
    alike.map((each) => each.address),
    text,
  )
}

/** `+` opens or makes, `−` closes or ends, `~` neither or both. Colour says the same. */
export function changeSign({ operation, direction }: Change): Sign {
  if (operation === 'create' || operation === 'invite') return '+'
  if (operation === 'remove' || operation === 'revoke') return '−'
  return direction === 'opens' ? '+' : direction === 'closes' ? '−' : '~'
}

const VERBS: Partial<Record<Change['operation'], string>> = {
  create: 'new',
  rename: 'renamed',
  remove: 'removed',
  revoke: 'revoked',
  invite: 'invited',
}

function changeText(change: Change, texts: Texts | undefined): string {
  const special = specialText(change)
  if (special !== undefined) return special
  const what = difference(change.before, change.after, texts)
  const done = VERBS[change.operation]
  if (done === undefined) return what
  return what === '' ? done : `${done}: ${what}`
}

/** What else is to say of a change: its reason, who made it necessary, and the statements beside the block's own. */
function remarks(view: PlanView, change: Change, alone: boolean): string[] {
  const by = change.attribution
  const first = places(view.plan, change.causes.slice(0, 1))
  const others = places(view.plan, change.causes, by === undefined ? first : '')
  return [
    change.reason ?? '',
    by === undefined ? '' : `by hand ${minute(by.at)}`,
    alone && others !== '' ? `${by === undefined ? 'also' : 'declared at'} ${others}` : '',
    change.observed === true ? 'observed only, never written' : '',
  ]
}

/** What the platform does to settings by itself, alike effects in one row. */
export function effectRows(view: PlanView, indexes: readonly number[]): Row[] {
  const effects = indexes.flatMap((at) => view.effectsOf.get(at) ?? []).filter((effect) => effect.operation !== 'end')
  const groups = groupBy(effects, ({ address, operation, before, after }) =>
    JSON.stringify([split(address).kind, tail(address), operation, before, after]),
  )
  return [...groups.values()].map((alike) => effectRow(view, alike))
}

function effectRow(view: PlanView, alike: readonly Effect[]): Row {
  const { operation, before, after } = alike[0] as Effect
  const sign: Sign = operation === 'create' ? '+' : operation === 'remove' ? '−' : '~'
  const what = operation === 'remove' ? 'removed' : difference(before, after)
  return row(
    view,
    sign,
    alike.map((each) => each.address),
    operation === 'create' ? `new: ${what}` : what,
  )
}

function row(view: PlanView, sign: Sign, addresses: readonly string[], text: string): Row {
  const first = addresses[0] ?? ''
  const signed = signPainter(view, sign)(sign)
  if (addresses.length === 1) return { cells: [`${signed} ${first}`, text] }
  const { kind } = split(first)
  const subject = `${signed} ${tail(first)}${tail(first) === '' ? '' : ' of '}${count(addresses.length, kind)} alike`
  return {
    cells: [subject, text],
    below: list(
      addresses.map((each) => thing(each).slice(kind.length + 1)),
      4,
    ),
  }
}

export const signPainter = ({ paint }: PlanView, sign: Sign): ((text: string) => string) =>
  sign === '+' ? paint.green : sign === '−' ? paint.red : paint.yellow
