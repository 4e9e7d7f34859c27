import type { Diagnostic, Position, Related, SourceLine } from '../model/diagnostic.js'
import { escape as shown } from './escape.js'
import { displayWidth } from './width.js'

export interface DiagnosticCounts {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly files: number
  readonly documents: number
}

export interface DiagnosticsReport {
  readonly diagnostics: readonly Diagnostic[]
  readonly files: number
  readonly documents: number
}

export interface TextOptions {
  /** Colour repeats what words say. The caller decides, by terminal and NO_COLOR. */
  readonly color?: boolean
  /** At most so many of one code are shown in full. Default 100. */
  readonly perCode?: number
}

/** How many of each severity there are, of how much. */
export function countDiagnostics({ diagnostics, files, documents }: DiagnosticsReport): DiagnosticCounts {
  const of = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length
  return { errors: of('error'), warnings: of('warning'), infos: of('info'), files, documents }
}

/** Diagnostics as people read them: each with its lines and a mark under the place, and a count of all. */
export function diagnosticsText(report: DiagnosticsReport, options: TextOptions = {}): string {
  const paint = painter(options.color === true)
  const { kept, left } = firstOfEachCode(report.diagnostics, options.perCode ?? 100)
  const blocks = kept.map((diagnostic) => block(diagnostic, paint))
  const more = [...left].map(([code, count]) => `… ${count} more of ${shown(code)}`)
  return `${[...blocks, ...more, diagnosticsSummary(report)].join('\n\n')}\n`
}

/** Diagnostics as `schema/diagnostics.schema.json` describes them. `outcome` is the command's. */
export function diagnosticsJson(report: DiagnosticsReport, outcome: { exitCode: number; reasons: readonly string[] }) {
  return { formatVersion: 1, diagnostics: report.diagnostics, counts: countDiagnostics(report), outcome } as const
}

function firstOfEachCode(diagnostics: readonly Diagnostic[], most: number) {
  const seen = new Map<string, number>()
  const left = new Map<string, number>()
  const kept = diagnostics.filter(({ code }) => {
    const count = (seen.get(code) ?? 0) + 1
    seen.set(code, count)
    if (count > most) left.set(code, count - most)
    return count <= most
  })
  return { kept, left }
}

type Paint = (text: string, style: keyof typeof styles) => string
const styles = { error: 31, warning: 33, info: 36, dim: 2, bold: 1 } as const
const painter =
  (color: boolean): Paint =>
  (text, style) =>
    color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text

function block(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, code, at, help, related = [] } = diagnostic
  const head = `${paint(severity, severity)}  ${paint(shown(code), 'bold')}${at ? `   ${place(at)}` : ''}`
  const lines = [head, ...body(diagnostic, paint)]
  for (const each of related) lines.push(` ${paint('see', 'dim')}  ${relatedLine(each)}`)
  if (help) lines.push(` ${paint('help', 'dim')} ${shown(help)}`)
  return lines.join('\n')
}

const place = ({ file, line, column }: Position) => `${shown(file)}:${line}:${column}`
const relatedLine = ({ message, at }: Related) => `${place(at)}  ${shown(message)}`

/** The lines up to the place and the message under it; the message alone where there are no lines. */
function body({ at, excerpt = [], message, severity }: Diagnostic, paint: Paint): string[] {
  const marked = at && excerpt.find(({ line }) => line === at.line)
  if (!at || !marked) return [`  ${shown(message, mostOfMessage)}`]
  const before = excerpt.filter(({ line }) => line <= at.line)
  const width = String(at.line).length
  const gutter = (line: string) => paint(`  ${line.padStart(width)} │ `, 'dim')
  const { indent, mark } = underline(marked, at)
  return [
    ...before.map(({ line, text }) => `${gutter(String(line))}${code(text)}`),
    `${gutter('')}${indent}${paint(mark, severity)} ${shown(message, mostOfMessage)}`,
  ]
}

const mostOfMessage = 2_000
const widest = 160
const code = (text: string) => shown(text.replaceAll('\t', ' '), widest)

/** Counted in what is shown: an escaped character is longer than itself, and wide characters take two cells. */
function underline({ line, text }: SourceLine, at: Position): { indent: string; mark: string } {
  const plain = text.replaceAll('\t', ' ')
  const end = at.endLine === line ? at.endColumn - 1 : plain.length
  const before = displayWidth(shown(plain.slice(0, at.column - 1), widest))
  const marked = displayWidth(shown(plain.slice(at.column - 1, end), widest))
  if (before >= widest) return { indent: '', mark: '~' }
  return { indent: ' '.repeat(before), mark: '~'.repeat(Math.max(1, Math.min(marked, widest - before))) }
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** How many there are, and that nothing else was looked at, in one line. */
export function diagnosticsSummary(report: DiagnosticsReport): string {
  const { errors, warnings, infos, documents } = countDiagnostics(report)
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), ...(infos > 0 ? [counted(infos, 'hint')] : [])]
  const found = errors + warnings + infos === 0 ? 'No mistakes' : parts.join(', ')
  return `${found} in ${counted(documents, 'document')}. Nothing was read from the platform.`
}
