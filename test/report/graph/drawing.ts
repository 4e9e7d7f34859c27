import type { Graph } from '../../../src/report/graph/graph.js'

/** A graph in which every text is the same one. */
export function graphOf(text: string): Graph {
  const box = { lines: [text, text], mark: 'open', count: 1, at: [{ file: `${text}.yaml`, line: 3 }] } as const
  return {
    ...{ title: text, description: text, account: null, day: '2026-11-22', omitted: [text] },
    nodes: [
      { ...box, id: 'n1', kind: 'package', name: text },
      { ...box, id: 'n2', kind: 'set', name: text, mark: null },
      { ...box, id: 'n3', kind: 'app', name: text, mark: 'held' },
    ],
    edges: [
      { from: 'n1', to: 'n2', label: text },
      { from: 'n2', to: 'n3', label: text },
    ],
  }
}

/** Names that mean something to Mermaid, to SVG, or to whoever shows either. */
export const HOSTILE = [
  'a"]; click n1 "javascript:alert(1)"',
  '%%{init: {"theme":"dark","securityLevel":"loose"}}%%',
  'end',
  'subgraph x',
  'n1 --> n2',
  '"`**bold** [link](https://evil.example)`"',
  '#quot;#35;&quot;&lt;',
  '<img src=x onerror="alert(1)">',
  '</text></svg><script>alert(1)</script>',
  ']]></style><style>*{display:none}',
  '---\ntitle: x\n---',
  'two\nlines\rand\u2028more',
  '$$x^2$$',
  '\u202ereversed\u200b',
  'n1@{ shape: bolt }',
  ':::held',
  '{{}}((())) | /\\ ;',
  '接続 👩‍👩‍👧 e\u0301',
]
