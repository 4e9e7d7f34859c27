import type { Position, SourceLine } from '../model/diagnostic.js'
import type { Path, Source } from '../model/document.js'
import type { FileText } from './text.js'
import { treesFromEvents } from './yaml/from-events.js'
import { treesFromYaml } from './yaml/from-yaml.js'
import type { MapNode, Node, Span } from './yaml/tree.js'

/** The part of a file that was parsed by itself: everything up to the next `---`. */
export interface Chunk {
  readonly text: FileText
  readonly start: number
  readonly end: number
  /** The parser whose reading counted. */
  readonly parser: 'events' | 'yaml'
}

/** The tree asked for last. Whoever asks for one position of a document mostly asks for more of the same. */
let last: { chunk: Chunk; trees: Node[] } | undefined

function treesOf(chunk: Chunk): Node[] {
  if (last?.chunk === chunk) return last.trees
  const text = chunk.text.text.slice(chunk.start, chunk.end)
  last = { chunk, trees: chunk.parser === 'events' ? treesFromEvents(text) : treesFromYaml(text).trees }
  return last.trees
}

/** A document's place in its file. It keeps no syntax: asked for a position, it parses its part of the file again. */
export class DocumentSource implements Source {
  constructor(
    private readonly chunk: Chunk,
    private readonly index: number,
  ) {}

  get file(): string {
    return this.chunk.text.file
  }

  locate(path: Path, part: 'key' | 'value' = 'value'): Position {
    const root = treesOf(this.chunk)[this.index]
    const { start, end } = root ? spanAt(root, path, part) : { start: 0, end: 0 }
    return this.chunk.text.position({ start: start + this.chunk.start, end: end + this.chunk.start })
  }

  excerpt(at: Position, around?: number): SourceLine[] {
    return this.chunk.text.excerpt(at, around)
  }
}

/** What to point at for a path: the value, or its key when asked for or when the value is a block below its key. */
export function spanAt(root: Node, path: Path, part: 'key' | 'value'): Span {
  let node = root
  let key: Span | undefined
  for (const step of path) {
    const next = childOf(node, step)
    if (!next) return pointAt(node, key)
    node = next.value
    key = next.key
  }
  return part === 'key' && key ? key : pointAt(node, key)
}

function pointAt(node: Node, key: Span | undefined): Span {
  const isBlock = (node.type === 'map' || node.type === 'list') && !node.flow
  if (isBlock && key) return key
  return node.type === 'map' && isBlock ? (node.entries[0]?.key ?? node) : node
}

function childOf(node: Node, step: string | number): { key?: Span; value: Node } | undefined {
  if (node.type === 'list') {
    const value = node.items[Number(step)]
    return value && { value }
  }
  return node.type === 'map' ? entryOf(node, String(step)) : undefined
}

const entryOf = (node: MapNode, name: string) =>
  node.entries.find(({ key }) => key.type === 'scalar' && key.text === name)
