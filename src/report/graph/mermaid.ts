import { safe } from '../safe.js'
import { boxLines, type Graph, type GraphNode, type Mark, type NodeKind } from './graph.js'

/** Longer lines are cut: a name may be as long as its author likes, and Mermaid takes no more than 50,000 signs. */
const WIDEST = 48

/**
 * A graph as Mermaid reads it. A name is text and nothing else there: whatever could be syntax, markup or a directive
 * is written as the number of its sign.
 */
export function renderMermaid(given: Graph): string {
  const graph = safe(given)
  return [
    '---',
    `title: "${titleText(graph.title)}"`,
    '---',
    'flowchart LR',
    `  accTitle: ${plain(graph.title)}`,
    `  accDescr: ${plain(graph.description)}`,
    ...graph.nodes.map(box),
    ...graph.edges.map(({ from, to, label }) => `  ${from} -->|"${text(label)}"| ${to}`),
    ...(graph.omitted.length === 0
      ? []
      : [`  more["not drawn:<br/>${graph.omitted.map(text).join('<br/>')}"]:::unsaid`]),
    ...Object.entries(STYLES).map(([name, style]) => `  classDef ${name} ${style}`),
    '',
  ].join('\n')
}

const box = (node: GraphNode): string => {
  const [open, close] = SHAPES[node.kind]
  const label = boxLines(node).map(text).join('<br/>')
  return `  ${node.id}${open}"${label}"${close}:::${node.mark ?? 'plain'}`
}

const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  app: ['(', ')'],
  package: ['[[', ']]'],
  set: ['{{', '}}'],
  accounts: ['[', ']'],
  account: ['[', ']'],
  project: ['[', ']'],
  group: ['([', '])'],
  hold: ['[', ']'],
}

const STYLES: Readonly<Record<Mark | 'plain', string>> = {
  plain: 'fill:#eef2f7,stroke:#475569,color:#0f172a',
  open: 'fill:#e7f6ec,stroke:#15803d,color:#0f172a',
  closed: 'fill:#fdeaea,stroke:#b91c1c,color:#0f172a',
  dormant: 'fill:#fdf6dd,stroke:#a16207,color:#0f172a,stroke-dasharray:6 3',
  held: 'fill:#f3e8ff,stroke:#7e22ce,color:#0f172a,stroke-width:3px',
  unsaid: 'fill:#ffffff,stroke:#64748b,color:#0f172a,stroke-dasharray:2 3',
}

const cut = (line: string): string => {
  const signs = [...line]
  return signs.length <= WIDEST ? line : `${signs.slice(0, WIDEST - 1).join('')}…`
}

/** In quotes: every sign but letters, digits and a few harmless ones by its number. */
const text = (line: string): string =>
  cut(line).replace(/[^\p{L}\p{M}\p{N} .,:@/_…·✓✗◌■-]/gu, (sign) => `#${sign.codePointAt(0)};`)

/** Where Mermaid reads no numbers: what is not harmless is left out. */
const plain = (line: string): string => line.replace(/[^\p{L}\p{M}\p{N} .,@/_-]/gu, ' ').slice(0, 500)
const titleText = (line: string): string => cut(plain(line))
