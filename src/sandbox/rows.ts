/** A row of the third-party integration registry (R1, R2). `configured` is the server's word (L10). */
export interface AppRow {
  id: string
  etag: string
  name: string
  displayName: string
  description: string
  provider: string
  category: string
  auth: 'oauth2' | 'api-key'
  uses: string[]
  status: 'active' | 'inactive' | 'upgrade-pending' | 'not-installed'
  configured: boolean
  version: string
  availableVersion: string | null
  settings: Record<string, unknown>
  /** What connecting asks for when a start names no permissions. */
  scopes: string[]
  /** Of each secret only what tells whether a value is the stored one. */
  secrets: Record<string, Fingerprint>
}

/** HMAC-SHA-256 of a secret under a random salt, both in hexadecimal digits. */
export interface Fingerprint {
  salt: string
  fingerprint: string
}

/** A corporate account or customer: its menu (T1) and its allow-list (T2). */
export interface AccountRow {
  id: string
  etag: string
  name: string
  labels: Record<string, string>
  showIntegrations: boolean
  allowedApps: 'all' | string[]
}

/** What a template says of one app; it acts when a project is created from it (L7). */
export interface Preset {
  enabled: boolean
  groupTypes: string[]
}

export interface TemplateRow {
  id: string
  etag: string
  account: string
  name: string
  integrations: Record<string, Preset>
}

export interface ProjectRow {
  id: string
  etag: string
  account: string
  name: string
  labels: Record<string, string>
  state: 'active' | 'archived'
  template: string | null
}

/** A participant group; without a project where an account has none. */
export interface GroupRow {
  id: string
  etag: string
  account: string
  project: string | null
  name: string
  labels: Record<string, string>
  type: string | null
  members: string[]
}

export type RoleName = 'operator' | 'owner' | 'manager' | 'project-admin' | 'member'

/** A teammate; operators belong to the tenant and have no account. `projects` counts for project administrators. */
export interface UserRow {
  id: string
  etag: string
  account: string | null
  email: string
  role: RoleName
  projects: string[]
  department: string | null
  designation: string | null
  manager: string | null
}

/** An invitation (U5); its manager is an e-mail address. */
export interface InvitationRow {
  id: string
  etag: string
  account: string
  email: string
  role: RoleName
  projects: string[]
  department: string
  designation: string
  manager: string
  status: 'pending' | 'expired' | 'bounced' | 'accepted'
  invitedAt: string
}

export type UsableBy = 'everyone' | { users: string[]; groups: string[] }

/** A connection to the third party (C2); without a project it stands account-wide. */
export interface ConnectionRow {
  id: string
  etag: string
  account: string
  app: string
  project: string | null
  name: string | null
  owner: string | null
  holder: 'person' | 'service' | 'installation'
  externalAccount: string | null
  status: 'requested' | 'active' | 'needs-reauth' | 'ended'
  createdBy: string | null
  usableBy: UsableBy
  scopes: string[]
  createdAt: string
  lastUsedAt: string | null
  /** When consent was last asked for; null once it was given (U3, U6). */
  requestedAt: string | null
}

interface WorkflowRow {
  id: string
  etag: string
  account: string
  name: string
  connections: string[]
}

/** Account level (L2, L3). `problem` names why an enabled app cannot work yet (L10). */
export interface AccountIntegrationRow {
  id: string
  etag: string
  account: string
  app: string
  enabled: boolean
  projects: string[]
  newProjects: boolean
  problem: string | null
}

/** Project level (L6). */
export interface ProjectIntegrationRow {
  id: string
  etag: string
  account: string
  project: string
  app: string
  enabled: boolean
  groups: string[]
  groupTypes: string[]
}

/** Group level: the group's own word (L9). */
export interface GroupIntegrationRow {
  id: string
  etag: string
  account: string
  project: string | null
  group: string
  app: string
  setting: 'on' | 'off' | 'inherit'
}

/** The person gate. */
export interface UserIntegrationRow {
  id: string
  etag: string
  account: string
  user: string
  app: string
  blocked: boolean
}

/** The row type of each stored collection. */
export interface Rows {
  apps: AppRow
  accounts: AccountRow
  'project-templates': TemplateRow
  projects: ProjectRow
  groups: GroupRow
  users: UserRow
  invitations: InvitationRow
  connections: ConnectionRow
  workflows: WorkflowRow
  'account-integrations': AccountIntegrationRow
  'project-integrations': ProjectIntegrationRow
  'group-integrations': GroupIntegrationRow
  'user-integrations': UserIntegrationRow
}

export type Collection = keyof Rows
export type SettingCollection = Extract<Collection, `${string}-integrations`>

/** A row before the store gives it its version. */
export type Draft<R> = Omit<R, 'etag'>

/** Fields that a row may lack; what the store indexes and the rules read without knowing the collection. */
export interface AnyRow {
  id: string
  etag: string
  account?: string | null
  project?: string | null
  app?: string
  group?: string
  user?: string
  owner?: string | null
  name?: string | null
  email?: string
  status?: string
}

/** Id prefixes of the collections whose ids the server makes; settings are named by parent and app. */
export const ID_PREFIX = {
  apps: 'app',
  accounts: 'acc',
  'project-templates': 'tpl',
  projects: 'prj',
  groups: 'grp',
  users: 'usr',
  invitations: 'inv',
  connections: 'con',
  workflows: 'wfl',
} as const

export type Named = keyof typeof ID_PREFIX

/** The id of a setting: its parent's id, a dot, the app's name. */
export const settingId = (parent: string, app: string): string => `${parent}.${app}`
