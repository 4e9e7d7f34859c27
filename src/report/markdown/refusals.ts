import type { Plan, Verdict } from '../../model/generated/plan.js'
import { overrideDocuments } from '../plan/overrides.js'
import { type PlanView, place } from '../plan/view.js'
import { count, groupBy, grouped, list, verb } from '../words.js'
import { alike, subjectsOf } from './alike.js'
import type { Block, Section } from './budget.js'
import { code, said } from './inline.js'
import { listed, NOTHING, restOf } from './listed.js'

/** What could not be read whole, before anything else: in it nothing is planned, and what is open there stays so (E4). */
export function unread(view: PlanView): Section {
  const lines = view.plan.reads
    .filter(({ complete }) => !complete)
    .map(({ collection, account, reason, rows, total }) => {
      const where = account === null ? '' : ` of ${code(account)}`
      const seen = `${grouped(rows)} of ${total === null ? 'an unknown number of' : grouped(total)} rows seen`
      return `- ${code(collection)}${where}: ${seen}. ${said(reason ?? 'not read whole')}`
    })
  const head = ['#### Not read whole', '', 'What is not known is not changed: this plan leaves out what lies there.']
  return listed(view, head, lines)
}

/** Accounts in which an error stops everything. */
export function stopped(view: PlanView): Section {
  const errors = view.plan.findings.filter(({ severity }) => severity === 'error')
  const placeOf = ({ causes }: Plan['findings'][number]) => place(view.plan, causes[0])
  const lines = alike(errors, (each) => each.code + placeOf(each)).map((same) => {
    const at = placeOf(same.first)
    return `- ${subjectsOf(same)}${at === '' ? '' : ` ${said(at)}`} ${said(same.message)} (${code(same.first.code)})`
  })
  return listed(
    view,
    ['#### Stopped by an error', '', 'Nothing is planned in these accounts; the others go on.'],
    lines,
  )
}

/** What refuses the run, why, in which line, and what would let exactly this plan pass (E8). */
export function refusals(view: PlanView): Section {
  const refusing = view.plan.verdicts.filter(({ effect }) => effect === 'refuse')
  if (refusing.length === 0) return NOTHING
  const lines = [
    ...groupBy(refusing, ({ rule, message }) => (isLimit({ rule }) ? rule : `${rule} ${message}`)).values(),
  ]
  const isSkippable = refusing.some(({ rule, subject }) => isLimit({ rule }) || subject !== 'plan')
  return {
    head: ['#### Refused', '', `Nothing of this plan is written as it stands.${isSkippable ? SKIP : ''}`],
    blocks: [{ lines: lines.map(refusalLine), rest: restOf(view) }, ...overrides(view)],
  }
}

const SKIP = ' `writ apply --on-refusal skip` would leave out what is named here and write the rest.'

const isLimit = ({ rule }: Pick<Verdict, 'rule'>): boolean => rule.startsWith('limits/')

/** The words of one rule, once, with everything that they are about. */
function refusalLine(alike: readonly Verdict[]): string {
  const [first] = alike as [Verdict]
  const { rule, message, value, allowed, unit, at } = first
  const subjects = alike.map(({ subject }) => subject).filter((subject) => subject !== 'plan')
  const parts = [
    `- **${code(rule.replace(/^limits\//, ''))}**`,
    at === undefined ? '' : code(`${at.file}:${at.line}`),
    subjects.length === 0 ? '' : said(list(subjects, 5)),
    value === undefined || allowed === undefined || alike.length > 1
      ? ''
      : `**${amount(value, unit)}** of ${amount(allowed, unit)} allowed.`,
    said(message),
    HOW[rule.split('/')[0] ?? ''] ?? '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** What can be done about it; limits have their Overrides below. */
const HOW: Readonly<Record<string, string>> = {
  policy: 'Change what it denies, or change the policy in a pull request of its own.',
  expect: 'The set matches more or fewer than it expects: look at the labels, or correct `expect:`.',
  roles: 'Plan with a token whose role may write this.',
}

const amount = (value: number, unit: Verdict['unit']): string =>
  unit === 'percent' ? `${Math.round(value * 10) / 10} %` : grouped(value)

/** Ready to be pasted, folded away: they are for whoever means it. */
function overrides(view: PlanView): Block[] {
  const [sentence, ...documents] = overrideDocuments(view)
  if (sentence === undefined) return []
  const waiting = documents.filter((line) => line === '---').length
  const text = ['```yaml', ...documents, '```'].join('\n')
  return [
    {
      lines: [],
      rest: () => '',
      fold: {
        summary: `If that is meant: ${count(waiting, 'Override')} ${verb(waiting, 'that lets', 'that let')} exactly this plan pass, and no other`,
        lines: [text],
        rest: () => '- If that is meant: `writ plan` without `--format` prints the Overrides that let it pass.',
      },
    },
  ]
}

/** What passed because somebody allowed exactly this plan. */
export const letPass = (view: PlanView): Section =>
  listed(
    view,
    ['#### Let pass', '', 'Over a limit, or in doubt, and allowed by somebody.'],
    view.plan.verdicts.filter(({ effect }) => effect === 'pass').map(passLine),
  )

const passLine = ({ rule, subject, message, value, allowed, unit }: Plan['verdicts'][number]): string => {
  const numbers =
    value === undefined || allowed === undefined ? '' : ` ${amount(value, unit)} of ${amount(allowed, unit)} allowed.`
  return `- ${code(rule.replace(/^limits\//, ''))}${subject === 'plan' ? '' : ` ${code(subject)}`}${numbers} ${said(message)}`
}
