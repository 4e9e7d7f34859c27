import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { cellText, type Data, numberAt, type Table, textAt, textsAt, timeText } from './data.js'
import { GateTable } from './gate-table.js'
import { titleOf } from './layout.js'
import { NO_FILTERS } from './query.js'
import { hashOf, START, type View } from './state.js'
import { Badge } from './verdict.js'

interface Props {
  readonly data: Data
  readonly table: Table
  readonly row: number
  readonly close: () => void
}

/** What explains one row: verdict, gates, connections, lines. */
export function Panel({ data, table, row, close }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus({ preventScroll: true }), [table, row])
  const verdict = data.meta.verdicts[numberAt(table, 'verdict', row)]
  const text = (column: string) => textAt(data, table, column, row)
  const who = text('user') || text('owner')
  return (
    <aside
      class="panel"
      aria-labelledby="panel-title"
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <button type="button" class="close" onClick={close}>
        <span aria-hidden="true">×</span> Close
      </button>
      <h3 id="panel-title">{[who, text('app')].filter((each) => each !== '').join(' · ') || text('account')}</h3>
      <p class="soft">in account {text('account')}</p>
      {verdict !== undefined && (
        <p>
          <Badge data={data} verdict={numberAt(table, 'verdict', row)} /> {verdict.says}
        </p>
      )}
      <Fields {...{ data, table, row }} />
      <Why {...{ data, table, row }} />
      <Connected {...{ data, table, row }} />
      <Onward {...{ data, table, row }} />
    </aside>
  )
}

type Of = Omit<Props, 'close'>

const ELSEWHERE = new Set(['verdict', 'account', 'app', 'user', 'why', 'group', 'connections'])

function Fields({ data, table, row }: Of) {
  const names = Object.keys(table.columns).filter((name) => !ELSEWHERE.has(name))
  return (
    <dl class="fields">
      {names.map((name) => {
        const value = told(data, table, name, row)
        return (
          value !== null && (
            <div key={name}>
              <dt>{titleOf(name)}</dt>
              <dd>{value}</dd>
            </div>
          )
        )
      })}
    </dl>
  )
}

const MONO = new Set(['at', 'by', 'digest', 'id', 'remove'])

function told(data: Data, table: Table, name: string, row: number): ComponentChildren {
  if (table.kinds[name] === 'time') {
    const minutes = numberAt(table, name, row)
    if (minutes < 0) return name === 'lastUsed' ? 'never' : null
    return timeText(minutes, true)
  }
  if (table.kinds[name] === 'list') {
    const texts = textsAt(data, table, name, row)
    if (texts.length === 0) return name === 'live' || name === 'declared' ? 'nothing' : null
    return MONO.has(name)
      ? texts.map((text) => (
          <code class="place" key={text}>
            {text}
          </code>
        ))
      : texts.join(', ')
  }
  const text = cellText(data, table, name, row)
  if (text === '') return name === 'owner' ? 'nobody' : null
  return MONO.has(name) ? <code>{text}</code> : text
}

/** The gates of a row of access; of a connection those of whom it belongs to. */
function Why({ data, table, row }: Of) {
  const access = data.tables.access
  if (access === undefined) return null
  const of = table.name === 'access' ? row : table.name === 'connections' ? accessOf(access, table, row) : -1
  const explained = data.explanations.explanations[numberAt(access, 'why', of)]
  if (explained === undefined) return null
  const gates = explained.gates.map((at) => data.explanations.gates[at]).filter((gate) => gate !== undefined)
  return (
    <section>
      <h4>Why{explained.project === null ? '' : `, in ${explained.project}`}</h4>
      <GateTable gates={gates} />
    </section>
  )
}

function accessOf(access: Table, connections: Table, row: number): number {
  const [account, app, owner] = ['account', 'app', 'owner'].map((name) => numberAt(connections, name, row))
  if ((owner ?? -1) < 0 || access.columns.user === undefined) return -1
  for (let at = 0; at < access.rows; at += 1)
    if (
      numberAt(access, 'user', at) === owner &&
      numberAt(access, 'account', at) === account &&
      numberAt(access, 'app', at) === app
    )
      return at
  return -1
}

/** The connections that a person has to an app. */
function Connected({ data, table, row }: Of) {
  const connections = data.tables.connections
  if (table.name !== 'access' || connections === undefined || table.columns.user === undefined) return null
  const found: number[] = []
  for (let at = 0; at < connections.rows; at += 1)
    if (
      numberAt(connections, 'owner', at) === numberAt(table, 'user', row) &&
      numberAt(connections, 'account', at) === numberAt(table, 'account', row) &&
      numberAt(connections, 'app', at) === numberAt(table, 'app', row)
    )
      found.push(at)
  return (
    <section>
      <h4>Connections of theirs</h4>
      {found.length === 0 && <p class="soft">None: what they may use here, they never connected.</p>}
      <ul class="plain">
        {found.map((at) => (
          <li key={at}>
            <a
              href={hashOf({
                ...START,
                view: 'connections',
                row: at,
                filters: {
                  ...NO_FILTERS,
                  account: textAt(data, table, 'account', row),
                  person: textAt(data, table, 'user', row),
                },
              })}
            >
              {textAt(data, connections, 'id', at) || textAt(data, connections, 'name', at) || 'asked for'}
            </a>{' '}
            {textAt(data, connections, 'status', at)}
            <span class="soft">
              {' '}
              · created {cellText(data, connections, 'created', at) || 'unknown'} · used{' '}
              {cellText(data, connections, 'lastUsed', at) || 'never'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where to look next. */
function Onward({ data, table, row }: Of) {
  const [account, app, person] = ['account', 'app', 'user' in table.columns ? 'user' : 'owner'].map((name) =>
    textAt(data, table, name, row),
  ) as [string, string, string]
  const link = (view: View, filters: object, text: string) => (
    <li>
      <a href={hashOf({ ...START, view, filters: { ...NO_FILTERS, ...filters } })}>{text}</a>
    </li>
  )
  return (
    <ul class="plain onward">
      {person !== '' && link('access', { account, person }, `All that ${person} may use`)}
      {app !== '' && link('access', { account, app }, `Everybody who may use ${app} in ${account}`)}
      {link(
        'connections',
        app === '' ? { account } : { account, app },
        `Connections${app === '' ? '' : ` to ${app}`} in ${account}`,
      )}
      {link('accounts', { account }, `The account and its review`)}
    </ul>
  )
}
