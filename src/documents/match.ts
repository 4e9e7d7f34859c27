import type {
  AccountConditions,
  AccountMatch,
  LabelMatch,
  NotMatch,
  ProjectMatch,
} from '../model/generated/documents.js'
import { namesOf } from '../model/names.js'

/** What can be said without live state: labels may live on the platform that no document states. */
export type Answer = 'yes' | 'no' | 'maybe'

export interface Matched {
  readonly name: string
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** Whether a set's conditions hold for an account, as far as documents tell. */
export const matchesAccount = (match: AccountMatch, account: Matched): Answer =>
  match === 'all' ? 'yes' : meets(match, account)

/** Whether a set's conditions hold for a project, as far as documents tell. */
export function matchesProject(match: ProjectMatch, project: Matched, account: Matched): Answer {
  if (match === 'all') return 'yes'
  return both(matchesAccount(match.accounts ?? 'all', account), meets(match, project))
}

const meets = (match: Conditions & { readonly not?: NotMatch }, named: Matched): Answer =>
  both(conditions(match, named), match.not ? opposite(conditions(match.not, named)) : 'yes')

type Conditions = Pick<AccountConditions, 'names' | 'labels'> | NotMatch

function conditions({ names, labels }: Conditions, account: Matched): Answer {
  const named = names === undefined || namesOf(names)(account.name)
  return named ? matchesLabels(labels ?? {}, account.labels ?? {}) : 'no'
}

function matchesLabels(wanted: LabelMatch, labels: Readonly<Record<string, string>>): Answer {
  let answer: Answer = 'yes'
  for (const [key, values] of Object.entries(wanted)) answer = both(answer, matchesLabel(values, labels[key]))
  return answer
}

function matchesLabel(values: string | string[], value: string | undefined): Answer {
  if (value === undefined) return 'maybe'
  return [values].flat().includes(value) ? 'yes' : 'no'
}

export function both(one: Answer, other: Answer): Answer {
  if (one === 'no' || other === 'no') return 'no'
  return one === 'yes' && other === 'yes' ? 'yes' : 'maybe'
}

const opposite = (answer: Answer): Answer => (answer === 'maybe' ? 'maybe' : answer === 'yes' ? 'no' : 'yes')

/** Whether two sets say the same of a unit, whatever the order of keys. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** Entries are flat maps of scalars and lists: sorted keys make them comparable. */
const canonical = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(Object.entries(value).sort()) : JSON.stringify(value)
