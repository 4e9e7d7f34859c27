/** Markup that is safe to send. Only `html` and `flag` make it, so that nothing gets in unescaped. */
export class Html {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: text is escaped, lists are joined, nothing and `false` leave no trace. */
export type Part = Html | string | number | null | undefined | false | readonly Part[]

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

function spoken(part: Part): string {
  if (part instanceof Html) return part.toString()
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return part.map(spoken).join('')
  return escaped(String(part))
}

/**
 * Markup with everything that is put into it escaped. Values of attributes stand in double quotes.
 * @example html`<a href="${url}">${name}</a>`
 */
export const html = (fixed: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(fixed.map((text, index) => `${index === 0 ? '' : spoken(parts[index - 1])}${text}`).join(''))

/** An attribute without a value, such as `checked`, where it holds. */
export const flag = (name: 'checked' | 'selected' | 'disabled' | 'required' | 'open', holds: boolean): Html =>
  new Html(holds ? ` ${name}` : '')
