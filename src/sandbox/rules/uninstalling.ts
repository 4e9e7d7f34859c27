import { closeAppEverywhere } from '../cascades.js'
import { Problem } from '../problems.js'
import type { AppRow } from '../rows.js'
import type { Store } from '../store/store.js'
import type { Write } from '../write.js'

/** What goes with an app: its connections, how many accounts had it on or connected, how many workflows use it. */
export interface Loss {
  connections: number
  accounts: number
  workflows: number
}

/** Counts what uninstalling would destroy. */
export function lossOf(store: Store, app: string): Loss {
  const live = store.find('connections', { app, live: true })
  const ids = new Set(live.map(({ id }) => id))
  const hit = new Set(live.map(({ account }) => account))
  const used = [...hit].flatMap((account) => store.find('workflows', { account }))
  const on = store.find('account-integrations', { app }).filter(({ enabled }) => enabled)
  return {
    connections: live.length,
    accounts: new Set([...hit, ...on.map(({ account }) => account)]).size,
    workflows: used.filter(({ connections }) => connections.some((id) => ids.has(id))).length,
  }
}

/** What is lost, in words. */
export const lossInWords = ({ connections, accounts, workflows }: Loss): string =>
  `${counted(connections, 'live connection')} in ${counted(accounts, 'account')}, and ${counted(workflows, 'workflow')} that ${workflows === 1 ? 'uses' : 'use'} them`

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** R3: destructive, so the caller repeats the name. Its connections end, its settings go at every level. */
export function uninstall(write: Write, app: AppRow, query: Record<string, string>): void {
  if (query.confirm !== app.name) throw unconfirmed(write.store, app.name)
  closeAppEverywhere(write, app.name)
  const levels = ['account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'] as const
  for (const level of levels) {
    for (const row of write.store.find(level, { app: app.name })) write.remove(level, row, 'platform')
  }
  write.remove('apps', app)
}

function unconfirmed(store: Store, app: string): Problem {
  const lost = lossOf(store, app)
  const detail = `uninstalling needs confirm=${app}; it destroys ${lossInWords(lost)}`
  return new Problem('invalid', `confirm: ${detail}`, { errors: [{ pointer: 'confirm', detail }], lost })
}
