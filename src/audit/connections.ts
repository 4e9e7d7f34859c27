import type { ConnectionRow } from '../model/audit.js'
import { children, type Resource } from '../model/resource.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Audited } from './access.js'
import type { PlanIndex, Told } from './plan-index.js'
import { NONE } from './shared.js'
import type { Use } from './use.js'

/** A connection of an account before it is judged: what the tree says, which goes before the plan is whole. */
export interface Unjudged {
  readonly sort: 'governed' | 'ungoverned' | 'stopped'
  readonly id: string
  readonly account: string
  readonly fields: Resource<'connection'>['fields']
}

/** The connections of one account, those that are only asked for as well. */
export function* connectionsOf({ live: { account }, speaking, standing }: Audited): Generator<Unjudged> {
  for (const { key, fields } of children(account, 'connection').values()) {
    const isGoverned = speaking?.wantedApps.has(fields.app) === true
    const sort = standing === 'stopped' ? standing : isGoverned ? 'governed' : 'ungoverned'
    yield { sort, id: key, account: account.key, fields }
  }
}

/** Judges a connection by the one plan: what it ends, holds or finds fault with is not as declared. */
export function judgeConnection({ sort, id, account, fields }: Unjudged, plan: PlanIndex, use: Use): ConnectionRow {
  const { app, project, name, owner, externalAccount, status, createdAt, lastUsedAt } = fields
  const { idleDays, workflows } = use({ id, app, status, createdAt, lastUsedAt })
  const { verdict, reason, since, at } = judged(sort, id, status, plan)
  return {
    id,
    account,
    app,
    project,
    name,
    owner,
    externalAccount,
    status,
    verdict,
    reason,
    since,
    at,
    createdAt,
    lastUsedAt,
    idleDays,
    workflows,
  }
}

type Judgement = Pick<ConnectionRow, 'verdict' | 'reason' | 'since' | 'at'>

const PLAIN = { reason: '', since: null, at: NONE } as const

function judged(sort: Unjudged['sort'], id: string, status: string, plan: PlanIndex): Judgement {
  if (sort === 'ungoverned') return { ...PLAIN, verdict: 'ungoverned' }
  if (sort === 'stopped') return { ...PLAIN, verdict: 'not-evaluable', reason: 'an error stops this account' }
  const told = plan.about(id)
  if (told.length === 0) return { ...PLAIN, verdict: 'conforming' }
  const waits = told.find((each) => each.sort === 'waits')
  if (status === 'requested' && waits !== undefined) return { ...toldAs([waits]), verdict: 'missing' }
  const against = told.filter((each) => each.sort === 'against')
  if (against.length > 0) return { ...toldAs(against), verdict: 'undeclared' }
  const accepted = told.filter((each) => each.sort === 'waived')
  if (accepted.length > 0) return { ...toldAs(accepted), verdict: 'waived' }
  return { ...(waits === undefined ? PLAIN : toldAs([waits])), verdict: 'conforming' }
}

/** The connections of accounts that were not read whole: all that is known is that they are there. */
export function* unknownConnections(
  { rows }: Snapshot,
  reasons: ReadonlyMap<string, string>,
  use: Use,
): Generator<ConnectionRow> {
  for (const row of rows.connections.values()) {
    const { id, account, app, project, name, owner, externalAccount, status, createdAt, lastUsedAt } = row
    const reason = reasons.get(rows.accounts.get(account)?.name ?? account)
    if (reason === undefined) continue
    yield {
      ...{ id, app, name, externalAccount, status, reason, since: null, at: [], verdict: 'not-evaluable' },
      ...{ createdAt, lastUsedAt, ...use(row) },
      account: rows.accounts.get(account)?.name ?? account,
      project: project === null ? null : (rows.projects.get(project)?.name ?? project),
      owner: owner === null ? null : (rows.users.get(owner)?.email ?? owner),
    }
  }
}

/** What is declared and does not live: to be made, asked for, held, or an error. */
export const missingConnections = (plan: PlanIndex): ConnectionRow[] =>
  plan.wished().map(({ account, app, name, owner, told }) => ({
    ...{ id: null, account, app, name, owner, project: null, externalAccount: null, status: null },
    ...{ createdAt: null, lastUsedAt: null, idleDays: null, workflows: [] },
    ...toldAs(told),
    verdict: 'missing',
  }))

const toldAs = (told: readonly Told[]): Pick<ConnectionRow, 'reason' | 'since' | 'at'> => ({
  reason: [...new Set(told.map(({ message }) => message))].join('; '),
  since: told.find(({ since }) => since !== null)?.since ?? null,
  at: told.flatMap(({ at }) => at),
})
