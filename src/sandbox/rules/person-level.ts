import { notFound } from '../problems.js'
import type { UserIntegrationRow, UserRow } from '../rows.js'
import { userSetting } from '../settings.js'
import type { SettingBehaviour } from './behaviour.js'

/** The person gate: a blocked person's connection is refused; blocking ends none. */
export const personLevel: SettingBehaviour<'user-integrations', 'users'> = {
  parent: 'users',
  schema: 'UserIntegrationUpdate',
  current: ({ store }, user, app) => userSetting(store, { id: user.id, account: accountOf(user) }, app),
  run: (write, before, body: Partial<UserIntegrationRow>) =>
    write.save('user-integrations', before, { ...before, blocked: body.blocked ?? before.blocked }),
}

/** Operators stand in no account, so that there is nothing to keep them from. */
function accountOf(user: UserRow): string {
  if (user.account === null) throw notFound(`setting of ${user.id}, who belongs to no account`)
  return user.account
}
