import type { AppRow, ConnectionRow, UserRow } from '../../rows.js'
import type { Html } from '../view/html.js'
import { badge } from '../view/parts.js'
import type { Visit } from '../visit.js'

/** How one person stands to one app (U2). */
export type Status = 'connected' | 'needs-reauth' | 'waiting' | 'none' | 'blocked'

export const STATUSES: Record<Status, string> = {
  connected: 'Connected',
  'needs-reauth': 'Sign in again',
  waiting: 'Waiting for consent',
  none: 'Not connected',
  blocked: 'Blocked',
}

const TONES = { connected: 'good', 'needs-reauth': 'bad', waiting: 'wait', none: 'none', blocked: 'bad' } as const

export const statusBadge = (status: Status): Html => badge(TONES[status], STATUSES[status])

const OF_ROW = { active: 'connected', 'needs-reauth': 'needs-reauth', requested: 'waiting', ended: 'none' } as const

export const statusOfRow = ({ status }: ConnectionRow): Status => OF_ROW[status]

/** Everybody of an account beside every app that concerns it. */
export interface Matrix {
  users: UserRow[]
  apps: AppRow[]
  /** The worst first: what needs somebody to act comes before what works. */
  statusesOf(user: string, app: string): Status[]
}

const ORDER: Status[] = ['needs-reauth', 'waiting', 'connected']

/** Reads an account's people, apps and live connections once. */
export function matrixOf(
  { platform: { store } }: Visit,
  account: { id: string; allowedApps: 'all' | string[] },
): Matrix {
  const live = store.find('connections', { account: account.id, live: true })
  const used = new Set(live.map(({ app }) => app))
  const concerns = ({ name }: AppRow) =>
    used.has(name) || account.allowedApps === 'all' || account.allowedApps.includes(name)
  const apps = store.find('apps', {}).filter((app) => app.status !== 'not-installed' && concerns(app))
  const settings = store.find('user-integrations', { account: account.id })
  const blocked = new Set(settings.filter((row) => row.blocked).map(({ id }) => id))
  const held = new Map<string, Set<Status>>()
  for (const row of live) {
    const place = `${row.owner}.${row.app}`
    held.set(place, (held.get(place) ?? new Set()).add(statusOfRow(row)))
  }
  return {
    users: store.find('users', { account: account.id }).sort((a, b) => a.email.localeCompare(b.email, 'en')),
    apps: apps.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
    statusesOf(user, app) {
      const found = ORDER.filter((status) => held.get(`${user}.${app}`)?.has(status))
      const standing: Status[] = found.length > 0 ? found : ['none']
      return blocked.has(`${user}.${app}`) ? [...found, 'blocked'] : standing
    },
  }
}
