/** A one-off act of an administrator, settled: what it is about is known to the platform. */
export type Act =
  | { readonly kind: 'revoke' | 'reauth'; readonly connections: readonly string[] }
  | { readonly kind: 'invite'; readonly account: string; readonly people: readonly Invited[] }

/** Somebody to be asked to join (U5). */
export interface Invited {
  readonly email: string
  readonly role: 'owner' | 'manager' | 'member'
  readonly department: string
  readonly designation: string
  /** An e-mail address. */
  readonly manager: string
}
