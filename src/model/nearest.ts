const longest = 200

/** The name most like `name` among `names`, or undefined where none is near enough to have been meant. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined
  const wanted = fold(name)
  let best: string | undefined
  let bestDistance = allowance(name) + 1
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > longest) continue
    // As near as the best so far counts too: of two, the first by name, in whatever order they come.
    const most = best === undefined ? bestDistance - 1 : bestDistance
    const distance = candidate === name ? Number.POSITIVE_INFINITY : distanceWithin(wanted, fold(candidate), most)
    if (distance > bestDistance || (distance === bestDistance && (best === undefined || candidate >= best))) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

/** ` Did you mean NAME?`, or nothing. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const near = nearest(name, names)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

const plain = /^[ -@[-~]*$/
const fold = (text: string) => (plain.test(text) ? text : text.normalize('NFC').toLowerCase())
const allowance = (name: string) => (name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3)

/** Edits and swaps of neighbours between two words, or infinity where there are more than `most`. */
export function distanceWithin(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most || Math.max(from.length, to.length) > longest)
    return Number.POSITIVE_INFINITY
  const [start, end] = alike(from, to)
  return distanceBetween(from.slice(start, from.length - end), to.slice(start, to.length - end), most)
}

/** How many signs two words begin and end with in common: most names of a crowd differ in a few in the middle. */
function alike(from: string, to: string): [start: number, end: number] {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  let end = 0
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++
  return [start, end]
}

/** Three rows of the table of distances, used again for each pair: a crowd of names is compared with each unknown one. */
const rows = [new Uint16Array(longest + 2), new Uint16Array(longest + 2), new Uint16Array(longest + 2)] as const

function distanceBetween(from: string, to: string, most: number): number {
  let [before, row, next] = rows as readonly [Uint16Array, Uint16Array, Uint16Array]
  for (let column = 0; column <= to.length; column++) row[column] = column
  for (let i = 1; i <= from.length; i++) {
    if (fillRow(from, to, i, row, before, next) > most) return Number.POSITIVE_INFINITY
    ;[before, row, next] = [row, next, before]
  }
  const distance = row[to.length] as number
  return distance <= most ? distance : Number.POSITIVE_INFINITY
}

/** Fills the row of one sign, and gives its least distance. */
function fillRow(from: string, to: string, i: number, row: Uint16Array, before: Uint16Array, next: Uint16Array) {
  next[0] = i
  let least = i
  const [sign, last] = [from.charCodeAt(i - 1), from.charCodeAt(i - 2)]
  for (let j = 1; j <= to.length; j++) {
    const same = sign === to.charCodeAt(j - 1)
    let steps = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1))
    const swapped = i > 1 && j > 1 && last === to.charCodeAt(j - 1) && sign === to.charCodeAt(j - 2)
    if (swapped) steps = Math.min(steps, (before[j - 2] as number) + 1)
    next[j] = steps
    if (steps < least) least = steps
  }
  return least
}
