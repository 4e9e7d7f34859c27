import type { Address } from './address.js'

/** What each kind of thing on a platform says about itself, normalised: names instead of ids, lists in code-unit order. */
export interface FieldsByKind {
  app: AppFields
  account: AccountFields
  template: TemplateFields
  project: ProjectFields
  group: GroupFields
  user: UserFields
  invitation: UserFields
  connection: ConnectionFields
  'account-integration': AccountIntegrationFields
  'project-integration': ProjectIntegrationFields
  'group-integration': GroupIntegrationFields
  'user-integration': UserIntegrationFields
}

export type ResourceKind = keyof FieldsByKind

export interface AppFields {
  displayName: string
  description: string
  provider: string
  category: string
  auth: 'oauth2' | 'api-key'
  uses: readonly string[]
  state: 'active' | 'inactive'
  version: string
  /** What it can be upgraded to, set by the platform (R3). */
  availableVersion: string | null
  settings: Readonly<Record<string, unknown>>
  /** By name: how the platform tells whether a value is the one it keeps. */
  secrets: Readonly<Record<string, { readonly salt: string; readonly fingerprint: string }>>
  /** Set by the platform (L10). */
  configured: boolean
}
export interface AccountFields {
  name: string
  labels: Readonly<Record<string, string>>
  showIntegrations: boolean
  allowedApps: 'all' | readonly string[]
}
export interface TemplateFields {
  name: string
  integrations: Readonly<Record<string, { readonly enabled: boolean; readonly groupTypes: readonly string[] }>>
}
export interface ProjectFields {
  name: string
  labels: Readonly<Record<string, string>>
  state: 'active' | 'archived'
  /** Acts at creation only (L7). */
  template: string | null
}
export interface GroupFields {
  name: string
  labels: Readonly<Record<string, string>>
  type: string | null
  /** E-mail addresses. */
  members: readonly string[]
}
export interface UserFields {
  role: 'operator' | 'owner' | 'manager' | 'project-admin' | 'member'
  /** The projects a project administrator administers. */
  projects: readonly string[]
  department: string | null
  designation: string | null
  manager: string | null
  /** Of an invitation: pending, expired, bounced or accepted. */
  status?: string
}
export interface ConnectionFields {
  app: string
  /** Null stands for the whole account. */
  project: string | null
  /** Null for a personal connection, made by toggle (U4). */
  name: string | null
  owner: string | null
  holder: 'person' | 'service' | 'installation'
  externalAccount: string | null
  createdBy: string | null
  usableBy: 'everyone' | { readonly users: readonly string[]; readonly groups: readonly string[] }
  status: 'requested' | 'active' | 'needs-reauth'
  /** What the third party granted. */
  scopes: readonly string[]
  createdAt: string
  /** Null for one that was never used. */
  lastUsedAt: string | null
  /** When consent or re-authentication was last asked for; null once given. */
  requestedAt: string | null
}
export interface AccountIntegrationFields {
  enabled: boolean
  projects: readonly string[]
  newProjects: boolean
}
export interface ProjectIntegrationFields {
  enabled: boolean
  groups: readonly string[]
  groupTypes: readonly string[]
}
export interface GroupIntegrationFields {
  setting: 'on' | 'off' | 'inherit'
}
export interface UserIntegrationFields {
  blocked: boolean
}

/** One thing with what stands below it. The same shape is live, desired and predicted state. */
export interface Resource<K extends ResourceKind = ResourceKind> {
  readonly kind: K
  readonly address: Address
  /** What it is called among its siblings: a name, an e-mail address, an app; of a connection its id. */
  readonly key: string
  /** The platform's; null for what does not exist yet. */
  readonly id: string | null
  /** The version that was read; null where nothing is stored yet. */
  readonly etag: string | null
  fields: FieldsByKind[K]
  readonly children: { [C in ResourceKind]?: Map<string, Resource<C>> }
}

/** The children of one kind, by key; empty where there are none. */
export const children = <C extends ResourceKind>(of: Resource, kind: C): ReadonlyMap<string, Resource<C>> =>
  (of.children[kind] as Map<string, Resource<C>> | undefined) ?? (EMPTY as unknown as ReadonlyMap<string, Resource<C>>)

const EMPTY = new Map<string, never>()

export const child = <C extends ResourceKind>(of: Resource, kind: C, key: string): Resource<C> | undefined =>
  (of.children[kind] as Map<string, Resource<C>> | undefined)?.get(key)

/** Puts a resource below another; a later one with the same key takes the place. */
export function attach<C extends ResourceKind>(of: Resource, resource: Resource<C>): Resource<C> {
  let siblings = of.children[resource.kind] as Map<string, Resource<C>> | undefined
  if (siblings === undefined) {
    siblings = new Map()
    Object.assign(of.children, { [resource.kind]: siblings })
  }
  siblings.set(resource.key, resource)
  return resource
}

export const detach = (of: Resource, kind: ResourceKind, key: string): boolean =>
  (of.children[kind] as Map<string, Resource> | undefined)?.delete(key) ?? false
