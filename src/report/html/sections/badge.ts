import type { Verdict } from '../../../model/audit.js'
import { html, type Markup } from '../markup.js'
import { VERDICT_WORDS } from '../words.js'

/** A verdict as sign and word; the colour only repeats them. */
export function badge(verdict: Verdict): Markup {
  const { sign, label } = VERDICT_WORDS[verdict]
  return html`<span class="badge v-${verdict}"><span aria-hidden="true">${sign}</span> ${label}</span>`
}

export const sign = (verdict: Verdict): Markup =>
  html`<span class="sign v-${verdict}" aria-hidden="true">${VERDICT_WORDS[verdict].sign}</span>`
