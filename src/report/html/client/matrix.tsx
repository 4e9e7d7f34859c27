// biome-ignore-all lint/a11y/useSemanticElements: of 100,000 rows some forty are drawn; no table element can be scrolled so
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus, and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are the list's, which has the focus
import { useMemo, useState } from 'preact/hooks'
import { type Data, numberAt, type Table } from './data.js'
import { hashOf, START, type State } from './state.js'
import { useWindow } from './virtual.js'

interface Props {
  readonly data: Data
  readonly access: Rows
  /** Null where nobody can say in which line they stand. */
  readonly connections: Rows | null
  readonly axis: Axis
  readonly state: State
}

export const AXES = ['account', 'project', 'group', 'person'] as const
export type Axis = (typeof AXES)[number]

/** Many by app: in each cell the gravest verdict of access and the gravest of connections, and how many. */
export interface Matrix {
  readonly lines: readonly Line[]
  /** Indexes of texts. */
  readonly apps: readonly number[]
}

interface Line {
  readonly account: number
  readonly name: number
  /** By app. */
  readonly cells: ReadonlyMap<number, Cell>
}

/** Gravest verdict, how many have it, and how many there are. */
type Told = readonly [verdict: number, gravest: number, all: number]

/** One of them is there. */
interface Cell {
  readonly people?: Told
  readonly connections?: Told
}

interface Growing extends Line {
  readonly cells: Map<number, Cell>
}

/** Rows of a table that are wanted. */
export interface Rows {
  readonly table: Table
  readonly rows: Int32Array
}

/** Access and connections, put together by what stands on the left and by app. */
export function matrixOf(data: Data, access: Rows, connections: Rows | null, axis: Axis): Matrix {
  const lines = new Map<number, Growing>()
  const apps = new Set<number>()
  const size = data.texts.length + 1
  const add = ({ table, rows }: Rows, part: keyof Cell, names: (row: number) => readonly number[]) => {
    const { account: accounts, app: appOf, verdict: verdicts, people } = table.columns
    for (const row of rows) {
      const [account, app, verdict] = [accounts?.[row] ?? -1, appOf?.[row] ?? -1, verdicts?.[row] ?? -1]
      apps.add(app)
      for (const name of names(row)) {
        const key = account * size + name + 1
        const line = lines.get(key) ?? { account, name, cells: new Map<number, Cell>() }
        lines.set(key, line)
        const cell = line.cells.get(app) ?? {}
        line.cells.set(app, { ...cell, [part]: joined(cell[part], verdict, people?.[row] ?? 1) })
      }
    }
  }
  add(access, 'people', namesOf(data, access.table, axis))
  if (connections !== null) add(connections, 'connections', ownersOf(data, connections.table, access.table, axis))
  return {
    lines: [...lines].sort(([a], [b]) => a - b).map(([, line]) => line),
    apps: [...apps].sort((a, b) => a - b),
  }
}

/** A smaller verdict is a graver one. */
function joined(told: Told | undefined, verdict: number, amount: number): Told {
  if (told === undefined) return [verdict, amount, amount]
  const [gravest, many, all] = told
  if (verdict < gravest) return [verdict, amount, all + amount]
  return [gravest, verdict === gravest ? many + amount : many, all + amount]
}

/** In which lines a row stands: of a project it stands in each. */
function namesOf(data: Data, table: Table, axis: Axis): (row: number) => readonly number[] {
  if (axis === 'account') return () => [-1]
  if (axis === 'group') return (row) => [numberAt(table, 'group', row)]
  if (axis === 'person') return (row) => [numberAt(table, 'user', row)]
  return (row) => {
    const [live, declared] = [numberAt(table, 'live', row), numberAt(table, 'declared', row)]
    if (live === declared) return data.lists[live] ?? []
    return [...new Set([...(data.lists[live] ?? []), ...(data.lists[declared] ?? [])])]
  }
}

/** In which lines a connection stands: in those of its owner and of its project. */
function ownersOf(data: Data, table: Table, access: Table, axis: Axis): (row: number) => readonly number[] {
  if (axis === 'account') return () => [-1]
  if (axis === 'person') return (row) => [numberAt(table, 'owner', row)]
  if (axis === 'project') return (row) => [numberAt(table, 'project', row)]
  const size = data.texts.length + 1
  const keyOf = (of: Table, who: string, row: number) => numberAt(of, 'account', row) * size + numberAt(of, who, row)
  const groups = new Map<number, number>()
  for (let row = 0; row < access.rows; row += 1) {
    const group = numberAt(access, 'group', row)
    if (group >= 0) groups.set(keyOf(access, 'user', row), group)
  }
  return (row) => [groups.get(keyOf(table, 'owner', row)) ?? -1]
}

const ROW = 30

/** A picture of who may use what: signs and numbers, a cell leads to its rows. */
export function MatrixGrid({ data, access, connections, axis, state }: Props) {
  const { lines, apps } = useMemo(() => matrixOf(data, access, connections, axis), [data, access, connections, axis])
  const { scroller, seen, measure, reveal, page } = useWindow(lines.length, ROW)
  const [[at, column], setActive] = useState([0, 0] as readonly [number, number])
  const text = (index: number) => data.texts[index] ?? ''
  const label = ({ account, name }: Line) =>
    axis === 'account' ? text(account) : `${text(account)} / ${name < 0 ? `no ${axis}` : text(name)}`
  const target = (line: Line, app: number) =>
    hashOf({
      ...START,
      view: isConnected(line.cells.get(app)) ? 'connections' : 'access',
      filters: {
        ...state.filters,
        account: text(line.account),
        app: text(app),
        ...(axis === 'person' ? { person: text(line.name) } : {}),
        ...(axis === 'project' ? { project: text(line.name) } : {}),
      },
    })
  const move = (to: number, across: number) => {
    const next = Math.max(0, Math.min(lines.length - 1, to))
    const app = Math.max(0, Math.min(apps.length - 1, across))
    setActive([next, app])
    reveal(next)
    document.getElementById(`cell-${next}-${app}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(at + 1, column),
      ArrowUp: () => move(at - 1, column),
      ArrowRight: () => move(at, column + 1),
      ArrowLeft: () => move(at, column - 1),
      PageDown: () => move(at + page, column),
      PageUp: () => move(at - page, column),
      Home: () => move(0, column),
      End: () => move(lines.length - 1, column),
      Enter: () => {
        const [line, app] = [lines[at], apps[column]]
        if (line !== undefined && app !== undefined && line.cells.has(app)) location.hash = target(line, app)
      },
    }
    const key = keys[event.key]
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    key()
  }
  return (
    <div
      class="matrix"
      ref={scroller}
      onScroll={measure}
      onKeyDown={onKeyDown}
      role="grid"
      tabIndex={0}
      aria-label={`Apps by ${axis}`}
      aria-rowcount={lines.length + 1}
      aria-colcount={apps.length + 1}
      aria-activedescendant={lines.length > 0 ? `cell-${at}-${column}` : undefined}
    >
      <div class="head" role="rowgroup">
        <div class="line" role="row" aria-rowindex={1}>
          <div role="columnheader" class="name">
            {axis}
          </div>
          {apps.map((app) => (
            <div key={app} role="columnheader" class="app" title={text(app)}>
              <span>{text(app)}</span>
            </div>
          ))}
        </div>
      </div>
      <div class="body" role="rowgroup" style={{ height: `${seen.height}px` }}>
        {lines.slice(seen.from, seen.to).map((line, nth) => {
          const place = seen.from + nth
          return (
            <div
              key={`${line.account} ${line.name}`}
              class="line"
              role="row"
              aria-rowindex={place + 2}
              style={{ transform: `translateY(${seen.topOf(place)}px)` }}
            >
              <div role="rowheader" class="name" title={label(line)}>
                {label(line)}
              </div>
              {apps.map((app, across) => (
                <MatrixCell
                  key={app}
                  id={`cell-${place}-${across}`}
                  isActive={place === at && across === column}
                  data={data}
                  cell={line.cells.get(app)}
                  title={`${label(line)}, ${text(app)}`}
                  go={() => {
                    setActive([place, across])
                    location.hash = target(line, app)
                  }}
                />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface CellProps {
  readonly id: string
  readonly isActive: boolean
  readonly data: Data
  readonly cell: Cell | undefined
  readonly title: string
  readonly go: () => void
}

/** Whether connections are what is gravest in a cell. */
const isConnected = ({ people, connections }: Cell = {}): boolean =>
  connections !== undefined && (people === undefined || connections[0] < people[0])

function MatrixCell({ id, isActive, data, cell, title, go }: CellProps) {
  const active = isActive ? ' active' : ''
  const told = isConnected(cell) ? cell?.connections : cell?.people
  if (cell === undefined || told === undefined)
    return (
      <div role="gridcell" id={id} class={`cell none${active}`}>
        <span class="heard">{`${title}: nobody`}</span>
        <span aria-hidden="true">·</span>
      </div>
    )
  const [verdict, gravest, all] = told
  const meta = data.meta.verdicts[verdict]
  const says = `${title}: ${spoken(data, cell)}`
  return (
    <div role="gridcell" tabIndex={-1} id={id} class={`cell v-${meta?.name ?? ''}${active}`} title={says} onClick={go}>
      <span class="heard">{says}</span>
      <span aria-hidden="true">
        {meta?.sign} {gravest.toLocaleString('en')}
        {gravest < all && <small>/{all.toLocaleString('en')}</small>}
        {isConnected(cell) && <small> ⇄</small>}
      </span>
    </div>
  )
}

/** `people: 4 of 4 conforming; connections: 2 of 3 undeclared`. */
function spoken({ meta }: Data, { people, connections }: Cell): string {
  const of = (what: string, told: Told | undefined) =>
    told === undefined
      ? []
      : `${what}: ${told[1]} of ${told[2]} ${meta.verdicts[told[0]]?.name.replace('-', ' ') ?? ''}`
  return [of('people', people), of('connections', connections)].flat().join('; ')
}
