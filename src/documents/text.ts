import type { Position, SourceLine } from '../model/diagnostic.js'
import type { Span } from './yaml/tree.js'

/** Longer lines are cut in excerpts: a line may be a megabyte. */
const shownLine = 1_000

/** A file's text, and where its lines are. The line table is made when first asked for. */
export class FileText {
  private lines: number[] | undefined

  constructor(
    /** Relative to the estate's folder, with forward slashes. */
    readonly file: string,
    readonly text: string,
    /** Stands before the name wherever it is shown: which commit's file it is. */
    private readonly label = '',
  ) {}

  position({ start, end }: Span): Position {
    const line = this.lineAt(start)
    const endLine = this.lineAt(Math.max(start, end - 1))
    const column = start - this.lineStart(line) + 1
    return {
      file: this.label + this.file,
      line,
      column,
      endLine,
      endColumn: Math.max(start, end) - this.lineStart(endLine) + 1,
    }
  }

  excerpt(at: Position, around = 1): SourceLine[] {
    const last = Math.max(at.line, Math.min(at.line + around, this.lineCount()))
    const shown: SourceLine[] = []
    for (let line = Math.max(1, at.line - around); line <= last; line++) shown.push({ line, text: this.lineText(line) })
    return shown
  }

  /** Without the nothing after the last line break. */
  private lineCount(): number {
    const lines = this.table()
    return lines.at(-1) === this.text.length ? lines.length - 1 : lines.length
  }

  private lineText(line: number): string {
    const end = this.table()[line] ?? this.text.length + 1
    const text = this.text.slice(this.lineStart(line), end - 1)
    const shown = text.endsWith('\r') ? text.slice(0, -1) : text
    return shown.length > shownLine ? `${shown.slice(0, shownLine)}…` : shown
  }

  /** The last line that begins at or before an offset, from 1. */
  private lineAt(offset: number): number {
    const table = this.table()
    let low = 0
    let high = table.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((table[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  private lineStart(line: number): number {
    return this.table()[line - 1] ?? 0
  }

  private table(): number[] {
    if (this.lines) return this.lines
    const lines = [0]
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) lines.push(at + 1)
    this.lines = lines
    return lines
  }
}
