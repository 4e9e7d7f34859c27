import type { TextOptions } from './applied.js'
import { type Brush, type Paint, paint } from './paint.js'
import { safe } from './safe.js'
import { displayWidth, padEnd, wrap } from './width.js'
import { grouped } from './words.js'

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
  /** What is said there: `project/acme/zeus integrations.slack`. */
  readonly what?: string
  /** What it builds on: a package, and what that includes. */
  readonly below?: readonly Place[]
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

/** So many branches of one gate are told. */
const MOST_BRANCHES = 8

/** A gate a line; what speaks for it stands behind it where there is room, else below it as branches. */
function gateLines(gates: readonly ExplainedGate[], brush: Paint, width: number): string[] {
  const names = Math.max(...gates.map(({ gate }) => gate.length))
  const before = names + 2 + 'closed'.length + 4
  const beside = gates.map((each) => placeBeside(each))
  const column = Math.max(0, ...gates.map(({ why }, at) => fits(why, beside[at], width - before)))
  return gates.flatMap((gate, at) => {
    const head = `${headOf(gate, names, brush)}  `
    const place = beside[at]
    if (place !== undefined && fits(gate.why, place, width - before) > 0)
      return [`${head}${padEnd(gate.why, column)}  ${brush.dim(place)}`.trimEnd()]
    const told = wrap(gate.why, Math.max(20, width - before))
    const indent = ' '.repeat(before)
    return [
      ...told.map((line, nth) => `${nth === 0 ? head : indent}${line}`.trimEnd()),
      ...branchLines(branchesOf(gate), Math.max(20, width - before)).map((line) => indent + brush.dim(line)),
    ]
  })
}

/** How wide the reason is, where its place fits behind it; else 0. */
const fits = (why: string, place: string | undefined, room: number): number =>
  place !== undefined && displayWidth(why) <= room / 2 && displayWidth(why) + displayWidth(place) + 2 <= room
    ? displayWidth(why)
    : 0

/** The one place that makes a gate so; undefined where there is more to tell. */
function placeBeside({ at, live }: ExplainedGate): string | undefined {
  const places = new Set(at.map(({ file, line }) => `${file}:${line}`))
  const isMore = live !== undefined || places.size > 1 || at.some(({ below }) => below !== undefined)
  return isMore ? undefined : [...places].join('')
}

interface Branch {
  readonly text: string
  readonly below: readonly Branch[]
}

function branchesOf({ at, live }: ExplainedGate): Branch[] {
  const branches = at.map(branchOf)
  const once = [...new Map(branches.map((branch) => [JSON.stringify(branch), branch])).values()]
  const more = once.length - MOST_BRANCHES
  return [
    ...once.slice(0, MOST_BRANCHES),
    ...(more > 0 ? [{ text: `… ${grouped(more)} more`, below: [] }] : []),
    ...(live === undefined ? [] : [{ text: `live: ${live}`, below: [] }]),
  ]
}

const branchOf = ({ file, line, what = '', below = [] }: Place): Branch => ({
  text: [what, `${file}:${line}`].filter((part) => part !== '').join('  '),
  below: below.map(branchOf),
})

/** `├─` before each branch, `└─` before the last, and what a branch builds on below it. */
function branchLines(branches: readonly Branch[], width: number): string[] {
  return branches.flatMap(({ text, below }, at) => {
    const isLast = at === branches.length - 1
    const under = isLast ? '   ' : '│  '
    const lines = wrap(text, Math.max(12, width - 3)).map(
      (line, nth) => (nth === 0 ? `${isLast ? '└─' : '├─'} ` : under) + line,
    )
    return [...lines, ...branchLines(below, Math.max(15, width - 3)).map((line) => under + line)]
  })
}

function answer({ app, account, project, user, mayUse, mayConnect }: Explanation): string {
  const where = project === null ? account : `${account}/${project}`
  const connect = mayUse && !mayConnect ? ', but cannot connect it: the menu is hidden' : ''
  if (user === null) return `${app} is ${mayUse ? 'open' : 'closed'} in ${where}`
  return `${user} ${mayUse ? 'may' : 'may not'} use ${app} in ${where}${connect}`
}

function headOf({ gate, state }: ExplainedGate, names: number, brush: Paint): string {
  const colour: Brush = state === 'closed' ? brush.red : state === 'open' ? brush.green : brush.dim
  return `${state === 'closed' ? colour('✗') : ' '} ${gate.padEnd(names)}  ${colour(state.padEnd('closed'.length))}`
}
