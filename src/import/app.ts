import type { Resource } from '../model/resource.js'
import { sortedMap } from './account.js'
import { Page } from './page.js'

/** A row of the registry. Secrets can only be written, so that a document can name them and nothing more (E16). */
export function appPage({ key, fields }: Resource<'app'>): Page {
  const { displayName, description, provider, category, auth, uses, state, version, settings } = fields
  const page = new Page('App', { kind: 'App', name: key })
  const texts = { displayName, description, provider, category, auth }
  for (const [field, text] of Object.entries(texts)) if (text !== '') page.say(field, text)
  if (uses.length > 0) page.say('uses', [...uses])
  page.say('state', state)
  if (version !== '') page.say('version', version)
  page.say('settings', sortedMap(settings))
  const secrets = Object.keys(fields.secrets)
  if (secrets.length > 0) page.remark('settings', secretsRemark(secrets))
  return page
}

const secretsRemark = (names: readonly string[]): string =>
  `Secrets on the platform, which nobody can read back: ${names.join(', ')}. Govern one with secrets: {NAME: {env: VARIABLE}}.`
