import { type Desired, wanted } from '../../model/desired.js'
import type { Estate } from '../../model/document.js'
import type { ConnectionDocument } from '../../model/generated/documents.js'
import type { ResourceKind } from '../../model/resource.js'
import { bringTogether, dayOf } from '../../state/index.js'
import { skeleton } from './skeleton.js'

/**
 * A seed of the sandbox (schema/seed.schema.json) that holds what an estate declares, merged: the platform as it would
 * be once everything is applied. What only sets would match is not there, since sets make no accounts.
 */
export function seedOf(estate: Estate, now: Date): object {
  const live = skeleton(estate)
  const { apps, accounts } = bringTogether(estate, live, dayOf(now))
  return {
    formatVersion: 1,
    tenant: estate.config.platform.tenant,
    apps: [...apps.apps.values()].map(appOf),
    accounts: [...accounts()].map(({ wanted: account, live: { id, fields } }) => ({
      ...accountOf(account, id, fields.labels),
      users: usersOf(
        account,
        [...live.rows.users.values()].filter((user) => user.account === id).map(({ email }) => email),
      ),
      connections: estate.documents.flatMap(({ kind, value }) =>
        kind === 'Connection' && (value as ConnectionDocument).account === account.key
          ? connectionOf(value as ConnectionDocument)
          : [],
      ),
    })),
  }
}

function appOf({ key, fields: { state = 'active', configured: _, ...fields } }: Desired<'app'>): object {
  return { auth: 'oauth2', ...fields, name: key, status: state }
}

function accountOf(account: Desired<'account'>, id: string | null, labels: object): object {
  const { showIntegrations = false, allowedApps = [] } = account.fields
  return {
    name: account.key,
    ...(id !== null && !/^acc_\d+$/.test(id) ? { id } : {}),
    labels,
    showIntegrations,
    allowedApps,
    integrations: settings(account, 'account-integration'),
    templates: present(account, 'template').map(({ key, fields }) => ({
      name: key,
      integrations: fields.integrations ?? {},
    })),
    projects: present(account, 'project').map(projectOf),
    groups: present(account, 'group').map(groupOf),
  }
}

const present = <K extends ResourceKind>(of: Desired, kind: K): Desired<K>[] =>
  [...wanted(of, kind).values()].filter(({ absent }) => !absent)

const settings = (of: Desired, kind: 'account-integration' | 'project-integration' | 'user-integration'): object =>
  Object.fromEntries([...wanted(of, kind)].map(([app, { fields }]) => [app, fields]))

const projectOf = (project: Desired<'project'>): object => {
  const { labels = {}, state = 'active', template } = project.fields
  return {
    name: project.key,
    ...{ labels, state },
    ...(template ? { template } : {}),
    integrations: settings(project, 'project-integration'),
    groups: present(project, 'group').map(groupOf),
  }
}

const groupOf = (group: Desired<'group'>): object => {
  const { labels = {}, type = null, members = [] } = group.fields
  const integrations = [...wanted(group, 'group-integration')].map(([app, { fields }]) => [app, fields.setting])
  return { name: group.key, labels, type, members, integrations: Object.fromEntries(integrations) }
}

/** Everybody whom the estate names, with what it says of them. */
const usersOf = (account: Desired<'account'>, emails: readonly string[]): object[] =>
  emails.map((email) => {
    const user = wanted(account, 'user').get(email)
    const said = Object.entries(user?.fields ?? {}).filter(([, value]) => value !== null && value !== undefined)
    return { email, ...Object.fromEntries(said), ...(user ? { integrations: settings(user, 'user-integration') } : {}) }
  })

function connectionOf(connection: ConnectionDocument): object[] {
  const { id, app, name, project, holder, owner, externalAccount, usableBy, ensure } = connection
  const said = Object.entries({ id, app, name, project, holder, owner, externalAccount, usableBy })
  return ensure === 'absent' ? [] : [Object.fromEntries(said.filter(([, value]) => value !== undefined))]
}
