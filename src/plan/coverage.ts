import type { DesiredAccount, DesiredApps } from '../model/desired.js'
import type { Coverage } from '../model/generated/plan.js'
import { children, type Resource } from '../model/resource.js'
import type { Snapshot } from '../model/snapshot.js'

interface Covered {
  readonly snapshot: Snapshot
  readonly governedIds: ReadonlySet<string>
  readonly liveApps: ReadonlyMap<string, Resource<'app'>>
}

/** How much of what lives the estate governs: a declared app, in an account that a document or set declares (E17). */
export function coverageOf(
  { snapshot, governedIds, liveApps }: Covered,
  { apps }: Pick<DesiredApps, 'apps'>,
): Coverage {
  let live = 0
  let governed = 0
  for (const { account, app, status } of snapshot.rows.connections.values()) {
    if (status !== 'active' && status !== 'needs-reauth') continue
    live += 1
    if (governedIds.has(account) && apps.has(app)) governed += 1
  }
  return {
    accounts: { governed: governedIds.size, total: snapshot.rows.accounts.size },
    apps: { governed: [...liveApps.keys()].filter((app) => apps.has(app)).length, total: liveApps.size },
    connections: { governed, total: live },
  }
}

/** Counts the live projects and people that documents and sets declare, account by account. */
export class DeclaredCount {
  #projects = 0
  #users = 0

  /** Asked before the account is planned: its tree is still as it lives. */
  add({ live, undeclared: { projects, users } }: Pick<DesiredAccount, 'live' | 'undeclared'>): void {
    this.#projects += children(live, 'project').size - projects.length
    this.#users += children(live, 'user').size - users.length
  }

  /** Operators belong to the tenant, and nobody declares them. */
  of({ rows }: Snapshot): Pick<Coverage, 'projects' | 'users'> {
    const people = [...rows.users.values()].filter(({ account }) => account !== null).length
    return {
      projects: { governed: this.#projects, total: rows.projects.size },
      users: { governed: this.#users, total: people },
    }
  }
}
