import { type Audit, VERDICTS } from '../../../model/audit.js'
import { count, grouped, minute } from '../../words.js'
import type { AuditPage } from '../audit.js'
import { html, type Markup } from '../markup.js'
import { GATE_WORDS, VERDICT_WORDS } from '../words.js'
import { badge } from './badge.js'
import { places, plainTable } from './table.js'

/** What the rest stands on: what was read and whether it is whole, how much is governed, who signed what. */
export const evidence = (page: AuditPage): Markup =>
  html`${reads(page.audit)}${coverage(page.audit)}${released(page.audit)}${proof(page)}`

type Read = Audit['reads'][number]

function reads({ reads: all }: Audit): Markup {
  const broken = all.filter(({ complete }) => !complete)
  return html`<section class="card" aria-labelledby="reads"><h2 id="reads">What was read</h2>
<p class="hint">A list counts as read when its last page came, its rows are as many as the platform counts, and what changed meanwhile was replayed over it. Otherwise it is unknown, and nothing is said of what stands on it.</p>
${broken.length > 0 && html`<p class="loud slim"><strong>${count(broken.length, 'list')} could not be read whole.</strong></p>`}
${plainTable(count(all.length, 'list'), READS, [...broken, ...all.filter(({ complete }) => complete)])}</section>`
}

const READS = [
  {
    title: 'list',
    of: ({ collection, account }: Read) => (account === null ? collection : `${collection} of ${account}`),
  },
  {
    title: 'whole',
    of: ({ complete, reason }: Read) =>
      complete
        ? html`<span class="tone good"><span aria-hidden="true">✓</span> whole</span>`
        : html`<span class="tone bad"><span aria-hidden="true">?</span> unknown</span> ${reason}`,
  },
  { title: 'rows', of: ({ rows }: Read) => rows, isNumber: true },
  { title: 'the platform counts', of: ({ total }: Read) => total ?? 'unknown', isNumber: true },
  { title: 'pages', of: ({ pages }: Read) => pages, isNumber: true },
  {
    title: 'revision',
    of: ({ revisionBefore: before, revisionAfter: after }: Read) =>
      before === after ? String(after ?? '') : `${before ?? '?'} → ${after ?? '?'}`,
    isNumber: true,
  },
  { title: 'replayed', of: ({ replayed }: Read) => replayed, isNumber: true },
]

function coverage({ coverage: of, history }: Audit): Markup {
  const rows = Object.entries(of).map(([name, share]) => ({ name, ...share }))
  return html`<section class="card" aria-labelledby="coverage"><h2 id="coverage">How much is governed</h2>
${plainTable(
  'Of what lives, how much documents speak of',
  [
    { title: 'what', of: ({ name }: (typeof rows)[number]) => name },
    { title: 'governed', of: ({ governed }: (typeof rows)[number]) => governed, isNumber: true },
    { title: 'of', of: ({ total }: (typeof rows)[number]) => total, isNumber: true },
    {
      title: 'share',
      of: ({ governed, total }: (typeof rows)[number]) =>
        total === 0 ? '–' : `${Math.floor((governed / total) * 100)} %`,
      isNumber: true,
    },
  ],
  rows,
)}
<p class="hint">Gates stand on ${count(history.rows, 'setting')} of the platform; for ${grouped(history.asked)} of them it was asked who wrote them last.</p></section>`
}

function released({ released: all }: Audit): Markup {
  if (all === null || all.length === 0) return html``
  type Released = (typeof all)[number]
  return html`<section class="card" aria-labelledby="released"><h2 id="released">Released</h2>
<p class="hint">What was governed at the baseline and is not any more. It stays as it lives.</p>
${plainTable(
  count(all.length, 'thing'),
  [
    { title: 'what', of: ({ address }: Released) => address },
    { title: 'was', of: ({ was }: Released) => JSON.stringify(was) },
    { title: 'stays', of: ({ stays }: Released) => (stays === null ? 'no trace' : JSON.stringify(stays)) },
    { title: 'line', of: ({ at }: Released) => places(at) },
  ],
  all,
)}</section>`
}

function proof({ audit, platform, tool, estate: { commit, dirty } }: AuditPage): Markup {
  const facts: [string, string][] = [
    ['Audit digest', audit.digest],
    [
      'Commit of the documents',
      commit === null
        ? 'unknown: they stand in no repository'
        : `${commit}${dirty === true ? ', with edits that are not committed' : ''}`,
    ],
    ['Address', platform.url],
    ['Live revision', String(platform.revision)],
    ['Looked at', minute(audit.createdAt)],
    ['Tool', tool],
  ]
  return html`<section class="card" aria-labelledby="proof"><h2 id="proof">To check this page</h2>
<p class="hint">The digest is over what the audit says of every account, without times and lines. <code>writ audit --format json</code> over the same documents and the same platform carries the same digest, and a Review in the documents names the digest of its account.</p>
<dl class="facts tall">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`)}</dl></section>`
}

/** What the words on this page mean. */
export const glossary =
  (): Markup => html`<section class="card" aria-labelledby="words"><h2 id="words">Words on this page</h2>
<dl class="glossary">${VERDICTS.map((verdict) => html`<div><dt>${badge(verdict)}</dt><dd>${VERDICT_WORDS[verdict].says}</dd></div>`)}</dl>
<h3>Gates</h3><p class="hint">A person may use an app in a project when each of these is open, or does not apply.</p>
<dl class="glossary">${Object.entries(GATE_WORDS).map(([gate, says]) => html`<div><dt>${gate}</dt><dd>${says}</dd></div>`)}</dl>
<h3>More</h3><dl class="glossary"><div><dt>live</dt><dd>as the platform is now</dd></div><div><dt>declared</dt><dd>as the documents make it</dd></div><div><dt>account</dt><dd>a customer, with projects, groups and people of its own</dd></div><div><dt>connection</dt><dd>somebody’s, or a service’s, authorised link to an app</dd></div></dl></section>`
