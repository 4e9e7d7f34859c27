import { detach, type Resource } from '../model/resource.js'
import type { Draft, DraftChange, Fields } from './draft.js'
import { isLive } from './predict.js'

/** The platform ends a connection by itself, because of a change: it leaves the draft and is told. */
export function endByItself(draft: Draft, connection: Resource<'connection'>, by: DraftChange): void {
  if (isLive(connection)) draft.endings.push({ connection, how: 'ended', by })
  draft.effects.push({
    address: connection.address,
    operation: 'end',
    before: lastWords(connection),
    after: null,
    by,
  })
  detach(draft.account, 'connection', connection.key)
}

/** What a plan tells of it: not when it was used, which no review can be about. */
function lastWords({ fields }: Resource<'connection'>): Fields {
  const { scopes: _, createdAt: __, lastUsedAt: ___, requestedAt: ____, ...told } = fields
  return told
}
