import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml'
import { limits } from '../limits.js'
import { Bare } from './bare.js'
import { foldKey } from './keys.js'
import { resolvePlain } from './plain.js'
import { isUnusual } from './unusual.js'

type ScalarEvent = Extract<Event, { valueStart: number }>
type CollectionEvent = Extract<Event, { start: number }>

/** One copy of each short text of a run: the same apps, types and accounts stand in thousands of documents. */
export type Words = Map<string, string>
const longestWord = 64

/** Thrown, without a stack, to leave the fast path; never leaves this file. */
const leave = Symbol('leave the fast path')

/**
 * The values of the documents in a text, straight from parser events, without a tree. Undefined wherever there
 * is anything to complain about or to look at twice: `readStrictly` then says what.
 */
export function readFast(text: string, words: Words = new Map()): unknown[] | undefined {
  if (isUnusual(text)) return undefined
  try {
    return new FastReader(text, parseEvents(text, { maxDepth: limits.depth }), words).documents()
  } catch {
    // A parser's exception and `leave` alike: the careful path finds the words.
    return undefined
  }
}

class FastReader {
  private at = 0

  constructor(
    private readonly text: string,
    private readonly events: Event[],
    private readonly words: Words,
  ) {}

  documents(): unknown[] {
    const values: unknown[] = []
    while (this.at < this.events.length) {
      this.at++
      // A document that is not a map is refused anyway, and the parsers differ over odd ones.
      if (this.events[this.at]?.type !== EVENT_ID.MAPPING) throw leave
      values.push(this.value())
      this.at++
    }
    return values
  }

  private value(): unknown {
    const event = this.events[this.at++] as Event
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event)
    if (event.type === EVENT_ID.MAPPING) return this.map(event)
    if (event.type === EVENT_ID.SEQUENCE) return this.list(event)
    throw leave
  }

  private scalar(event: ScalarEvent): unknown {
    if (event.anchorStart >= 0 || event.tagStart >= 0 || event.valueStart < 0) throw leave
    const text = this.once(getScalarValue(this.text, event))
    if (event.style !== SCALAR_STYLE.PLAIN) return text
    const plain = resolvePlain(text)
    if ('refused' in plain) throw leave
    return plain.value
  }

  private once(text: string): string {
    if (text.length > longestWord) return text
    const known = this.words.get(text)
    if (known === undefined) this.words.set(text, text)
    return known ?? text
  }

  private list(event: CollectionEvent): unknown[] {
    if (event.anchorStart >= 0 || event.tagStart >= 0) throw leave
    const items: unknown[] = []
    while (this.events[this.at]?.type !== EVENT_ID.POP) items.push(this.value())
    this.at++
    // A list that grew has room for sixteen more, and most have two.
    return items.slice()
  }

  private map(event: CollectionEvent): Bare {
    if (event.anchorStart >= 0 || event.tagStart >= 0) throw leave
    const map = new Bare()
    let count = 0
    let folds = false
    while (this.events[this.at]?.type !== EVENT_ID.POP) {
      const key = this.key()
      if (map[key] !== undefined || ++count > limits.keys) throw leave
      folds ||= foldKey(key) !== key
      map[key] = this.value()
    }
    this.at++
    if (folds) refuseTwins(map)
    return map
  }

  private key(): string {
    const event = this.events[this.at++] as Event
    if (event.type !== EVENT_ID.SCALAR) throw leave
    const key = this.scalar(event)
    if (typeof key !== 'string' || key === '' || key === '<<') throw leave
    return key
  }
}

function refuseTwins(map: Bare): void {
  const seen = new Set<string>()
  for (const key in map) {
    const fold = foldKey(key)
    if (seen.has(fold)) throw leave
    seen.add(fold)
  }
}
