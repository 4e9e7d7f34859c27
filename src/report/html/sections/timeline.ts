import type { ExceptionRow } from '../../../model/audit-detail.js'
import { count } from '../../words.js'
import { html, type Markup } from '../markup.js'

const DAY = 86_400_000
const [WIDTH, LEFT, ROW] = [920, 20, 13]
/** Dots of one place stand above each other; of more, the last one says how many. */
const STACK = 6

/** The last days of exceptions on a line: what is over, what ends soon. The table below it has each of them. */
export function timeline(exceptions: readonly ExceptionRow[], date: string): Markup {
  const ending = exceptions.filter(({ until }) => until !== null && !Number.isNaN(Date.parse(until)))
  if (ending.length === 0) return html``
  const today = Date.parse(date)
  const days = (until: string | null) => Math.round((Date.parse(until ?? date) - today) / DAY)
  const first = Math.max(-120, Math.min(-14, ...ending.map(({ until }) => days(until))))
  const last = Math.min(540, Math.max(90, ...ending.map(({ until }) => days(until) + 10)))
  const x = (day: number) =>
    LEFT + ((Math.min(last, Math.max(first, day)) - first) / (last - first)) * (WIDTH - 2 * LEFT)
  const stacks = new Map<number, ExceptionRow[]>()
  for (const each of ending) {
    const place = Math.round(x(days(each.until)) / ROW)
    stacks.set(place, [...(stacks.get(place) ?? []), each])
  }
  const height = Math.min(STACK, Math.max(...[...stacks.values()].map((stack) => stack.length))) * ROW
  const foot = height + 28
  const over = ending.filter(({ until }) => days(until) < 0).length
  const soon = ending.filter(({ until }) => days(until) >= 0 && days(until) <= 30).length
  const told = `${count(over, 'exception')} over, ${soon} within 30 days, ${ending.length - over - soon} later`
  return html`<figure class="line"><div class="scroll plain" tabindex="0" role="region" aria-label="Last days of exceptions"><svg class="timeline" viewBox="0 0 ${WIDTH} ${foot + 30}" role="img" aria-label="Last days of exceptions on a line: ${told}">
<rect class="soon" x="${x(0).toFixed(1)}" y="14" width="${(x(30) - x(0)).toFixed(1)}" height="${foot - 14}"/>
<line class="axis" x1="0" x2="${WIDTH}" y1="${foot}" y2="${foot}"/>
${months(today, first, last).map(({ day, label }) => html`<line class="axis" x1="${x(day).toFixed(1)}" x2="${x(day).toFixed(1)}" y1="${foot}" y2="${foot + 5}"/><text class="tick" x="${x(day).toFixed(1)}" y="${foot + 20}">${label}</text>`)}
<line class="today" x1="${x(0).toFixed(1)}" x2="${x(0).toFixed(1)}" y1="10" y2="${foot}"/><text class="amount" x="${(x(0) + 4).toFixed(1)}" y="10">today</text>
${[...stacks].map(([place, stack]) => dots(place * ROW, stack, foot, days))}</svg></div><figcaption class="hint">${told}. A dot is the last day of one; the shade is the next 30 days.</figcaption></figure>`
}

const dots = (
  x: number,
  stack: readonly ExceptionRow[],
  foot: number,
  days: (until: string | null) => number,
): Markup =>
  html`${stack.slice(0, STACK).map(({ kind, name, until }, at) => {
    const [left, y] = [days(until), foot - 8 - at * ROW]
    const tone = left < 0 ? 'over' : left <= 30 ? 'near' : 'far'
    return html`<circle class="${tone}" cx="${x}" cy="${y}" r="5"><title>${kind} ${name} until ${until}</title></circle>`
  })}${stack.length > STACK && html`<text class="amount" x="${x + 8}" y="${foot - 4 - (STACK - 1) * ROW}">${stack.length}</text>`}`

/** First days of months; where many are shown, of each third. */
function months(today: number, first: number, last: number): { day: number; label: string }[] {
  const begin = new Date(today + first * DAY)
  const step = last - first > 240 ? 3 : 1
  const found: { day: number; label: string }[] = []
  for (let month = begin.getUTCMonth() + 1; ; month += 1) {
    const at = new Date(Date.UTC(begin.getUTCFullYear(), month, 1))
    const day = Math.round((at.getTime() - today) / DAY)
    if (day > last) return found
    if (at.getUTCMonth() % step === 0) found.push({ day, label: at.toISOString().slice(0, 7) })
  }
}
