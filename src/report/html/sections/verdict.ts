import type { Audit, Verdict } from '../../../model/audit.js'
import { count, grouped, list, verb } from '../../words.js'
import { html, type Markup } from '../markup.js'

/** How many rows of access and connections have a verdict, and in how many accounts they are. */
function found({ access, connections }: Audit, verdict: Verdict): { rows: number; accounts: number } {
  const accounts = new Set<string>()
  let rows = 0
  for (const part of [access, connections])
    for (const row of part)
      if (row.verdict === verdict) {
        rows += 1
        accounts.add(row.account)
      }
  return { rows, accounts: accounts.size }
}

/** In one sentence whether to worry. */
export function verdict(audit: Audit): Markup {
  const [undeclared, missing] = [found(audit, 'undeclared'), found(audit, 'missing')]
  const refusing = new Set(audit.policies.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)).size
  const parts = [
    undeclared.rows > 0 &&
      `${grouped(undeclared.rows)} ${verb(undeclared.rows, 'entry is', 'entries are')} there and undeclared, in ${count(undeclared.accounts, 'account')}`,
    missing.rows > 0 &&
      `${grouped(missing.rows)} ${verb(missing.rows, 'is', 'are')} declared and missing, in ${count(missing.accounts, 'account')}`,
    refusing > 0 && `${count(refusing, 'policy refuses', 'policies refuse')} what is there`,
  ].filter((part) => part !== false)
  const isWhole = parts.length === 0
  const doubts = doubtsOf(audit)
  const kind = isWhole ? (doubts === '' ? 'good' : 'doubt') : 'bad'
  const mark = { good: '✓', doubt: '?', bad: '!' }[kind]
  const sentence = isWhole ? 'What is governed is as declared' : parts.join('; ')
  return html`<section class="verdict ${kind}" aria-label="Verdict"><span class="mark" aria-hidden="true">${mark}</span>
<p><strong>${sentence}.</strong>${doubts !== '' && ` ${doubts}`}${outside(audit)}</p></section>`
}

function doubtsOf({ doubtful, totals }: Audit): string {
  const unsaid = Object.entries(totals).filter(([, { platform }]) => platform === null)
  return [
    doubtful.length > 0 && `${count(doubtful.length, 'account')} could not be evaluated.`,
    unsaid.length > 0 && `The platform did not say how many ${list(unsaid.map(([name]) => name))} it has.`,
  ]
    .filter((part) => part !== false)
    .join(' ')
}

const outside = ({ totals: { accounts, connections } }: Audit): string | false => {
  const parts = [
    accounts.ungoverned > 0 && count(accounts.ungoverned, 'account'),
    connections.ungoverned > 0 && count(connections.ungoverned, 'connection'),
  ].filter((part) => part !== false)
  const isOne = accounts.ungoverned + connections.ungoverned === 1
  return parts.length > 0 && ` ${list(parts)} ${isOne ? 'is' : 'are'} governed by no document.`
}

/** Loud: what nobody can say anything about. */
export function doubts({ doubtful }: Audit): Markup {
  if (doubtful.length === 0) return html``
  const shown = doubtful.slice(0, 20)
  const rest = doubtful.slice(20)
  const line = ({ account, reason }: (typeof doubtful)[number]) => html`<li><strong>${account}</strong> ${reason}</li>`
  return html`<section class="loud" aria-labelledby="doubts"><h2 id="doubts"><span aria-hidden="true">?</span> Not evaluable: ${count(doubtful.length, 'account')}</h2>
<p>Of these nothing is said, neither that they are in order nor that they are not.</p>
<ul>${shown.map(line)}</ul>
${rest.length > 0 && html`<details><summary>${grouped(rest.length)} more</summary><ul>${rest.slice(0, 1_000).map(line)}</ul>${rest.length > 1_000 && html`<p>and ${grouped(rest.length - 1_000)} more: <code>--format json</code> has all of them.</p>`}</details>`}</section>`
}

/** Rows that were drawn, not all of them: nobody may take them for the whole. */
export function drawn({ sample }: Audit): Markup {
  if (sample === undefined) return html``
  const { size, population, seed, method, digest } = sample
  return html`<section class="loud slim" aria-label="Sample"><p><strong>A sample: ${grouped(size)} of ${grouped(population)} rows</strong>, drawn by seed <code>${seed}</code> (${method}) from the audit <code>${digest}</code>. Who draws again by the same seed gets the same rows. Totals are of everything.</p></section>`
}
