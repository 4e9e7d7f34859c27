import type { Draft, GroupIntegrationRow, GroupRow } from '../rows.js'
import { groupSetting } from '../settings.js'
import type { Write } from '../write.js'
import type { SettingBehaviour } from './behaviour.js'
import { demandGroupLevel } from './levels.js'

/** The group's own setting (L9): beats groups and group types; switching it off ends no connection. */
export const groupLevel: SettingBehaviour<'group-integrations', 'groups'> = {
  parent: 'groups',
  schema: 'GroupIntegrationUpdate',
  current: ({ store }, group, app) => groupSetting(store, group, app),
  run,
}

function run(
  write: Write,
  before: Draft<GroupIntegrationRow>,
  body: Partial<GroupIntegrationRow>,
  group: GroupRow,
): GroupIntegrationRow {
  const setting = body.setting ?? before.setting
  if (setting === 'on' && before.setting !== 'on') demandGroupLevel(write.store, group, before.app)
  return write.save('group-integrations', before, { ...before, setting })
}
