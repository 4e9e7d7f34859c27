import { type Diagnostic, isError } from '../model/diagnostic.js'
import { limits } from './limits.js'

/** The complaints of one run, and whether there are so many errors that nobody would read more of them. */
export class Gathered {
  readonly diagnostics: Diagnostic[] = []
  private errors = 0

  add(diagnostics: Iterable<Diagnostic>): void {
    for (const diagnostic of diagnostics) this.push(diagnostic)
  }

  /** Takes complaints one by one as they are found, and asks for no more of them behind so many. */
  addUntilTooMuch(diagnostics: Iterable<Diagnostic>): void {
    for (const diagnostic of diagnostics) {
      this.push(diagnostic)
      if (this.isTooMuch) return
    }
  }

  get isTooMuch(): boolean {
    return this.errors > limits.complaints
  }

  private push(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic)
    if (isError(diagnostic)) this.errors += 1
  }
}
