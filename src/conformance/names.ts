import { createHash, randomBytes } from 'node:crypto'
import type { Fields } from './answer.js'
import type { Cleaner } from './cleaner.js'
import type { Client, Headers } from './client.js'

/** Names that nothing else on the platform has. */
export class Names {
  readonly #run = `writ-conformance-${randomBytes(4).toString('hex')}`
  #count = 0
  next = (what: string): string => `${this.#run}-${what}-${++this.#count}`
}

export type Parents = 'accounts' | 'projects' | 'groups' | 'users'

/** Where the setting of an app stands: one of the three levels, or the person's. */
export const level = (collection: Parents, { id }: { readonly id: string }, app: string): string =>
  `${collection}/${id}/integrations/${app}`

/** The digest over the connections that a write would end. */
export const digestOf = (ids: readonly string[]): string =>
  `sha256:${createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')}`

/** The same as a header of a single write. */
export const expecting = (ids: readonly string[]): Headers => ({ 'writ-expect-connections': digestOf(ids) })

/** Names of an active API-key app and an active, configured OAuth app that all checks share. */
export interface SharedApps {
  readonly key: string
  readonly oauth: string
}

/** Installs them. Where that fails, whatever needs them says so, and the check of installing says why. */
export async function shareApps(admin: Client, names: Names, cleaner: Cleaner): Promise<SharedApps> {
  const install = async (more: Fields) => {
    const name = names.next('app')
    const answer = await admin.post('apps', { name, ...more }).catch(() => null)
    if (answer?.status === 201) cleaner.owes('apps', answer.is(201).id)
    return name
  }
  const key = await install({ auth: 'api-key' })
  return { key, oauth: await install({ auth: 'oauth2', settings: { clientId: 'conformance' } }) }
}
