import { removeConnection } from '../removal.js'
import { layout } from '../view/layout.js'
import { type Reply, rowOf, type Visit, visitor } from '../visit.js'
import { placeOf, portalMenu } from './place.js'

/** Ends a connection of the visitor (U1). */
export async function disconnect(visit: Visit): Promise<Reply> {
  const who = visitor(visit)
  const row = rowOf(
    visit,
    'connections',
    visit.form.get('id') ?? '',
    ({ account, owner, createdBy }) => account === who.account && (owner === who.id || createdBy === who.id),
  )
  return removeConnection(visit, row, '/portal/integrations', (title, body) => ({
    page: layout(visit, { title, menu: portalMenu(visit, placeOf(visit)), body }),
  }))
}
