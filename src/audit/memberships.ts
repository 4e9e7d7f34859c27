import { children, type Resource } from '../model/resource.js'
import type { Side } from './access.js'

/** The groups that somebody is in, in one project or in the account itself, by name. */
export type Memberships = (user: string, place: string | null) => readonly Resource<'group'>[]

const NOWHERE: readonly never[] = []

/** Worked out at the first question, for many people of one account are asked about. */
export function membershipsIn({ account }: Pick<Side, 'account'>): Memberships {
  let known: Map<string, Map<string | null, Resource<'group'>[]>> | undefined
  return (user, place) => {
    known ??= gather(account)
    return known.get(user)?.get(place) ?? NOWHERE
  }
}

function gather(account: Resource<'account'>): Map<string, Map<string | null, Resource<'group'>[]>> {
  const found = new Map<string, Map<string | null, Resource<'group'>[]>>()
  for (const parent of [account, ...children(account, 'project').values()])
    for (const group of children(parent, 'group').values())
      for (const member of group.fields.members) {
        const places = found.get(member) ?? new Map<string | null, Resource<'group'>[]>()
        const place = parent === account ? null : parent.key
        found.set(member, places.set(place, [...(places.get(place) ?? []), group]))
      }
  return found
}
