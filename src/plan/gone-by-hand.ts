import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { AuditEvent, Collection, Snapshot } from '../model/snapshot.js'
import { historiesOf, namesOf } from './attribute.js'

/** Where the trail of what a creation makes again is to be found: an account's list, by the account's id. */
export interface Trail {
  readonly collection: Collection
  readonly account: string
}

/** Whoever is invited again was in one of two lists. */
const LISTS: { readonly [C in Collection]?: readonly Collection[] } = {
  ...{ connections: ['connections'], groups: ['groups'], projects: ['projects'] },
  invitations: ['users', 'invitations'],
}

/** The trails that tell whether what is to be made was removed by somebody: nothing lives that could be asked about. */
export function trailsOf(changes: readonly Change[], { rows }: Snapshot): Trail[] {
  const ids = new Map([...rows.accounts.values()].map(({ id, name }) => [name, id]))
  const trails = changes.filter(isRemade).flatMap(({ address, target: { collection } }) => {
    const account = ids.get(parseAddress(address).parts[0] ?? '')
    return account === undefined
      ? []
      : (LISTS[collection as Collection] ?? []).map((list) => ({ collection: list, account }))
  })
  return [...new Map(trails.map((trail) => [`${trail.account}/${trail.collection}`, trail])).values()]
}

const isRemade = ({ operation, target, origin }: Change): boolean =>
  (operation === 'create' || operation === 'invite') && target.id === null && origin !== 'change'

/**
 * Tells which creations would bring back what another principal removed after Writ had made or written it (C7): somebody
 * who is let go, a connection that is cut off in an incident.
 */
export function attributeGone(changes: readonly Change[], events: readonly AuditEvent[], snapshot: Snapshot): Change[] {
  const names = namesOf(snapshot)
  const lives = new Map<string, AuditEvent[]>()
  for (const history of historiesOf(events).values()) {
    const is = identityOf(history, names)
    lives.set(is, [...(lives.get(is) ?? []), ...history])
  }
  const writ = snapshot.principal.id
  return changes.map((change) => {
    if (!isRemade(change)) return change
    const account = parseAddress(change.address).parts[0] ?? ''
    const same = lives.get(wantedIdentity(change, account)) ?? []
    const last = same.reduce<AuditEvent | null>(
      (late, each) => (late && late.revision > each.revision ? late : each),
      null,
    )
    const isOurs = same.some(({ principal }) => principal.id === writ)
    if (last === null || !isOurs || last.principal.id === writ || !ENDED.has(last.action)) return change
    const { principal, at, via } = last
    return { ...change, origin: 'drift', attribution: { principal: principal.name, at, via } }
  })
}

const ENDED: ReadonlySet<string> = new Set(['delete', 'end'])

/** What a row was, in names: put together from what its events say of it. */
function identityOf(history: readonly AuditEvent[], names: ReadonlyMap<string, string>): string {
  const known: Record<string, unknown> = {}
  for (const { changes } of history)
    for (const [field, { before, after }] of Object.entries(changes)) known[field] = after ?? before
  const name = (field: string) => names.get(String(known[field])) ?? known[field] ?? null
  const collection = history[0]?.collection ?? ''
  if (collection === 'users' || collection === 'invitations') return key(name('account'), 'person', known.email)
  if (collection !== 'connections') return key(name('account'), collection, name('project'), known.name)
  return key(name('account'), collection, known.app, known.name ?? null, known.name == null ? name('owner') : null)
}

function wantedIdentity({ address, after, target: { collection } }: Change, account: string): string {
  const { kind, parts } = parseAddress(address)
  if (collection === 'invitations') return key(account, 'person', parts[1])
  if (kind === 'group') return key(account, collection, parts.length > 2 ? parts[1] : null, parts.at(-1))
  if (collection !== 'connections') return key(account, collection, null, parts.at(-1))
  const { app, name = null, owner = null } = after ?? {}
  return key(account, collection, app, name, name === null ? owner : null)
}

const key = (...parts: readonly unknown[]): string => JSON.stringify(parts)
