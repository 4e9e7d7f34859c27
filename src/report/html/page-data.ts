/** What the page's own program is given: tables as columns, and the texts that their numbers stand for. */

/** What a number of a column means: a text or a list of texts by index, a count, or minutes since 1970; −1 is none. */
export type ColumnKind = 'text' | 'list' | 'number' | 'time'

export interface ColumnMeta {
  readonly name: string
  readonly kind: ColumnKind
  /** The part of the page that holds it. */
  readonly part: number
}

export interface TableMeta {
  readonly name: string
  readonly rows: number
  readonly columns: readonly ColumnMeta[]
}

/** A verdict in the order of gravity, with the sign that stands for it and what it means. */
export interface VerdictMeta {
  readonly name: string
  readonly sign: string
  readonly says: string
}

/** Where everything stands in the page. */
export interface PageMeta {
  readonly formatVersion: 1
  readonly people: 'names' | 'pseudonyms' | 'counts'
  /** What a downloaded file is called after. */
  readonly name: string
  /** The day on which it was looked: ages are counted from here. */
  readonly createdAt: string
  readonly verdicts: readonly VerdictMeta[]
  readonly tables: readonly TableMeta[]
  /** Parts with the texts, sorted without regard to case, so that the order of their indexes is that of the texts. */
  readonly texts: readonly number[]
  /** The part with the lists: each a list of indexes of texts. */
  readonly lists: number
  /** The part with explanations and gates. */
  readonly explanations: number
}

/** One gate as the page tells it. */
export interface PageGate {
  readonly gate: string
  readonly live: string
  readonly declared: string
  readonly value: string
  readonly wanted: string | null
  readonly at: readonly string[]
  /** Who wrote it last, by what and when; null where no event tells, absent where nobody asked. */
  readonly changed?: { readonly by: string; readonly via: string; readonly when: string } | null
}

export interface PageExplanations {
  readonly explanations: readonly { readonly project: string | null; readonly gates: readonly number[] }[]
  readonly gates: readonly PageGate[]
}
