import type { Path } from '../model/document.js'
import type { Language } from './language.js'
import type { Page } from './page.js'

/** Maps that speak key by key: of these a key can be left out without a word about the others. */
const BY_KEY = new Set(['labels', 'settings', 'integrations', 'connections'])
/** Fields that mean nothing, or something else, without another. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { projects: ['role'], role: ['projects'] }

/**
 * Leaves out of a page what the estate's language refuses. Absent is no opinion, so what goes is always the smallest
 * part that may be absent: a key of a map, an entry's list, a field. A list is never made shorter, for that would say
 * that the rest is to be gone.
 */
export function settle(page: Page, language: Language): Page {
  dropSimilarKeys(page, language)
  for (const { path, message } of language.refusals(page.kind, page.value)) leaveOut(page, path, message)
  return page
}

/** Leaves out the smallest part of a page that holds what a path points to, and says why. */
export function leaveOut(page: Page, path: Path, why: string): void {
  const field = String(path[0])
  if (drop(page.value, path)) page.leave(field, `${path.join('.')} is left out: ${why}`)
  if (page.kind !== 'User' || field in page.value) return
  for (const other of TOGETHER[field] ?? []) delete page.value[other]
}

/** Removes what a path points into; false where an earlier refusal took it along. */
function drop(value: Record<string, unknown>, path: Path): boolean {
  const [field = '', key, list] = path.map(String)
  if (!BY_KEY.has(field) || key === undefined) return remove(value, field)
  const map = (value[field] ?? {}) as Record<string, unknown>
  const entry = map[key]
  const isList = field === 'integrations' && list !== undefined && list !== 'enabled'
  const removed = isList ? remove((entry ?? {}) as Record<string, unknown>, list) : remove(map, key)
  if (Object.keys(map).length === 0) delete value[field]
  return removed
}

function remove(map: Record<string, unknown>, key: string): boolean {
  if (!Object.hasOwn(map, key)) return false
  delete map[key]
  return true
}

/** Two keys that differ only in case or encoding are taken for one that was mistyped: the first one stays. */
function dropSimilarKeys(page: Page, { fold }: Language): void {
  for (const field of ['labels', 'settings']) {
    const seen = new Map<string, string>()
    for (const key of Object.keys((page.value[field] ?? {}) as object)) {
      const first = seen.get(fold(key))
      seen.set(fold(key), first ?? key)
      if (first !== undefined) leaveOut(page, [field, key], `it differs from ${first} only in case or encoding`)
    }
  }
}
