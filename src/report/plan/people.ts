import type { Access, Change } from '../../model/generated/plan.js'
import { count, groupBy, list, verb } from '../words.js'
import { accountOf, appOf } from './address.js'
import type { Block } from './blocks.js'
import type { PlanView } from './view.js'

/** Who loses and who gains what, told with the block that brings it about; the rest by itself. */
export interface People {
  /** Beside the blocks, in their order. */
  readonly of: readonly (readonly string[])[]
  readonly otherwise: readonly string[]
}

/** A block answers for a person's app where it writes to the app in that account, else to the account, else to the app. */
export function people(view: PlanView, blocks: readonly Block[]): People {
  const { losing, gaining } = accessesOf(view, blocks)
  const lines = (at: number): string[] => [
    ...sentences(view, losing.get(at) ?? [], ['loses', 'lose']),
    ...sentences(view, gaining.get(at) ?? [], ['gains', 'gain']),
  ]
  return { of: blocks.map((_, at) => lines(at)), otherwise: lines(-1) }
}

/** Who loses and who gains what, by the index of the block that brings it about; -1 where none does. */
export const accessesOf = (view: PlanView, blocks: readonly Block[]) => ({
  losing: assign(view, blocks, view.plan.impact.losing, 'opens'),
  gaining: assign(view, blocks, view.plan.impact.gaining, 'closes'),
})

/** Accesses by the index of their block, -1 where none answers. A change in the `other` direction cannot. */
function assign(view: PlanView, blocks: readonly Block[], all: readonly Access[], other: Change['direction']) {
  const claims = new Map<string, number>()
  for (const [at, block] of blocks.entries()) {
    for (const index of block.changes) {
      const change = view.plan.changes[index] as Change
      if (change.direction !== other)
        for (const key of claimed(view, index, change)) claims.has(key) || claims.set(key, at)
    }
  }
  const answering = ({ account, app }: Access): number =>
    claims.get(key(account, app)) ?? claims.get(key(account, null)) ?? claims.get(key(null, app)) ?? -1
  return groupBy(all, answering)
}

const key = (account: string | null, app: string | null): string => JSON.stringify([account, app])

function claimed(view: PlanView, index: number, change: Change): string[] {
  if (change.operation === 'revoke') return []
  const account = accountOf(change.address)
  const listed = [...allowList(change.before), ...allowList(change.after)]
  if (listed.length > 0) return moved(change).map((app) => key(account, app))
  const below = (view.effectsOf.get(index) ?? []).flatMap((effect) => appOf(effect.address) ?? [])
  return [key(account, appOf(change.address)), ...below.map((app) => key(account, app))]
}

const allowList = (fields: Change['before']): readonly unknown[] => {
  const allowed = fields?.allowedApps
  return Array.isArray(allowed) ? allowed : allowed === undefined ? [] : [allowed]
}

/** The apps that join or leave an allow-list; null, any, where it was or becomes "all". */
function moved({ before, after }: Change): (string | null)[] {
  const [old, current] = [allowList(before), allowList(after)]
  if (old.includes('all') || current.includes('all')) return [null]
  const differing = [...old.filter((app) => !current.includes(app)), ...current.filter((app) => !old.includes(app))]
  return differing.map(String)
}

type Verb = readonly [one: string, many: string]

/** What really comes and goes, then what is only observed and would. */
function sentences({ isReal }: PlanView, accesses: readonly Access[], [one, many]: Verb): string[] {
  const would = `would ${many}`
  return [
    ...sentencesOf(accesses.filter(isReal), [one, many]),
    ...sentencesOf(
      accesses.filter((access) => !isReal(access)),
      [would, would],
    ).map((sentence) => `${sentence}; observed only`),
  ]
}

/** One sentence an app: `ana@acme.example and bo@acme.example lose zapier`, `206 people in 187 accounts lose zapier`. */
function sentencesOf(accesses: readonly Access[], [one, many]: Verb): string[] {
  return [...groupBy(accesses, ({ app }) => app)].map(([app, same]) => {
    const users = [...new Set(same.map(({ user }) => user))]
    const accounts = [...new Set(same.map(({ account }) => account))]
    const who = users.length <= 3 ? list(users) : count(users.length, 'person', 'people')
    const where = accounts.length === 1 ? accounts[0] : count(accounts.length, 'account')
    return `${who} ${verb(users.length, one, many)} ${app} in ${where}`
  })
}
