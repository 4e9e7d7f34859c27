import type { Change, Effect } from '../../model/generated/plan.js'
import { accountOf, split, thing } from '../plan/address.js'
import { isWritten, type PlanView } from '../plan/view.js'
import { show } from '../values.js'
import { groupBy } from '../words.js'
import { brief, cell } from './inline.js'
import type { People } from './people.js'

/** Larger ones are counted, app by app, and not drawn. */
const [ROWS, COLUMNS] = [12, 6]

/** Who or what, an app, and what of it was and will be. */
interface Cell {
  readonly row: string
  readonly app: string
  readonly text: string
}

/**
 * A table of access before and after: people where they may be named, else what opens and closes for them. Empty where
 * nothing moves, or more than a look takes in.
 */
export function matrix(view: PlanView, people: People): string[] {
  const cells = people === 'counts' ? settingCells(view) : peopleCells(view)
  const [rows, apps] = [unique(cells.map(({ row }) => row)), unique(cells.map(({ app }) => app))]
  if (cells.length === 0 || rows.length > ROWS || apps.length > COLUMNS) return []
  const table = groupBy(cells, ({ row, app }) => JSON.stringify([row, app]))
  const textOf = (row: string, app: string): string =>
    unique((table.get(JSON.stringify([row, app])) ?? []).map(({ text }) => text)).join(', ')
  return [
    `| | ${apps.map((app) => cell(brief(app, 60))).join(' | ')} |`,
    `|---|${apps.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${cell(brief(row, 120))} | ${apps.map((app) => textOf(row, app)).join(' | ')} |`),
  ]
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)]

const peopleCells = ({ plan: { impact }, isReal }: PlanView): Cell[] => [
  ...impact.losing
    .filter(isReal)
    .map(({ user, account, app }) => ({ row: `${user} in ${account}`, app, text: 'on → off' })),
  ...impact.gaining
    .filter(isReal)
    .map(({ user, account, app }) => ({ row: `${user} in ${account}`, app, text: 'off → on' })),
]

function settingCells({ plan }: PlanView): Cell[] {
  const written = plan.changes.filter(isWritten)
  const effects = plan.effects.filter(({ by }) => plan.changes[by]?.observed !== true)
  return [...written, ...effects].flatMap((each) => [...switched(each), ...allowed(each)])
}

type Moved = Pick<Change | Effect, 'address' | 'before' | 'after'>

/** An app that goes on or off for an account, a project or a group; for people, all of an account's together. */
function switched({ address, before, after }: Moved): Cell[] {
  const { kind, keys } = split(address)
  const [field, app] = keys
  if (field !== 'integrations' || app === undefined || after === null) return []
  const [was, is] = [stateOf(before), stateOf(after)]
  if (is === undefined || was === is) return []
  const row = kind === 'user' ? `people of ${accountOf(address)}` : thing(address)
  return [{ row, app, text: `${was === undefined ? 'none' : cell(was)} → ${cell(is)}` }]
}

const FIELDS = ['enabled', 'setting', 'blocked'] as const

function stateOf(fields: Moved['before']): string | undefined {
  const field = FIELDS.find((each) => fields !== null && Object.hasOwn(fields, each))
  if (field === undefined) return undefined
  if (field === 'blocked') return fields?.blocked === true ? 'off' : 'on'
  return brief(show(field, fields?.[field]), 40)
}

/** An app that joins or leaves an allow-list. */
function allowed({ address, before, after }: Moved): Cell[] {
  const [had, has] = [before?.allowedApps, after?.allowedApps]
  if (!Array.isArray(had) || !Array.isArray(has)) return []
  const row = thing(address)
  const gone = had.filter((app) => !has.includes(app)).map(String)
  const come = has.filter((app) => !had.includes(app)).map(String)
  return [
    ...gone.map((app) => ({ row, app, text: 'allowed → refused' })),
    ...come.map((app) => ({ row, app, text: 'refused → allowed' })),
  ]
}
