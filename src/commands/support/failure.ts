import type { Diagnostic } from '../../model/diagnostic.js'
import { Fault } from '../../model/fault.js'
import type { PlanOutcome } from '../../model/generated/plan.js'
import { nearest } from '../../model/nearest.js'
import { EXIT, type Reason } from '../../model/outcome.js'
import type { DiagnosticsReport } from '../../report/diagnostics.js'
import { escape as shown } from '../../report/escape.js'
import { isAnnotating } from './annotate.js'
import { data, json, looksOfNotes, note } from './output.js'

/** An estate with mistakes: told as diagnostics, each with its place in the folder. */
export class InvalidEstate extends Error {
  constructor(
    readonly report: DiagnosticsReport,
    readonly dir = '.',
  ) {
    super('the estate is not valid')
  }
}

/** Faults that end with another code than 1. */
const EXITS: Readonly<Record<string, number>> = {
  'apply/broken-off': EXIT.partial,
  'baseline/other': EXIT.stale,
  'read/incomplete': EXIT.incomplete,
}

/**
 * The one place that turns what was thrown into text, or into the document of the format that was asked for, and an exit
 * code: the cause in one line, what was changed, and what to do next. Where it happened in Writ only under DEBUG.
 */
export async function tellFailure(error: unknown, format: string): Promise<number> {
  if (isQuiet(error)) return 0
  if (process.env.DEBUG) note(traceOf(error))
  if (error instanceof InvalidEstate) {
    const outcome = { exitCode: EXIT.error, reasons: ['invalid-estate'] }
    return await tellReport(error.report, {
      format,
      outcome,
      dir: error.dir,
      isWhole: true,
      text: () => invalidText(error.report),
    })
  }
  const fault = toFault(error)
  const exitCode = EXITS[fault.code] ?? EXIT.error
  const outcome = { exitCode, reasons: [REASONS[exitCode] ?? 'failed'] }
  return await tellReport(reportOf(fault), {
    format,
    outcome,
    dir: '.',
    isWhole: false,
    text: async () => faultText(fault),
  })
}

interface Telling {
  readonly format: string
  readonly outcome: PlanOutcome
  readonly dir: string
  /** False where the estate was not even looked at. */
  readonly isWhole: boolean
  /** For people. */
  readonly text: () => Promise<string>
}

async function tellReport(
  report: DiagnosticsReport,
  { format, outcome, dir, isWhole, text }: Telling,
): Promise<number> {
  if (format === 'json') {
    const { diagnosticsJson } = await import('../../report/diagnostics.js')
    json(diagnosticsJson(report, outcome))
  } else if (isAnnotating(format)) {
    const { diagnosticsAnnotated } = await import('./annotate-diagnostics.js')
    data(await diagnosticsAnnotated(format, report, { dir, command: 'validate', where: null, outcome, isWhole }))
  } else note(await text())
  return outcome.exitCode
}

/** The same where not even its own files can be read any more. */
export function tellBriefly(error: unknown): number {
  note(faultText(toFault(error)))
  return EXIT.error
}

/** Where it happened, line by line, fit to be shown like everything else. */
const traceOf = (error: unknown): string =>
  String(error instanceof Error ? (error.stack ?? error.message) : error)
    .split('\n')
    .map((line) => shown(line, 2000))
    .join('\n')

/** oclif ends help by throwing. */
const isQuiet = (error: unknown): boolean => (error as { oclif?: { exit?: number } } | null)?.oclif?.exit === 0

async function invalidText(report: DiagnosticsReport): Promise<string> {
  const { diagnosticsText } = await import('../../report/diagnostics.js')
  return diagnosticsText(report, { color: looksOfNotes().colour }).trimEnd()
}

const REASONS: Readonly<Record<number, Reason>> = {
  [EXIT.incomplete]: 'read-incomplete',
  [EXIT.stale]: 'stale',
  [EXIT.partial]: 'partly-applied',
}

function reportOf({ code, message, help }: Fault): DiagnosticsReport {
  const diagnostic: Diagnostic = { code, severity: 'error', message, ...(help === undefined ? {} : { help }) }
  return { diagnostics: [diagnostic], files: 0, documents: 0 }
}

export function faultText({ code, message, help }: Fault): string {
  const changed = code === 'apply/broken-off' || code.startsWith('usage/') ? [] : ['       Nothing was changed.']
  return [
    `error  ${shown(code)}  ${shown(message, 2000)}`,
    ...changed,
    ...(help === undefined ? [] : [` help  ${shown(help)}`]),
  ].join('\n')
}

const SYSTEM_HELP: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Name another port.',
  EMFILE: 'Let it open more files: ulimit -n 1024.',
  ENOSPC: 'Make room on the disk, and run again.',
}

/** What is no Fault is a mistake of the command line, of the machine, or of Writ. */
function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && ('parse' in error || 'oclif' in error)) return usageFault(message, error)
  const { code, syscall, path } = error as NodeJS.ErrnoException
  if (syscall !== undefined) {
    const what = path === undefined ? message : `${path}: ${message}`
    const help = SYSTEM_HELP[code ?? ''] ?? 'Check the file or address, and run again.'
    return new Fault(`system/${String(code).toLowerCase()}`, what, help)
  }
  return new Fault('writ/bug', message, 'This is a mistake in Writ. With DEBUG=writ it says where; please report it.')
}

/** oclif's words in one line. */
function usageFault(message: string, error: Error): Fault {
  const { flags } = error as { flags?: unknown }
  const [first = '', ...rest] = message.split('\n').filter((line) => !line.startsWith('See more help'))
  const detail = rest.map((line) => line.trim()).filter((line) => line !== '')
  const near = Array.isArray(flags) ? nearFlag(String(flags[0]), error) : nearValue(first)
  const what = first.startsWith('The following error') ? detail.join('; ') : [first, ...detail].join(' ')
  return new Fault('usage/invalid', `${what}${near}`, 'Add --help to see what there is.')
}

function nearFlag(flag: string, error: Error): string {
  const known = Object.keys((error as { parse?: { input?: { flags?: object } } }).parse?.input?.flags ?? {})
  return suggestion(flag.replace(/^-+/, ''), known)
}

/** Of a flag that takes one of a few values, the value that was probably meant. */
function nearValue(text: string): string {
  const [, given, options] = /^Expected (?:--[\w-]+=)?(.*) to be one of: (.+)$/s.exec(text) ?? []
  const near = given === undefined ? undefined : nearest(given, (options ?? '').split(', '))
  return near === undefined ? '' : `. Did you mean ${near}?`
}

const suggestion = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known)
  return near === undefined ? '' : `. Did you mean --${near}?`
}
