import type { Platform, Rows } from './client.js'
import { connect } from './consent.js'
import type { Sandbox } from './sandbox.js'

type Call = (sandbox: Sandbox) => Promise<unknown>

const list =
  (collection: keyof Rows): Call =>
  async ({ admin }) =>
    admin.page(collection)
const read =
  (path: string): Call =>
  async ({ admin }) =>
    admin.get(path)
const create =
  (collection: keyof Rows, body: object): Call =>
  async ({ admin }) =>
    admin.create(collection, body)
const change =
  (collection: keyof Rows, id: string, body: object): Call =>
  async ({ admin }) =>
    admin.change(collection, id, body)
const remove =
  (collection: keyof Rows, id: string, query = ''): Call =>
  async ({ admin }) =>
    admin.remove(collection, id, query)
const set =
  (parent: string, body: object): Call =>
  async ({ admin }) =>
    admin.set(parent, 'slack', body)
const ana =
  (call: (person: Platform) => Promise<unknown>): Call =>
  async ({ as }) =>
    call(await as('ana@acme.example'))

const invitation = {
  account: 'acc_acme',
  email: 'd@acme.example',
  department: 'HR',
  designation: 'Clerk',
  manager: 'max@acme.example',
}
const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'second' }
const lease = { holder: 'me', ttlSeconds: 5 }

/** One accepted call of every operation of the contract, by its id, on a sandbox that was just seeded. */
export const calls: Record<string, Call> = {
  getPlatform: read(''),
  getMe: read('me'),
  listApps: list('apps'),
  installApp: create('apps', { name: 'asana', auth: 'api-key' }),
  getApp: read('apps/app_slack'),
  updateApp: change('apps', 'app_slack', { status: 'inactive' }),
  uninstallApp: remove('apps', 'app_slack', 'confirm=slack'),
  listAccounts: list('accounts'),
  createAccount: create('accounts', { name: 'gamma', allowedApps: ['slack'] }),
  getAccount: read('accounts/acc_acme'),
  updateAccount: change('accounts', 'acc_acme', { allowedApps: 'all', labels: { tier: null } }),
  deleteAccount: async ({ admin }) => {
    await admin.remove('connections', 'con_bea')
    return admin.remove('accounts', 'acc_beta')
  },
  listProjectTemplates: list('project-templates'),
  createProjectTemplate: create('project-templates', { account: 'acc_acme', name: 't', integrations: { slack: {} } }),
  getProjectTemplate: read('project-templates/tpl_delivery'),
  updateProjectTemplate: change('project-templates', 'tpl_delivery', { integrations: { zoom: null } }),
  deleteProjectTemplate: remove('project-templates', 'tpl_delivery'),
  listProjects: list('projects'),
  createProject: create('projects', { account: 'acc_acme', name: 'hermes', template: 'tpl_delivery' }),
  getProject: read('projects/prj_apollo'),
  updateProject: change('projects', 'prj_apollo', { state: 'archived' }),
  deleteProject: remove('projects', 'prj_attic'),
  listGroups: list('groups'),
  createGroup: create('groups', {
    account: 'acc_acme',
    project: 'prj_apollo',
    name: 'g',
    integrations: { slack: 'on' },
  }),
  getGroup: read('groups/grp_eng'),
  updateGroup: change('groups', 'grp_eng', { type: null }),
  deleteGroup: remove('groups', 'grp_partners'),
  listUsers: list('users'),
  getUser: read('users/usr_ana'),
  updateUser: change('users', 'usr_ana', { department: null }),
  deleteUser: remove('users', 'usr_pia'),
  listInvitations: list('invitations'),
  invite: create('invitations', invitation),
  getInvitation: read('invitations/inv_new'),
  withdrawInvitation: remove('invitations', 'inv_new'),
  acceptInvitation: ({ admin }) => admin.post('invitations/inv_new/accept'),
  listConnections: list('connections'),
  connectByApiKey: ana((p) => p.post('connections', { ...wish, app: 'webhooks', apiKey: 'k' })),
  startConnection: ana((p) => p.post('connections/start', wish)),
  finishConnection: ana((p) => connect(p, wish)),
  requestConnection: ({ admin }) => admin.post('connections/request', { ...wish, owner: 'usr_ana' }),
  authorizeConnection: async ({ as }) => (await as('bo@acme.example')).post('connections/con_bo/authorize'),
  getConnection: read('connections/con_ana'),
  updateConnection: ana((p) => p.change('connections', 'con_sheets', { name: 'sheets' })),
  revokeConnection: remove('connections', 'con_ana'),
  askForReauthentication: ana((p) => p.post('connections/con_ana/reauth')),
  useConnection: ana((p) => p.post('connections/con_ana/use')),
  listWorkflows: list('workflows'),
  getWorkflow: read('workflows/wfl_report'),
  listAuditEvents: list('audit-events'),
  getAuditEvent: async ({ admin }) => {
    await admin.change('accounts', 'acc_acme', { name: 'acme 2' })
    const [event] = await admin.list('audit-events')
    return admin.row('audit-events', String(event?.id))
  },
  listAccountIntegrations: list('account-integrations'),
  getAccountIntegration: read('accounts/acc_acme/integrations/slack'),
  setAccountIntegration: set('accounts/acc_acme', { enabled: false }),
  listProjectIntegrations: list('project-integrations'),
  getProjectIntegration: read('projects/prj_apollo/integrations/slack'),
  setProjectIntegration: set('projects/prj_apollo', { enabled: false }),
  listGroupIntegrations: list('group-integrations'),
  getGroupIntegration: read('groups/grp_eng/integrations/slack'),
  setGroupIntegration: set('groups/grp_eng', { setting: 'on' }),
  listUserIntegrations: list('user-integrations'),
  getUserIntegration: read('users/usr_ana/integrations/slack'),
  setUserIntegration: set('users/usr_ana', { blocked: true }),
  bulkUpsert: ({ admin }) =>
    admin.post('bulk/upsert', {
      items: [{ collection: 'accounts', id: null, ifMatch: null, body: { name: 'gamma' } }],
    }),
  bulkRevoke: ({ admin }) => admin.post('bulk/revoke', { items: [{ id: 'con_none', ifMatch: '1' }] }),
  listChanges: read('changes?after=0&limit=1000'),
  listEffective: list('effective'),
  getLease: read('lease'),
  takeLease: ({ admin }) => admin.post('lease', lease),
  renewLease: async ({ admin }) => {
    await admin.post('lease', lease)
    return admin.call('PUT', 'lease', { body: { fencing: 1, ttlSeconds: 5 } })
  },
  releaseLease: async ({ admin }) => {
    await admin.post('lease', lease)
    return admin.call('DELETE', 'lease?fencing=1')
  },
}
