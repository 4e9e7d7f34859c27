import type { Statement } from '../../model/document.js'
import type { Graph, GraphEdge, GraphNode } from '../../report/graph/graph.js'
import { count } from '../../report/words.js'

/** So many boxes one looks at; a drawing tool takes no more than 500 arrows. */
export const MOST_NODES = 120
const MOST_EDGES = 400
/** Places of one box. */
const MOST_PLACES = 4

type Box = Omit<GraphNode, 'id' | 'at' | 'count' | 'mark'> &
  Partial<Pick<GraphNode, 'count' | 'mark'>> & { readonly said?: readonly Statement[] }

/** Draws boxes and arrows until there are enough, and counts what comes after. */
export class Pen {
  readonly #nodes = new Map<string, GraphNode>()
  readonly #edges = new Map<string, GraphEdge>()
  readonly #left = new Map<string, number>()
  #unlinked = 0

  /** @param key what the box is about: the second of a key is the first */
  box(key: string, { said = [], count: of = 1, mark = null, ...box }: Box): boolean {
    if (this.#nodes.has(key)) return true
    if (this.#nodes.size >= MOST_NODES) return this.leave(`${box.kind === 'accounts' ? 'account' : box.kind}`, of)
    const at = [...new Map(said.map(placeOf).map((place) => [`${place.file}:${place.line}`, place])).values()]
    this.#nodes.set(key, { id: `n${this.#nodes.size + 1}`, ...box, mark, count: of, at: at.slice(0, MOST_PLACES) })
    return true
  }

  /** Says that so many are declared and not drawn. */
  leave(what: string, amount: number): false {
    if (amount > 0) this.#left.set(what, (this.#left.get(what) ?? 0) + amount)
    return false
  }

  /** An arrow between two boxes; none where one of them is not drawn. */
  arrow(from: string, to: string, label: string): void {
    const [one, other] = [this.#nodes.get(from), this.#nodes.get(to)]
    if (one === undefined || other === undefined || one === other) return
    const key = `${one.id} ${other.id} ${label}`
    if (this.#edges.size < MOST_EDGES) this.#edges.set(key, { from: one.id, to: other.id, label })
    else if (!this.#edges.has(key)) this.#unlinked += 1
  }

  finish(head: Omit<Graph, 'nodes' | 'edges' | 'omitted' | 'description'>): Graph {
    const omitted = [...this.#left].map(([what, amount]) => `${count(amount, `more ${what}`)}`)
    if (this.#unlinked > 0) omitted.push(count(this.#unlinked, 'more arrow'))
    const nodes = [...this.#nodes.values()]
    // a project stands there once an app, and would be counted as often
    const counted = [...new Set(nodes.map(({ kind }) => kind))].filter((kind) => kind !== 'project' && kind !== 'group')
    const kinds = counted.map((kind) => {
      const amount = nodes.filter((node) => node.kind === kind).reduce((sum, node) => sum + node.count, 0)
      return count(amount, kind === 'accounts' ? 'account' : kind)
    })
    const rest = omitted.length === 0 ? '' : ` Not drawn: ${omitted.join(', ')}.`
    const description = `What is declared, judged on ${head.day}: ${kinds.join(', ') || 'nothing'}.${rest}`
    return { ...head, description, nodes, edges: [...this.#edges.values()], omitted }
  }
}

function placeOf({ source, path }: Statement) {
  const { file, line } = source.locate(path, 'key')
  return { file, line }
}
