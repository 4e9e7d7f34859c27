import type { ConnectionRow } from '../rows.js'
import { revokeAndTell } from './flows.js'
import { form } from './view/form.js'
import { type Html, html } from './view/html.js'
import type { Reply, Visit } from './visit.js'

/** Ends a connection and goes back. One that workflows use asks first, and names them (C5). */
export async function removeConnection(
  visit: Visit,
  row: ConnectionRow,
  back: string,
  show: (title: string, body: Html) => Reply,
): Promise<Reply> {
  const hit = workflowsOf(visit, row)
  if (hit.length === 0 || visit.form.get('confirmed') === 'yes')
    return { to: back, notice: await revokeAndTell(visit, row) }
  const title = `Remove ${row.name ?? row.app}`
  return show(title, question(visit, row, title, hit, back))
}

/** The names of the workflows that use a connection. */
export function workflowsOf({ platform }: Visit, { id, account }: ConnectionRow): string[] {
  const all = platform.store.find('workflows', { account })
  return all.filter(({ connections }) => connections.includes(id)).map(({ name }) => name)
}

function question(visit: Visit, { id, etag }: ConnectionRow, title: string, hit: string[], back: string): Html {
  const fields = html`<input type="hidden" name="id" value="${id}"><input type="hidden" name="confirmed" value="yes">
<div class="row"><button class="danger">Yes, remove it</button><a class="button" href="${back}">Keep it</a></div>`
  return html`<div class="narrow"><h1>${title}?</h1>
<div class="lost"><p>These workflows use it and will break. This cannot be undone.</p><ul>${hit.map((name) => html`<li>${name}</li>`)}</ul></div>
${form(visit, visit.path, fields, { version: etag })}</div>`
}
