// biome-ignore-all lint/a11y/useSemanticElements: a search landmark that is a form
import { useMemo, useState } from 'preact/hooks'
import type { Data, Table } from './data.js'
import { type Layout, titleOf } from './layout.js'
import { applies, type Filters, NO_FILTERS, wordsIn } from './query.js'
import type { State } from './state.js'

interface Props {
  readonly data: Data
  readonly table: Table
  readonly layout: Layout
  readonly state: State
  readonly change: (part: Partial<State>) => void
  /** How many rows of each verdict the other filters leave. */
  readonly counts: readonly number[]
  readonly save: () => void
}

/** Suggestions beyond this many help nobody. */
const SUGGESTED = 2_000

/** All that narrows a table down. */
export function FilterBar({ data, table, layout, state, change, counts, save }: Props) {
  const { filters } = state
  const set = (part: Partial<Filters>) => change({ filters: { ...filters, ...part }, row: -1 })
  const field = { data, table, filters, set }
  const [isOpen, setOpen] = useState(false)
  const isFiltered = JSON.stringify(filters) !== JSON.stringify(NO_FILTERS)
  return (
    <form
      class={`filters${isOpen ? ' unfolded' : ''}`}
      role="search"
      aria-label={layout.title}
      onSubmit={(event) => event.preventDefault()}
    >
      <label class="field wide">
        <span>search</span>
        <input
          type="search"
          value={filters.q}
          placeholder="any words"
          onInput={(event) => set({ q: event.currentTarget.value })}
        />
      </label>
      <Named {...field} name="account" column="account" />
      <Named {...field} name="person" column={'user' in table.columns ? 'user' : 'owner'} />
      {'live' in table.columns && <Named {...field} name="project" column="live" />}
      <Choice {...field} name="app" column="app" />
      <Choice {...field} name="gate" column="gates" />
      <Choice {...field} name="status" column="status" />
      <Choice {...field} name="state" column="state" />
      <Choice {...field} name="review" column="review" />
      <Usage {...field} />
      {layout.groups.length > 0 && (
        <label class="field">
          <span>group by</span>
          <select value={state.group} onChange={(event) => change({ group: event.currentTarget.value })}>
            <option value="">nothing</option>
            {layout.groups
              .filter((name) => name in table.columns)
              .map((name) => (
                <option key={name} value={name}>
                  {name === 'live' ? 'projects' : titleOf(name)}
                </option>
              ))}
          </select>
        </label>
      )}
      <Verdicts {...field} counts={counts} />
      <div class="deeds">
        <button type="button" class="unfold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Fewer filters' : 'More filters'}
        </button>
        {isFiltered && (
          <button type="button" onClick={() => change({ filters: NO_FILTERS, row: -1 })}>
            Clear filters
          </button>
        )}
        <button type="button" onClick={save}>
          Save as CSV
        </button>
      </div>
    </form>
  )
}

interface Field {
  readonly data: Data
  readonly table: Table
  readonly filters: Filters
  readonly set: (part: Partial<Filters>) => void
}

interface Of extends Field {
  readonly name: 'account' | 'person' | 'project' | 'app' | 'gate' | 'status' | 'state' | 'review'
  readonly column: string
}

/** Every text that stands in a column, sorted; null where there are too many to choose from. */
function useTexts({ data, table, column }: Of): readonly string[] | null {
  return useMemo(() => {
    const { texts } = wordsIn(data, table, column)
    return texts.length > SUGGESTED ? null : Array.from(texts, (at) => data.texts[at] ?? '')
  }, [data, table, column])
}

/** A name, or a part of one. */
function Named(props: Of) {
  const { table, filters, set, name } = props
  const texts = useTexts(props)
  if (!applies(table, name)) return null
  return (
    <label class="field">
      <span>{name}</span>
      <input
        type="text"
        value={filters[name]}
        list={texts === null ? undefined : `of-${name}`}
        placeholder="name or part"
        onInput={(event) => set({ [name]: event.currentTarget.value })}
      />
      {texts !== null && (
        <datalist id={`of-${name}`}>
          {texts.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </label>
  )
}

/** One of few. */
function Choice(props: Of) {
  const { table, filters, set, name } = props
  const texts = useTexts(props)
  if (!applies(table, name) || texts === null) return null
  const isOdd = filters[name] !== '' && !texts.includes(filters[name])
  return (
    <label class="field">
      <span>{name === 'gate' ? 'gate that differs' : name}</span>
      <select value={filters[name]} onChange={(event) => set({ [name]: event.currentTarget.value })}>
        <option value="">any</option>
        {isOdd && <option value={filters[name]}>{filters[name]}</option>}
        {texts.map((text) => (
          <option key={text} value={text}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Usage({ table, filters, set }: Field) {
  if (!('lastUsed' in table.columns)) return null
  const hasDays = 'idle' in table.columns
  return (
    <>
      <label class="field short">
        <span>use</span>
        <select value={filters.used} onChange={(event) => set({ used: event.currentTarget.value })}>
          <option value="">any</option>
          <option value="never">never used</option>
          <option value="ever">used at all</option>
        </select>
      </label>
      {hasDays && (
        <label class="field short">
          <span>idle days, at least</span>
          <input
            type="number"
            min="0"
            value={filters.idle}
            onInput={(event) => set({ idle: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  )
}

/** Each verdict with how many rows it would show under all the other filters. */
function Verdicts({ data, table, filters, set, counts }: Field & { counts: readonly number[] }) {
  if (!('verdict' in table.columns)) return null
  const toggle = (name: string) =>
    set({
      verdict: filters.verdict.includes(name)
        ? filters.verdict.filter((each) => each !== name)
        : [...filters.verdict, name],
    })
  return (
    <fieldset class="verdicts">
      <legend>verdict</legend>
      {data.meta.verdicts.map(({ name, sign, says }, at) => (
        <label key={name} class={`pill v-${name}`} title={says}>
          <input type="checkbox" checked={filters.verdict.includes(name)} onChange={() => toggle(name)} />
          <span>
            <span aria-hidden="true">{sign}</span> {name.replace('-', ' ')}{' '}
            <span class="amount">{(counts[at] ?? 0).toLocaleString('en')}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
