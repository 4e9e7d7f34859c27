/** Longer lines are no record's: a request has at most 1,000 writes. */
const LONGEST = 256 * 1024 * 1024
const LINE_END = 10

export interface Lines {
  /** Whole lines without their ends, in order. */
  readonly lines: readonly Buffer[]
  /** What follows the last line end; empty but in the last. */
  readonly rest: Buffer
}

/** Cuts a stream of bytes into lines, chunk by chunk, so that a long record needs no more memory than a short one. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let pieces: Buffer[] = []
  let waiting = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END)
    if (end === -1) {
      pieces.push(chunk)
      waiting += chunk.length
      if (waiting > LONGEST) break
      continue
    }
    const whole = Buffer.concat([...pieces, chunk.subarray(0, end)])
    pieces = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : []
    waiting = chunk.length - end - 1
    yield { lines: cut(whole), rest: Buffer.alloc(0) }
  }
  if (pieces.length > 0) yield { lines: [], rest: Buffer.concat(pieces) }
}

/** The lines of bytes that end where the last line does. */
export function cut(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let from = 0
  for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, from)) {
    lines.push(bytes.subarray(from, end))
    from = end + 1
  }
  lines.push(bytes.subarray(from))
  return lines
}
