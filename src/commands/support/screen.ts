import { displayWidth } from '../../report/width.js'

/** So often at most the lines are written anew, in milliseconds: more is flicker. */
const PACE = 80

/** A few lines at the end of a terminal that are written over and over, and leave nothing behind. */
export interface Screen {
  /** Shows these lines instead of those before, soon. */
  readonly show: (lines: readonly string[]) => void
  /** Takes them away, so that something else may be written. */
  readonly clear: () => void
}

type Terminal = Pick<NodeJS.WriteStream, 'write'>

/** @param delay how long nothing is shown: what is done before needs no progress */
export function openScreen(terminal: Terminal, delay = 150): Screen {
  let wanted: readonly string[] = []
  let shown = 0
  let timer: NodeJS.Timeout | undefined
  let isFirst = true
  const draw = () => {
    timer = undefined
    isFirst = false
    terminal.write(frame(wanted, shown))
    shown = wanted.length
  }
  return {
    show: (lines) => {
      wanted = lines
      timer ??= setTimeout(draw, isFirst ? delay : PACE).unref()
    },
    clear: () => {
      clearTimeout(timer)
      timer = undefined
      if (shown > 0) terminal.write(frame([], shown))
      shown = 0
    },
  }
}

/** Over the lines before, each line written whole and then cleaned behind: nothing is blank in between. */
function frame(lines: readonly string[], before: number): string {
  const up = before > 1 ? `\u001b[${before - 1}A` : ''
  return `\r${up}${lines.map((line) => `${line}\u001b[K`).join('\n')}\u001b[J`
}

/** Cut to fit in one row with a column to spare: a full row would make the terminal begin another. */
export function row(line: string, columns: number): string {
  if (displayWidth(line) < columns) return line
  let width = 0
  let kept = ''
  for (const sign of line) {
    width += displayWidth(sign)
    if (width >= columns - 1) return `${kept}…`
    kept += sign
  }
  return kept
}
