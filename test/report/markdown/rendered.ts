import MarkdownIt, { type Token } from 'markdown-it'

const markdown = new MarkdownIt({ html: true, linkify: true })

/** What a host makes of a text: its tags, in order, with what is written outside code, and what stands in code. */
export interface Rendered {
  /** Tags and the text between them; code is only marked. */
  readonly shape: readonly string[]
  readonly code: readonly string[]
}

/** Renders with HTML and links on, as hosts do. */
export function rendered(text: string): Rendered {
  const code: string[] = []
  const shape = markdown.parse(text, {}).flatMap((token) => shapeOf(token, code))
  return { shape, code }
}

function shapeOf(token: Token, code: string[]): string[] {
  if (token.type === 'inline') return (token.children ?? []).flatMap((child) => shapeOf(child, code))
  if (token.type === 'code_inline' || token.type === 'fence') {
    code.push(token.content)
    return [token.type]
  }
  if (token.type === 'text' || token.type.startsWith('html_')) return [`${token.type} ${token.content}`]
  return [token.type]
}

/** All that is written outside code and tags. */
export const outsideCode = (text: string): string =>
  rendered(text)
    .shape.filter((each) => each.startsWith('text '))
    .map((each) => each.slice(5))
    .join('\n')

/** The heads of the sections, in order. */
export const headings = (text: string): string[] => [...text.matchAll(/^#### (.*)$/gm)].map(([, title = '']) => title)

/** One section, from its head to the next. */
export function section(text: string, title: string): string {
  const [, found = ''] = text.split(new RegExp(`^#### (?=${title})`, 'm'))
  return found.split(/^#### |\n\n---\n/m)[0] ?? ''
}
