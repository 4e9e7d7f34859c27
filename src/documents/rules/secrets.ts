import type { EnvReference } from '../../model/generated/documents.js'
import { matchesGlob } from '../../model/glob.js'
import { diagnosticIn, type Place } from '../complain.js'
import type { Draft } from '../draft.js'

import { looksSecret } from '../schema-secrets.js'
import type { Rule } from './rule.js'

/** Documents may name environment variables that writ.yaml lists under secretEnv, and nothing else (E18). */
export const secrets: Rule = function* secrets(draft) {
  for (const { value, source } of draft.of('App'))
    for (const [key, setting] of Object.entries(value.settings ?? {})) {
      const place = { source, path: ['settings', key] }
      if (looksSecret(key)) yield diagnosticIn(place, belongsUnderSecrets(key))
      else if (HIDDEN.test(String(setting))) yield diagnosticIn(place, redacted(key))
    }
  if (!draft.configFile) return
  const listed = listedVariables(draft)
  for (const { reference, place } of references(draft)) {
    if (listed.some((pattern) => matchesGlob(pattern, reference.env))) continue
    const message = `${reference.env} is not among the variables that documents may name`
    const help = 'List it in writ.yaml under secretEnv, if this document is to read it.'
    yield diagnosticIn(place, { code: 'secret/not-listed', message, help })
  }
}

/** How this and other programs write what they do not show. */
const HIDDEN =
  /^(?:\*{3,}|•{3,}|x{6,}|[<[(](?:redacted|hidden|secret|sensitive)(?: value)?[>\])]|\(a secret; not shown\))$/i

const redacted = (key: string) =>
  ({
    code: 'secret/redacted',
    message: `${key} would be set to what stands for a hidden value`,
    help: 'It was copied from where it is not shown. State it under secrets as {env: NAME}, or leave it out.',
  }) as const

const belongsUnderSecrets = (key: string) =>
  ({
    code: 'secret/literal',
    message: `${key} looks like a secret, and settings are shown to everyone`,
    help: 'State it under secrets as {env: NAME}; if it was pushed, change the secret.',
  }) as const

const listedVariables = ({ config, configFile }: Draft): string[] => config?.secretEnv ?? configFile?.secretEnv ?? []

function* references(draft: Draft): Generator<{ reference: EnvReference; place: Place }> {
  for (const { value, source } of draft.of('App'))
    for (const [name, reference] of Object.entries(value.secrets ?? {}))
      yield { reference, place: { source, path: ['secrets', name, 'env'] } }
  for (const { value, source } of draft.of('Connection'))
    if (value.apiKey) yield { reference: value.apiKey, place: { source, path: ['apiKey', 'env'] } }
}
