import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

const toCome = ['platforms', 'drift', 'record', 'files'] as const
const undeclaredByDefault: Readonly<Record<string, string>> = {
  accounts: 'report',
  apps: 'report',
  projects: 'keep',
  users: 'keep',
}

/** What writ.yaml may say one day and Writ cannot do yet, in any environment. */
export const unsupportedConfig: Rule = function* unsupportedConfig({ configFile, configSource: source }) {
  if (!configFile || !source) return
  const help = 'Remove it until it is; Writ refuses what it would have to ignore.'
  const settings: [string[], object][] = [[[], configFile]]
  for (const [name, environment] of Object.entries(configFile.environments ?? {}))
    settings.push([['environments', name], environment])
  for (const [under, stated] of settings) {
    for (const path of pathsToCome(stated)) {
      const message = `${path.join('.')} is not supported yet`
      yield diagnosticIn(
        { source, path: [...under, ...path], part: 'key' },
        { code: 'unsupported/field', message, help },
      )
    }
  }
}

function pathsToCome(stated: object): string[][] {
  const fields = toCome.filter((field) => Object.hasOwn(stated, field)).map((field) => [field])
  const undeclared = 'undeclared' in stated ? Object.entries(stated.undeclared ?? {}) : []
  const other = undeclared.filter(([sort, word]) => undeclaredByDefault[sort] !== word)
  return [...fields, ...other.map(([sort]) => ['undeclared', sort])]
}
