import { type Filters, NO_FILTERS } from './query.js'

export const VIEWS = [
  'summary',
  'access',
  'matrix',
  'connections',
  'unused',
  'accounts',
  'exceptions',
  'evidence',
] as const
export type View = (typeof VIEWS)[number]

/** What is looked at: all of it stands in the address, so that it can be passed on. */
export interface State {
  readonly view: View
  readonly filters: Filters
  readonly sort: { readonly column: string; readonly descending: boolean } | null
  /** The column by which rows stand together; empty for none. */
  readonly group: string
  /** The row that explains itself; −1 for none. */
  readonly row: number
}

export const START: State = { view: 'summary', filters: NO_FILTERS, sort: null, group: '', row: -1 }

/** Reads an address; what it cannot mean counts as not said. */
export function parseHash(hash: string): State {
  const [name, query = ''] = hash.replace(/^#\/?/, '').split('?')
  const said = new URLSearchParams(query)
  const view = VIEWS.find((each) => each === name) ?? 'summary'
  const texts = Object.keys(NO_FILTERS).filter((name) => name !== 'verdict')
  const sort = said.get('sort') ?? ''
  const row = Number.parseInt(said.get('row') ?? '', 10)
  return {
    view,
    filters: {
      ...NO_FILTERS,
      ...Object.fromEntries(texts.map((name) => [name, said.get(name) ?? ''])),
      verdict: (said.get('verdict') ?? '').split(',').filter((each) => each !== ''),
    },
    sort: sort === '' ? null : { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
    group: said.get('group') ?? '',
    row: row >= 0 ? row : -1,
  }
}

/** The address of what is looked at. */
export function hashOf({ view, filters, sort, group, row }: State): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value.length > 0) said.set(name, String(value))
  if (sort !== null) said.set('sort', `${sort.descending ? '-' : ''}${sort.column}`)
  if (group !== '') said.set('group', group)
  if (row >= 0) said.set('row', String(row))
  // A slash, so that nobody takes it for the name of a place in the page.
  return `#/${view}${said.size > 0 ? `?${said}` : ''}`
}
