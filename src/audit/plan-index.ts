import { type Address, address as addressOf, parseAddress } from '../model/address.js'
import type { AuditPlace } from '../model/audit.js'
import type { Plan } from '../model/generated/plan.js'

/** One thing that the plan says about a connection. */
export interface Told {
  /** Against what is declared; waiting for somebody; accepted by a Waiver. */
  readonly sort: 'against' | 'waits' | 'waived'
  readonly message: string
  readonly since: string | null
  readonly at: readonly AuditPlace[]
}

/** A connection that documents ask for and that does not live. */
export interface Wished {
  readonly account: string
  readonly app: string
  readonly name: string | null
  readonly owner: string | null
  readonly told: readonly Told[]
}

/** What the one plan says, by what it is about. */
export interface PlanIndex {
  /** By a connection's id. */
  readonly about: (id: string) => readonly Told[]
  readonly wished: () => readonly Wished[]
}

/** Said of a connection that stands as it should. */
const HARMLESS = new Set(['connection/needs-reauth'])

/** The lines that the plan's causes stand for. */
export const placesOf =
  ({ causes: table }: Pick<Plan, 'causes'>) =>
  (causes: readonly number[]): AuditPlace[] =>
    causes.flatMap((index) => table[index] ?? []).map(({ file, line }) => ({ file, line }))

/** A connection by what documents call it: its name, or for a personal one its owner. */
export type Named = Pick<Wished, 'account' | 'app' | 'name' | 'owner'>

/**
 * Sorts what the plan says of connections: changes, effects, what is held or pending, and findings.
 * @param idOf the connection that lives, or is asked for, under what documents call it
 */
export function indexPlan(
  plan: Pick<Plan, 'changes' | 'effects' | 'held' | 'pending' | 'findings' | 'causes'>,
  idOf: (named: Named) => string | undefined = () => undefined,
): PlanIndex {
  const byAddress = new Map<Address, Told[]>()
  const at = placesOf(plan)
  const note = (
    address: Address,
    sort: Told['sort'],
    message: string,
    causes: readonly number[],
    since: string | null = null,
  ) => {
    if (!isAboutConnections(address)) return
    const told = byAddress.get(address) ?? []
    byAddress.set(address, [...told, { sort, message, since, at: at(causes) }])
  }
  for (const { address, operation, target, after, reason, causes } of plan.changes) {
    if (target.collection !== 'connections') continue
    if (operation === 'revoke' || operation === 'remove') note(address, 'against', reason ?? 'declared absent', causes)
    else if (operation === 'create')
      note(
        address,
        'against',
        after?.status === 'requested' ? 'its owner is asked by the next apply' : 'made by the next apply',
        causes,
      )
  }
  for (const { address, operation, by } of plan.effects) {
    const change = plan.changes[by]
    if (operation === 'end' && change !== undefined)
      note(address, 'against', `ends with ${change.address}`, change.causes)
  }
  // What is held with fields that a live thing would get is an edit, and access is as declared.
  for (const { address, after, message, causes } of plan.held)
    if (isLive(address) ? after === null : after !== null && 'app' in after) note(address, 'against', message, causes)
  // What waits, or is found fault with, may be there: then it is that row, and no wish besides.
  const there = (address: Address): Address => {
    const id = isLive(address) || !isAboutConnections(address) ? undefined : idOf(namedAt(address))
    return id === undefined ? address : addressOf('connection', id)
  }
  for (const { address, message, causes, since } of plan.pending) note(there(address), 'waits', message, causes, since)
  for (const { address, code, message, causes, waived } of plan.findings)
    if (code.startsWith('connection/') && !HARMLESS.has(code))
      note(there(address), waived === undefined ? 'against' : 'waived', message, causes)
  return {
    about: (id) => byAddress.get(addressOf('connection', id)) ?? [],
    wished: () =>
      [...byAddress].filter(([address]) => !isLive(address)).map(([address, told]) => wishedAt(address, told)),
  }
}

/** `connection/ID`, or what is wished for: `connection/ACCOUNT/APP/NAME` and `user/ACCOUNT/EMAIL#integrations.APP`. */
const isAboutConnections = (address: Address): boolean =>
  address.startsWith('connection/') || /^user\/.*#integrations\./.test(address)

const isLive = (address: Address): boolean => /^connection\/[^/]+$/.test(address)

const wishedAt = (address: Address, told: readonly Told[]): Wished => ({ ...namedAt(address), told })

function namedAt(address: Address): Named {
  const { kind, parts, keys } = parseAddress(address)
  const [account = '', second = '', name = null] = parts
  if (kind === 'connection') return { account, app: second, name, owner: null }
  return { account, app: keys[1] ?? '', name: null, owner: second }
}
