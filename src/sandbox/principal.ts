import type { RoleName, UserRow } from './rows.js'

export type Via = 'api' | 'admin-page' | 'portal' | 'platform'

/** Who asks, and with what sort of token. L12 and C3 are judged for the person, not for the token. */
export interface Principal {
  id: string
  name: string
  role: RoleName
  account: string | null
  projects: string[]
  kind: 'full' | 'read'
  via: Via
}

/** The principal that a user's token speaks for. */
export function principalOf(user: UserRow, kind: 'full' | 'read', via: Via): Principal {
  const { id, email, role, account, projects } = user
  return { id, name: email, role, account, projects, kind, via }
}

/** `GET /v1/me`: the principal, its roles and the kind of its token. */
export function describe(principal: Principal): object {
  const { id, name, role, account, projects, kind } = principal
  const scoped = role === 'project-admin' ? { role, account, projects } : { role, account }
  const roles = [role === 'operator' ? { role } : scoped]
  return { principal: { id, name }, roles, token: { kind } }
}
