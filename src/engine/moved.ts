import type { Approval, Move, MovedRow } from '../apply/approved.js'
import type { Plan } from '../model/generated/plan.js'
import type { AuditEvent } from '../model/snapshot.js'
import type { ReadPort } from '../provider/port.js'

/**
 * Says of each branch that is not as approved who wrote to its rows since the approved plan was made (E6, C7). A trail
 * that cannot be read hides nothing: the branch is refused all the same.
 */
export async function attributeMoves(
  approval: Approval | null,
  approved: Plan | undefined,
  port: ReadPort,
): Promise<Approval | null> {
  const rows = approval?.refused.flatMap((branch) => branch.rows) ?? []
  if (approval === null || approved === undefined || rows.length === 0) return approval
  const events = await port.history(rows).catch(() => null)
  if (events === null) return approval
  const since = events.filter(({ revision }) => revision > approved.platform.revision)
  const refused = approval.refused.map((branch) => ({
    ...branch,
    moves: branch.rows.flatMap((row) => lastMove(row, since)),
  }))
  return { ...approval, refused }
}

function lastMove({ address, collection, id }: MovedRow, events: readonly AuditEvent[]): Move[] {
  const last = events.findLast((event) => event.collection === collection && event.resource === id)
  if (last === undefined) return []
  const fields = last.action === 'create' || last.action === 'update' ? Object.keys(last.changes) : []
  const what = fields.length === 0 ? last.action : `${last.action} ${fields.join(', ')}`
  return [{ address, by: last.principal.name, at: last.at, via: last.via, what }]
}
