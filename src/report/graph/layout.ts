import { displayWidth } from '../width.js'
import { groupBy } from '../words.js'
import { boxLines, type Graph, type GraphEdge, type GraphNode, type NodeKind } from './graph.js'

/** A box with its place, in pixels. */
export interface Placed {
  readonly node: GraphNode
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, Placed>
  /** Where an arrow passes between the boxes of a column that it skips, by what it comes from. */
  readonly passes: (edge: GraphEdge) => readonly { readonly x: number; readonly width: number; readonly y: number }[]
  readonly width: number
  readonly height: number
}

/** Of a monospace sign at 12 px, with room for fonts that run wide. */
export const SIGN = 7.6
export const LINE = 17
const PADDING = 10
const GAP = 14
const BETWEEN = 96
/** Columns of text. */
const WIDEST = 54

/** Height of the gap that an arrow passes through. */
const PASS = 10

/** What stands in a column: a box, or the way of all arrows that come from one box and go further. */
interface Slot {
  readonly key: string
  readonly node: GraphNode | null
}

/**
 * Columns from left to right. In a column, boxes stand near what leads to them; an arrow that goes further has a gap of
 * its own there, so that none seems to begin or end at a box it has nothing to do with.
 */
export function layoutOf(graph: Graph, top: number): Layout {
  const columns = columnsOf(graph)
  const columnOf = new Map(columns.flatMap((column, at) => column.map(({ id }) => [id, at] as const)))
  const slots = columns.map((column): Slot[] => column.map((node) => ({ key: node.id, node })))
  const chains = graph.edges.map((edge) => chainOf(edge, columnOf))
  for (const [at, column] of slots.entries())
    for (const key of new Set(chains.flatMap((chain) => (chain[at] === undefined ? [] : [chain[at]]))))
      if (!columnOf.has(key)) column.push({ key, node: null })
  const boxes = new Map<string, Placed>()
  const gaps = new Map<string, { x: number; width: number; y: number }>()
  let [x, height] = [PADDING, top]
  for (const [at, column] of slots.entries()) {
    const middle = (key: string) => middleOf(boxes.get(key)) ?? gaps.get(key)?.y
    const sized = inOrder(column, chains, at, middle).map((slot) => ({
      ...slot,
      lines: slot.node === null ? [] : boxLines(slot.node).map(cut),
    }))
    const width = Math.max(...sized.map(({ lines }) => Math.max(0, ...lines.map(displayWidth)))) * SIGN + 2 * PADDING
    let y = top
    for (const { key, node, lines } of sized) {
      const tall = node === null ? PASS : lines.length * LINE + 2 * PADDING
      if (node === null) gaps.set(key, { x, width, y: y + tall / 2 })
      else boxes.set(key, { node, lines, x, y, width, height: tall })
      y += tall + GAP
    }
    height = Math.max(height, y)
    x += width + BETWEEN
  }
  const passes = (edge: GraphEdge) => Object.values(chainOf(edge, columnOf)).flatMap((key) => gaps.get(key) ?? [])
  return { boxes, passes, width: Math.max(x - BETWEEN + PADDING, 360), height: height + PADDING }
}

const middleOf = (box: Placed | undefined): number | undefined => box && box.y + box.height / 2

/** What an arrow meets, column by column: its box, ways, its other box. */
function chainOf({ from, to }: GraphEdge, columnOf: ReadonlyMap<string, number>): Readonly<Record<number, string>> {
  const [first, last] = [columnOf.get(from) ?? 0, columnOf.get(to) ?? 0]
  const chain: Record<number, string> = { [first]: from, [last]: to }
  for (let at = first + 1; at < last; at++) chain[at] = `${from} passes ${at}`
  return chain
}

/** Cut to what a box holds, in columns of a terminal: wide signs count twice. */
function cut(line: string): string {
  let width = 0
  let kept = ''
  for (const sign of line) {
    width += displayWidth(sign)
    if (width > WIDEST) return `${kept}…`
    kept += sign
  }
  return line
}

/** What stands further to the right, whatever leads there. */
const STAGES: readonly (readonly NodeKind[])[] = [
  ['hold'],
  ['package'],
  ['set'],
  ['accounts', 'account'],
  ['app'],
  ['project'],
  ['group'],
]

/** Each sort in columns of its own; in one, each box behind the last of its sort that leads to it: tiers build on tiers. */
function columnsOf(graph: Graph): GraphNode[][] {
  return STAGES.flatMap((kinds) => {
    const nodes = graph.nodes.filter(({ kind }) => kinds.includes(kind))
    const depthOf = depths(nodes, graph)
    const columns = groupBy(nodes, ({ id }) => depthOf(id))
    return [...columns].sort(([one], [other]) => one - other).map(([, column]) => column)
  })
}

/** How many boxes of the same sort lead to one. A circle is cut open where it closes. */
function depths(nodes: readonly GraphNode[], { edges }: Graph): (id: string) => number {
  const among = new Set(nodes.map(({ id }) => id))
  const into = new Map<string, string[]>()
  for (const { from, to } of edges) if (among.has(from) && among.has(to)) into.set(to, [...(into.get(to) ?? []), from])
  const known = new Map<string, number>()
  const depth = (id: string): number => {
    const found = known.get(id)
    if (found !== undefined) return found
    known.set(id, 0)
    const own = Math.max(0, ...(into.get(id) ?? []).map((from) => depth(from) + 1))
    known.set(id, own)
    return own
  }
  return depth
}

/** By the middle of what leads there; what nothing leads to comes last, in its order. */
function inOrder(
  column: readonly Slot[],
  chains: readonly Readonly<Record<number, string>>[],
  at: number,
  middle: (key: string) => number | undefined,
): Slot[] {
  const led = groupBy(
    chains.filter((chain) => chain[at] !== undefined),
    (chain) => chain[at] as string,
  )
  const middles = new Map(
    column.map(({ key }) => {
      const all = (led.get(key) ?? []).flatMap((chain) => middle(chain[at - 1] ?? '') ?? [])
      return [key, all.length === 0 ? Number.MAX_VALUE : all.reduce((sum, each) => sum + each, 0) / all.length]
    }),
  )
  return [...column].sort((one, other) => (middles.get(one.key) ?? 0) - (middles.get(other.key) ?? 0))
}
