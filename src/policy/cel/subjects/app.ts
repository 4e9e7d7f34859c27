import type { AppState } from '../../../model/generated/policy-input.js'
import type { Resource } from '../../../model/resource.js'

/** What stands for an app that the registry does not have any more. */
export const NO_APP: AppState = {
  ...{ name: '', displayName: '', provider: '', category: 'other', auth: 'oauth2', uses: [] },
  ...{ state: 'inactive', version: '', configured: false },
}

/** The apps of the registry, by name. */
export const appInputs = (apps: ReadonlyMap<string, Resource<'app'>>): Record<string, AppState> =>
  Object.fromEntries([...apps].map(([name, { fields }]) => [name, appInput(name, fields)]))

function appInput(name: string, fields: Resource<'app'>['fields']): AppState {
  const { displayName, provider, category, auth, uses, state, version, configured } = fields
  return { name, displayName, provider, category, auth, uses: [...uses], state, version, configured }
}
