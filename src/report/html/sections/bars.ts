import { type Audit, VERDICTS, type Verdict } from '../../../model/audit.js'
import { escape as shown } from '../../escape.js'
import { grouped } from '../../words.js'
import { html, type Markup } from '../markup.js'
import { VERDICT_WORDS } from '../words.js'
import { sign } from './badge.js'

/** So many bars are drawn; more are a table to look things up in, not a picture. */
const BARS = 12

/** What is not as declared, and nobody accepted. */
const FOUND = ['undeclared', 'missing'] as const

type Counts = Record<Verdict, number>

interface Bar {
  readonly name: string
  readonly access: Counts
  readonly connections: Counts
}

/** Who may use what, by app and by account: those with the most that is not as declared first. */
export function bars(audit: Audit, by: 'app' | 'account'): Markup {
  const all = [...barsOf(audit, by)].sort((a, b) => trouble(b) - trouble(a) || sum(b.access) - sum(a.access))
  const most = Math.max(1, ...all.map(({ access }) => sum(access)))
  const lines = Math.max(1, ...all.map(({ connections }) => sum(connections)))
  const title = by === 'app' ? 'By app' : 'By account'
  return html`<section class="card" aria-labelledby="by-${by}"><h2 id="by-${by}">${title}</h2>
<div class="scroll plain" tabindex="0" role="region" aria-label="${title}, drawn and counted"><table class="bars"><caption class="heard">${title}: who may use it, and connections, with those not as declared</caption>
<thead><tr><td></td><th scope="colgroup" colspan="4">people who may use it, or should</th><th scope="colgroup" colspan="4">connections</th></tr>
<tr><th scope="col">${by}</th>${[0, 1].map(() => html`<th scope="col" class="bar"><span class="heard">verdicts</span></th><th scope="col" class="number">all</th>${FOUND.map((verdict) => html`<th scope="col" class="number">${sign(verdict)}${verdict}</th>`)}`)}</tr></thead>
<tbody>${all.slice(0, BARS).map((bar) => line(bar, by, most, lines))}</tbody></table></div>
${legend()}
${all.length > BARS && html`<p class="hint">${grouped(all.length - BARS)} more with less that is not as declared: <a href="#/matrix">the matrix</a> has all of them.</p>`}</section>`
}

function barsOf({ access, connections }: Audit, by: 'app' | 'account'): Iterable<Bar> {
  const all = new Map<string, Bar>()
  const of = (name: string): Bar => {
    const known = all.get(name)
    if (known !== undefined) return known
    const made = { name, access: none(), connections: none() }
    all.set(name, made)
    return made
  }
  for (const row of access) of(row[by]).access[row.verdict] += 1
  for (const row of connections) of(row[by]).connections[row.verdict] += 1
  return all.values()
}

const none = (): Counts => Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts
const sum = (counts: Counts): number => VERDICTS.reduce((all, verdict) => all + counts[verdict], 0)
const trouble = ({ access, connections }: Bar): number =>
  access.undeclared + access.missing + connections.undeclared + connections.missing

const line = (bar: Bar, by: string, most: number, lines: number): Markup => {
  const where = `${by}=${encodeURIComponent(shown(bar.name))}`
  return html`<tr><th scope="row"><a href="#/access?${where}">${bar.name}</a></th>
${half('access', bar.access, most, where)}${half('connections', bar.connections, lines, where)}</tr>\n`
}

/** The bar, and beside it the numbers that an auditor asks for. */
const half = (view: 'access' | 'connections', counts: Counts, most: number, where: string): Markup =>
  html`<td class="bar">${drawn(counts, most)}</td><td class="number">${grouped(sum(counts))}</td>${FOUND.map(
    (verdict) =>
      html`<td class="number">${counts[verdict] === 0 ? html`<span class="soft">0</span>` : html`<a href="#/${view}?${where}&amp;verdict=${verdict}">${grouped(counts[verdict])}</a>`}</td>`,
  )}`

/** A bar whose parts are the verdicts; the numbers beside it say the same. */
function drawn(counts: Counts, most: number): Markup {
  let from = 0
  const parts = [...VERDICTS].map((verdict) => {
    const width = (counts[verdict] / most) * 200
    // What is there at all can be seen, however little it is.
    const seen = counts[verdict] > 0 ? Math.max(width, 2) : 0
    const part =
      seen > 0 && html`<rect class="v-${verdict}" x="${from.toFixed(1)}" y="0" width="${seen.toFixed(1)}" height="10"/>`
    from += seen
    return part
  })
  return html`<svg class="stack" viewBox="0 0 ${Math.max(212, Math.ceil(from))} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`
}

const legend = (): Markup =>
  html`<ul class="legend" aria-hidden="true">${VERDICTS.map((verdict) => html`<li><svg viewBox="0 0 10 10" focusable="false"><rect class="v-${verdict}" width="10" height="10"/></svg>${VERDICT_WORDS[verdict].label}</li>`)}</ul>`
