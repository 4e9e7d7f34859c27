import { estateValues } from '../support/completion/values.js'
import { complete } from '../support/completion/words.js'
import type { Manifest } from '../support/quick.js'

/**
 * Answers a shell: a candidate a line, with what it is about behind a tab, then `:files` or `:folders` where these fit
 * too. Whatever goes wrong, a line that is being typed is not spoilt: there is nothing to offer then.
 */
export function answer(words: readonly string[], manifest: Manifest): number {
  process.stdout.write(lines(words, manifest))
  return 0
}

function lines(words: readonly string[], manifest: Manifest): string {
  try {
    const { candidates, also } = complete(words[0] === '--' ? words.slice(1) : words, manifest, estateValues)
    const told = candidates.map(({ value, about = '' }) => `${value}\t${about}\n`)
    return [...told, ...(also === undefined ? [] : [`:${also}\n`])].join('')
  } catch {
    return ''
  }
}
