import type { Collection } from '../../src/model/snapshot.js'

/** One row of each collection as the contract has it, under an id. All lie in one account, project, group and person. */
export const rowOf: { readonly [C in Collection]: (id: string) => Record<string, unknown> } = {
  apps: (id) => ({
    ...{ id, etag: '1', name: id, displayName: id, provider: id, description: '', category: 'other', auth: 'oauth2' },
    ...{
      uses: [],
      status: 'active',
      configured: true,
      version: '1',
      availableVersion: null,
      settings: {},
      secrets: {},
    },
  }),
  accounts: (id) => ({ id, etag: '1', name: id, labels: {}, showIntegrations: true, allowedApps: 'all' }),
  'project-templates': (id) => ({ ...{ id, etag: '1', account: 'acc' }, name: id, integrations: {} }),
  projects: (id) => ({ ...inAccount(id), name: id, labels: {}, state: 'active', template: null }),
  groups: (id) => ({ ...inAccount(id), project: 'prj', name: id, labels: {}, type: null, members: ['usr'] }),
  users: (id) => ({
    ...{ ...inAccount(id), email: `${id}@a.example`, role: 'member', projects: [] },
    ...{ department: null, designation: null, manager: null },
  }),
  invitations: (id) => ({
    ...{ ...inAccount(id), email: `${id}@a.example`, role: 'member', projects: [], department: 'IT' },
    ...{ designation: 'Clerk', manager: 'ana@a.example', status: 'pending', invitedAt: '2026-01-01T00:00:00Z' },
  }),
  connections: (id) => ({
    ...{ ...inAccount(id), app: 'slack', project: 'prj', name: id, owner: 'usr', holder: 'person' },
    ...{ externalAccount: null, status: 'active', createdBy: 'usr', usableBy: 'everyone', scopes: [] },
    ...{ createdAt: '2026-01-01T00:00:00Z', lastUsedAt: null, requestedAt: null },
  }),
  workflows: (id) => ({ ...inAccount(id), name: id, connections: [] }),
  'account-integrations': (id) => ({
    ...{ ...inAccount(id), app: 'slack', enabled: true, projects: [], newProjects: false, problem: null },
  }),
  'project-integrations': (id) => ({
    ...{ ...inAccount(id), project: 'prj', app: 'slack', enabled: true, groups: [], groupTypes: [] },
  }),
  'group-integrations': (id) => ({ ...inAccount(id), project: 'prj', group: 'grp', app: 'slack', setting: 'on' }),
  'user-integrations': (id) => ({ ...inAccount(id), user: 'usr', app: 'slack', blocked: false }),
}

const inAccount = (id: string) => ({ id, etag: '1', account: 'acc' })
