import type { Row } from './answer.js'
import type { Person, Trial } from './check.js'
import type { Opened } from './fixtures.js'

type Ground = Omit<Opened, 'people'>

/**
 * Opens a new app for somebody where they stand: in their account, in a new project, in a group with them alone. Menu
 * and allow-list of the account are put back afterwards.
 */
export async function groundOf({ admin, make }: Trial, person: Person, more: { auth?: string } = {}): Promise<Ground> {
  const path = `accounts/${person.account}`
  const app = await make.app({ ...more, settings: { clientId: 'conformance' } })
  const account = (await admin.get(path)).is(200)
  const { showIntegrations, allowedApps } = account
  make.cleaner.restores(path, async () => (await admin.patch(path, { showIntegrations, allowedApps })).is(200))
  ;(await admin.patch(path, { showIntegrations: true, allowedApps: 'all' })).is(200)
  const opened = await make.openProject(account, String(app.name), [person])
  make.cleaner.owes('projects', opened.project.id)
  return opened
}

/** A connection there that somebody else made, without an owner where none is said. */
export async function connectionIn({ make }: Trial, { account, project, app }: Ground, more = {}): Promise<Row> {
  const row = await make.connection(account, app, { project: project.id, ...more })
  make.cleaner.owes('connections', row.id)
  return row
}
