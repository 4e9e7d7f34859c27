import { csrfOf } from '../session.js'
import type { Visit } from '../visit.js'
import { flag, type Html, html, type Part } from './html.js'

/** A form of ours. `version` is the row's, so that what changed meanwhile is not overwritten. */
export function form(
  visit: Visit,
  action: string,
  body: Part,
  { version, label }: { version?: string | null; label?: string } = {},
): Html {
  return html`<form method="post" action="${action}"${label !== undefined && html` aria-label="${label}"`}>
<input type="hidden" name="csrf" value="${csrfOf(visit.key)}">${version !== undefined && html`<input type="hidden" name="version" value="${version ?? ''}">`}
${body}</form>`
}

interface Field {
  name: string
  label: string
  value?: string | undefined
  hint?: string
  required?: boolean
  type?: 'text' | 'password' | 'email' | 'search'
  /** What browsers may fill in by themselves. */
  autocomplete?: string
}

/** A labelled line of text. */
export function field({
  name,
  label,
  value = '',
  hint,
  required = false,
  type = 'text',
  autocomplete = 'off',
}: Field): Html {
  const described = hint === undefined ? false : html` aria-describedby="${name}-hint"`
  return html`<p class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${flag('required', required)}${described}>${hintOf(name, hint)}</p>`
}

/** A labelled text of several lines. */
export function area({ name, label, value = '', hint, required = false }: Field): Html {
  const described = hint === undefined ? false : html` aria-describedby="${name}-hint"`
  return html`<p class="field"><label for="${name}">${label}</label>
<textarea id="${name}" name="${name}" rows="3"${flag('required', required)}${described}>${value}</textarea>${hintOf(name, hint)}</p>`
}

const hintOf = (name: string, hint: string | undefined): Part =>
  hint !== undefined && html`<small class="hint" id="${name}-hint">${hint}</small>`

export interface Choice {
  value: string
  text: string
}

/** A labelled choice of one. */
export function select(name: string, label: string, choices: readonly Choice[], chosen: string, id = name): Html {
  const options = choices.map(
    ({ value, text }) => html`<option value="${value}"${flag('selected', value === chosen)}>${text}</option>`,
  )
  return html`<p class="field"><label for="${id}">${label}</label><select id="${id}" name="${name}">${options}</select></p>`
}

/** One box to tick. */
export function tick(name: string, value: string, text: Part, checked: boolean, required = false): Html {
  return html`<label class="tick"><input type="checkbox" name="${name}" value="${value}"${flag('checked', checked)}${flag('required', required)}> <span>${text}</span></label>`
}

/** Several boxes under one heading. */
export const ticks = (legend: string, boxes: Part): Html =>
  html`<fieldset><legend>${legend}</legend>${boxes}</fieldset>`

/** A form of one button. The words beyond `text` are for those who hear the page. */
export function button(
  visit: Visit,
  action: string,
  text: string,
  hidden: Record<string, string>,
  { of, tone = 'plain' }: { of?: string; tone?: 'plain' | 'main' | 'danger' } = {},
): Html {
  const fields = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return form(
    visit,
    action,
    html`${fields}<button class="${tone}">${text}${of !== undefined && html` <span class="heard">${of}</span>`}</button>`,
  )
}
