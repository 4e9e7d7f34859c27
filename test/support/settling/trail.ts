import type { Change, Effect } from '../../../src/model/generated/plan.js'
import type { Rows } from '../client.js'
import { isLive } from '../naive.js'
import type { Ran } from './run.js'

// Each check gives what it found wrong, in words; nothing is as it should be. These hold the run against its own plan.

/** Is it written? Under `mode: observe` it is only listed (E19). */
export const isRun = ({ observed }: Change) => observed !== true

/** E11: nothing to change any more, neither over what was read back nor over a fresh read. */
export function unsettled({ applied, again }: Ran): string[] {
  const left = (when: string, changes: readonly Change[] = []) =>
    changes.filter(isRun).map(({ operation, address, before, after }) => {
      return `${when}: ${operation} ${address} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`
    })
  return [...left('read back', applied.after?.changes), ...left('planned again', again.changes)]
}

/** Every change done, and nothing said against the run. */
export function undone({ plan, applied }: Ran): string[] {
  const bad = applied.result?.outcomes.filter(
    ({ status, index }) => status !== 'done' && isRun(plan.changes[index] as Change),
  )
  const loud = applied.reasons.filter((reason) => reason !== 'account-stopped' && reason !== 'protected')
  return [...loud, ...(bad ?? []).map(({ address, status, detail }) => `${address}: ${status}, ${detail}`)]
}

/** Connections ended exactly where the plan named them. */
export function endedOtherwise({ before, after, plan, applied }: Ran): string[] {
  const lives = new Set(after.connections.map(({ id }) => id))
  const ended = before.connections.filter(({ id }) => !lives.has(id)).map(({ id }) => id)
  const told = plan.impact.connections.filter(({ by }) => isRun(plan.changes[by] as Change)).map(({ id }) => id)
  const acts = [...plan.changes.filter(isRun), ...plan.effects.filter(({ by }) => isRun(plan.changes[by] as Change))]
  const ends = acts.filter(({ operation }) => operation === 'revoke' || operation === 'end')
  const revoked = plan.impact.connections.filter(({ how }) => how === 'revoked').map(({ id }) => id)
  const named = ends.map(({ address }) => address.slice('connection/'.length))
  return [
    ...(applied.result?.extraEndings ?? []).map(({ connection }) => `${connection} ended by surprise`),
    ...ended.filter((id) => !named.includes(id)).map((id) => `${id} ended and was not named`),
    ...named.filter((id) => !ended.includes(id)).map((id) => `${id} was named and lives`),
    ...told.filter((id, at) => told.indexOf(id) !== at).map((id) => `${id} is named twice`),
    // What was only asked for is no loss to anybody: where the platform ends it, it counts in no impact.
    ...before.connections
      .filter((row) => ended.includes(row.id) && isLive(row) !== told.includes(row.id) && !revoked.includes(row.id))
      .map(({ id, status }) => `${id}, ${status}, is ${told.includes(id) ? '' : 'not '}among those that people lose`),
  ]
}

/** What ran is what was planned, and what the platform did by itself is what was predicted: by its own audit trail. */
export function ranOtherwise(ran: Ran): string[] {
  const { plan, events } = ran
  const { names } = ran
  const told = (event: Rows['audit-events']) => {
    const row = names.row(event.collection as keyof Rows, event.resource) as Record<string, unknown> | undefined
    const address = row ? names.address(event.collection as keyof Rows, row) : names.ofSetting(event.resource)
    return `${event.action === 'delete' ? 'remove' : event.action} ${address}`
  }
  const removed = new Set(
    [...plan.changes.filter(isRun), ...plan.effects].flatMap((each) =>
      each.operation === 'remove' ? [each.address] : [],
    ),
  )
  // The settings of a thing go with it.
  const goesAlong = (text: string) => text.startsWith('remove ') && removed.has(text.slice(7).split('#')[0] ?? '')
  const platform = events.filter(({ via }) => via === 'platform').map(told)
  const direct = events.filter(({ via }) => via !== 'platform').map(told)
  const planned = plan.changes.filter(isRun).map(({ operation, address: at, target, revision }) => {
    const address = rowOf(at)
    const isSetting = target.collection.endsWith('-integrations')
    if (operation === 'revoke') return `end ${address}`
    // An app that was listed and not installed has its row already.
    const isListed = operation === 'create' && ran.before.apps.some(({ name }) => address === `app/${name}`)
    if (isListed) return `update ${address}`
    if (operation === 'invite' || (isSetting && revision === null && !born(plan.effects, address)))
      return `create ${address}`
    return `${operation === 'rename' ? 'update' : operation} ${address}`
  })
  const predicted = plan.effects
    .filter(({ by }) => isRun(plan.changes[by] as Change))
    .map(({ operation, address }) => `${operation} ${address}`)
  return [
    ...differ(direct, planned, 'ran', 'planned'),
    ...differ(
      platform.filter((text) => !goesAlong(text) || predicted.includes(text)),
      predicted,
      'happened',
      'predicted',
    ),
  ]
}

/** A secret is a change of its own, and part of its app. */
export const rowOf = (address: string): string => address.split('#secrets.')[0] ?? ''

const born = (effects: readonly Effect[], address: string) =>
  effects.some((effect) => effect.operation === 'create' && effect.address === address)

function differ(one: readonly string[], other: readonly string[], is: string, was: string): string[] {
  const count = (list: readonly string[], item: string) => list.filter((each) => each === item).length
  return [...new Set([...one, ...other])].flatMap((item) => {
    const [a, b] = [count(one, item), count(other, item)]
    return a === b ? [] : [`${item}: ${is} ${a} times, was ${was} ${b} times`]
  })
}

/** E9: stages ascend, and what a change needs stands before it. */
export function misordered({ plan: { changes } }: Ran): string[] {
  return changes.flatMap(({ address, needs, stage }, index) => [
    ...(stage < (changes[index - 1]?.stage ?? 0) ? [`${address} comes after a later stage`] : []),
    ...needs.filter((need) => need >= index).map((need) => `${address} needs ${changes[need]?.address}`),
  ])
}
