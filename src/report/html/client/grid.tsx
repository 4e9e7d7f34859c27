// biome-ignore-all lint/a11y/useSemanticElements: of 100,000 rows some forty are drawn; no table element can be scrolled so
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are the list's, which has the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: its role is grid, or treegrid where rows stand in groups
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: its role is grid, or treegrid where rows stand in groups
import { useEffect, useMemo, useState } from 'preact/hooks'
import { cellText, type Data, numberAt, type Table } from './data.js'
import { columnsFor, type Layout, type Shown, titleOf } from './layout.js'
import { type Group, items } from './order.js'
import { verdictCounts } from './query.js'
import type { State } from './state.js'
import { Breaking } from './text.js'
import { Badge, Counts } from './verdict.js'
import { NARROW, useMedia, useWindow, WIDE } from './virtual.js'

interface Props {
  readonly data: Data
  readonly table: Table
  readonly layout: Layout
  readonly rows: Int32Array
  readonly groups: readonly Group[]
  readonly state: State
  readonly change: (part: Partial<State>) => void
}

const ID = 'list'

/** Two lines a row, three where sentences stand in it or an explanation beside it leaves less room; in pixels. */
const [TWO, THREE] = [46, 64]

/** A list of any length: only what is seen is drawn. Keys move through it, Enter opens what explains a row. */
export function Grid({ data, table, layout, rows, groups, state, change }: Props) {
  const [isNarrow, isWide, isBeside] = [useMedia(NARROW), useMedia(WIDE), state.row >= 0]
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [active, setActive] = useState(0)
  const shown = useMemo(() => items(rows, groups, (at) => open.has(at)), [rows, groups, open])
  const isTall = isBeside || layout.isTall === true
  const { scroller, seen, measure, reveal, toTop, page } = useWindow(
    shown.length,
    isNarrow ? layout.narrowHeight : isTall ? THREE : TWO,
  )
  const columns = columnsFor(layout, { isBeside: isBeside && !isNarrow, isWide: isWide || isNarrow }).filter(
    ({ name }) => name in table.columns && name !== state.group,
  )
  const cells = isNarrow ? columns.filter(({ name }) => layout.narrow.includes(name)) : columns
  useEffect(() => {
    setOpen(new Set())
    setActive(0)
    toTop()
  }, [rows, groups])
  const toggle = (group: number) => {
    const next = new Set(open)
    if (!next.delete(group)) next.add(group)
    setOpen(next)
  }
  const act = (at: number) => {
    const item = shown[at]
    if (item === undefined) return
    setActive(at)
    if (item < 0) toggle(-1 - item)
    else change({ row: item })
  }
  const move = (to: number) => {
    const at = Math.max(0, Math.min(shown.length - 1, to))
    setActive(at)
    reveal(at)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const item = shown[active] ?? 0
    const isOpen = item < 0 && open.has(-1 - item)
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(shown.length - 1),
      Enter: () => act(active),
      ' ': () => act(active),
      ...(item < 0 && !isOpen ? { ArrowRight: () => toggle(-1 - item) } : {}),
      ...(isOpen ? { ArrowLeft: () => toggle(-1 - item) } : {}),
    }
    const key = keys[event.key]
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    key()
  }
  const sort = (column: string) => {
    const now = state.sort?.column === column ? state.sort : null
    change({
      sort: now === null ? { column, descending: false } : now.descending ? null : { column, descending: true },
    })
  }
  const drawn = Array.from(shown.subarray(seen.from, seen.to))
  return (
    <div
      class={`grid t-${table.name}${isNarrow ? ' narrow' : isTall ? ' tall' : ''}`}
      ref={scroller}
      style={{
        '--columns': columns.map(({ width }) => (width.endsWith('fr') ? `minmax(0, ${width})` : width)).join(' '),
        '--row': `${isNarrow ? layout.narrowHeight : isTall ? THREE : TWO}px`,
      }}
      onScroll={measure}
      onKeyDown={onKeyDown}
      role={groups.length > 0 ? 'treegrid' : 'grid'}
      tabIndex={0}
      aria-label={layout.title}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={shown.length > 0 ? `${ID}-${active}` : undefined}
    >
      <Head columns={columns} state={state} sort={sort} />
      <div class="body" role="rowgroup" style={{ height: `${seen.height}px` }}>
        {drawn.map((item, nth) => {
          const at = seen.from + nth
          const row = {
            id: `${ID}-${at}`,
            at,
            top: seen.topOf(at),
            isActive: at === active,
            onClick: () => act(at),
          }
          const group = item < 0 ? groups[-1 - item] : undefined
          return group === undefined ? (
            <Line key={item} {...{ data, table, item, isOpen: item === state.row }} columns={cells} {...row} />
          ) : (
            <GroupLine
              key={item}
              {...{ data, table, group, columns, name: state.group, rows, isOpen: open.has(-1 - item) }}
              {...row}
            />
          )
        })}
      </div>
    </div>
  )
}

interface HeadProps {
  readonly columns: readonly Shown[]
  readonly state: State
  readonly sort: (column: string) => void
}

function Head({ columns, state, sort }: HeadProps) {
  return (
    <div class="head" role="rowgroup">
      <div class="line" role="row" aria-rowindex={1}>
        {columns.map(({ name, title }) => {
          const now = state.sort?.column === name ? (state.sort.descending ? 'descending' : 'ascending') : 'none'
          return (
            <div key={name} role="columnheader" class={`c-${name}`} aria-sort={now}>
              <button type="button" onClick={() => sort(name)}>
                {title}
                <span class="arrow" aria-hidden="true">
                  {{ ascending: '▲', descending: '▼', none: '' }[now]}
                </span>
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface LineProps {
  readonly data: Data
  readonly table: Table
  readonly columns: readonly Shown[]
  readonly id: string
  readonly at: number
  readonly top: number
  readonly isActive: boolean
  readonly isOpen: boolean
  readonly onClick: () => void
}

function Line({ data, table, columns, item, id, at, top, isActive, isOpen, onClick }: LineProps & { item: number }) {
  return (
    <div
      class={`line${isActive ? ' active' : ''}${isOpen ? ' open' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      tabIndex={-1}
      aria-rowindex={at + 2}
      aria-selected={isOpen}
      {...{ id, onClick }}
    >
      {columns.map(({ name, title, isMinor }) => (
        <div key={name} role="gridcell" class={`c-${name}${isMinor === true ? ' minor' : ''}`} data-label={title}>
          <Cell {...{ data, table, name, row: item }} />
        </div>
      ))}
    </div>
  )
}

function Cell({ data, table, name, row }: { data: Data; table: Table; name: string; row: number }) {
  if (name === 'verdict') return <Badge data={data} verdict={numberAt(table, name, row)} />
  const text = cellText(data, table, name, row)
  if (text === '' && (name === 'live' || name === 'declared')) return <span class="soft">nothing</span>
  if (text === '' && (name === 'owner' || name === 'user')) return <span class="soft">nobody</span>
  if (text === '' && name === 'lastUsed') return <span class="soft">never</span>
  // What two lines do not hold can be had by pointing at it, and stands beside the list once the row is open.
  return (
    <span title={text.length > 24 ? text : undefined}>
      <Breaking text={text} />
    </span>
  )
}

interface GroupProps extends LineProps {
  readonly group: Group
  readonly name: string
  readonly rows: Int32Array
}

function GroupLine({ data, table, columns, group, name, rows, id, at, top, isActive, isOpen, onClick }: GroupProps) {
  const of = rows.subarray(group.from, group.to)
  const first = of[0] ?? 0
  return (
    <div
      class={`line group${isActive ? ' active' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      tabIndex={-1}
      aria-rowindex={at + 2}
      aria-level={1}
      aria-expanded={isOpen}
      {...{ id, onClick }}
    >
      <div role="gridcell" aria-colspan={columns.length}>
        <span class="twist" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        <strong>{cellText(data, table, name, first) || `no ${titleOf(name)}`}</strong>{' '}
        <span class="soft">{of.length.toLocaleString('en')}</span>{' '}
        {'verdict' in table.columns && name !== 'verdict' && (
          <Counts data={data} counts={verdictCounts(data, table, of)} />
        )}
      </div>
    </div>
  )
}
