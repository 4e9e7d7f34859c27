import type { Row } from './answer.js'
import type { Trial } from './check.js'
import type { Opened } from './fixtures.js'
import { level } from './names.js'

/** Everything that closing a level touches. */
export interface Crowd extends Opened {
  readonly admin: Trial['admin']
  /** Groups whose own setting is on, and off. */
  readonly loud: Row
  readonly quiet: Row
  /** Connections that stand in the project, and for the whole account. */
  readonly standing: Row
  readonly wide: Row
}

/** Opens an account for an app, with groups that say on and off, a connection in the project and an account-wide one. */
export async function crowd({ admin, make }: Trial): Promise<Crowd> {
  const opened = await make.opened()
  const { account, project, app } = opened
  const loud = await make.group(account, { project: project.id, integrations: { [app]: 'on' } })
  const quiet = await make.group(account, { project: project.id, integrations: { [app]: 'off' } })
  const standing = await make.connection(account, app, { project: project.id })
  const wide = await make.connection(account, app)
  return { ...opened, loud, quiet, standing, wide, admin }
}

/** What closing a project leaves of its settings: off, with groups and types; `on` gone, `off` kept. */
export async function demandClosed({ admin, project, group, loud, quiet, app }: Crowd): Promise<void> {
  ;(await admin.get(level('projects', project, app))).is(200, { enabled: false, groups: [group.id] })
  ;(await admin.get(level('groups', loud, app))).is(200, { setting: 'inherit' })
  ;(await admin.get(level('groups', quiet, app))).is(200, { setting: 'off' })
}

/** Demands that a connection is, by now, of this status. */
export const demandStatus = async ({ admin }: Crowd, { id }: Row, wanted: string): Promise<void> =>
  void (await admin.get(`connections/${id}`)).is(200, { status: wanted })
