/** Offsets in a text, the end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

interface Properties {
  readonly anchor?: Span
  readonly tag?: Span
}

/** A scalar as it is written: `text` with quotes and folds undone, but not yet a number or a boolean. */
export interface ScalarNode extends Span, Properties {
  readonly type: 'scalar'
  readonly text: string
  readonly plain: boolean
}

export interface MapNode extends Span, Properties {
  readonly type: 'map'
  readonly flow: boolean
  readonly entries: { readonly key: Node; readonly value: Node }[]
}

export interface ListNode extends Span, Properties {
  readonly type: 'list'
  readonly flow: boolean
  readonly items: Node[]
}

export interface AliasNode extends Span, Properties {
  readonly type: 'alias'
}

/**
 * A document's syntax, the same from either parser. A block scalar spans the first line of its content, a
 * block collection its first key or dash: what one underlines, not what it encloses.
 */
export type Node = ScalarNode | MapNode | ListNode | AliasNode

/** The first line of a block scalar's content, given where its lines begin. */
export function firstContentLine(text: string, contentStart: number): Span {
  let start = contentStart
  while (text[start] === ' ') start++
  let end = start
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  return { start, end }
}
