import type { AppRow, ConnectionRow, UserRow } from '../../rows.js'
import { userSetting } from '../../settings.js'
import { button } from '../view/form.js'
import { type Html, html, type Part } from '../view/html.js'
import { columns, table } from '../view/parts.js'
import { type Reply, rowOf, type Visit } from '../visit.js'
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

function linesOf(visit: Visit, user: UserRow, app: AppRow, rows: ConnectionRow[]): Part[][] {
  const mine = rows.filter((row) => row.app === app.name)
  const connected = mine.map((row): Part[] => [
    app.displayName,
    html`${row.name ?? 'Personal'}${row.externalAccount !== null && html` <small>${row.externalAccount}</small>`}`,
    statusBadge(statusOfRow(row)),
    connectionActions(visit, row, adminPath(row.account, 'people', user.id)),
  ])
  if (mine.some(({ name }) => name === null)) return connected
  return [
    ...connected,
    [app.displayName, '–', statusBadge(isBlocked(visit, user, app) ? 'blocked' : 'none'), adding(visit, user, app)],
  ]
}

function isBlocked({ platform, params }: Visit, { id }: UserRow, app: AppRow): boolean {
  return userSetting(platform.store, { id, account: params.account ?? '' }, app.name).blocked
}

/** What an admin can do where somebody has no personal connection: ask for one, enter a key, or close the person gate. */
function adding(visit: Visit, user: UserRow, app: AppRow): Html {
  const at = (deed: string) => adminPath(visit.params.account ?? '', 'people', user.id, deed)
  const of = `${app.displayName} for ${user.email}`
  const setting = userSetting(visit.platform.store, { id: user.id, account: visit.params.account ?? '' }, app.name)
  const version = 'etag' in setting ? String(setting.etag) : ''
  const gate = (text: string, blocked: string) =>
    button(visit, at('block'), text, { app: app.name, blocked, version }, { of })
  if (setting.blocked) return html`<div class="row">${gate('Unblock', 'no')}</div>`
  const add =
    app.auth === 'api-key'
      ? html`<a class="button" href="${at('key')}?app=${encodeURIComponent(app.name)}">Enter an API key <span class="heard">${of}</span></a>`
      : button(visit, at('request'), 'Ask to connect', { app: app.name }, { of })
  return html`<div class="row">${add}${gate('Block', 'yes')}</div>`
}
