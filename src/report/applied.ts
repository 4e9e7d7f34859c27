import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count, duration, grouped, verb } from './words.js'

/** What became of a run: what ran, what did not, and whether the platform is now as declared (E11). */
export interface Applied {
  readonly milliseconds: number
  /** Changes written, revocations not among them. */
  readonly written: number
  /** Connections that Writ revoked. */
  readonly revoked: number
  /** Connections that the platform ended by itself, as the plan predicted. */
  readonly ended: number
  /** Ids of connections that the platform ended and no plan named. */
  readonly extra: readonly string[]
  /** Changes that were live already. */
  readonly already: number
  /** Addresses of what the platform said is gone, and a read shows all the same. */
  readonly alive: readonly string[]
  /** Closing writes could not say which connections they may end: somebody may have connected in between. */
  readonly window: boolean
  readonly refused: readonly Outcome[]
  /** Why of each: the change that it waited for in vain. */
  readonly blocked: readonly Outcome[]
  /** Sent, and nothing tells what became of it. */
  readonly unknown: readonly Outcome[]
  /** Not tried: moved since the plan, not approved, or the run was stopped before. */
  readonly left: readonly Outcome[]
  /** What a plan would have now and none had before: somebody wrote while this ran. Left for the next run. */
  readonly arisen: readonly Outcome[]
  /** Null where nothing was read back. */
  readonly settled: Settled | null
}

/** What reading back showed. */
export interface Settled {
  readonly inSync: boolean
  /** Changes that a plan would have now. */
  readonly changes: number
  /** Changes that are only observed, and accounts that errors stopped: neither is in sync. */
  readonly observed?: number
  readonly stopped?: number
  readonly pending: number
  readonly held: number
  /** Accounts whose customers do not see yet what was written (T9); null where nobody looked. */
  readonly invisible: number | null
}

export interface Outcome {
  readonly address: string
  readonly why: string
}

export interface TextOptions {
  readonly width: number
  readonly colour: boolean
}

/** The end of a run in one line; what did not run is listed apart, so that partial is loud. */
export function renderApplied(given: Applied, { width, colour }: TextOptions): string {
  const applied = safe(given)
  const brush = paint(colour)
  const whole = isWhole(applied)
  const line = `${summary(applied)} ${settledText(applied.settled)}`
  return [
    ...wrap(line, width).map((part) => brush.bold(whole ? brush.green(part) : brush.red(part))),
    ...(applied.window ? ['', ...wrap(WINDOW, width)] : []),
    ...lists(applied, width),
  ].join('\n')
}

const WINDOW =
  'This platform cannot be told which connections a closing write may end: who connected between the check and the write has lost it. What the platform told of that is listed.'

const failures = ({ refused, blocked, unknown, left, extra, alive }: Applied): number =>
  refused.length + blocked.length + unknown.length + left.length + extra.length + alive.length

const isWhole = (applied: Applied): boolean =>
  failures(applied) === 0 &&
  applied.settled !== null &&
  applied.settled.inSync &&
  (applied.settled.invisible ?? 0) === 0

function summary(applied: Applied): string {
  const { written, revoked, ended, already, refused, unknown, blocked, left } = applied
  const some = written + revoked > 0
  const begin = failures(applied) === 0 ? 'Done' : some ? 'Partly applied' : 'Not applied'
  const parts = [
    some ? `${count(written, 'change')} written` : 'nothing written',
    some && revoked > 0 ? `${grouped(revoked)} revoked by Writ` : '',
    ended > 0 ? `${grouped(ended)} ended by the platform as predicted` : '',
    already > 0 ? `${grouped(already)} already as planned` : '',
    ...[
      [refused, 'refused'] as const,
      [unknown, 'unknown'] as const,
      [blocked, 'blocked'] as const,
      [left, 'left'] as const,
    ].map(([items, word]) => (items.length > 0 ? `${grouped(items.length)} ${word}` : '')),
  ]
  return `${begin} in ${duration(applied.milliseconds)}: ${parts.filter((part) => part !== '').join(', ')}.`
}

function settledText(settled: Settled | null): string {
  if (settled === null) return 'What lives now was not read back.'
  const waiting = [
    settled.pending > 0 ? `${grouped(settled.pending)} pending` : '',
    settled.held > 0 ? `${grouped(settled.held)} held` : '',
    unseen(settled.invisible),
  ].filter((part) => part !== '')
  const state = settled.inSync ? 'In sync' : `Not in sync: ${apart(settled)}`
  return `${state}${waiting.length > 0 ? `; ${waiting.join(', ')}` : ''}.`
}

/** What is in the way of being in sync, the gravest first; where nothing is counted, something was not read whole. */
export function apart({
  changes,
  observed = 0,
  stopped = 0,
}: Pick<Settled, 'changes' | 'observed' | 'stopped'>): string {
  const parts = [
    stopped > 0 ? `${count(stopped, 'account')} stopped by errors` : '',
    changes > 0 ? `a plan would have ${count(changes, 'change')}` : '',
    observed > 0 ? `${count(observed, 'change')} only observed` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'something was not read whole' : parts.join(', ')
}

/** Recorded and effective are two things: what was not looked at is not said to be seen. */
function unseen(invisible: number | null): string {
  if (invisible === null) return 'whether customers see it was not looked at'
  return invisible > 0 ? `${count(invisible, 'account')} ${verb(invisible, 'does', 'do')} not see it yet` : ''
}

/** So many of a sort are listed; the rest is counted. */
const LISTED = 20

function lists(applied: Applied, width: number): string[] {
  const extra = applied.extra.map((id) => ({
    address: `connection/${id}`,
    why: 'ended by the platform and named by no plan',
  }))
  const alive = applied.alive.map((address) => ({
    address,
    why: 'the platform answered that it is gone, and it lives on: revoke it there by hand, and run writ plan',
  }))
  const sections: [string, readonly Outcome[]][] = [
    ['unknown', applied.unknown],
    ['refused', applied.refused],
    ['blocked', applied.blocked],
    ['left', applied.left],
    ['alive', alive],
    ['extra', extra],
    ['arisen', applied.arisen],
  ]
  return sections.flatMap(([label, items]) => section(label, items, width))
}

function section(label: string, items: readonly Outcome[], width: number): string[] {
  const rows = items.slice(0, LISTED).map(({ address, why }) => [label, address, why])
  if (items.length > LISTED) rows.push([label, `… ${grouped(items.length - LISTED)} more`, ''])
  return rows.length === 0 ? [] : ['', ...table(rows, { width })]
}
