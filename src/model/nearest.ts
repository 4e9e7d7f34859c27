const longest = 200

/** The name most like `name` among `names`, or undefined where none is near enough to have been meant. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined
  let best: string | undefined
  let bestDistance = allowance(name) + 1
  for (const candidate of names) {
    const distance =
      candidate === name ? Number.POSITIVE_INFINITY : distanceWithin(fold(name), fold(candidate), bestDistance - 1)
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

const fold = (text: string) => text.normalize('NFC').toLowerCase()
const allowance = (name: string) => (name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3)

/** Edits and swaps of neighbours between two words, or infinity where there are more than `most`. */
export function distanceWithin(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most || to.length > longest) return Number.POSITIVE_INFINITY
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let i = 1; i <= from.length; i++) {
    const next = nextRow(from, to, i, row, before)
    if (Math.min(...next) > most) return Number.POSITIVE_INFINITY
    before = row
    row = next
  }
  return (row[to.length] as number) <= most ? (row[to.length] as number) : Number.POSITIVE_INFINITY
}

function nextRow(from: string, to: string, i: number, row: number[], before: number[]): number[] {
  const next = [i]
  for (let j = 1; j <= to.length; j++) {
    const same = from[i - 1] === to[j - 1]
    const steps = [(row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1)]
    const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
    if (swapped) steps.push((before[j - 2] as number) + 1)
    next.push(Math.min(...steps))
  }
  return next
}
