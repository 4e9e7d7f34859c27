import { createRequire } from 'node:module'
import type { ParsedNode, Range, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { firstContentLine, type Node, type ScalarNode, type Span } from './tree.js'

let loaded: typeof import('yaml') | undefined
/** Loaded when it is first needed: an estate without mistakes is never read this way. */
const library = (): typeof import('yaml') => {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof import('yaml')
  return loaded
}

/** The options under which `yaml` reads what Writ calls YAML; its verdict counts where two parsers differ. */
export const strictOptions = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

export interface SyntaxFault extends Span {
  /** The code of `yaml`, such as BAD_INDENT. */
  readonly code: string
  readonly message: string
}

/** The documents of a text as the library `yaml` sees them, with all it finds wrong. Several times slower than events. */
export function treesFromYaml(text: string): { trees: Node[]; faults: SyntaxFault[] } {
  const documents = library().parseAllDocuments(text, strictOptions)
  if (!Array.isArray(documents)) return { trees: [], faults: [] }
  const faults = documents.flatMap((document) => [...document.errors, ...document.warnings])
  return {
    trees: documents.map((document) => toTree(text, document.contents, document.range?.[0] ?? 0)),
    faults: faults.map(({ code, message, pos: [start, end] }) => ({ code, message, start, end })),
  }
}

function toTree(text: string, node: unknown, emptyAt: number): Node {
  const { isAlias, isMap, isScalar, isSeq } = library()
  if (isMap(node)) return mapNode(text, node as YAMLMap.Parsed)
  if (isSeq(node)) return listNode(text, node as YAMLSeq.Parsed)
  if (isScalar(node)) return scalarNode(text, node as Scalar.Parsed)
  if (isAlias(node)) return { type: 'alias', ...span(node.range) }
  return { type: 'scalar', text: '', plain: true, start: emptyAt, end: emptyAt }
}

function scalarNode(text: string, node: Scalar.Parsed): ScalarNode {
  const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  const at = block ? firstContentLine(text, lineAfter(text, node.range[0])) : span(node.range)
  return { type: 'scalar', text: node.source ?? '', plain: node.type === 'PLAIN', ...at, ...properties(node) }
}

function mapNode(text: string, node: YAMLMap.Parsed): Node {
  const [start, end] = node.range
  const entries = node.items.map(({ key, value }) => {
    const keyNode = toTree(text, key, start)
    return { key: keyNode, value: toTree(text, value, keyNode.end) }
  })
  const flow = node.flow === true
  return { type: 'map', flow, entries, start, end: flow ? end : (entries[0]?.key.end ?? start), ...properties(node) }
}

function listNode(text: string, node: YAMLSeq.Parsed): Node {
  const [start, end] = node.range
  const flow = node.flow === true
  const items = node.items.map((item) => toTree(text, item, start))
  return { type: 'list', flow, items, start, end: flow ? end : start + 1, ...properties(node) }
}

const lineAfter = (text: string, at: number) => text.indexOf('\n', at) + 1 || text.length

const span = (range: Range | null | undefined): Span => ({ start: range?.[0] ?? 0, end: range?.[1] ?? 0 })

/** An anchor or tag stands right before its node; where exactly, `yaml` does not keep. */
function properties({ range, tag, ...rest }: ParsedNode): { anchor?: Span; tag?: Span } {
  const at = { start: range[0], end: range[0] }
  return { ...('anchor' in rest && rest.anchor ? { anchor: at } : {}), ...(tag ? { tag: at } : {}) }
}
