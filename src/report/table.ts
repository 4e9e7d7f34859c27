import { displayWidth, padEnd, wrap } from './width.js'

export interface TableLayout {
  /** Columns of the terminal. */
  readonly width: number
  /** Put before every line. */
  readonly indent?: string
  /** Spaces between columns, 2 where absent. */
  readonly gap?: number
}

/**
 * Lays rows out in columns. All columns but the last are as wide as their widest cell, up to half the width; a wider
 * cell pushes the rest of its row to the next line. The last column wraps under itself.
 * @example table([['~ account/acme', 'apps − zapier']], {width: 80})
 */
export function table(rows: readonly (readonly string[])[], layout: TableLayout): string[] {
  const widths = columnWidths(rows, layout.width)
  return rows.flatMap((row) => rowLines(row, widths, layout))
}

function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.slice(0, -1).entries()) {
      const wanted = displayWidth(cell)
      if (wanted <= width / 2) widths[at] = Math.max(widths[at] ?? 0, wanted)
    }
  }
  return widths
}

function rowLines(row: readonly string[], widths: readonly number[], layout: TableLayout): string[] {
  const indent = layout.indent ?? ''
  const gap = ' '.repeat(layout.gap ?? 2)
  const below = `${indent}    `
  const lines: string[] = []
  let line = indent
  for (const [at, cell] of row.slice(0, -1).entries()) {
    line += padEnd(cell, widths[at] ?? 0) + gap
    if (displayWidth(cell) <= (widths[at] ?? 0)) continue
    lines.push(...fold(line.trimEnd(), indent, layout.width))
    line = below
  }
  const last = row.at(-1) ?? ''
  const beside = hang(line, last, layout.width)
  if (beside.length <= 2 || displayWidth(line) <= displayWidth(below)) return [...lines, ...beside]
  return [...lines, ...fold(line.trimEnd(), indent, layout.width), ...hang(below, last, layout.width)]
}

/** A text behind what stands before it, wrapped under itself. */
function hang(before: string, text: string, width: number): string[] {
  if (text === '') return before.trim() === '' ? [] : [before.trimEnd()]
  const room = width - displayWidth(before)
  const under = ' '.repeat(displayWidth(before))
  return wrap(text, room).map((part, at) => (at === 0 ? before : under) + part)
}

/** A line that must break continues four columns further in. */
function fold(line: string, indent: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line]
  const under = `${indent}    `
  const text = line.trimStart()
  const [first = '', ...rest] = wrap(text, width - displayWidth(under))
  return [line.slice(0, line.length - text.length) + first, ...rest.map((part) => under + part)]
}
