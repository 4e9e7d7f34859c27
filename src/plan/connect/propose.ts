import { closedGates, waysToConnect } from '../../access/permission.js'
import { addressesOf } from '../../access/statements.js'
import { KINDS } from '../../kinds/index.js'
import { type Address, address } from '../../model/address.js'
import type { Wish } from '../../model/desired.js'
import type { AccountContext } from '../context.js'
import type { DraftChange } from '../draft.js'
import { isObserved, latest } from '../propose.js'
import { stageOf } from '../stages.js'

/** Takes into the plan that a connection is made by its API key, or that its owner is asked for consent. */
export function proposeConnection(context: AccountContext, { address: at, fields, apiKey, statements }: Wish): void {
  const { draft, desired, settings } = context
  const needs = needsOf(context, fields)
  const isMade = apiKey !== null
  const change: DraftChange = {
    address: at,
    operation: 'create',
    direction: isMade ? 'opens' : 'neutral',
    before: null,
    after: { ...fields, status: isMade ? 'active' : 'requested', ...(isMade ? { apiKey: { env: apiKey } } : {}) },
    ...{ statements, expired: false },
    stage: latest(stageOf('connect', 'connection'), needs),
    needs: new Set(needs),
    target: { collection: 'connections', id: null },
    ...{ revision: null, ends: [] },
    undo: isMade ? 'full' : 'none',
    observed: isObserved(desired, needs),
  }
  const held = settings.withhold(change)
  if (held === null) draft.changes.push(change)
  else {
    const { reason, message } = held
    draft.held.push({ address: at, reason, message, before: null, after: { ...fields }, statements })
  }
}

/** What opens its way or creates what it names, and whatever ends that had its place (U4). */
function needsOf(context: AccountContext, fields: Wish['fields']): DraftChange[] {
  const { draft } = context
  const opening = draft
    .writersOf([...gateAddresses(context, fields), ...namedBy(context, fields)])
    .filter(({ operation, direction }) => operation === 'create' || direction === 'opens' || direction === 'mixed')
  const freed = draft.endings.filter(({ connection: { fields: had } }) => samePlace(had, fields)).map(({ by }) => by)
  return [...new Set([...opening, ...freed])]
}

/** The gates of the first way that is open. */
function gateAddresses({ world, draft }: AccountContext, fields: Wish['fields']): Address[] {
  const way = waysToConnect(world, draft.account, fields).find(
    (route) => closedGates(world, route, 'opening').length === 0,
  )
  return way === undefined ? [] : way.gates.flatMap((gate) => addressesOf(gate, way.question))
}

/** The account, the project, and the groups that may use it. */
function namedBy(
  { draft: { account } }: AccountContext,
  { project, usableBy = 'everyone' }: Wish['fields'],
): Address[] {
  const groups = usableBy === 'everyone' ? [] : usableBy.groups
  return [
    account.address,
    ...(project === null ? [] : [KINDS.project.address(account.address, project)]),
    ...groups.map((path) => address('group', account.key, ...path.split('/'))),
  ]
}

const samePlace = (had: Wish['fields'], has: Wish['fields']): boolean =>
  had.app === has.app && had.name === has.name && (has.name !== null || had.owner === has.owner)
