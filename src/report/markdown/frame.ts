import type { Plan } from '../../model/generated/plan.js'
import { verdictLine } from '../plan/verdict.js'
import { isWritten, type PlanView } from '../plan/view.js'
import { count, grouped, minute, shortDigest, verb } from '../words.js'
import type { Section } from './budget.js'
import { code, plain, said } from './inline.js'
import { risks } from './risks.js'

/** By it whoever posts the comment finds it again: one for each environment. */
const marker = ({ platform }: Plan): string => `<!-- writ:plan ${plain(platform.environment ?? 'default')} -->`

const where = ({ platform: { environment, tenant, url } }: Plan): string =>
  said([environment, tenant, url].filter((part) => part !== null).join(' · '))

/** Where, then worry or not in one line, then what kind of plan it is. */
export function top(seen: PlanView): Section {
  const labels = risks(seen.plan).map((label) => `**${label}**`)
  const scope = seen.plan.scope.length === 0 ? [] : ['', `Only ${said(seen.plan.scope.join(' '))}.`]
  return {
    must: true,
    head: [
      marker(seen.plan),
      `### Writ plan: ${where(seen.plan)}`,
      ...['', `**${verdictLine(seen)}**`, ...scope],
      ...(labels.length === 0 ? [] : ['', labels.join(' · ')]),
    ],
  }
}

/** Is there nothing at all that anybody has to look at? */
export const isCalm = ({ changes, held, pending, released, findings, verdicts, reads, guards }: Plan): boolean =>
  [changes, held, pending, released, verdicts].every(({ length }) => length === 0) &&
  findings.every(({ severity }) => severity === 'info') &&
  reads.every(({ complete }) => complete) &&
  guards.shrink.state !== 'tripped'

/** Nothing to do, in a line. */
export function calm({ plan, more }: PlanView): string {
  const notes = plan.findings.length
  const parts = [
    `**Writ: in sync, nothing to do.** ${where(plan)}`,
    governed(plan),
    ...(notes === 0 ? [] : [`${count(notes, 'note')}: ${code(more)}`]),
    digests(plan),
  ]
  return `${marker(plan)}\n${parts.join(' · ')}\n`
}

/** What nobody governs is counted every time (E17). */
function governed({ coverage: { accounts, apps, connections } }: Plan): string {
  const outside = connections.total - connections.governed
  return [
    `governed: ${grouped(accounts.governed)} of ${count(accounts.total, 'account')}`,
    `${grouped(apps.governed)} of ${count(apps.total, 'app')}`,
    `${count(outside, 'connection')} outside`,
  ].join(', ')
}

const digests = ({ digests: { plan, outcome } }: Plan): string =>
  `plan ${code(shortDigest(plan))} · outcome ${code(shortDigest(outcome))}`

/** Where all of it is told, and by which digests it is known. */
export function bottom({ plan, more }: PlanView): Section {
  const changes = plan.changes.filter(isWritten).length
  const seen = plan.changes.length - changes
  const against =
    plan.baseline === undefined
      ? ''
      : ` · against ${said(plan.baseline.ref)} ${code(plan.baseline.commit.slice(0, 12))}`
  return {
    must: true,
    head: [
      '---',
      `${count(changes, 'change')}${seen === 0 ? '' : ` to write, ${count(seen, 'change')} observed only`} · ${governed(plan)}`,
      '',
      `${digests(plan)}${against} · live revision ${code(String(plan.platform.revision))} · all of it: ${code(more)}`,
    ],
  }
}

/** In full what binds the plan, for whoever approves it by its digest, and what was read. */
export function binding({ plan, more }: PlanView): Section {
  const { digests: of, baseline, platform, reads } = plan
  const rows = reads.reduce((sum, read) => sum + read.rows, 0)
  const incomplete = reads.filter(({ complete }) => !complete).length
  const lines = [
    `- plan ${code(of.plan)}`,
    `- outcome ${code(of.outcome)}, which Overrides name`,
    ...(baseline === undefined
      ? ['- no baseline']
      : [`- baseline ${said(baseline.ref)}, commit ${said(baseline.commit)}`]),
    `- platform ${said(`${platform.tenant} at ${platform.url}`)}, live revision ${code(String(platform.revision))}`,
    `- read: ${count(reads.length, 'list')}, ${count(rows, 'row')}${incomplete === 0 ? '' : `; ${grouped(incomplete)} ${verb(incomplete, 'is', 'are')} not whole`}`,
    `- planned ${said(minute(plan.createdAt))} for the day ${said(plan.date)} by ${said(plan.tool)}`,
  ]
  const rest = (left: number) => `- … ${count(left, 'more line')}: ${code(more)} tells all`
  return {
    head: [''],
    blocks: [{ lines: [], rest: () => '', fold: { summary: 'Digests, baseline and what was read', lines, rest } }],
  }
}
