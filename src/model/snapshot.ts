/** What was read from a platform, as rows by id, and how far the reading can be trusted (E4). */
export interface Snapshot {
  readonly platform: PlatformInfo
  readonly principal: Principal
  /** The state of the platform that all complete collections show. */
  readonly revision: number
  readonly rows: { readonly [C in Collection]: ReadonlyMap<string, RowOf<C>> }
  readonly reads: readonly ReadManifest[]
}

export interface PlatformInfo {
  readonly name: string
  readonly tenant: string
  readonly version: string
  readonly url: string
  readonly capabilities: Capabilities
}

export interface Capabilities {
  readonly levels: readonly string[]
  readonly bulk?: { readonly upsert: number; readonly revoke: number }
  readonly changeFeed: boolean
  readonly lease: boolean
  readonly expectConnections: boolean
}

export interface Principal {
  readonly id: string
  readonly name: string
  readonly roles: readonly { readonly role: string; readonly account?: string; readonly projects?: readonly string[] }[]
  readonly tokenKind: 'full' | 'read'
}

/** How one list was read. Unknown is a value: an incomplete list says why and is never taken for an empty one. */
export interface ReadManifest {
  readonly collection: Collection
  /** The account the list was narrowed to (its id), or null for the whole platform. */
  readonly account: string | null
  readonly complete: boolean
  readonly reason?: string
  readonly pages: number
  readonly rows: number
  /** What the platform counted; null where no page came. */
  readonly total: number | null
  /** The revision of the first page, and the one that the rows show. */
  readonly revisionBefore: number | null
  readonly revisionAfter: number | null
  /** What led to the last page; null where there was one page. */
  readonly lastCursor: string | null
  /** How many changes of the feed were replayed over the rows because the list had moved. */
  readonly replayed: number
}

interface Row {
  readonly id: string
  readonly etag: string
}
export interface AppRow extends Row {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly provider: string
  readonly category: string
  readonly auth: 'oauth2' | 'api-key'
  readonly uses: readonly string[]
  readonly status: 'active' | 'inactive' | 'upgrade-pending' | 'not-installed'
  readonly configured: boolean
  readonly version: string
  /** What it can be upgraded to (R3). */
  readonly availableVersion: string | null
  readonly settings: Readonly<Record<string, unknown>>
  /** Of each secret what tells whether a value is the stored one; never the value. */
  readonly secrets: Readonly<Record<string, Fingerprint>>
}
/** HMAC-SHA-256 of a secret, keyed by a random salt: hex, as the platform shows it. */
export interface Fingerprint {
  readonly salt: string
  readonly fingerprint: string
}
export interface AccountRow extends Row {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly showIntegrations: boolean
  readonly allowedApps: 'all' | readonly string[]
}
export interface TemplateRow extends Row {
  readonly account: string
  readonly name: string
  readonly integrations: Readonly<Record<string, { readonly enabled: boolean; readonly groupTypes: readonly string[] }>>
}
export interface ProjectRow extends Row {
  readonly account: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly state: 'active' | 'archived'
  readonly template: string | null
}
export interface GroupRow extends Row {
  readonly account: string
  readonly project: string | null
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly type: string | null
  readonly members: readonly string[]
}
export interface UserRow extends Row {
  readonly account: string | null
  readonly email: string
  readonly role: 'operator' | 'owner' | 'manager' | 'project-admin' | 'member'
  readonly projects: readonly string[]
  readonly department: string | null
  readonly designation: string | null
  readonly manager: string | null
}
export interface InvitationRow extends Row {
  readonly account: string
  readonly email: string
  readonly role: 'owner' | 'manager' | 'project-admin' | 'member'
  readonly projects: readonly string[]
  readonly department: string
  readonly designation: string
  /** E-mail address. */
  readonly manager: string
  readonly status: 'pending' | 'expired' | 'bounced' | 'accepted'
  readonly invitedAt: string
}
export interface ConnectionRow extends Row {
  readonly account: string
  readonly app: string
  readonly project: string | null
  readonly name: string | null
  readonly owner: string | null
  readonly holder: 'person' | 'service' | 'installation'
  readonly externalAccount: string | null
  readonly status: 'requested' | 'active' | 'needs-reauth' | 'ended'
  readonly createdBy: string | null
  readonly usableBy: 'everyone' | { readonly users: readonly string[]; readonly groups: readonly string[] }
  /** What the third party granted. */
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** When consent or re-authentication was last asked for; null once given. */
  readonly requestedAt: string | null
}
export interface WorkflowRow extends Row {
  readonly account: string
  readonly name: string
  readonly connections: readonly string[]
}
export interface AccountIntegrationRow extends Row {
  readonly account: string
  readonly app: string
  readonly enabled: boolean
  readonly projects: readonly string[]
  readonly newProjects: boolean
  readonly problem: string | null
}
export interface ProjectIntegrationRow extends Row {
  readonly account: string
  readonly project: string
  readonly app: string
  readonly enabled: boolean
  readonly groups: readonly string[]
  readonly groupTypes: readonly string[]
}
export interface GroupIntegrationRow extends Row {
  readonly account: string
  readonly project: string | null
  readonly group: string
  readonly app: string
  readonly setting: 'on' | 'off' | 'inherit'
}
export interface UserIntegrationRow extends Row {
  readonly account: string
  readonly user: string
  readonly app: string
  readonly blocked: boolean
}

/** The collections that planning reads, by the platform's name for each. */
export interface RowByCollection {
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
export type Collection = keyof RowByCollection
export type RowOf<C extends Collection> = RowByCollection[C]

/** One entry of a platform's audit trail: what was stated live, by whom (drift is attributed with it). */
export interface AuditEvent {
  readonly id: string
  readonly at: string
  readonly revision: number
  readonly principal: { readonly id: string; readonly name: string }
  readonly via: string
  readonly action: string
  readonly collection: string
  readonly resource: string
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>
}
