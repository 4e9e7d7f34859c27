/** What an estate declares, as boxes and arrows: bounded, and what is left out is counted. */
export interface Graph {
  readonly title: string
  /** In a sentence or two: for whoever cannot see it. */
  readonly description: string
  /** The account that is drawn; null: the estate as a whole. */
  readonly account: string | null
  /** The day on which dates and holds are judged, `YYYY-MM-DD`. */
  readonly day: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** What is declared and not drawn, counted: `12 more packages`. */
  readonly omitted: readonly string[]
}

export type NodeKind = 'app' | 'package' | 'set' | 'accounts' | 'account' | 'project' | 'group' | 'hold'

/** What the estate says of a gate: `unsaid` where it says nothing, so that live decides. */
export type Mark = 'open' | 'closed' | 'dormant' | 'held' | 'unsaid'

export interface GraphNode {
  /** Unique in the graph: `n1`. */
  readonly id: string
  readonly kind: NodeKind
  /** What it is called; of things that are alike, how many there are. */
  readonly name: string
  /** What is said of it, a line each. */
  readonly lines: readonly string[]
  readonly mark: Mark | null
  /** How many things it stands for. */
  readonly count: number
  /** The lines of the estate that make it so, the first ones of many. */
  readonly at: readonly { readonly file: string; readonly line: number }[]
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** What the arrow means: includes, grants, matches, holds. */
  readonly label: string
}

/** What a mark is called; colour says the same. */
export const MARKS: Readonly<Record<Mark, string>> = {
  open: '✓ open',
  closed: '✗ closed',
  dormant: '◌ dormant',
  held: '■ held',
  unsaid: '· not said',
}

/** What stands in a box: its name with its mark, what is said of it, and where. */
export function boxLines({ kind, name, lines, mark, at }: GraphNode): string[] {
  const [first] = at
  const where =
    first === undefined ? [] : [`${first.file}:${first.line}${at.length > 1 ? ` and ${at.length - 1} more` : ''}`]
  const title = kind === 'accounts' || kind === 'account' ? name : `${WORDS[kind]} ${name}`
  return [mark === null ? title : `${title}  ${MARKS[mark]}`, ...lines, ...where]
}

const WORDS: Readonly<Record<NodeKind, string>> = {
  app: 'app',
  package: 'package',
  set: 'set',
  accounts: '',
  account: '',
  project: 'project',
  group: 'group',
  hold: 'hold',
}
