import type { ResourceKind } from '../model/resource.js'
import { account } from './account.js'
import { app } from './app.js'
import { connection } from './connection.js'
import type { KindDeclaration } from './declaration.js'
import { group } from './group.js'
import { accountIntegration, groupIntegration, projectIntegration, userIntegration } from './integrations.js'
import { project } from './project.js'
import { template } from './template.js'
import { invitation, user } from './user.js'

/** Every kind that lives on a platform. */
export const KINDS: { readonly [K in ResourceKind]: KindDeclaration<K> } = {
  app,
  account,
  template,
  project,
  group,
  user,
  invitation,
  connection,
  'account-integration': accountIntegration,
  'project-integration': projectIntegration,
  'group-integration': groupIntegration,
  'user-integration': userIntegration,
}
