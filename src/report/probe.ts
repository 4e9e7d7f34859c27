import type { TextOptions } from './applied.js'
import type { Place } from './explain.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { wrap } from './width.js'
import { count, grouped, verb } from './words.js'

/** What the platform answered when it was asked to refuse what is restricted (T5, T6, T10). */
export interface Probe {
  /** How many questions were asked, and how many were left out because there were too many. */
  readonly asked: number
  readonly left: number
  readonly accounts: number
  readonly apps: number
  readonly people: number
  /** Refused, with the sentence of T5, as it had to be. */
  readonly refused: number
  /** Let through, as it had to be. */
  readonly allowed: number
  readonly findings: readonly ProbeFinding[]
  /** Questions without an answer. */
  readonly unanswered: readonly ProbeSubject[]
  /** Accounts that nothing was asked about, as nobody knows what is restricted there. */
  readonly doubtful: readonly DoubtfulAccount[]
  /** Errors that only live state reveals: there, live alone decides what is restricted. */
  readonly stopped: readonly { readonly address: string; readonly message: string }[]
}

/** An account that was not read whole. */
export interface DoubtfulAccount {
  readonly account: string
  readonly reason: string
}

export interface ProbeSubject {
  readonly account: string
  readonly app: string | null
  readonly project: string | null
  readonly user: string | null
  readonly message: string
}

export interface ProbeFinding extends ProbeSubject {
  readonly code:
    | 'probe/not-refused'
    | 'probe/not-applied'
    | 'probe/other-sentence'
    | 'probe/shown'
    | 'probe/connected'
    | 'probe/refused-though-open'
  /** What is refused though open shuts nobody out who is not shut out: it is told, and no finding that ends with 3. */
  readonly severity: 'error' | 'info'
  readonly closed: readonly string[]
  readonly at: readonly Place[]
}

/** The answer in one line, then what was found, then what was asked. */
export function renderProbe(given: Probe, { width, colour }: TextOptions): string {
  const probe = safe(given)
  const brush = paint(colour)
  const bad = probe.findings.filter(({ severity }) => severity === 'error').length
  const head = bad > 0 ? brush.red : brush.green
  return [
    ...wrap(verdict(probe, bad), width).map((line) => brush.bold(head(line))),
    ...section(
      probe.findings.map((finding) => [
        finding.severity === 'error' ? brush.red('✗') : ' ',
        ...subject(finding),
        reason(finding),
      ]),
      width,
    ),
    ...section(
      probe.unanswered.map((each) => ['?', ...subject(each), each.message]),
      width,
    ),
    ...section(
      probe.doubtful.map(({ account, reason: why }) => ['?', account, why]),
      width,
    ),
    ...section(
      probe.stopped.map(({ address, message }) => ['!', address, message]),
      width,
    ),
    '',
    ...wrap(scope(probe), width).map(brush.dim),
  ].join('\n')
}

function verdict({ refused, allowed }: Probe, bad: number): string {
  const well = `${count(refused, 'question')} refused as ${verb(refused, 'it', 'they')} had to be, ${grouped(allowed)} let through.`
  return bad === 0 ? `What is restricted is refused: ${well}` : `${count(bad, 'finding')}. ${well}`
}

const section = (rows: readonly string[][], width: number): string[] =>
  rows.length === 0 ? [] : ['', ...table(rows, { width })]

const subject = ({ account, app, project, user }: ProbeSubject): string[] => [
  [account, project].filter((part) => part !== null).join('/'),
  app ?? '',
  user ?? '',
]

const reason = ({ message, at }: ProbeFinding): string =>
  [message, [...new Set(at.map(({ file, line }) => `${file}:${line}`))].join(' · ')]
    .filter((part) => part !== '')
    .join('; ')

function scope({ asked, left, accounts, apps, people, unanswered }: Probe): string {
  const whole = `Asked ${count(asked, 'question')} about ${count(apps, 'app')} in ${count(accounts, 'account')}, for ${count(people, 'person', 'people')}: one for each way in which the gates stand.`
  const more =
    left === 0 ? '' : ` ${count(left, 'question')} ${verb(left, 'was', 'were')} left out: name accounts with --account.`
  const without = unanswered.length === 0 ? '' : ` ${count(unanswered.length, 'question')} had no answer.`
  return `${whole}${more}${without} Nothing was connected by asking.`
}
