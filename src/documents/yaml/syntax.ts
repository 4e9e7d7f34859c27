import { YAMLException } from 'js-yaml'
import type { SyntaxFault } from './from-yaml.js'
import type { Span } from './tree.js'

export interface SyntaxComplaint extends Span {
  readonly code: 'yaml/syntax' | 'yaml/tab' | 'yaml/cut-off' | 'yaml/too-deep'
  readonly message: string
  readonly help: string
}

/** One parser's objection in the words of all diagnostics. Anything that is not a parser's is thrown on. */
export function syntaxComplaint(text: string, cause: unknown): SyntaxComplaint {
  if (cause instanceof YAMLException) return fromException(text, cause)
  if (cause instanceof Error) throw cause
  return fromFault(text, cause as SyntaxFault)
}

function fromException(text: string, { reason, mark }: YAMLException): SyntaxComplaint {
  const start = Math.min(mark?.position ?? 0, text.length)
  const at = { start, end: start + 1 }
  if (reason.startsWith('nesting exceeded')) return { ...at, ...tooDeep }
  return { ...at, ...described(text, start, reason) }
}

function fromFault(text: string, { code, message, start, end }: SyntaxFault): SyntaxComplaint {
  if (code === 'RESOURCE_EXHAUSTION') return { start, end, ...tooDeep }
  if (code === 'TAB_AS_INDENT')
    return { start, end, code: 'yaml/tab', message: 'a tab cannot indent', help: 'Indent with spaces.' }
  return { start, end: Math.max(end, start + 1), ...described(text, start, message) }
}

const tooDeep = {
  code: 'yaml/too-deep',
  message: 'lists and maps go too deep here',
  help: 'No document needs that many levels.',
} as const

function described(text: string, start: number, message: string): Pick<SyntaxComplaint, 'code' | 'message' | 'help'> {
  const words = message.charAt(0).toLowerCase() + message.slice(1)
  if (start >= text.trimEnd().length && text.trim() !== '')
    return { code: 'yaml/cut-off', message: `the document ends too early: ${words}`, help: 'Was the file cut off?' }
  return {
    code: 'yaml/syntax',
    message: words,
    help: 'Correct the YAML here; quotes help where text has : # { [ or *.',
  }
}
