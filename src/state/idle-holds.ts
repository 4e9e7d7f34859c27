import { address } from '../model/address.js'
import { didYouMean } from '../model/nearest.js'
import type { Problem } from '../model/problem.js'
import type { Snapshot } from '../model/snapshot.js'
import { registryUnknown } from './completeness.js'
import type { EstateIndex } from './estate-index.js'
import type { Governance } from './governed.js'

/**
 * Holds that name a person, a project or a group whom neither the platform nor a document knows: they close nothing, and
 * in an incident that must not be quiet (E13). Nothing is said of what was not read whole.
 */
export function idleHolds(index: EstateIndex, snapshot: Snapshot, governance: Governance, day: string): Problem[] {
  if (registryUnknown(snapshot) !== null) return []
  return index.holds.flatMap(({ name, covers, until, statement }) => {
    if (day > until) return []
    const known = knownIn(index, snapshot, governance, covers.account)
    const { user, project, group } = covers
    const unknown = [
      ...missing(user, known.people),
      ...missing(project, known.projects),
      ...missing(group?.slice(group.indexOf('/') + 1), known.groups),
    ]
    return unknown.map(
      (message): Problem => ({
        ...{ code: 'hold/unknown', severity: 'warning', address: address('hold', name) },
        ...{ message, statements: [{ ...statement, path: ['covers'] }] },
      }),
    )
  })
}

function missing(name: string | undefined, known: () => readonly string[]): string[] {
  if (name === undefined) return []
  const names = known()
  return names.includes(name)
    ? []
    : [`it covers ${name}, and nothing and nobody is called so: it closes nothing.${didYouMean(name, names)}`]
}

/** What there is, or is declared, in one account, or in any. */
function knownIn(index: EstateIndex, { rows }: Snapshot, { accounts }: Governance, account: string | undefined) {
  const id = account === undefined ? undefined : accounts.find(({ name }) => name === account)?.row?.id
  const isHere = (row: { readonly account: string | null }) => account === undefined || row.account === id
  const isDeclaredHere = ({ value }: { readonly value: { readonly account: string } }) =>
    account === undefined || value.account === account
  const documents = <K extends 'User' | 'Project' | 'Group'>(kind: K) => index.of(kind).filter(isDeclaredHere)
  return {
    people: () => [
      ...[...rows.users.values(), ...rows.invitations.values()].filter(isHere).map(({ email }) => email),
      ...documents('User').map(({ value }) => value.email),
    ],
    projects: () => [
      ...[...rows.projects.values()].filter(isHere).map(({ name }) => name),
      ...documents('Project').map(({ value }) => value.name),
    ],
    groups: () => [
      ...[...rows.groups.values()].filter(isHere).map(({ name }) => name),
      ...documents('Group').map(({ value }) => value.name),
    ],
  }
}
