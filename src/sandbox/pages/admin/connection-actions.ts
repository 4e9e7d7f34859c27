import type { ConnectionRow } from '../../rows.js'
import { askAgain } from '../flows.js'
import { removeConnection } from '../removal.js'
import { button } from '../view/form.js'
import { type Html, html } from '../view/html.js'
import { type Reply, rowOf, type Visit } from '../visit.js'
import { administered, adminPage, adminPath } from './place.js'

/** What an admin can do about anybody's connection: ask for consent once more (U6), or remove it (U2); then `back`. */
export function connectionActions(visit: Visit, row: ConnectionRow, back: string): Html {
  const { id, etag, app, name } = row
  const at = (deed: string) => adminPath(row.account, 'connections', deed)
  const hidden = { id, back }
  const of = `${name ?? 'Personal'} (${app})`
  return html`<div class="row">${isAskable(row) && button(visit, at('reauth'), 'Ask to sign in again', hidden, { of })}
${button(visit, at('remove'), 'Remove', { ...hidden, version: etag }, { of, tone: 'danger' })}</div>`
}

/** Whoever was asked already is not asked again. */
function isAskable({ owner, status, requestedAt }: ConnectionRow): boolean {
  return owner !== null && (status === 'active' || (status === 'needs-reauth' && requestedAt === null))
}

const connectionOf = (visit: Visit): ConnectionRow =>
  rowOf(visit, 'connections', visit.form.get('id') ?? '', ({ account }) => account === visit.params.account)

/** Back to the page of the account that the form stood on. */
function backOf({ form, params }: Visit): string {
  const back = form.get('back') ?? ''
  const home = adminPath(params.account ?? '', '')
  return back.startsWith(home) && !back.includes('..') ? back : adminPath(params.account ?? '', 'connections')
}

export function reauth(visit: Visit): Reply {
  administered(visit)
  const row = connectionOf(visit)
  askAgain(visit, row)
  return { to: backOf(visit), notice: { tone: 'done', text: 'Its owner got a mail that asks to sign in again.' } }
}

export async function remove(visit: Visit): Promise<Reply> {
  const account = administered(visit)
  return removeConnection(visit, connectionOf(visit), backOf(visit), (title, body) =>
    adminPage(visit, { title, account, body }),
  )
}
