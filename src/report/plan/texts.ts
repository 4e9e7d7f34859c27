import diff from 'fast-diff'
import { isMap } from '../../model/canonical.js'
import type { Change } from '../../model/generated/plan.js'
import { escape as shown } from '../escape.js'
import type { Paint } from '../paint.js'
import { count } from '../words.js'

/** Texts up to this long, in UTF-16 units, are told whole: old and new beside each other. */
const SHORT = 32
/** Of what lies between the first and the last difference so much is compared word by word: comparing is quadratic. */
const COMPARED = 4_000
/** Units of unchanged text on either side of a difference. */
const AROUND = 24
/** Units of one piece that goes or comes. */
const PIECE = 120
/** Differences that are told; the rest is counted. */
const PLACES = 6

/** How the texts of a change differ, by field; of a map by `field.key`. Only those for which `old → new` would hide it. */
export type Texts = Readonly<Record<string, string>>

/** The texts of a change that are long and alike enough to be told by what differs in them. Before any escaping. */
export function textsOf({ before, after }: Pick<Change, 'before' | 'after'>, paint: Paint): Texts | undefined {
  if (before === null || after === null) return undefined
  const found = [...pairs(before, after)].flatMap(([key, old, now]) => {
    const text = textDifference(old, now, paint)
    return text === null ? [] : [[key, text] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

type Fields = Readonly<Record<string, unknown>>

function* pairs(before: Fields, after: Fields): Generator<[key: string, old: string, now: string]> {
  for (const [key, now] of Object.entries(after)) {
    const old = before[key]
    if (typeof old === 'string' && typeof now === 'string') yield [shown(key), old, now]
    else if (isMap(old) && isMap(now))
      for (const [inner, ...texts] of pairs(old, now))
        if (!inner.includes('.')) yield [`${shown(key)}.${inner}`, ...texts]
  }
}

type Piece = readonly [sort: -1 | 0 | 1, text: string]

/**
 * What differs in a long text, marked in it: `The team’s [-chat-]{+messages+} and alerts`. The signs tell what colour
 * tells. Null where both are short, the same, or have so little in common that telling both is plainer.
 * @example textDifference('Messages and alerts of the team', 'Messages and calls of the team', paint(false))
 */
export function textDifference(old: string, now: string, paint: Paint): string | null {
  if (old === now || Math.max(old.length, now.length) <= SHORT) return null
  const pieces = compared(old, now)
  if (!isAlike(pieces, Math.min(old.length, now.length))) return null
  return marked(pieces, paint)
}

/** Alike in a third of the shorter one at least; or so long that nobody would see where it differs. */
const isAlike = (pieces: readonly Piece[], shorter: number): boolean =>
  pieces.reduce((sum, [sort, text]) => sum + (sort === 0 ? text.length : 0), 0) >= shorter / 3 || shorter > 400

/** What both begin and end with is found in one pass; only what lies between is compared word by word. */
function compared(old: string, now: string): Piece[] {
  const start = boundary(old, now, commonStart(old, now))
  const end = boundaryFromEnd(old, now, start)
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)]
  const middle: Piece[] =
    Math.max(gone.length, come.length) > COMPARED
      ? [
          [-1, gone],
          [1, come],
        ]
      : words(gone, come)
  const all: Piece[] = [[0, old.slice(0, start)], ...middle, [0, old.slice(old.length - end)]]
  return all.filter(([, text]) => text !== '')
}

function commonStart(old: string, now: string): number {
  const most = Math.min(old.length, now.length)
  let at = 0
  while (at < most && old.charCodeAt(at) === now.charCodeAt(at)) at += 1
  return at
}

/** Back to behind a blank, so that no word, and no sign of several units, is cut. */
function boundary(old: string, now: string, at: number): number {
  if (at === old.length && at === now.length) return at
  return old.lastIndexOf(' ', at - 1) + 1
}

function boundaryFromEnd(old: string, now: string, start: number): number {
  const most = Math.min(old.length, now.length) - start
  let end = 0
  while (end < most && old.charCodeAt(old.length - 1 - end) === now.charCodeAt(now.length - 1 - end)) end += 1
  const blank = old.indexOf(' ', old.length - end)
  return blank < 0 ? 0 : old.length - blank
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' })

/** Each word, blank and sign stands for one unit, so that comparing cuts none of them in two. */
function words(old: string, now: string): Piece[] {
  const known = new Map<string, string>()
  const texts: string[] = []
  const coded = (text: string): string => {
    let units = ''
    for (const { segment } of SEGMENTER.segment(text)) {
      const unit = known.get(segment) ?? String.fromCharCode(known.size)
      if (!known.has(segment)) texts[known.size] = segment
      known.set(segment, unit)
      units += unit
    }
    return units
  }
  const [from, to] = [coded(old), coded(now)]
  const pieces = diff(from, to, undefined, true)
  return together(pieces.map(([sort, units]) => [sort, [...units].map((unit) => texts[unit.charCodeAt(0)]).join('')]))
}

/** A blank or a sign between two differences is no island: what goes is told in one, and what comes. */
function together(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  let [gone, come] = ['', '']
  const flush = () => {
    if (gone !== '') joined.push([-1, gone])
    if (come !== '') joined.push([1, come])
    ;[gone, come] = ['', '']
  }
  for (const [at, [sort, text]] of pieces.entries()) {
    const isIsland = sort === 0 && gone + come !== '' && at < pieces.length - 1 && !/[\p{L}\p{N}]/u.test(text)
    if (sort !== 1 && (sort === -1 || isIsland)) gone += text
    if (sort !== -1 && (sort === 1 || isIsland)) come += text
    if (sort !== 0 || isIsland) continue
    flush()
    joined.push([0, text])
  }
  flush()
  return joined
}

/** The differences with a little of what stands around them. */
function marked(pieces: readonly Piece[], paint: Paint): string {
  const isMarked = pieces.some(([, text]) => /\[-|-\]|\{\+|\+\}/.test(text))
  const places = pieces.flatMap(([sort], at) => (sort !== 0 && (at === 0 || pieces[at - 1]?.[0] === 0) ? [at] : []))
  const last = places[PLACES] ?? pieces.length
  const told = pieces.slice(0, last).map(([sort, text], at) => {
    if (sort === 0) return around(text, at > 0, at < pieces.length - 1)
    const cut = shown(text, PIECE)
    // A text that holds the marks itself would be read wrongly: there the arrow alone tells
    if (isMarked) return sort === -1 ? `${paint.red(cut)} → ` : paint.green(cut)
    return sort === -1 ? paint.red(`[-${cut}-]`) : paint.green(`{+${cut}+}`)
  })
  const more = places.length - PLACES
  return `${told.join('')}${more > 0 ? ` (${count(more, 'more difference')})` : ''}`
}

/** Of unchanged text what stands beside a difference: whole words of it, or whole signs where there is no blank. */
function around(text: string, isBehind: boolean, isBefore: boolean): string {
  const room = AROUND * (Number(isBehind) + Number(isBefore))
  if (text.length <= room + 8) return shown(text)
  const head = isBehind ? shown(headOf(text)) : ''
  const tail = isBefore ? shown(tailOf(text)) : ''
  return `${head}…${tail}`
}

/** The last sign of a piece that was cut anywhere may be half of one. */
function headOf(text: string): string {
  const blank = text.slice(0, AROUND).lastIndexOf(' ')
  return blank > 0 ? text.slice(0, blank + 1) : signs(text.slice(0, AROUND)).slice(0, -1).join('')
}

/** So may the first. */
function tailOf(text: string): string {
  const blank = text.indexOf(' ', text.length - AROUND)
  const isInside = blank >= 0 && blank < text.length - 1
  return isInside ? text.slice(blank) : signs(text.slice(-AROUND)).slice(1).join('')
}

const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' })
const signs = (text: string): string[] => [...SIGNS.segment(text)].map(({ segment }) => segment)
