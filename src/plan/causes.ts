import type { Statement } from '../model/document.js'
import type { Cause } from '../model/generated/plan.js'

/** The table of statements that a plan refers to, each told once, however many changes it causes (E7). */
export class CauseTable {
  readonly causes: Cause[] = []
  readonly #known = new Map<Statement['source'], Map<string, number>>()

  /** @param nameOf the address of the document that a source holds */
  constructor(readonly nameOf: (source: Statement['source']) => string) {}

  /** The indexes of some statements, each added when it is new. */
  indexes(statements: readonly Statement[]): number[] {
    return [...new Set(statements.map((statement) => this.#index(statement)))]
  }

  #index({ source, path }: Statement): number {
    const key = path.join('\u0000')
    const known = this.#known.get(source) ?? new Map<string, number>()
    this.#known.set(source, known)
    const index = known.get(key)
    if (index !== undefined) return index
    const { file, line, column } = source.locate(path, 'key')
    const statement = path.length === 0 ? this.nameOf(source) : `${this.nameOf(source)}#${path.join('.')}`
    known.set(key, this.causes.length)
    return this.causes.push({ file, line, column, statement }) - 1
  }
}
