import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml'
import { limits } from '../limits.js'
import { firstContentLine, type MapNode, type Node, type ScalarNode, type Span } from './tree.js'

type ScalarEvent = Extract<Event, { valueStart: number }>
type CollectionEvent = Extract<Event, { start: number }>
const flowStyle = 2

/** The documents of a text as trees. Throws js-yaml's exception where the syntax is wrong. */
export function treesFromEvents(text: string): Node[] {
  return new TreeReader(text, parseEvents(text, { maxDepth: limits.depth })).documents()
}

class TreeReader {
  private at = 0
  /** Where the last token ended: the place of a value that is not there. */
  private lastEnd = 0

  constructor(
    private readonly text: string,
    private readonly events: Event[],
  ) {}

  documents(): Node[] {
    const found: Node[] = []
    while (this.at < this.events.length) {
      this.at++
      found.push(this.node())
      this.at++
    }
    return found
  }

  private node(): Node {
    const event = this.events[this.at++] as Event
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event)
    if (event.type === EVENT_ID.MAPPING) return this.map(event)
    if (event.type === EVENT_ID.SEQUENCE) return this.list(event)
    const { anchorStart: start, anchorEnd: end } = event as Extract<Event, { type: 5 }>
    this.lastEnd = end
    return { type: 'alias', start: start - 1, end }
  }

  private scalar(event: ScalarEvent): ScalarNode {
    const span = this.scalarSpan(event)
    this.lastEnd = Math.max(span.end, event.valueEnd)
    const plain = event.style === SCALAR_STYLE.PLAIN
    return { type: 'scalar', text: getScalarValue(this.text, event), plain, ...span, ...properties(event) }
  }

  private scalarSpan({ valueStart, valueEnd, style }: ScalarEvent): Span {
    if (valueStart < 0) return { start: this.lastEnd, end: this.lastEnd }
    if (style === SCALAR_STYLE.PLAIN) return { start: valueStart, end: valueEnd }
    const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
    return quoted ? { start: valueStart - 1, end: valueEnd + 1 } : firstContentLine(this.text, valueStart)
  }

  private map(event: CollectionEvent): MapNode {
    const entries: MapNode['entries'] = []
    this.lastEnd = event.start
    while (this.events[this.at]?.type !== EVENT_ID.POP) entries.push({ key: this.node(), value: this.node() })
    const end = this.closeAt(event, entries[0]?.key.end)
    return { type: 'map', flow: event.style === flowStyle, entries, start: event.start, end, ...properties(event) }
  }

  private list(event: CollectionEvent): Node {
    const items: Node[] = []
    this.lastEnd = event.start
    while (this.events[this.at]?.type !== EVENT_ID.POP) items.push(this.node())
    const end = this.closeAt(event, event.start + 1)
    return { type: 'list', flow: event.style === flowStyle, items, start: event.start, end, ...properties(event) }
  }

  /** Steps over the collection's end event; a flow collection ends after its bracket, which has no event. */
  private closeAt(event: CollectionEvent, blockEnd = event.start): number {
    this.at++
    if (event.style !== flowStyle) return blockEnd
    const opener = this.text[event.start]
    if (opener !== '{' && opener !== '[') return this.lastEnd
    let end = Math.max(this.lastEnd, event.start + 1)
    while (end < this.text.length && this.text[end] !== (opener === '{' ? '}' : ']')) {
      if (this.text[end] === '#') while (end < this.text.length && this.text[end] !== '\n') end++
      else end++
    }
    this.lastEnd = end + 1
    return end + 1
  }
}

function properties(event: ScalarEvent | CollectionEvent): { anchor?: Span; tag?: Span } {
  const anchor = { start: event.anchorStart - 1, end: event.anchorEnd }
  const tag = { start: event.tagStart, end: event.tagEnd }
  return { ...(event.anchorStart >= 0 ? { anchor } : {}), ...(event.tagStart >= 0 ? { tag } : {}) }
}
