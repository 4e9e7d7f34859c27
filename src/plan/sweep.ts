import { permitted } from '../access/permission.js'
import { placesOf } from '../access/places.js'
import { wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import { children, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import { isUnderHold } from './holds.js'
import { isLive } from './predict.js'
import { connectionAddress, revoke } from './revoke.js'
import { type Breach, breachesOf, type Case } from './rules/index.js'
import { standings } from './rules/standing.js'
import { surplus } from './rules/surplus.js'
import { UNPERMITTED_LIVE, whyNotPermitted } from './rules/unpermitted.js'

/** Ends what must not live on, connection by connection, and tells what else breaks a rule. */
export function sweep(context: AccountContext): Problem[] {
  const cases = casesOf(context)
  const tried = new Set<Case>()
  const judge = (judged: Case, breaches: readonly Breach[]) => follow(judged, breaches, tried)
  const told = cases.flatMap((judged) =>
    isContradiction(judged) ? declaredButClosed(judged) : judge(judged, breachesOf(judged)),
  )
  // Whoever has too many keeps what no other rule ends; what a rule could not end is not tried twice.
  const staying = cases.filter(({ connection }) => children(context.draft.account, 'connection').has(connection.key))
  const tooMany = surplus(staying).filter(({ judged }) => !tried.has(judged))
  return [...declaredButEnded(context), ...told, ...tooMany.flatMap(({ judged, breach }) => judge(judged, [breach]))]
}

/** Rules are for live connections of governed apps, as they stand after all else that this plan does. */
function casesOf(context: AccountContext): Case[] {
  const { world, draft, desired, wantedApps } = context
  const places = placesOf(world, draft.account)
  const standingOf = standings(desired)
  // What a document asks to end ended by its own step, or was held there.
  const isAsked = ({ key }: Resource<'connection'>) => wanted(desired.wanted, 'connection').get(key)?.absent === true
  return [...children(draft.account, 'connection').values()]
    .filter((connection) => wantedApps.has(connection.fields.app) && isLive(connection) && !isAsked(connection))
    .map((connection) => {
      const standing = standingOf(connection)
      const isPermitted = permitted(world, draft.account, connection.fields, standing === 'declared', places)
      return { context, connection, standing, permitted: isPermitted }
    })
}

/** Revokes for all the reasons there are at once; what is not revoked is told, reason by reason. */
function follow(judged: Case, breaches: readonly Breach[], tried: Set<Case>): Problem[] {
  const revoking = breaches.filter(({ act }) => act === 'revoke')
  if (revoking.length === 0) return breaches.flatMap((breach) => [told(judged, breach), ...keptOpen(judged, breach)])
  tried.add(judged)
  revoke(judged.context, judged.connection, {
    statements: revoking.flatMap(({ statements }) => statements),
    reason: revoking.map(({ message }) => message).join('; '),
    needs: revoking.flatMap(({ needs = [] }) => needs),
    asked: false,
    ruled: revoking.every(({ code }) => code !== 'connection/unpermitted'),
  })
  return []
}

/** What a Waiver keeps alive although an incident closes it: nobody's access ends unasked, and no door stays open unseen. */
function keptOpen({ context, connection }: Case, { code, waiver }: Breach): Problem[] {
  if (waiver === undefined || code !== 'connection/unpermitted' || !isUnderHold(context, connection)) return []
  const message = `it lives on under a hold, for the waiver ${waiver.name} accepts it until ${waiver.until}; delete the waiver to end it`
  return [finding(connection, 'hold/waived', 'warning', message, [waiver.statement])]
}

const told = ({ connection }: Case, { code, act, message, statements }: Breach): Problem =>
  finding(connection, code, act === 'count' ? 'info' : 'warning', message, statements)

/** An incident closes what documents declare, and says so itself: that is no contradiction. */
const isContradiction = ({ standing, permitted, context, connection }: Case): boolean =>
  standing === 'declared' && !permitted && !isUnderHold(context, connection)

/**
 * The estate contradicts itself when it both declares a connection and closes its way. One whose way is closed live
 * waits, and what else it breaks is told.
 */
function declaredButClosed(judged: Case): Problem[] {
  const { draft, desired } = judged.context
  const { connection } = judged
  const { message, statements: closing } = whyNotPermitted(judged)
  const own = wanted(desired.wanted, 'connection').get(connection.key)?.said['*'] ?? []
  if (closing.length > 0) {
    const all = [...own, ...closing]
    return [finding(connection, 'connection/declared-closed', 'error', `declared, but ${message}`, all)]
  }
  const address = connectionAddress(connection.key)
  draft.held.push({ address, reason: 'dormant', message, before: null, after: null, statements: own })
  return breachesOf(judged).flatMap((breach) => (breach.code === UNPERMITTED_LIVE ? [] : [told(judged, breach)]))
}

/** A connection ends because of a change, or a removal, of the same estate that declares it. */
function declaredButEnded(context: AccountContext): Problem[] {
  const { draft, desired } = context
  return draft.endings.flatMap(({ connection, how, by }) => {
    const own = wanted(desired.wanted, 'connection').get(connection.key)
    if (own === undefined || own.absent || isUnderHold(context, connection)) return []
    const message = `declared, but ${how === 'ended' ? `${by.address} ends it` : by.reason}`
    const statements = [...(own.said['*'] ?? []), ...by.statements]
    return [finding(connection, 'connection/declared-closed', 'error', message, statements)]
  })
}

const finding = (
  { key }: Resource<'connection'>,
  code: string,
  severity: Problem['severity'],
  message: string,
  statements: readonly Statement[],
): Problem => ({ code, severity, address: connectionAddress(key), message, statements })
