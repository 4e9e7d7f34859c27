import type { AppRow } from '../../rows.js'
import { categoryName } from '../view/categories.js'

/** A column of the registry. */
export interface Head {
  key: string
  text: string
  of(app: AppRow): string
}

export const HEADS: readonly Head[] = [
  { key: 'name', text: 'Name', of: ({ displayName }) => displayName },
  { key: 'description', text: 'Description', of: ({ description }) => description },
  { key: 'provider', text: 'Provider', of: ({ provider }) => provider },
  { key: 'category', text: 'Category', of: ({ category }) => categoryName(category) },
  { key: 'uses', text: 'Uses', of: ({ uses }) => uses.join(', ') },
  { key: 'status', text: 'Status', of: ({ status }) => status },
  { key: 'version', text: 'Version', of: ({ version }) => version },
]

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** R4: by name unless asked otherwise; what is equal keeps the order of names. */
export function inOrder(apps: readonly AppRow[], query: URLSearchParams): AppRow[] {
  const byName = [...apps].sort((a, b) => collator.compare(a.displayName, b.displayName))
  const head = sortedBy(query)
  const turn = query.get('order') === 'descending' ? -1 : 1
  return byName.sort((a, b) => turn * collator.compare(head.of(a), head.of(b)))
}

/** How a column is sorted now; not at all for all but one. */
export function directionOf(query: URLSearchParams, key: string): 'ascending' | 'descending' | undefined {
  if (sortedBy(query).key !== key) return undefined
  return query.get('order') === 'descending' ? 'descending' : 'ascending'
}

const sortedBy = (query: URLSearchParams): Head =>
  HEADS.find(({ key }) => key === query.get('sort')) ?? (HEADS[0] as Head)

/** R5: parts of name and description, in any case, and the status; all that are given hold at once. */
export function fits({ name, displayName, description, status }: AppRow, query: URLSearchParams): boolean {
  const has = (text: string, filter: string) => text.toLowerCase().includes((query.get(filter) ?? '').toLowerCase())
  const wanted = query.get('status') ?? ''
  return (
    (has(displayName, 'name') || has(name, 'name')) &&
    has(description, 'description') &&
    (wanted === '' || status === wanted)
  )
}
