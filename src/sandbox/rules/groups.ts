import { patchRow, sortedSet } from '../merge.js'
import { newId } from '../platform.js'
import { invalidAt } from '../problems.js'
import { type GroupIntegrationRow, type GroupRow, settingId } from '../rows.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { demandGroupLevel } from './levels.js'
import { accountNamed, demandApps, demandFreeName, demandLabelRight, demandRows, demandUnused } from './references.js'

type GroupBody = Pick<GroupRow, 'account' | 'name'> &
  Partial<GroupRow> & { integrations?: Record<string, GroupIntegrationRow['setting']> }

/** Participant groups; one may bring its own settings when it is created (L9). */
export const groups: Behaviour<'groups'> = {
  create: { schema: 'GroupCreate', run: create },
  update: { schema: 'GroupUpdate', run: update },
  remove,
}

function create(write: Write, { integrations = {}, ...body }: GroupBody): GroupRow {
  const { account, project = null, name } = body
  demandLabelRight(write.actor, body.labels)
  accountNamed(write.store, account)
  if (project !== null) {
    demandRows(
      write.store,
      'projects',
      [project],
      () => '/project',
      (row) => row.account === account,
    )
  }
  demandFreeName(write.store, 'groups', { account, project, name })
  const id = newId(write.platform, 'groups')
  const silent = { labels: {}, type: null, members: [] }
  const group = write.create('groups', settled(write, { ...silent, ...body, project, id, etag: '' }, []))
  demandApps(write.store, Object.keys(integrations), [], '/integrations')
  for (const [app, setting] of Object.entries(integrations)) speak(write, group, app, setting)
  return group
}

function speak(write: Write, group: GroupRow, app: string, setting: GroupIntegrationRow['setting']): void {
  if (setting === 'on') demandGroupLevel(write.store, group, app)
  const { account, project } = group
  const row = { id: settingId(group.id, app), account, project, group: group.id, app, setting }
  write.create('group-integrations', row, 'platform')
}

/** A member who leaves loses access and keeps the connection: the platform ends none. */
function update(write: Write, group: GroupRow, body: Partial<GroupRow>): GroupRow {
  demandLabelRight(write.actor, body.labels)
  const after = settled(write, patchRow(group, body), group.members)
  const { account, project } = group
  demandFreeName(write.store, 'groups', { account, project, name: after.name }, group.id)
  return write.update('groups', group, after)
}

function settled(write: Write, group: GroupRow, before: string[]): GroupRow {
  const known = new Set(before)
  group.members.forEach((id, index) => {
    if (known.has(id) || write.store.get('users', id)?.account === group.account) return
    throw invalidAt(`/members/${index}`, `${id} is not a user of the account`)
  })
  return { ...group, members: sortedSet(group.members) }
}

function remove(write: Write, group: GroupRow): void {
  const { id, account, project } = group
  demandUnused(write.store, account, 'groups', [id])
  for (const row of write.store.find('group-integrations', { subject: id })) {
    write.remove('group-integrations', row, 'platform')
  }
  if (project !== null) leaveProjectSettings(write, project, id)
  write.remove('groups', group)
}

function leaveProjectSettings(write: Write, project: string, group: string): void {
  for (const row of write.store.find('project-integrations', { project })) {
    const groups = row.groups.filter((id) => id !== group)
    write.update('project-integrations', row, { ...row, groups }, 'platform')
  }
}
