import { app } from '../support/estates.js'

type Some = Record<string, unknown>

/** A connection of one person, in a project or for the whole account. */
export const connection = (id: string, appName: string, owner: string | null, more: Some = {}) => ({
  id,
  app: appName,
  ...(owner === null ? { holder: 'installation' } : { owner, createdBy: owner, holder: 'person' }),
  status: 'active',
  usableBy: 'everyone',
  scopes: [],
  createdAt: '2026-10-02T08:00:00.000Z',
  ...more,
})

export const ANA = 'ana@acme.example'
export const BO = 'bo@acme.example'
export const CY = 'cy@acme.example'

/**
 * One account: slack is on in apollo for engineering (ana, bo) and in zeus for internal groups (cy); zoom is on in the
 * account only; hubspot is allowed and off; trello is in the catalogue and not allowed.
 */
export const acme = (more: Some = {}) => ({
  name: 'acme',
  id: 'acc_acme',
  labels: { tier: 'basic' },
  showIntegrations: true,
  allowedApps: ['hubspot', 'slack', 'zoom'],
  integrations: {
    slack: { enabled: true, projects: ['apollo', 'zeus'], newProjects: true },
    zoom: { enabled: true, projects: ['apollo'], newProjects: false },
  },
  projects: [apollo(), zeus()],
  users: [
    { email: 'olga@acme.example', role: 'owner' },
    { email: ANA, id: 'usr_ana', role: 'member' },
    { email: BO, id: 'usr_bo', role: 'member' },
    { email: CY, id: 'usr_cy', role: 'member' },
  ],
  ...more,
})

export const apollo = (more: Some = {}) => ({
  name: 'apollo',
  id: 'prj_apollo',
  integrations: { slack: { enabled: true, groups: ['engineering'], groupTypes: [] } },
  groups: [engineering()],
  ...more,
})

export const engineering = (more: Some = {}) => ({
  name: 'engineering',
  id: 'grp_engineering',
  type: 'internal',
  members: [ANA, BO],
  ...more,
})

export const zeus = (more: Some = {}) => ({
  name: 'zeus',
  id: 'prj_zeus',
  integrations: { slack: { enabled: true, groups: [], groupTypes: ['internal'] } },
  groups: [{ name: 'builders', id: 'grp_builders', type: 'internal', members: [CY] }],
  ...more,
})

/** An account with nothing in it. */
export const plain = (name: string, more: Some = {}) => ({
  name,
  id: `acc_${name}`,
  labels: { tier: 'basic' },
  showIntegrations: true,
  allowedApps: [],
  users: [{ email: `owner@${name}.example`, role: 'owner' }],
  ...more,
})

export const catalogue = (): Some[] => [
  app('slack', { category: 'communication' }),
  app('zoom', { category: 'communication' }),
  app('hubspot', { category: 'crm' }),
  app('trello', { category: 'project-management' }),
]

/** A tenant with these accounts; acme as it stands when none is given. */
export const tenant = (accounts: readonly Some[] = [acme()], more: Some = {}) => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  apps: catalogue(),
  accounts,
  operators: [{ email: 'hand@acme-cloud.example' }],
  ...more,
})

/** Documents of one estate. */
export const estate = (...documents: readonly string[]): string =>
  documents
    .map((each) => each.trim())
    .join('\n---\n')
    .concat('\n')

/** The four apps, each only named: that they exist. */
export const APPS = estate(...['slack', 'zoom', 'hubspot', 'trello'].map((name) => `kind: App\nname: ${name}`)).trim()

/** The account with more said about it. */
export const ACME = (more = '') => `kind: Account\nname: acme\n${more}`
export const APOLLO = (more = '') => `kind: Project\naccount: acme\nname: apollo\n${more}`
export const ZEUS = (more = '') => `kind: Project\naccount: acme\nname: zeus\n${more}`
export const ENGINEERING = (more = '') => `kind: Group\naccount: acme\nproject: apollo\nname: engineering\n${more}`
