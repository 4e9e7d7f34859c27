const oauth = (name: string, more: object = {}) => ({ name, auth: 'oauth2', settings: { clientId: name }, ...more })

const acme = () => ({
  id: 'acc_acme',
  name: 'acme',
  labels: { tier: 'pro', region: 'eu' },
  showIntegrations: true,
  allowedApps: ['slack', 'hubspot', 'webhooks', 'zoom', 'trello', 'notion'],
  integrations: {
    slack: { enabled: true, projects: 'all', newProjects: true },
    hubspot: { enabled: true, projects: ['apollo'], newProjects: false },
    webhooks: { enabled: true, projects: 'all', newProjects: true },
  },
  templates: [
    {
      id: 'tpl_delivery',
      name: 'client-delivery',
      integrations: { slack: { groupTypes: ['internal'] }, hubspot: { groupTypes: ['internal'] }, zoom: {} },
    },
  ],
  projects: [
    {
      id: 'prj_apollo',
      name: 'apollo',
      labels: { stage: 'live' },
      integrations: {
        slack: { enabled: true, groups: ['engineering'], groupTypes: ['partner'] },
        hubspot: { enabled: true, groups: [], groupTypes: ['internal'] },
        webhooks: { enabled: true, groups: ['engineering'] },
      },
      groups: [
        { id: 'grp_eng', name: 'engineering', type: 'internal', members: ['ana@acme.example', 'bo@acme.example'] },
        {
          id: 'grp_partners',
          name: 'partners',
          type: 'partner',
          members: ['kim@partner.example'],
          integrations: { slack: 'on', hubspot: 'off' },
        },
      ],
    },
    {
      id: 'prj_zeus',
      name: 'zeus',
      integrations: { slack: { enabled: true, groupTypes: ['internal'] } },
      groups: [
        {
          id: 'grp_builders',
          name: 'builders',
          type: 'internal',
          members: ['cy@acme.example'],
          integrations: { slack: 'on' },
        },
      ],
    },
    { id: 'prj_attic', name: 'attic', state: 'archived' },
  ],
  groups: [{ id: 'grp_staff', name: 'staff', type: null, members: ['ana@acme.example'] }],
  users: [
    { id: 'usr_olga', email: 'olga@acme.example', role: 'owner' },
    { id: 'usr_max', email: 'max@acme.example', role: 'manager' },
    { id: 'usr_pia', email: 'pia@acme.example', role: 'project-admin', projects: ['apollo'] },
    {
      id: 'usr_ana',
      email: 'ana@acme.example',
      role: 'member',
      department: 'HR',
      designation: 'Executive',
      manager: 'max@acme.example',
    },
    { id: 'usr_bo', email: 'bo@acme.example', role: 'member' },
    { id: 'usr_cy', email: 'cy@acme.example', role: 'member' },
    { id: 'usr_kim', email: 'kim@partner.example', role: 'member' },
  ],
  invitations: [
    { id: 'inv_new', email: 'new@acme.example', department: 'HR', designation: 'Clerk', manager: 'max@acme.example' },
    {
      id: 'inv_lost',
      email: 'lost@acme.example',
      department: 'IT',
      designation: 'Clerk',
      manager: 'max@acme.example',
      status: 'bounced',
    },
  ],
  connections: [
    { id: 'con_ana', app: 'slack', project: 'apollo', owner: 'ana@acme.example', externalAccount: 'ana@slack.example' },
    { id: 'con_kim', app: 'slack', project: 'apollo', owner: 'kim@partner.example' },
    { id: 'con_cy', app: 'slack', project: 'zeus', owner: 'cy@acme.example' },
    { id: 'con_bo', app: 'slack', owner: 'bo@acme.example', status: 'needs-reauth' },
    { id: 'con_hub', app: 'hubspot', project: 'apollo', owner: 'ana@acme.example' },
    {
      id: 'con_sheets',
      app: 'hubspot',
      name: 'finance-sheets',
      owner: 'bo@acme.example',
      createdBy: 'ana@acme.example',
      holder: 'service',
      externalAccount: 'integrations@acme.example',
      usableBy: { users: ['bo@acme.example'], groups: ['apollo/engineering'] },
    },
    { id: 'con_bot', app: 'slack', name: 'bot', holder: 'installation' },
    { id: 'con_old', app: 'slack', project: 'apollo', owner: 'ana@acme.example', status: 'ended' },
  ],
  workflows: [{ id: 'wfl_report', name: 'monthly-report', connections: ['finance-sheets'] }],
})

const beta = () => ({
  id: 'acc_beta',
  name: 'beta',
  labels: { tier: 'basic' },
  showIntegrations: true,
  allowedApps: 'all',
  integrations: { slack: { enabled: true, projects: 'all' } },
  users: [
    { id: 'usr_ben', email: 'ben@beta.example', role: 'owner' },
    { id: 'usr_bea', email: 'bea@beta.example', role: 'member' },
  ],
  connections: [{ id: 'con_bea', app: 'slack', owner: 'bea@beta.example' }],
})

/**
 * A small tenant that has one of everything: `acme` with projects, groups, people and connections, and `beta`, an
 * account without projects. Slack and webhooks work, zoom is not configured, trello is inactive, notion waits for an
 * upgrade, miro is not installed. Ids are spelled out so that tests can name rows.
 */
export const acmeCloud = () => ({
  formatVersion: 1,
  tenant: 'acme-cloud',
  apps: [
    oauth('slack', { id: 'app_slack', displayName: 'Slack', category: 'communication', description: 'Messages' }),
    oauth('hubspot', { id: 'app_hubspot', category: 'crm' }),
    { id: 'app_webhooks', name: 'webhooks', auth: 'api-key', category: 'automation' },
    { id: 'app_zoom', name: 'zoom', auth: 'oauth2', category: 'communication' },
    oauth('trello', { id: 'app_trello', status: 'inactive' }),
    oauth('notion', { id: 'app_notion', status: 'upgrade-pending', version: '1.4.0', availableVersion: '2.0.0' }),
    oauth('miro', { id: 'app_miro', status: 'not-installed' }),
  ],
  accounts: [acme(), beta()],
  operators: [{ id: 'usr_ops', email: 'ops@acme-cloud.example' }],
})

/** An account with nothing but so many projects, for lists of a given length. */
export const projectsOf = (count: number) => ({
  formatVersion: 1,
  tenant: 'lists',
  accounts: [
    {
      id: 'acc_many',
      name: 'many',
      projects: Array.from({ length: count }, (_, index) => ({ name: `project ${index}` })),
    },
  ],
})
