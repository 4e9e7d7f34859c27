import type { Audit, ConnectionRow } from '../../../model/audit.js'
import { count, grouped } from '../../words.js'
import { html, type Markup } from '../markup.js'

interface Bucket {
  readonly label: string
  readonly from: number
  readonly to: number
}

const BUCKETS: readonly Bucket[] = [
  { label: '0–7 days', from: 0, to: 7 },
  { label: '8–30', from: 8, to: 30 },
  { label: '31–90', from: 31, to: 90 },
  { label: '91–180', from: 91, to: 180 },
  { label: '181–365', from: 181, to: 365 },
  { label: 'over a year', from: 366, to: Number.POSITIVE_INFINITY },
]

const HEIGHT = 110
const WIDTH = 72

/** For how long live connections were not used: a look, and the same as a table. */
export function idle({ connections }: Audit): Markup {
  const live = connections.filter(({ id }) => id !== null)
  const counts = BUCKETS.map((bucket) => ({ ...bucket, ...within(live, bucket) }))
  const unknown = live.filter(({ idleDays }) => idleDays === null).length
  const most = Math.max(1, ...counts.map(({ all }) => all))
  return html`<section class="card" aria-labelledby="idle"><h2 id="idle">Days without use</h2>
<figure><svg class="histogram" viewBox="0 0 ${BUCKETS.length * WIDTH} ${HEIGHT + 44}" role="img" aria-label="Live connections by days without use; the table below says the same">${counts.map((each, at) => column(each, at, most))}<line class="axis" x1="0" x2="${BUCKETS.length * WIDTH}" y1="${HEIGHT + 18}" y2="${HEIGHT + 18}"/></svg>
<figcaption class="hint">Live connections; the darker part was never used at all since it was made. ${unknown > 0 && `Of ${count(unknown, 'connection')} nobody can tell.`}</figcaption></figure>
<details><summary>As a table</summary><table><caption class="heard">Live connections by days without use</caption><thead><tr><th scope="col">days</th><th scope="col" class="number">connections</th><th scope="col" class="number">of these never used</th></tr></thead>
<tbody>${counts.map(({ label, from, all, never }) => html`<tr><th scope="row"><a href="#/connections?idle=${from}&amp;sort=-idle">${label}</a></th><td class="number">${grouped(all)}</td><td class="number">${grouped(never)}</td></tr>`)}<tr><th scope="row">nobody can tell</th><td class="number">${grouped(unknown)}</td><td></td></tr></tbody></table></details></section>`
}

function within(live: readonly ConnectionRow[], { from, to }: Bucket): { all: number; never: number } {
  const inside = live.filter(({ idleDays }) => idleDays !== null && idleDays >= from && idleDays <= to)
  return { all: inside.length, never: inside.filter(({ lastUsedAt }) => lastUsedAt === null).length }
}

function column({ label, all, never }: Bucket & { all: number; never: number }, at: number, most: number): Markup {
  const height = all === 0 ? 0 : Math.max(2, (all / most) * HEIGHT)
  const dark = all === 0 ? 0 : (never / all) * height
  const [x, foot] = [at * WIDTH + 8, HEIGHT + 18]
  return html`<rect class="used" x="${x}" y="${(foot - height).toFixed(1)}" width="${WIDTH - 16}" height="${(height - dark).toFixed(1)}"/><rect class="never" x="${x}" y="${(foot - dark).toFixed(1)}" width="${WIDTH - 16}" height="${dark.toFixed(1)}"/><text class="amount" x="${at * WIDTH + WIDTH / 2}" y="${(foot - height - 5).toFixed(1)}">${grouped(all)}</text><text class="tick" x="${at * WIDTH + WIDTH / 2}" y="${foot + 17}">${label}</text>`
}
