/** A fenced block of a Markdown document. */
export interface Block {
  /** The first word after the fence; empty where there is none. */
  readonly language: string
  readonly text: string
  /** The number of the first line inside, from 1. */
  readonly line: number
  /** What the comments right before it say, by their first words: `not run`, `file`, `answer`. */
  readonly said: ReadonlyMap<string, string>
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/
const COMMENT = /^<!--\s*([a-z][a-z ]*?):\s*(.*?)\s*-->$/

/** Every fenced block of a document, in order. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n')
  const blocks: Block[] = []
  let said = new Map<string, string>()
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const [, fence, language = ''] = FENCE.exec(line) ?? []
    const [, word, value] = COMMENT.exec(line.trim()) ?? []
    if (fence !== undefined) {
      const end = endOf(lines, at + 1, fence)
      blocks.push({ language, text: lines.slice(at + 1, end).join('\n'), line: at + 2, said })
      said = new Map()
      at = end
    } else if (word !== undefined) said.set(word, value ?? '')
    else if (line.trim() !== '') said = new Map()
  }
  return blocks
}

function endOf(lines: readonly string[], from: number, fence: string): number {
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`)
  const found = lines.findIndex((line, at) => at >= from && closing.test(line))
  return found < 0 ? lines.length : found
}

/** What the comment `<!-- run: word name=value -->` of a document says of its surroundings. */
export function surroundingsOf(markdown: string): ReadonlyMap<string, string> {
  const [, said = ''] = /^<!--\s*run:\s*(.*?)\s*-->$/m.exec(markdown) ?? []
  return new Map(
    said
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => [word.split('=')[0] ?? '', word.split('=').slice(1).join('=')]),
  )
}
