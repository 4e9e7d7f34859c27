import type { Doc, Entry } from '../../naive-estate.js'
import { isOn } from '../is-on.js'
import { type Fact, facts, type Here, told } from './fact.js'

/** Each declared teammate who is there: role, place in the company, and the person gate. */
export function ofPeople(here: Here): Fact[] {
  const { ran, account, row } = here
  return ran.after.users.flatMap((user) => {
    const doc = ran.documents.find(
      (each) => each.kind === 'User' && each.account === account.name && each.email === user.email && !each.ensure,
    )
    if (user.account !== row.id || doc === undefined) return []
    const address = `user/${account.name}/${user.email}`
    const { names } = ran
    const live = {
      ...user,
      projects: told(user.projects.map((id) => names.name('projects', id))),
      manager: user.manager === null ? null : names.email(user.manager),
    }
    return [...facts(address, said(doc), live), ...ofEntries(here, doc, user.id)]
  })
}

function said({ role, projects, department, designation, manager }: Doc) {
  const list = projects === undefined ? undefined : told(projects as string[])
  return { role, projects: list, department, designation, manager }
}

function ofEntries({ ran, account, apps }: Here, doc: Doc, id: string): Fact[] {
  const entries = (doc.integrations ?? {}) as Record<string, Entry>
  return apps.flatMap((app) => {
    const entry = entries[app]
    if (entry === undefined) return []
    const is = ran.after['user-integrations'].some((each) => each.user === id && each.app === app && each.blocked)
    const address = `user/${account.name}/${doc.email}#integrations.${app}`
    return [{ address, what: 'blocked', is, wanted: !isOn(entry) }]
  })
}
