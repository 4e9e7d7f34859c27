import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

const toCome = ['platforms'] as const

/** What writ.yaml may say one day and Writ cannot do yet, in any environment. */
export const unsupportedConfig: Rule = function* unsupportedConfig({ configFile, configSource: source }) {
  if (!configFile || !source) return
  const help = 'Remove it until it is; Writ refuses what it would have to ignore.'
  const settings: [string[], object][] = [[[], configFile]]
  for (const [name, environment] of Object.entries(configFile.environments ?? {}))
    settings.push([['environments', name], environment])
  for (const [under, stated] of settings) {
    for (const field of toCome.filter((each) => Object.hasOwn(stated, each))) {
      const message = `${field} is not supported yet`
      yield diagnosticIn({ source, path: [...under, field], part: 'key' }, { code: 'unsupported/field', message, help })
    }
  }
}
