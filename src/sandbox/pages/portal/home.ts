import { html } from '../view/html.js'
import { layout } from '../view/layout.js'
import type { Reply, Visit } from '../visit.js'
import { placeOf, portalMenu } from './place.js'

/** The first page of the portal. Of integrations it says nothing: that is the menu's (T1). */
export function home(visit: Visit): Reply {
  const place = placeOf(visit)
  const { account, user } = place
  const row = user === null ? undefined : visit.platform.store.get('users', user)
  const manager = row?.manager ? visit.platform.store.get('users', row.manager)?.email : undefined
  const body = html`<h1>${account.name}</h1>
${
  row
    ? html`<dl><dt>You</dt><dd>${row.email}</dd><dt>Role</dt><dd>${row.role}</dd><dt>Department</dt><dd>${row.department ?? '–'}</dd>
<dt>Designation</dt><dd>${row.designation ?? '–'}</dd><dt>Manager</dt><dd>${manager ?? '–'}</dd></dl>`
    : html`<p>You see what the people of this account see.</p>`
}`
  return { page: layout(visit, { title: account.name, menu: portalMenu(visit, place), body }) }
}
