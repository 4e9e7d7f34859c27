import type { PlanOutcome } from '../model/generated/plan.js'
import { safe } from './safe.js'
import { count, groupBy, list } from './words.js'

/** What an import did, as it is told. */
export interface ShownImport {
  readonly where: { readonly environment: string | null; readonly tenant: string; readonly url: string }
  readonly written: readonly string[]
  readonly kept: readonly string[]
  /** The kind of each document. */
  readonly kinds: readonly string[]
  readonly left: readonly Told[]
  readonly unknown: readonly Told[]
  /** How much the plan of the whole estate has, over what was read; null where the estate is not valid. */
  readonly plan: Unrest | null
  readonly isEnforced: boolean
  readonly outcome: PlanOutcome
}

/** What an imported estate's plan has none of. */
export type Unrest = Readonly<Record<'changes' | 'errors' | 'held' | 'pending', number>>

interface Told {
  readonly address: string
  readonly message: string
}

/** So many of a sort are listed for people; the JSON has all. */
const MOST = 20

/** The files, what they hold, and whether the plan is empty. */
export function renderImport(shown: ShownImport): string {
  const { written, kept, kinds, plan } = safe(shown)
  const sorts = [...groupBy(kinds, (kind) => kind)].map(([kind, of]) => count(of.length, kind))
  const paths = written.slice(0, MOST).map((path) => `  ${path}`)
  const more = written.length > MOST ? [`  … ${written.length - MOST} more (--format json lists them)`] : []
  const same = kept.length > 0 ? [`Kept ${count(kept.length, 'file')} that said so already.`] : []
  const holds = `${count(written.length, 'file')} written, with ${list(sorts, sorts.length) || 'nothing'} in all.`
  return `${[holds, ...paths, ...more, ...same, '', planLine(plan)].join('\n')}\n`
}

function planLine(plan: Unrest | null): string {
  if (plan === null) return 'The estate is not valid with what stood there before: writ validate tells why.'
  const { changes, errors, held, pending } = plan
  const all = [count(changes, 'change'), count(errors, 'error'), `${held} held`, `${pending} pending`]
  const parts = all.filter((part) => !part.startsWith('0 '))
  if (parts.length === 0) return 'Its plan has no changes.'
  return `The plan has ${list(parts, parts.length)}, from documents that stood there before: writ plan tells which.`
}

/** What somebody should know besides: what lives and is left out, what could not be read, and what happens next. */
export function importNotes(shown: ShownImport, dir: string): string[] {
  const { left, unknown, isEnforced, plan } = safe(shown)
  return [
    ...told('Not read whole, so that nothing is said of it:', unknown),
    ...told('Left out, each with a comment where it would stand:', left),
    ...(isEnforced && plan !== null ? [MODE(dir)] : []),
  ]
}

const MODE = (dir: string): string =>
  `${safe(dir)}/writ.yaml does not say mode: observe, so that apply will undo what is changed by hand from now on.`

function told(title: string, all: readonly Told[]): string[] {
  if (all.length === 0) return []
  const lines = all.slice(0, MOST).map(({ address, message }) => `  ${address}  ${message}`)
  return [title, ...lines, ...(all.length > MOST ? [`  … ${all.length - MOST} more`] : [])]
}
