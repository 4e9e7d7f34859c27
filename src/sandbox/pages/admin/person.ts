import type { AppRow, ConnectionRow, UserRow } from '../../rows.js'
import { userSetting } from '../../settings.js'
import { button } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { columns, table } from '../view/parts.js'
import { type Reply, rowOf, type Visit, versionOf } from '../visit.js'
import { connectionActions } from './connection-actions.js'
import { administered, adminPage, adminPath } from './place.js'
import { matrixOf, statusBadge, statusOfRow } from './statuses.js'

/** Somebody of the account, with all their connections; an admin adds and removes here for them (U2). */
export function person(visit: Visit): Reply {
  const account = administered(visit)
  const user = personOf(visit)
  const { apps } = matrixOf(visit, account)
  const rows = visit.platform.store.find('connections', { account: account.id, subject: user.id, live: true })
  const lines = apps.flatMap((app) => linesOf(visit, user, app, rows))
  const body = html`<h1>${user.email}</h1>${about(visit, user)}
${table('integrations', `Integrations of ${user.email}`, columns('Integration', 'Connection', 'Status', 'Action'), lines)}
<h2>Leaving</h2><p>Whoever leaves must have no connections any more. Remove them above first.</p>
${button(visit, adminPath(account.id, 'people', user.id, 'remove'), 'Remove from the account', { version: user.etag }, { of: user.email, tone: 'danger' })}`
  return adminPage(visit, { title: user.email, account, trail: trailOf(account.id), body })
}

export const personOf = (visit: Visit): UserRow =>
  rowOf(visit, 'users', visit.params.user ?? '', ({ account }) => account === visit.params.account)

const trailOf = (account: string) => [{ href: adminPath(account, 'people'), text: 'People' }]

function about({ platform }: Visit, { role, department, designation, manager }: UserRow): Html {
  const above = manager === null ? undefined : platform.store.get('users', manager)?.email
  return html`<dl><dt>Role</dt><dd>${role}</dd><dt>Department</dt><dd>${department ?? '–'}</dd>
<dt>Designation</dt><dd>${designation ?? '–'}</dd><dt>Manager</dt><dd>${above ?? '–'}</dd></dl>`
}

/** A line for each connection, and one for what could be added. */
function linesOf(visit: Visit, user: UserRow, app: AppRow, rows: ConnectionRow[]): Part[][] {
  const mine = rows.filter((row) => row.app === app.name)
  const { blocked } = gateOf(visit, user, app)
  const shut = blocked && statusBadge('blocked')
  const lines = mine.map((row): Part[] => [
    app.displayName,
    html`${row.name ?? 'Personal'}${row.externalAccount !== null && html` <small>${row.externalAccount}</small>`}`,
    html`<div class="row">${statusBadge(statusOfRow(row))}${row.name === null && shut}</div>`,
    html`<div class="row">${connectionActions(visit, row, adminPath(row.account, 'people', user.id))}${row.name === null && gate(visit, user, app)}</div>`,
  ])
  if (mine.some(({ name }) => name === null)) return lines
  const addable = html`<div class="row">${!blocked && adding(visit, user, app)}${gate(visit, user, app)}</div>`
  return [...lines, [app.displayName, '–', shut || statusBadge('none'), addable]]
}

const gateOf = ({ platform, params }: Visit, { id }: UserRow, app: AppRow) =>
  userSetting(platform.store, { id, account: params.account ?? '' }, app.name)

const deedOf = ({ params }: Visit, { id }: UserRow, deed: string): string =>
  adminPath(params.account ?? '', 'people', id, deed)

const wordsOf = (user: UserRow, app: AppRow): string => `${app.displayName} for ${user.email}`

/** The person gate, to close and to open. */
function gate(visit: Visit, user: UserRow, app: AppRow): Html {
  const setting = gateOf(visit, user, app)
  const [text, blocked] = setting.blocked ? (['Unblock', 'no'] as const) : (['Block', 'yes'] as const)
  const hidden = { app: app.name, blocked, version: versionOf(setting) }
  return button(visit, deedOf(visit, user, 'block'), text, hidden, { of: wordsOf(user, app) })
}

/** U2: an admin asks for a personal connection, or enters the key of one. */
function adding(visit: Visit, user: UserRow, app: AppRow): Html {
  const of = wordsOf(user, app)
  if (app.auth === 'oauth2')
    return button(visit, deedOf(visit, user, 'request'), 'Ask to connect', { app: app.name }, { of })
  const to = `${deedOf(visit, user, 'key')}?app=${encodeURIComponent(app.name)}`
  return html`<a class="button" href="${to}">Enter an API key <span class="heard">${of}</span></a>`
}
