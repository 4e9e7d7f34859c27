import { Document, isCollection, isPair, isScalar, type Node, Scalar, visit } from 'yaml'
import type { Page } from './page.js'

/** A document as text. Whatever the platform holds, it stays one value of one field: nothing runs over. */
export function pageText({ value, comments }: Page): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, scalar) => quote(scalar),
    Collection: (_, node, path) => {
      // The document itself stands in lines, however short it is.
      if (path.length > 1) node.flow = isShort(node)
    },
  })
  const above = comments.get('') ?? []
  const heading = [...above, ...unplaced(value, comments)]
  if (heading.length > 0) document.commentBefore = lines(heading)
  comment(document.contents, comments)
  return escaped(document.toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: 1e9 }))
}

/** Remarks on fields that stay out of the document stand above it. */
const unplaced = (value: object, comments: ReadonlyMap<string, readonly string[]>): string[] =>
  [...comments].flatMap(([field, lines]) => (field === '' || Object.hasOwn(value, field) ? [] : lines))

function comment(contents: unknown, comments: ReadonlyMap<string, readonly string[]>): void {
  if (!isCollection(contents)) return
  for (const pair of contents.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue
    const said = comments.get(String(pair.key.value))
    if (said !== undefined) pair.key.commentBefore = lines(said)
  }
}

const lines = (texts: readonly string[]): string => texts.map((text) => ` ${text.replace(/\s+/g, ' ')}`).join('\n')

/** Words that every reader of YAML takes for text stand plain; all else is quoted: `no`, `012`, dates, what is empty. */
const PLAIN = /^\p{L}[\p{L}\p{N}_@./+-]*(?: [\p{L}\p{N}_@./+&()-]+)*$/u
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i

function quote(scalar: Scalar): void {
  const { value } = scalar
  if (typeof value !== 'string') return
  scalar.type = PLAIN.test(value) && !WORDS.test(value) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE
}

/** In UTF-16 units: what is longer than this stands in lines of its own. */
const SHORT = 72

const isShort = (node: Node): boolean => JSON.stringify(node.toJSON()).length <= SHORT

/** Whatever is invisible or turns text around, written as its number; it only stands within quotes and comments. */
const escaped = (text: string): string =>
  text.replace(/[^\n\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
