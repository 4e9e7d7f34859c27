/** Lists that read alike, kept once: most rows of an audit hold one of a few. Nobody may write to them. */
export class SharedLists {
  readonly #known = new Map<string, readonly string[]>()

  of(list: readonly string[]): readonly string[] {
    if (list.length === 0) return NONE
    const key = list.length === 1 ? (list[0] as string) : JSON.stringify(list)
    const known = this.#known.get(key)
    if (known !== undefined && known.length === list.length) return known
    this.#known.set(key, list)
    return list
  }
}

export const NONE: readonly never[] = Object.freeze([])
