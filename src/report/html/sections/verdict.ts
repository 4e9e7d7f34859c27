import type { Audit } from '../../../model/audit.js'
import { foundText } from '../../audit-found.js'
import { count, grouped, list } from '../../words.js'
import { html, type Markup } from '../markup.js'

/** In one sentence whether to worry. Of a sample it speaks of what was drawn, and says so. */
export function verdict(audit: Audit): Markup {
  const refusing = new Set(audit.policies.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)).size
  const parts = [
    foundText(audit),
    refusing > 0 ? `${count(refusing, 'policy refuses', 'policies refuse')} what is there` : '',
  ].filter((part) => part !== '')
  const isWhole = parts.length === 0
  const doubts = doubtsOf(audit)
  const kind = isWhole ? (doubts === '' ? 'good' : 'doubt') : 'bad'
  const mark = { good: '✓', doubt: '?', bad: '!' }[kind]
  const said = isWhole ? 'What is governed is as declared' : parts.join('; ')
  const sentence = audit.sample === undefined ? said : `In the sample: ${said}`
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
  return html`<section class="sample" aria-label="Sample"><p><strong>A sample: ${grouped(size)} of ${grouped(population)} rows</strong>, drawn by the seed <code>${seed}</code> from the audit <code>${digest}</code>. Who draws again by the same seed gets the same rows. Lists, bars and the matrix show what was drawn; totals are of everything.</p>
<details><summary>How it was drawn</summary><p>${method}.</p></details></section>`
}
