import { isSecret } from '../../naive-secret.js'
import { KEY } from '../../random/connecting.js'
import type { Ran } from '../run.js'
import { type Fact, facts, keyByKey } from './fact.js'

/** Each declared app: what the registry shows of it, and its provider settings key by key. */
export function ofRegistry({ documents, after }: Ran): Fact[] {
  return documents.flatMap((doc) => {
    if (doc.kind !== 'App' || doc.ensure) return []
    const address = `app/${doc.name}`
    const row = after.apps.find(({ name }) => name === doc.name)
    if (row === undefined) return [{ address, what: 'row', is: undefined, wanted: 'there' }]
    const { state, displayName, description, provider, category, version } = doc
    const live = { ...row, state: row.status === 'upgrade-pending' ? 'active' : row.status }
    return [
      ...facts(address, { state, displayName, description, provider, category, version }, live),
      ...keyByKey(address, 'settings', doc.settings, row.settings),
      ...Object.keys((doc.secrets ?? {}) as object).map((name) => ({
        address: `${address}#secrets.${name}`,
        what: 'secret',
        is: isSecret(row.secrets[name], KEY.value),
        wanted: true,
      })),
    ]
  })
}
