/** Small platforms for tests, as seeds. Names are given, ids too where a test wants to know them. */

export const app = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  displayName: name,
  description: `${name} app`,
  provider: name,
  category: 'other',
  auth: 'api-key',
  uses: [],
  status: 'active',
  version: '1.0.0',
  availableVersion: null,
  settings: {},
  ...more,
})

/** One account with as many projects as asked for, and one person. */
export const seedOfProjects = (projects: number, accounts = 1) => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  apps: [app('slack'), app('zoom')],
  accounts: Array.from({ length: accounts }, (_, a) => ({
    name: `acme-${a}`,
    id: `acc_${a}`,
    projects: Array.from({ length: projects }, (_, p) => ({
      name: `project-${p}`,
      id: `prj_${a}_${String(p).padStart(3, '0')}`,
    })),
    users: [{ email: `ana@acme-${a}.example`, role: 'owner' }],
  })),
})

/** Two accounts with people, groups, open settings and live connections: enough to close, open, end and rename. */
export const seedOfAccess = () => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  apps: [app('slack'), app('zoom'), app('hubspot')],
  accounts: ['acme', 'globex'].map((name) => ({
    name,
    id: `acc_${name}`,
    showIntegrations: true,
    allowedApps: ['hubspot', 'slack', 'zoom'],
    integrations: {
      slack: { enabled: true, projects: ['apollo', 'zeus'], newProjects: false },
      zoom: { enabled: true, projects: 'all', newProjects: true },
    },
    templates: [{ name: 'delivery', integrations: {} }],
    projects: [
      {
        name: 'apollo',
        id: `prj_${name}_apollo`,
        integrations: { slack: { enabled: true, groups: ['engineering'], groupTypes: [] } },
        groups: [
          {
            name: 'engineering',
            id: `grp_${name}_eng`,
            type: 'internal',
            members: [`ana@${name}.example`],
            integrations: { slack: 'on' },
          },
        ],
      },
      {
        name: 'zeus',
        id: `prj_${name}_zeus`,
        integrations: { slack: { enabled: true, groups: [], groupTypes: ['internal'] } },
      },
    ],
    users: [
      { email: `ana@${name}.example`, id: `usr_${name}_ana`, role: 'owner' },
      { email: `bo@${name}.example`, id: `usr_${name}_bo`, role: 'member' },
    ],
    connections: [
      connection(`con_${name}_1`, 'slack', `ana@${name}.example`, 'apollo'),
      connection(`con_${name}_2`, 'slack', `bo@${name}.example`, 'zeus'),
      connection(`con_${name}_3`, 'slack', `bo@${name}.example`, null),
      connection(`con_${name}_4`, 'zoom', `ana@${name}.example`, 'apollo'),
    ],
  })),
})

const connection = (id: string, app: string, owner: string, project: string | null) => ({
  id,
  app,
  ...(project === null ? {} : { project }),
  owner,
  createdBy: owner,
  holder: 'person',
  externalAccount: owner,
  status: 'active',
  usableBy: 'everyone',
  scopes: [],
  createdAt: '2026-10-02T08:00:00.000Z',
})
