import { type Audit, VERDICTS, type Verdict } from '../../../model/audit.js'
import { count, grouped, list, verb } from '../../words.js'
import { html, type Markup } from '../markup.js'
import type { People } from '../people.js'
import { badge } from './badge.js'

const COLUMNS = ['accounts', 'people', 'connections'] as const

/** By verdict; what the platform itself counts stands below, and agrees. */
export function totals(audit: Audit, people: People): Markup {
  const { totals: of } = audit
  const absent = COLUMNS.some((each) => of[each].absent > 0)
  return html`<section class="card" aria-labelledby="totals"><h2 id="totals">Totals</h2>
<table class="totals"><caption class="heard">How many accounts, people and connections have each verdict</caption>
<thead><tr><th scope="col">verdict</th>${COLUMNS.map((each) => html`<th scope="col" class="number">${each}</th>`)}</tr></thead>
<tbody>
${VERDICTS.map((verdict) => row(audit, verdict))}${
  absent &&
  html`<tr class="soft"><th scope="row">of these not on the platform</th>${COLUMNS.map((each) => html`<td class="number">${of[each].absent === 0 ? '' : `−${grouped(of[each].absent)}`}</td>`)}</tr>\n`
}</tbody>
<tfoot><tr><th scope="row">the platform counts</th>${COLUMNS.map((each) => html`<td class="number" data-total="${each}">${of[each].platform === null ? 'unknown' : grouped(of[each].platform)}</td>`)}</tr></tfoot></table>
${outside(audit, people)}<p class="hint">Each account, person and connection has one verdict, the gravest of what it holds. The sums agree with what the platform counts by itself; were that otherwise, no audit would be made.</p></section>`
}

/** So many are named. */
const NAMED = 12

/** Who is ungoverned among people: no list of accounts has operators, and the rest stands in accounts of their own. */
function outside({ operators, totals: { people: all } }: Audit, people: People): Markup {
  if (all.ungoverned === 0) return html``
  const who = people === 'counts' ? '' : `: ${list(operators, NAMED)}`
  const rest = all.ungoverned - operators.length
  return html`<p class="hint">Ungoverned people: ${
    operators.length > 0 &&
    html`${count(operators.length, 'operator')} of the platform, who ${verb(operators.length, 'belongs', 'belong')} to no account${who}. `
  }${rest > 0 && html`${count(rest, 'person', 'people')} of <a href="#/accounts?verdict=ungoverned">accounts that no document speaks of</a>.`}</p>
`
}

const row = ({ totals: of }: Audit, verdict: Verdict): Markup =>
  html`<tr data-verdict="${verdict}"><th scope="row">${badge(verdict)}</th>${COLUMNS.map((each) => html`<td class="number${of[each][verdict] === 0 && ' zero'}">${link(each, verdict, of[each][verdict])}</td>`)}</tr>\n`

/** People have no table of their own: what they may use has one. */
const link = (column: (typeof COLUMNS)[number], verdict: Verdict, amount: number): Markup =>
  amount === 0 || column === 'people'
    ? html`${grouped(amount)}`
    : html`<a href="#/${column}?verdict=${verdict}">${grouped(amount)}</a>`
