import type { TextOptions } from './applied.js'
import { type Brush, type Paint, paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { displayWidth, wrap } from './width.js'

/** Who may use what, and why: every gate with the line that set it. */
export interface Explanation {
  readonly app: string
  readonly account: string
  readonly project: string | null
  /** Null explains the levels without a person. */
  readonly user: string | null
  readonly mayUse: boolean
  /** mayUse, and the menu is shown. */
  readonly mayConnect: boolean
  readonly gates: readonly ExplainedGate[]
  /** What would open it, sentence by sentence. */
  readonly remedies: readonly string[]
  /** How live differs, and which connections end with the next apply. Empty says that live agrees. */
  readonly live: readonly string[]
}

export interface ExplainedGate {
  readonly gate: string
  readonly state: 'open' | 'closed' | 'n/a'
  readonly why: string
  readonly at: readonly Place[]
  /** The live value, where it differs from what is declared. */
  readonly live?: string
}

export interface Place {
  readonly file: string
  readonly line: number
}

/** The answer in one line, then gate by gate, then what to do. */
export function renderExplain(given: Explanation, { width, colour }: TextOptions): string {
  const explained = safe(given)
  const brush = paint(colour)
  const live = explained.live.length > 0 ? explained.live : ['Live agrees.']
  return [
    ...wrap(answer(explained), width).map((line) => brush.bold(line)),
    '',
    ...gateLines(explained.gates, brush, width),
    '',
    ...explained.remedies.flatMap((line) => wrap(line, width)),
    ...live.flatMap((line) => wrap(line, width)),
  ].join('\n')
}

/** A gate a line where all fit; else what lives and where it is said stand below. */
function gateLines(gates: readonly ExplainedGate[], brush: Paint, width: number): string[] {
  const beside = gates.map((gate) => [
    ...gateRow(gate, brush),
    [gate.why, liveText(gate)].filter(Boolean).join('; '),
    placesText(gate),
  ])
  const widths = [0, 1, 2, 3].map((at) => Math.max(...beside.map((row) => displayWidth(row[at] ?? ''))))
  if (widths.reduce((sum, each) => sum + each + 2, -2) <= width && (widths[2] ?? 0) <= width / 2)
    return table(beside, { width })
  const below = gates.flatMap((gate) => [
    [...gateRow(gate, brush), gate.why],
    ...[liveText(gate), placesText(gate)].filter((text) => text !== '').map((text) => ['', '', brush.dim(text)]),
  ])
  return table(below, { width })
}

function answer({ app, account, project, user, mayUse, mayConnect }: Explanation): string {
  const where = project === null ? account : `${account}/${project}`
  const connect = mayUse && !mayConnect ? ', but cannot connect it: the menu is hidden' : ''
  if (user === null) return `${app} is ${mayUse ? 'open' : 'closed'} in ${where}`
  return `${user} ${mayUse ? 'may' : 'may not'} use ${app} in ${where}${connect}`
}

const liveText = ({ live }: ExplainedGate): string => (live === undefined ? '' : `live: ${live}`)
const placesText = ({ at }: ExplainedGate): string =>
  [...new Set(at.map(({ file, line }) => `${file}:${line}`))].join(' · ')

const gateRow = ({ gate, state }: ExplainedGate, brush: Paint): string[] => {
  const colour: Brush = state === 'closed' ? brush.red : state === 'open' ? brush.green : brush.dim
  return [`${state === 'closed' ? colour('✗') : ' '} ${gate}`, colour(state)]
}
