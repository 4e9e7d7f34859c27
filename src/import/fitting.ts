import type { Path } from '../model/document.js'
import type { Language } from './language.js'
import type { Page } from './page.js'
import { leaveOut } from './settle.js'
import { pageText } from './yaml.js'

/** A page as text; of one that would be longer than a document may be, the longest lists are left out whole. */
export function fittingText(page: Page, { longest }: Language): string {
  let text = pageText(page)
  while (text.length > longest) {
    const list = longestList(page.value)
    if (list === null) break
    leaveOut(page, list.path, `its ${list.items} entries would make the document longer than one may be`)
    text = pageText(page)
  }
  return text
}

interface List {
  readonly path: Path
  readonly items: number
}

function longestList(value: unknown, path: Path = []): List | null {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) return { path, items: value.length }
  const lists = Object.entries(value).flatMap(([key, below]) => longestList(below, [...path, key]) ?? [])
  return lists.sort((a, b) => b.items - a.items)[0] ?? null
}
