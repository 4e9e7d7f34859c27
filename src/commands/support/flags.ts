import { string } from '@oclif/core/args'
import { boolean, string as text } from '@oclif/core/flags'

/** Every value stays a text here; what it means is settled where the command runs, so that both ways of parsing agree. */
export const dir = string({ description: 'folder of the estate, with writ.yaml in it', default: '.' })

export const env = text({ description: 'environment of writ.yaml to work on', env: 'WRIT_ENV', helpValue: 'NAME' })

export const now = text({ description: 'the moment at which dates are evaluated', helpValue: 'ISO' })

export const only = text({
  description: 'address of what to look at, and what lies below it; * globs',
  helpValue: 'ADDRESS',
  multiple: true,
})

export const format = (...formats: [string, ...string[]]) =>
  text({ description: 'text for people, json for programs', options: formats, default: formats[0] })

export const yes = (description: string) => boolean({ description })
export { boolean as toggle, text }
