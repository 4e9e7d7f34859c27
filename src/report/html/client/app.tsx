import { render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { csvOf, download } from './csv.js'
import type { Data, Table } from './data.js'
import { FilterBar } from './filters.js'
import { Grid } from './grid.js'
import { LAYOUTS, type Layout } from './layout.js'
import { AXES, type Axis, MatrixGrid, type Rows } from './matrix.js'
import { grouped, sorted } from './order.js'
import { Panel } from './panel.js'
import { NotConforming, Printed } from './print.js'
import { type Filters, find } from './query.js'
import { hashOf, parseHash, type State } from './state.js'

/** Shows the view that the address names, and keeps the address as what is shown. */
export function App({ data }: { readonly data: Data }) {
  const [state, setState] = useState(() => parseHash(location.hash))
  useEffect(() => {
    const follow = () => setState(parseHash(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const change = (part: Partial<State>) => {
    const next = { ...state, ...part }
    setState(next)
    remember(next)
  }
  useEffect(() => showView(state), [state.view])
  const { view } = state
  const layout = LAYOUTS[view === 'matrix' ? 'access' : view]
  const table = layout === undefined ? undefined : data.tables[layout.table]
  useEffect(() => {
    if (layout === undefined) forPaper(null)
  }, [layout])
  if (layout === undefined || table === undefined) return null
  return <TableView key={view} {...{ data, table, layout, state, change }} />
}

let waiting: ReturnType<typeof setTimeout> | undefined

/** Browsers refuse addresses that change many times a second. */
function remember(state: State): void {
  clearTimeout(waiting)
  waiting = setTimeout(() => history.replaceState(null, '', hashOf(state)), 150)
}

function showView({ view }: State): void {
  clearTimeout(waiting)
  for (const part of document.querySelectorAll<HTMLElement>('[data-shows]')) part.hidden = part.dataset.shows !== view
  for (const link of document.querySelectorAll<HTMLElement>('#views a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

interface Props {
  readonly data: Data
  readonly table: Table
  readonly layout: Layout
  readonly state: State
  readonly change: (part: Partial<State>) => void
}

function TableView({ data, table, layout, state, change }: Props) {
  const { filters, sort, group, view, row } = state
  const { rows: found, counts } = useMemo(() => find(data, table, filters), [data, table, filters])
  const { rows, groups } = useMemo(() => {
    const ordered = sort === null ? found : sorted(table, found, sort.column, sort.descending)
    return group === '' || view === 'matrix' ? { rows: ordered, groups: [] } : grouped(table, ordered, group)
  }, [table, found, sort, group, view])
  useEffect(() => forPaper({ data, table, layout, rows, filters: told(filters) }), [data, table, layout, rows, filters])
  const axis: Axis = AXES.find((each) => each === group) ?? 'account'
  const isMatrix = view === 'matrix'
  const access = useMemo(() => ({ table, rows }), [table, rows])
  const connected = useMemo(() => (isMatrix ? linked(data, axis, filters) : null), [data, axis, filters, isMatrix])
  const close = () => {
    change({ row: -1 })
    document.querySelector<HTMLElement>('.grid')?.focus()
  }
  const shown: Layout = isMatrix
    ? {
        ...layout,
        title: 'The matrix',
        says: connected
          ? 'Who may use what, by app. The sign is the gravest verdict of access and connections; the number, how many people have it, and of how many, or with ⇄ how many connections. A cell leads to its rows.'
          : 'Who may use what, by app, connections left out: nobody can say here whose they are. The sign is the gravest verdict in a cell; the number, how many people have it, and of how many.',
        groups: [],
      }
    : layout
  const saved = `${data.meta.name}-${table.name}.csv`
  return (
    <section class={`view${row >= 0 && !isMatrix ? ' with-panel' : ''}`} aria-labelledby="view-title">
      <h2 id="view-title">{shown.title}</h2>
      <p class="hint">{shown.says}</p>
      {isMatrix && <AxisChoice {...{ table, axis, change }} />}
      <FilterBar
        {...{ data, table, state, change, counts }}
        layout={shown}
        save={() => download(saved, csvOf(data, table, rows))}
      />
      <p role="status" class="found">
        {rows.length.toLocaleString('en')} of {table.rows.toLocaleString('en')} rows
        {groups.length > 0 && ` in ${groups.length.toLocaleString('en')} groups`}
      </p>
      <div class="side">
        {rows.length === 0 && (connected === null || connected.rows.length === 0) ? (
          <p class="empty">
            {table.rows === 0 ? 'There are none.' : 'Nothing is like that. Clear a filter, or search for less.'}
          </p>
        ) : isMatrix ? (
          <MatrixGrid {...{ data, access, axis, state }} connections={connected} />
        ) : (
          <Grid {...{ data, table, layout, rows, groups, state, change }} />
        )}
        {row >= 0 && row < table.rows && !isMatrix && <Panel {...{ data, table, row, close }} />}
      </div>
    </section>
  )
}

/** The connections that a matrix shows. A gate is a person's: who looks for one does not look for connections. */
function linked(data: Data, axis: Axis, filters: Filters): Rows | null {
  const [table, access] = [data.tables.connections, data.tables.access]
  if (table === undefined || access === undefined || filters.gate !== '') return null
  if (axis === 'group' && !('user' in access.columns)) return null
  return { table, rows: find(data, table, filters).rows }
}

function AxisChoice({ table, axis, change }: { table: Table; axis: Axis; change: Props['change'] }) {
  return (
    <fieldset class="axis">
      <legend>one line for each</legend>
      {AXES.filter((each) => each !== 'person' || 'user' in table.columns).map((each) => (
        <label key={each} class="pill">
          <input type="radio" name="axis" checked={axis === each} onChange={() => change({ group: each })} />
          <span>{each}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Filters in words, for who reads them on paper. */
const told = (filters: Filters): string =>
  Object.entries(filters)
    .filter(([, value]) => value.length > 0)
    .map(([name, value]) => `${name === 'q' ? 'the words' : name} “${String(value)}”`)
    .join(', ')

let paper: Parameters<typeof Printed>[0] | null = null

function forPaper(next: typeof paper): void {
  paper = next
}

/** What goes on paper is drawn when somebody prints, and not before: what is not conforming, then the list that is open. */
export function printing(data: Data): void {
  const place = document.getElementById('print')
  if (place === null) return
  render(
    <>
      <NotConforming data={data} />
      {paper !== null && <Printed {...paper} />}
    </>,
    place,
  )
}
