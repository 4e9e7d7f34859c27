import { glob } from '../model/address.js'
import type { AccountConditions, AccountMatch, NotMatch } from '../model/generated/documents.js'

/** Does a set match this thing, by its names and labels as they will be after apply? Keys AND, lists OR. */
export function matches(match: AccountMatch, name: string, labels: Readonly<Record<string, string>>): boolean {
  if (match === 'all') return true
  return meets(match, name, labels) && !(match.not !== undefined && meets(match.not, name, labels))
}

function meets(
  conditions: AccountConditions | NotMatch,
  name: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const { names, labels: wanted } = conditions
  if (names !== undefined && !names.some((pattern) => glob(pattern.split('*'), name))) return false
  return Object.entries(wanted ?? {}).every(([key, value]) => [value].flat().some((each) => labels[key] === each))
}
