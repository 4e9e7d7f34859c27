import type { BodyError } from '../problems.js'

/** A seed that cannot be laid down, with every reason. */
export class SeedError extends Error {
  override readonly name = 'SeedError'

  constructor(readonly errors: BodyError[]) {
    super(
      `The seed cannot be used:\n${errors.map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`).join('\n')}`,
    )
  }
}

/** Names given in one scope, and the ids they stand for. Complaints gather in the list that all scopes share. */
export class Names {
  readonly #ids = new Map<string, string>()

  constructor(
    readonly what: string,
    readonly errors: BodyError[],
  ) {}

  /** Gives a name its id; a second time is a contradiction. */
  add(name: string, id: string, pointer: string): void {
    if (this.#ids.has(name)) this.errors.push({ pointer, detail: `a second ${this.what} named ${name}` })
    this.#ids.set(name, id)
  }

  has(name: string): boolean {
    return this.#ids.has(name)
  }

  /** The id of a name; one that nobody has is a complaint. */
  id(name: string, pointer: string): string {
    const id = this.#ids.get(name)
    if (id === undefined) this.errors.push({ pointer, detail: `there is no ${this.what} named ${name}` })
    return id ?? ''
  }

  /** The ids of names, sorted. */
  sorted(names: readonly string[] = [], pointer: string): string[] {
    return names.map((name, index) => this.id(name, `${pointer}/${index}`)).sort()
  }

  optional(name: string | undefined, pointer: string): string | null {
    return name === undefined ? null : this.id(name, pointer)
  }
}
