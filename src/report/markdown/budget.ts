/** GitHub takes so many characters in a comment, and silently drops what is longer; every other host takes more. */
export const COMMENT_LIMIT = 65_536

/** Part of a report: what must be said, and then what is said as far as there is room. */
export interface Section {
  readonly head: readonly string[]
  readonly lines: readonly string[]
  /** What stands in place of lines for which there is no room. */
  readonly rest: (left: number) => string
  readonly foot: readonly string[]
}

/**
 * Puts sections together within a limit. Every head, foot and count of what was left out is in the text whatever comes;
 * lines are taken from the first section on.
 * @param limit characters, counted as UTF-16 units, of which no host counts more
 */
export function within(sections: readonly Section[], limit: number): string {
  const costOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0)
  const fixed = sections.map(({ head, foot, rest, lines }) => costOf([...head, ...foot, rest(lines.length)]) + 2)
  let room = limit - fixed.reduce((sum, each) => sum + each, 0)
  return sections
    .map(({ head, lines, rest, foot }) => {
      const shown: string[] = []
      for (const line of lines) {
        if (line.length + 1 > room) break
        room -= line.length + 1
        shown.push(line)
      }
      const left = lines.length - shown.length
      return [...head, ...shown, ...(left > 0 ? [rest(left)] : []), ...foot].join('\n')
    })
    .filter((text) => text !== '')
    .join('\n\n')
}
