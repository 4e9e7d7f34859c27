import type { Access, EndedConnection } from '../../model/generated/plan.js'
import { isWritten, type PlanView } from '../plan/view.js'
import { count, groupBy, grouped, list } from '../words.js'
import type { Section } from './budget.js'
import { brief, cell, code } from './inline.js'
import { NOTHING } from './listed.js'
import { matrix } from './matrix.js'
import type { People } from './people.js'

/** What a plan does about one app. */
interface AppRow {
  readonly app: string
  readonly losing: readonly Access[]
  readonly gaining: readonly Access[]
  readonly ending: readonly EndedConnection[]
}

/** Who loses and who gains which app, which live connections end and which workflows use them: a row an app, counted. */
export function access(view: PlanView, people: People): Section {
  const rows = appRows(view)
  const observed = observedText(view)
  if (rows.length === 0) return observed.length === 0 ? NOTHING : { head: [TITLE, ...observed] }
  const lines = rows.map((row) => rowText(view, row, people))
  return {
    head: [TITLE, ...observed],
    blocks: [
      {
        lines: [HEADER, ...lines],
        rest: (left) => `\n… ${count(left, 'more app')}: ${code(view.more)} tells all`,
      },
    ],
  }
}

const TITLE = '#### Who loses and gains'
const HEADER = '| app | loses it | gains it | connections that end | workflows hit |\n|---|---|---|---|---|'

/** Before and after side by side, where that is little enough to take in at a look. */
export function beforeAfter(view: PlanView, people: People): Section {
  const lines = matrix(view, people)
  return lines.length === 0 ? NOTHING : { head: ['#### Before and after', '', ...lines] }
}

function appRows(view: PlanView): AppRow[] {
  const { losing, gaining, connections } = view.plan.impact
  const ending = connections.filter(({ by }) => isEnded(view, by))
  const [lost, won, ended] = [byApp(losing.filter(view.isReal)), byApp(gaining.filter(view.isReal)), byApp(ending)]
  const rows = [...new Set([...lost.keys(), ...won.keys(), ...ended.keys()])].map((app) => ({
    app,
    losing: lost.get(app) ?? [],
    gaining: won.get(app) ?? [],
    ending: ended.get(app) ?? [],
  }))
  return rows.sort((one, other) => weight(other) - weight(one))
}

/** Where nothing is written nobody loses or gains; how many would is said beside (E19). */
function observedText({ plan: { impact }, isReal }: PlanView): string[] {
  const would = (uses: readonly Access[], does: string): string[] => {
    const observed = uses.filter((use) => !isReal(use))
    if (observed.length === 0) return []
    const people = new Set(observed.map(({ account, user }) => JSON.stringify([account, user]))).size
    const apps = [...new Set(observed.map(({ app }) => app))]
    return [`${count(people, 'person', 'people')} would ${does} ${cell(brief(list(apps, 4), 120))}`]
  }
  const told = [...would(impact.losing, 'lose'), ...would(impact.gaining, 'gain')]
  return told.length === 0 ? [] : ['', `Observed only, so that nothing of it is written: ${told.join(', ')}.`]
}

const byApp = <T extends { readonly app: string }>(all: readonly T[]): Map<string, T[]> =>
  groupBy(all, ({ app }) => app)

const weight = ({ losing, gaining, ending }: AppRow): number => ending.length + losing.length + gaining.length

/** What is only observed ends nothing (E19). */
const isEnded = ({ plan }: PlanView, by: number): boolean => {
  const change = plan.changes[by]
  return change === undefined || isWritten(change)
}

function rowText(view: PlanView, { app, losing, gaining, ending }: AppRow, people: People): string {
  const hit = new Set(ending.flatMap(({ id }) => view.workflowsOf.get(id) ?? []))
  const cells = [
    cell(brief(app, 60)),
    whoText(losing, people),
    whoText(gaining, people),
    connectionsText(ending),
    workflowsText([...hit].map(({ name }) => name)),
  ]
  return `| ${cells.map((each) => (each === '' ? '–' : each)).join(' | ')} |`
}

/** People are named where they are few and may be. */
function whoText(accesses: readonly Access[], people: People): string {
  if (accesses.length === 0) return ''
  const users = [...new Set(accesses.map(({ user }) => user))]
  const accounts = [...new Set(accesses.map(({ account }) => account))]
  const who =
    people === 'counts' || users.length > 3 ? count(users.length, 'person', 'people') : cell(brief(list(users), 120))
  return `${who} in ${accounts.length > 3 ? count(accounts.length, 'account') : cell(brief(list(accounts), 120))}`
}

function connectionsText(ending: readonly EndedConnection[]): string {
  const own = ending.filter(({ how }) => how === 'ended').length
  if (ending.length === 0) return ''
  const named = ending.length > 3 ? '' : ` (${cell(list(ending.map(({ id }) => brief(id, 60))))})`
  const platform =
    own === 0
      ? ''
      : own === ending.length
        ? ', by the platform itself'
        : `, ${grouped(own)} of them by the platform itself`
  return `${grouped(ending.length)}${named}${platform}`
}

const workflowsText = (names: readonly string[]): string =>
  names.length === 0 ? '' : `${grouped(names.length)}: ${cell(brief(list(names), 160))}`
