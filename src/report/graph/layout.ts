import { displayWidth } from '../width.js'
import { groupBy } from '../words.js'
import { boxLines, type Graph, type GraphNode, type NodeKind } from './graph.js'

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

/** Columns from left to right, each box behind all that leads to it; in a column, boxes stand near what leads to them. */
export function layoutOf(graph: Graph, top: number): Layout {
  const boxes = new Map<string, Placed>()
  let [x, height] = [PADDING, top]
  for (const column of columnsOf(graph)) {
    const sized = inOrder(column, graph, boxes).map((node) => ({ node, lines: boxLines(node).map(cut) }))
    const width = Math.max(...sized.map(({ lines }) => Math.max(...lines.map(displayWidth)))) * SIGN + 2 * PADDING
    let y = top
    for (const { node, lines } of sized) {
      const tall = lines.length * LINE + 2 * PADDING
      boxes.set(node.id, { node, lines, x, y, width, height: tall })
      y += tall + GAP
    }
    height = Math.max(height, y)
    x += width + BETWEEN
  }
  return { boxes, width: Math.max(x - BETWEEN + PADDING, 360), height: height + PADDING }
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

/** By the middle of what leads there; what nothing leads to keeps its order. */
function inOrder(column: readonly GraphNode[], { edges }: Graph, boxes: ReadonlyMap<string, Placed>): GraphNode[] {
  const middles = new Map<string, number[]>()
  for (const { from, to } of edges) {
    const box = boxes.get(from)
    if (box !== undefined) middles.set(to, [...(middles.get(to) ?? []), box.y + box.height / 2])
  }
  const middle = ({ id }: GraphNode) => {
    const all = middles.get(id) ?? []
    return all.length === 0 ? Number.POSITIVE_INFINITY : all.reduce((sum, each) => sum + each, 0) / all.length
  }
  return [...column].sort((one, other) => {
    const [a, b] = [middle(one), middle(other)]
    return a === b ? 0 : a - b
  })
}
