import type { AccountRow, AppRow, ConnectionRow, GroupIntegrationRow, InvitationRow, UserRow } from '../rows.js'

// A seed as schema/seed.schema.json allows it: names in place of ids, and defaults left out.

export interface SeedApp extends Partial<Omit<AppRow, 'secrets'>> {
  name: string
  auth: AppRow['auth']
  /** Plain values, kept as fingerprints. */
  secrets?: Record<string, string>
}

export interface SeedGroup {
  id?: string
  name: string
  labels?: Record<string, string>
  type?: string | null
  members?: string[]
  integrations?: Record<string, GroupIntegrationRow['setting']>
}

export interface SeedProject {
  id?: string
  name: string
  labels?: Record<string, string>
  state?: 'active' | 'archived'
  template?: string
  integrations?: Record<string, { enabled?: boolean; groups?: string[]; groupTypes?: string[] }>
  groups?: SeedGroup[]
}

export interface SeedTemplate {
  id?: string
  name: string
  integrations?: Record<string, { enabled?: boolean; groupTypes?: string[] }>
}

export interface SeedUser {
  id?: string
  email: string
  role?: UserRow['role']
  projects?: string[]
  department?: string | null
  designation?: string | null
  manager?: string
  integrations?: Record<string, { blocked: boolean }>
}

export interface SeedInvitation extends Pick<InvitationRow, 'email' | 'department' | 'designation' | 'manager'> {
  id?: string
  role?: InvitationRow['role']
  projects?: string[]
  status?: InvitationRow['status']
  invitedAt?: string
}

export interface SeedConnection {
  id?: string
  app: string
  project?: string
  name?: string
  owner?: string
  holder?: ConnectionRow['holder']
  externalAccount?: string | null
  status?: ConnectionRow['status']
  createdBy?: string
  usableBy?: 'everyone' | { users?: string[]; groups?: string[] }
  scopes?: string[]
  createdAt?: string
  lastUsedAt?: string
  requestedAt?: string
}

export interface SeedAccount extends Partial<Pick<AccountRow, 'labels' | 'showIntegrations' | 'allowedApps'>> {
  id?: string
  name: string
  integrations?: Record<string, { enabled?: boolean; projects?: 'all' | string[]; newProjects?: boolean }>
  templates?: SeedTemplate[]
  projects?: SeedProject[]
  groups?: SeedGroup[]
  users?: SeedUser[]
  invitations?: SeedInvitation[]
  connections?: SeedConnection[]
  workflows?: { id?: string; name: string; connections: string[] }[]
}

export interface Size {
  seed: number
  accounts: number
  projects: number
  groups: number
  users: number
  apps: number
  settings: number
  connections: number
}

export interface Seed {
  formatVersion: 1
  tenant: string
  apps?: SeedApp[]
  accounts?: SeedAccount[]
  operators?: { id?: string; email: string }[]
  generate?: Size
}
