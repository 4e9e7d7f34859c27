import type { Audit, PolicyVerdict } from '../../../model/audit.js'
import { count } from '../../words.js'
import { html, type Markup } from '../markup.js'
import { places, plainTable } from './table.js'

const EFFECTS: Readonly<Record<string, { readonly word: string; readonly tone: string; readonly order: number }>> = {
  refuse: { word: 'refuses', tone: 'bad', order: 0 },
  warn: { word: 'warns', tone: 'wait', order: 1 },
}
const NOTE = { word: 'notes', tone: 'note', order: 2 }

const effectOf = ({ effect }: PolicyVerdict) => EFFECTS[effect] ?? NOTE

/** What policies say of the state that the estate leads to: refusals first. */
export function policies({ policies: all }: Audit): Markup {
  if (all.length === 0) return html``
  const sorted = [...all].sort((a, b) => effectOf(a).order - effectOf(b).order)
  return html`<section class="card" aria-labelledby="policies"><h2 id="policies">Policies</h2>
${plainTable(count(all.length, 'finding of a policy', 'findings of policies'), COLUMNS, sorted)}</section>`
}

const COLUMNS = [
  {
    title: 'policy',
    of: (verdict: PolicyVerdict) =>
      html`<span class="tone ${effectOf(verdict).tone}">${effectOf(verdict).word}</span> ${verdict.rule.replace(/^policy\//, '')}`,
  },
  { title: 'about', of: ({ subject }: PolicyVerdict) => subject },
  { title: 'because', of: ({ message }: PolicyVerdict) => message, isLong: true },
  { title: 'line', of: ({ at }: PolicyVerdict) => places(at === undefined ? [] : [at]) },
]
