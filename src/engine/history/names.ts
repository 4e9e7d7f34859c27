import type { Estate } from '../../model/document.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { Names } from './narrowed.js'

/** What lived that day, and what documents of that day name. */
export function namesOf(estate: Estate | null, rows: Snapshot['rows'] | null): Names {
  const apps = new Set([...(rows?.apps.values() ?? [])].map(({ name }) => name))
  const accounts = new Set([...(rows?.accounts.values() ?? [])].map(({ name }) => name))
  const users = new Set([...(rows?.users.values() ?? [])].map(({ email }) => email))
  for (const { value } of estate?.documents ?? []) {
    if (value.kind === 'App') apps.add(value.name)
    if (value.kind === 'Account') accounts.add(value.name)
    if ('account' in value && typeof value.account === 'string') accounts.add(value.account)
    if (value.kind === 'User') users.add(value.email)
    if (value.kind === 'Group') for (const member of value.members ?? []) users.add(member)
  }
  return { apps, accounts, users }
}
