import type { Named, SettingCollection } from '../rows.js'
import { accountLevel } from './account-level.js'
import { accounts } from './accounts.js'
import { apps } from './apps.js'
import type { Behaviour, SettingBehaviour } from './behaviour.js'
import { connections } from './connections.js'
import { groupLevel } from './group-level.js'
import { groups } from './groups.js'
import { invitations } from './invitations.js'
import { personLevel } from './person-level.js'
import { projectLevel } from './project-level.js'
import { projects } from './projects.js'
import { templates } from './templates.js'
import { users } from './users.js'

/** What each collection does when written; workflows belong to another part of the platform. */
export const BEHAVIOURS: { [C in Named]: Behaviour<C> } = {
  apps,
  accounts,
  'project-templates': templates,
  projects,
  groups,
  users,
  invitations,
  connections,
  workflows: {},
}

/** The four settings, each below a row of its level. */
export const LEVELS: { [C in SettingCollection]: SettingBehaviour<C> } = {
  'account-integrations': accountLevel,
  'project-integrations': projectLevel,
  'group-integrations': groupLevel,
  'user-integrations': personLevel,
}
