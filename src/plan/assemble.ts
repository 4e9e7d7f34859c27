import { compareText, sorted } from '../model/canonical.js'
import type { Statement } from '../model/document.js'
import type {
  Change,
  Effect,
  EndedConnection,
  Finding,
  Held,
  HitWorkflow,
  Origin,
  Pending,
  Plan,
} from '../model/generated/plan.js'
import type { Problem, Waiting } from '../model/problem.js'
import type { Released } from '../model/released.js'
import type { WorkflowRow } from '../model/snapshot.js'
import { branches } from './branches.js'
import type { CauseTable } from './causes.js'
import type { DraftChange, DraftEffect, DraftHeld, Ending } from './draft.js'
import type { Use } from './impact.js'

/** Puts draft changes into the order of execution and turns references into indexes: from here on a plan is data. */
export function assembleChanges(
  drafts: readonly DraftChange[],
  causes: CauseTable,
): { changes: Change[]; indexOf: ReadonlyMap<DraftChange, number> } {
  const depthOf = depths()
  const ordered = [...drafts].sort(
    (a, b) => a.stage - b.stage || depthOf(a) - depthOf(b) || compareText(a.address, b.address),
  )
  const indexOf = new Map(ordered.map((draft, index) => [draft, index]))
  const branchOf = branches(ordered)
  const changes = ordered.map((draft): Change => {
    const { address, operation, direction, before, after, reason, undo, stage, target, revision, observed } = draft
    return {
      address,
      operation,
      direction,
      before: before as Change['before'],
      after: after as Change['after'],
      origin: originOf(draft),
      causes: causes.indexes(draft.statements),
      ...(reason === undefined ? {} : { reason }),
      undo,
      stage,
      branch: branchOf.get(draft) ?? 0,
      needs: [...draft.needs].flatMap((need) => indexOf.get(need) ?? []).sort((a, b) => a - b),
      target,
      revision,
      ends: sorted(draft.ends),
      ...(observed ? { observed } : {}),
    }
  })
  return { changes, indexOf }
}

/** How many changes of the same stage stand one before the other until its turn comes: a need comes before what needs it. */
function depths(): (change: DraftChange) => number {
  const known = new Map<DraftChange, number>()
  const depthOf = (change: DraftChange): number => {
    const found = known.get(change)
    if (found !== undefined) return found
    const same = [...change.needs].filter(({ stage }) => stage === change.stage)
    const depth = same.length === 0 ? 0 : 1 + Math.max(...same.map(depthOf))
    known.set(change, depth)
    return depth
  }
  return depthOf
}

/** A passed date explains what it closes, and the revocations that follow; without a baseline the rest is a difference. */
function originOf({ expired, needs, operation, ruled }: DraftChange): Origin {
  if (ruled) return 'rule'
  const byDate = expired || (operation === 'revoke' && needs.size > 0 && [...needs].every((need) => need.expired))
  return byDate ? 'expiry' : 'difference'
}

type IndexOf = ReadonlyMap<DraftChange, number>

export const assembleEffects = (drafts: readonly DraftEffect[], indexOf: IndexOf): Effect[] =>
  drafts
    .map(({ address, operation, before, after, by }) => ({
      address,
      operation,
      before: before as Effect['before'],
      after: after as Effect['after'],
      by: indexOf.get(by) ?? -1,
    }))
    .sort((a, b) => a.by - b.by || compareText(a.address, b.address))

export const assembleEndings = (
  endings: readonly (Ending & { readonly account: string })[],
  indexOf: IndexOf,
): EndedConnection[] =>
  endings
    .map(({ connection: { key, fields }, account, how, by }) => {
      const { app, project, owner, name } = fields
      return { id: key, account, app, project, owner, name, how, by: indexOf.get(by) ?? -1 }
    })
    .sort((a, b) => compareText(a.account, b.account) || compareText(a.id, b.id))

/** The workflows that use a connection which ends (C5). */
export function hitWorkflows(
  ended: readonly EndedConnection[],
  workflows: Iterable<WorkflowRow>,
  nameOf: (accountId: string) => string,
): HitWorkflow[] {
  const ids = new Set(ended.map(({ id }) => id))
  if (ids.size === 0) return []
  return [...workflows]
    .map(({ id, account, name, connections }) => ({
      id,
      account: nameOf(account),
      name,
      connections: connections.filter((connection) => ids.has(connection)),
    }))
    .filter(({ connections }) => connections.length > 0)
    .sort((a, b) => compareText(a.account, b.account) || compareText(a.name, b.name))
}

export const assembleUses = (uses: readonly Use[]): Use[] =>
  [...uses].sort(
    (a, b) => compareText(a.account, b.account) || compareText(a.user, b.user) || compareText(a.app, b.app),
  )

export const assembleHeld = (held: readonly DraftHeld[], causes: CauseTable): Held[] =>
  once(held)
    .map(({ address, reason, message, before, after, statements }) => ({
      address,
      reason,
      message,
      before: before as Held['before'],
      after: after as Held['after'],
      causes: causes.indexes(statements),
    }))
    .sort((a, b) => compareText(a.address, b.address) || compareText(a.message, b.message))

/**
 * What both opens and closes is proposed twice, whole and then what is left of it: told once, as it was left. Other
 * fields of the same thing are another matter.
 */
function once(held: readonly DraftHeld[]): DraftHeld[] {
  const last = new Map<string, DraftHeld>()
  for (const each of held) {
    const { address, reason, message, after } = each
    last.set(JSON.stringify([address, reason, message, Object.keys(after ?? {}).sort()]), each)
  }
  return [...last.values()]
}

export const assemblePending = (waiting: readonly Waiting[], causes: CauseTable): Pending[] =>
  told(waiting, causes).map(({ address, waitsFor, since, message, causes: at }) => ({
    address,
    waitsFor,
    since,
    message,
    causes: at,
  }))

export const assembleFindings = (problems: readonly Problem[], causes: CauseTable): Finding[] =>
  told(problems, causes).map(({ code, severity, address, message, causes: at, waived }) => ({
    code,
    severity,
    address,
    message,
    causes: at,
    ...(waived === undefined ? {} : { waived }),
  }))

export const assembleReleased = (released: readonly Released[], causes: CauseTable): Plan['released'] =>
  released
    .map(({ address, was, stays, statements }) => ({
      ...{ address, was: { ...was }, stays: stays && { ...stays } },
      causes: causes.indexes(statements),
    }))
    .sort((a, b) => compareText(a.address, b.address))

const told = <
  T extends { readonly address: string; readonly message: string; readonly statements: readonly Statement[] },
>(
  list: readonly T[],
  causes: CauseTable,
) =>
  list
    .map((each) => ({ ...each, causes: causes.indexes(each.statements) }))
    .sort((a, b) => compareText(a.address, b.address) || compareText(a.message, b.message))
