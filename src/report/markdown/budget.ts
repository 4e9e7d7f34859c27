/** GitHub takes so many characters in a comment and refuses what is longer; every other host takes more. */
export const COMMENT_LIMIT = 65_536

/** Lines that are shown as far as there is room; what is left is counted. */
export interface Lines {
  readonly lines: readonly string[]
  /** How many more there are that are only counted. */
  readonly beyond?: number
  /** What stands in place of so many lines. */
  readonly rest: (left: number) => string
}

/** A title with what belongs to it in the open, and more of it folded away. */
export interface Block extends Lines {
  readonly title?: string
  readonly fold?: Lines & { readonly summary: string }
}

/** Part of a report: what must be said, then block by block what there is room for. */
export interface Section {
  readonly head: readonly string[]
  readonly blocks?: readonly Block[]
  /** What stands in place of so many blocks at the end, for which there is no room. */
  readonly rest?: (left: number) => string
  /** Are there more than these blocks, which are only counted? */
  readonly beyond?: boolean
  /** Is it left out last, when a limit is so low that not even all heads fit? */
  readonly must?: boolean
}

/**
 * Puts sections together within a limit, cut between lines only. Heads and counts of what was left out come first, then
 * what stands in the open, of which no section takes more than half of what is left, then what is folded away.
 * @param limit characters, counted as UTF-16 units, of which no host counts more
 */
export function within(sections: readonly Section[], limit: number): string {
  const room = new Room(limit)
  const kept = fitting(sections, room)
  const shown = kept.map((section) => openBlocks(section, room))
  for (const block of shown.flat()) unfold(block, room)
  return kept.map((section, at) => textOf(section, shown[at] ?? [])).join('\n\n')
}

/** Characters that are left. */
class Room {
  constructor(public left: number) {}

  /** Takes so many characters if they are there. */
  take(cost: number, most = this.left): boolean {
    if (cost > this.left || cost > most) return false
    this.left -= cost
    return true
  }
}

interface ShownBlock {
  readonly block: Block
  readonly shown: number
  /** Lines of its fold; null where it has none, or no room for it. */
  folded: number | null
}

/** A line and its break. */
const costOf = (...lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0)
/** Breaks around a part. */
const GAP = 2

const restOf = ({ rest, blocks = [] }: Section): number => (rest === undefined ? 0 : costOf(rest(blocks.length)) + GAP)

function fitting(sections: readonly Section[], room: Room): Section[] {
  const cost = (section: Section) => costOf(...section.head) + restOf(section) + GAP
  const there = sections.filter(({ head }) => head.length > 0)
  const kept = new Set(there.filter((section) => section.must === true && room.take(cost(section))))
  for (const section of there) if (section.must !== true && room.take(cost(section))) kept.add(section)
  return sections.filter((section) => kept.has(section))
}

function openBlocks({ blocks = [] }: Section, room: Room): ShownBlock[] {
  const least = room.left / 2
  const found: ShownBlock[] = []
  for (const block of blocks) {
    const shown = opened(block, room, least)
    if (shown === null) break
    found.push({ block, shown, folded: null })
    if (shown < block.lines.length) break
  }
  return found
}

/** How many lines of a block fit; null where not even its title and a count do. */
function opened(block: Block, room: Room, least: number): number | null {
  const { title, lines, fold } = block
  const folded = fold === undefined ? 0 : costOf(counted(fold)) + GAP
  const titled = title === undefined ? 0 : costOf(title) + GAP
  if (!room.take(titled + folded + costOf(counted(block)) + GAP, room.left - least)) return null
  return fill(lines, room, least)
}

function fill(lines: readonly string[], room: Room, least = 0): number {
  const end = lines.findIndex((line) => !room.take(costOf(line), room.left - least))
  return end < 0 ? lines.length : end
}

function unfold(shown: ShownBlock, room: Room): void {
  const { fold } = shown.block
  if (fold === undefined) return
  const [first = ''] = fold.lines
  if (room.left < costOf(...around(fold.summary), first)) return
  room.take(costOf(...around(fold.summary)))
  shown.folded = fill(fold.lines, room)
}

/** Blank lines, without which Markdown inside is not rendered, and what follows is taken for a part of it. */
const around = (summary: string): string[] => [`<details><summary>${summary}</summary>`, '', '', '</details>']

function textOf({ head, blocks = [], rest, beyond }: Section, shown: readonly ShownBlock[]): string {
  const left = blocks.length - shown.length
  const tail = rest === undefined || (left === 0 && beyond !== true) ? [] : [rest(left)]
  return [head.join('\n'), ...shown.flatMap(blockText), ...tail].filter((text) => text !== '').join('\n\n')
}

function blockText({ block, shown, folded }: ShownBlock): string[] {
  const { title = '', fold } = block
  const open = cut(block, shown)
  if (fold === undefined) return [title, open.join('\n')]
  if (folded === null) return [title, [...open, counted(fold)].join('\n')]
  const [summary = '', blank = '', , end = ''] = around(fold.summary)
  return [title, open.join('\n'), [summary, blank, ...cut(fold, folded), blank, end].join('\n')]
}

function cut({ lines, rest, beyond = 0 }: Lines, shown: number): string[] {
  const left = lines.length - shown + beyond
  return left === 0 ? [...lines] : [...lines.slice(0, shown), rest(left)]
}

/** All of it, counted. */
const counted = ({ lines, rest, beyond = 0 }: Lines): string => rest(lines.length + beyond)
