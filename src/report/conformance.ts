import type { CheckResult, ConformanceReport, Exchange, Finding } from '../model/generated/conformance.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { wrap } from './width.js'
import { count } from './words.js'

export interface ConformanceLooks {
  readonly width: number
  readonly colour: boolean
}

/** A conformance report as people read it: what is broken, with the exchange that shows it, and what was not run. */
export function renderConformance(report: ConformanceReport, looks: ConformanceLooks): string {
  const { checks, leftBehind } = safe(report)
  const of = (verdict: CheckResult['verdict']) => checks.filter((check) => check.verdict === verdict)
  const failed = of('failed').map((check) => finding(check, looks))
  const left = leftBehind.map((what) => `  ${what}`)
  const blocks = [
    ...failed,
    ...section('Not run, neither passed nor failed', of('not-run').map(notRun)),
    ...section('Left behind: remove it by hand', left),
    summary(report, looks),
  ]
  return `${blocks.join('\n\n')}\n`
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [[title, ...lines].join('\n')]

const notRun = ({ name, proves, reason }: CheckResult): string => `  ${name} (${proves.join(', ')}) ${reason ?? ''}`

function finding({ name, proves, clause, finding: found }: CheckResult, looks: ConformanceLooks): string {
  const { red, bold } = paint(looks.colour)
  const head = `${red('✗')} ${bold(name)} (${proves.join(', ')})`
  return [
    head,
    ...wrap(clause, looks.width - 2).map((line) => `  ${line}`),
    ...(found ? evidence(found, looks) : []),
  ].join('\n')
}

function evidence({ expected, came, exchange }: Finding, looks: ConformanceLooks): string[] {
  const rows = [['expected', expected], ['came', came], ...(exchange === null ? [] : shownExchange(exchange))]
  return rows.flatMap(([label = '', text = '']) => {
    const [first = '', ...more] = wrap(text, Math.max(looks.width - 14, 20))
    return [`    ${label.padEnd(10)}${first}`, ...more.map((line) => `${' '.repeat(14)}${line}`)]
  })
}

function shownExchange({ method, path, headers, body, status, answerHeaders, answer }: Exchange): string[][] {
  const told = (fields: Exchange['headers']) => Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  return [
    ['request', `${method} /v1${path === '' ? '' : `/${path}`}`],
    ...told(headers).map((line) => ['', line]),
    ...(body === null ? [] : [['', body]]),
    ['answer', String(status)],
    ...told(answerHeaders).map((line) => ['', line]),
    ['', answer],
  ]
}

function summary({ counts, checks }: ConformanceReport, { colour }: ConformanceLooks): string {
  const { green, red, yellow } = paint(colour)
  const failed = `${counts.failed} failed`
  const notRunTold = `${counts.notRun} not run`
  const parts = [
    green(`${counts.passed} passed`),
    counts.failed > 0 ? red(failed) : failed,
    ...(counts.notRun > 0 ? [yellow(notRunTold)] : []),
  ]
  return `${count(checks.length, 'check')}: ${parts.join(', ')}`
}
