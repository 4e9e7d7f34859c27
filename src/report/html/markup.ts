import { entities, escape as shown } from '../escape.js'

/** HTML that is made; everything else is text, and is escaped where it is put into some. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

/** Text as it may stand in an element or in a quoted attribute; what acts or hides is written out. */
export const htmlText = (text: string): string => entities(shown(text))

function written(part: Part): string {
  if (part instanceof Markup) return part.text
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return part.map(written).join('')
  return htmlText(String(part))
}

/**
 * HTML with values in it: texts are escaped, so that none ends an element or an attribute. Attributes stand in quotes.
 * @example html`<td title="${name}">${name}</td>`
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.reduce((made, text, at) => made + written(parts[at - 1]) + text))
