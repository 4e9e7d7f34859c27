import type { Gate } from '../../access/gates.js'
import { closedGates, routes, waysToConnect } from '../../access/permission.js'
import { statementsOf } from '../../access/statements.js'
import { KINDS } from '../../kinds/index.js'
import { address } from '../../model/address.js'
import { type Wish, wanted } from '../../model/desired.js'
import type { Problem, Waiting } from '../../model/problem.js'
import { child, type Resource } from '../../model/resource.js'
import type { AccountContext } from '../context.js'
import type { DraftHeld } from '../draft.js'
import { namesOf, protectedBy } from '../protection.js'
import { isSomebodys } from '../rules/person-account.js'

/** Why a connection is not made now: the author's mistake, somebody to wait for, or what holds it. */
export type Obstacle =
  | ({ readonly sort: 'problem' } & Pick<Problem, 'code' | 'severity' | 'message'>)
  | ({ readonly sort: 'waiting' } & Pick<Waiting, 'waitsFor' | 'since' | 'message'>)
  | ({ readonly sort: 'held' } & Pick<DraftHeld, 'reason' | 'message'>)

type Check = (context: AccountContext, wish: Wish) => Obstacle | null

const error = (code: string, message: string): Obstacle => ({ sort: 'problem', code, severity: 'error', message })
const held = (reason: DraftHeld['reason'], message: string): Obstacle => ({ sort: 'held', reason, message })

/** The first thing that stands in the way; null where Writ may connect or ask. */
export function obstacleTo(context: AccountContext, wish: Wish): Obstacle | null {
  for (const check of CHECKS) {
    const found = check(context, wish)
    if (found !== null) return found
  }
  return null
}

/** Only people of the account own a connection; somebody who is asked to join comes first. */
const owner: Check = ({ draft: { account }, desired }, { fields }) => {
  const person = fields.owner
  if (person === null || child(account, 'user', person) !== undefined) return null
  const isAsked = child(account, 'invitation', person) !== undefined || wanted(desired.wanted, 'invitation').has(person)
  return isAsked
    ? {
        sort: 'waiting',
        waitsFor: 'invitation',
        since: null,
        message: `${person} connects once the invitation is accepted`,
      }
    : error('state/unknown-owner', `${person} is nobody in this account: declare the person with kind: User`)
}

/** Its account and what it names stand on the platform under their names, or will once this run has seen to it. */
const places: Check = ({ draft }, { fields: { project, usableBy = 'everyone' } }) => {
  const { account, cut, blocked } = draft
  const groups = usableBy === 'everyone' ? [] : usableBy.groups
  const named = [
    ...(project === null ? [] : [{ at: KINDS.project.address(account.address, project), path: [project] }]),
    ...groups.map((path) => ({ at: address('group', account.key, ...path.split('/')), path: path.split('/') })),
  ]
  const unmade = named.find(({ at, path }) => blocked.has(at) || !isThere(account, at, path))?.at
  const missing = blocked.has(account.address) ? account.address : unmade
  if (missing === undefined) return null
  return held(cut.get(missing) ?? 'scope', `it needs ${missing} to be created or renamed, which this run does not do`)
}

const isThere = (account: Resource<'account'>, at: string, [first = '', second]: readonly string[]): boolean => {
  if (at.startsWith('project/')) return child(account, 'project', first) !== undefined
  const place = second === undefined ? account : child(account, 'project', first)
  return place !== undefined && child(place, 'group', second ?? first) !== undefined
}

/** A way that the estate itself closes contradicts it; one closed live, or by an incident, waits. */
const gates: Check = (context, { fields, address: own }) => {
  const { world, draft } = context
  const closed = waysToConnect(world, draft.account, fields).map((route) => closedGates(world, route, 'opening'))
  if (closed.some((each) => each.length === 0)) return null
  // The way that lacks least is the one that people would open.
  const [nearest = []] = closed.sort((a, b) => a.length - b.length)
  const message = `${fields.owner ?? 'nobody'} may not connect ${fields.app}: ${nearest.join(', ')} closed`
  if (nearest.includes('hold')) return held('hold', message)
  return own.startsWith('connection/') && isClosedByEstate(context, fields)
    ? error('connection/declared-closed', `declared, but ${message}`)
    : held('dormant', message)
}

/** Does a document close a gate that the connection would need even if it lived? */
const isClosedByEstate = (context: AccountContext, fields: Wish['fields']): boolean =>
  routes(context.world, context.draft.account, fields, true).some((route) =>
    closedGates(context.world, route).some((gate: Gate) => statementsOf(context, gate, route.question).length > 0),
  )

/** A key is for apps that take one; consent is somebody's, and only their owner can enter a key that nobody states. */
const means: Check = ({ world }, { fields, apiKey }) => {
  const takesKey = world.apps.get(fields.app)?.fields.auth === 'api-key'
  if (!takesKey && apiKey !== null)
    return error('connection/api-key', `${fields.app} takes no API key: its owner is asked for consent`)
  if (takesKey)
    return apiKey === null ? held('needs-owner', `only its owner can connect it: no apiKey is stated`) : null
  if (fields.owner !== null && fields.holder !== 'installation') return null
  return held('needs-owner', `somebody must connect it at ${fields.app}: nobody owns it who could be asked`)
}

/** An app that is to have a service account gets no new connection that may turn out to be a person's own (C6). */
const serviceAccount: Check = ({ desired: { rules }, draft }, { fields }) => {
  if (!rules.requireServiceAccount?.value.includes(fields.app)) return null
  const { externalAccount = null, holder = 'person' } = fields
  if (externalAccount === null)
    return holder === 'person'
      ? held('rule', `${fields.app} is to have a service account: state its externalAccount`)
      : null
  if (!isSomebodys(draft.account, externalAccount)) return null
  return held('rule', `${externalAccount} is a person's own account, and ${fields.app} is to have a service account`)
}

const protection: Check = ({ settings, draft: { account } }, { address: own, fields: { app, owner: user } }) => {
  const message = protectedBy(settings, { accounts: namesOf(account), app, user, address: own, ends: [] })
  return message === null ? null : held('protected', message)
}

const CHECKS: readonly Check[] = [places, owner, gates, means, serviceAccount, protection]
