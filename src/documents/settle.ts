import type { Diagnostic } from '../model/diagnostic.js'
import { limits } from './limits.js'

/**
 * Diagnostics in the order of files and positions, each once, at most so many.
 * @param isCut whether it was given up to look for more
 */
export function settle(diagnostics: readonly Diagnostic[], isCut = false): Diagnostic[] {
  const seen = new Set<string>()
  const once = withoutSecrets(diagnostics)
    .toSorted(inOrder)
    .filter((diagnostic) => {
      const key = keyOf(diagnostic)
      return !seen.has(key) && seen.add(key)
    })
  if (once.length <= limits.diagnostics && !isCut) return once
  const kept = once.slice(0, limits.diagnostics)
  const rest = once.slice(limits.diagnostics)
  const severity = isCut || rest.some((each) => each.severity === 'error') ? 'error' : 'warning'
  const message = `and ${rest.length} more${isCut ? ', and nothing was looked at any further' : ''}`
  return [...kept, { code: 'run/more', severity, message, help: 'Mend these first.' }]
}

/** Lines on which a secret stands are in nobody's excerpt (E16). */
function withoutSecrets(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const hidden = new Set<string>()
  for (const { code, at } of diagnostics) {
    if (code !== 'secret/literal' || !at) continue
    for (let line = at.line; line <= at.endLine; line++) hidden.add(`${at.file} ${line}`)
  }
  if (hidden.size === 0) return diagnostics
  return diagnostics.map((diagnostic) => {
    const { at, excerpt } = diagnostic
    if (!at || !excerpt) return diagnostic
    const shown = excerpt.map(({ line, text }) => ({ line, text: hidden.has(`${at.file} ${line}`) ? notShown : text }))
    return { ...diagnostic, excerpt: shown }
  })
}

const notShown = '(a secret; not shown)'

const keyOf = ({ code, message, at }: Diagnostic) => JSON.stringify([code, message, at?.file, at?.line, at?.column])

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function inOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  )
}
