import { compareText } from '../../../model/canonical.js'

/** Gathers texts, each once, and says in the end which number each has among all of them, sorted. */
export class Texts {
  readonly #known = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #lists = new Map<string, number>()
  readonly #members: number[][] = []

  /** @param shown what of a text may be seen: it is asked once for each */
  constructor(readonly shown: (text: string) => string) {}

  /** A number for a text; the final one is told by `settle`. */
  text(text: string | null): number {
    if (text === null) return -1
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, this.#texts.length)
    return this.#texts.push(this.shown(text)) - 1
  }

  list(texts: readonly string[]): number {
    if (texts.length === 0) return -1
    const members = texts.map((text) => this.text(text))
    const key = members.join()
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    this.#lists.set(key, this.#members.length)
    return this.#members.push(members) - 1
  }

  /** Sorts what was gathered: afterwards the order of numbers is that of texts, and nothing more is taken. */
  settle(): Settled {
    const sorted = ranked(this.#texts, compareFolded)
    const members = this.#members.map((list) => list.map((at) => sorted.rank[at] ?? -1))
    const lists = ranked(members, compareLists)
    return { texts: sorted.items, lists: lists.items, textRank: sorted.rank, listRank: lists.rank }
  }
}

export interface Settled {
  readonly texts: readonly string[]
  readonly lists: readonly (readonly number[])[]
  /** From the number that was given to the one that it has. */
  readonly textRank: Int32Array
  readonly listRank: Int32Array
}

function ranked<T>(items: readonly T[], compare: (a: T, b: T) => number): { items: T[]; rank: Int32Array } {
  const order = items.map((_, at) => at).sort((a, b) => compare(items[a] as T, items[b] as T))
  const rank = new Int32Array(items.length)
  for (const [place, at] of order.entries()) rank[at] = place
  return { items: order.map((at) => items[at] as T), rank }
}

const compareFolded = (a: string, b: string): number =>
  compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b)

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [at, one] of a.entries()) if (one !== b[at]) return one - (b[at] ?? -1)
  return a.length - b.length
}
