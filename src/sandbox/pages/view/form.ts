import { csrfOf } from '../session.js'
import type { Visit } from '../visit.js'
import { flag, type Html, html, type Part } from './html.js'

/** A form of ours. `version` is the row's, so that what changed meanwhile is not overwritten. */
export function form(
  visit: Visit,
  action: string,
  body: Part,
  { version }: { version?: string | undefined } = {},
): Html {
  const known = { csrf: csrfOf(visit.key), ...(version === undefined ? {} : { version }) }
  return html`<form method="post" action="${action}">${hiddenFields(known)}
${body}</form>`
}

/** What a form says without being asked. */
export const hiddenFields = (values: Record<string, string>): Html[] =>
  Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

interface Field {
  name: string
  label: string
  value?: string | undefined
  hint?: string
  required?: boolean
  type?: 'text' | 'password' | 'email' | 'search'
}

/** A labelled line of text. */
export function field({ name, label, value = '', hint, required = false, type = 'text' }: Field): Html {
  return html`<p class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="off"${flag('required', required)}${describedBy(name, hint)}>${hintOf(name, hint)}</p>`
}

/** A labelled text of several lines. */
export function area({ name, label, value = '', hint, required = false }: Field): Html {
  return html`<p class="field"><label for="${name}">${label}</label>
<textarea id="${name}" name="${name}" rows="3"${flag('required', required)}${describedBy(name, hint)}>${value}</textarea>${hintOf(name, hint)}</p>`
}

const describedBy = (name: string, hint: string | undefined): Part =>
  hint !== undefined && html` aria-describedby="${name}-hint"`

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
  const words = html`${text}${of !== undefined && html` <span class="heard">${of}</span>`}`
  return form(visit, action, html`${hiddenFields(hidden)}<button class="${tone}">${words}</button>`)
}
