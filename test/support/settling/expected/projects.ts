import type { Rows } from '../../client.js'
import { type Doc, type Entry, inForce, projectEntry } from '../../naive-estate.js'
import { DAY } from '../../random/words.js'
import { isOn } from '../is-on.js'
import { knownProject } from '../judged.js'
import { type Fact, facts, type Here, keyByKey, speaksOf, told } from './fact.js'

/** Each project of the account: its state, and its level of every declared app. */
export const ofProjects = (here: Here): Fact[] =>
  here.ran.after.projects.filter(({ account }) => account === here.row.id).flatMap((row) => ofProject(here, row))

function ofProject(here: Here, row: Rows['projects']): Fact[] {
  const { ran, account, apps } = here
  const name = ran.names.name('projects', row.id)
  const address = `project/${account.name}/${name}`
  const own = ran.documents.find(
    (doc) => doc.kind === 'Project' && doc.account === account.name && doc.name === name && !doc.ensure,
  )
  return [
    ...facts(address, { state: own?.state }, row),
    ...keyByKey(address, 'labels', own?.labels, row.labels),
    ...apps.flatMap((app) => ofLevel(here, row, name, app)),
  ]
}

/** Who is meant by the project's level: listed groups and types where the entry lists them. */
function ofLevel(here: Here, row: Rows['projects'], name: string, app: string): Fact[] {
  const { ran, account } = here
  const entry = projectEntry(ran.documents, account, knownProject(ran, account.name, name), app)
  if (!speaksOf(here, app, entry)) return []
  const address = `project/${account.name}/${name}#integrations.${app}`
  const live = ran.after['project-integrations'].find((each) => each.project === row.id && each.app === app)
  const toggle = { address, what: 'enabled', is: live?.enabled ?? false, wanted: isOn(entry) }
  if (!isOn(entry)) return [toggle]
  const groups = (live?.groups ?? []).map((id) => ran.names.name('groups', id))
  const lists = { groups: told(groups), groupTypes: told(live?.groupTypes ?? []) }
  const said = Object.fromEntries(
    ['groups', 'groupTypes'].flatMap((list) =>
      entry[list] === undefined ? [] : [[list, told(entry[list] as string[])]],
    ),
  )
  return [toggle, ...facts(address, said, lists)]
}

/** Each group of the account: its type, its members, its own settings. */
export const ofGroups = (here: Here): Fact[] =>
  here.ran.after.groups.filter(({ account }) => account === here.row.id).flatMap((row) => ofGroup(here, row))

function ofGroup({ ran, account, apps }: Here, row: Rows['groups']): Fact[] {
  const { documents, names, after } = ran
  const address = names.address('groups', { ...row })
  const project = row.project === null ? undefined : names.name('projects', row.project)
  const fits = (doc: Doc) => doc.kind === 'Group' && doc.account === account.name && doc.project === project
  const doc = documents.find((each) => fits(each) && each.name === names.name('groups', row.id) && !each.ensure)
  if (doc === undefined) return []
  const {
    type,
    members,
    integrations = {},
  } = doc as Doc & {
    members?: string[]
    integrations?: Record<string, Entry | boolean | 'inherit'>
  }
  // Who is only invited joins later.
  const there = members?.filter((email) =>
    after.users.some((user) => user.account === row.account && user.email === email),
  )
  return [
    ...facts(address, { type, members: there && told(there) }, { ...row, members: told(row.members.map(names.email)) }),
    ...apps.flatMap((app) => {
      const entry = integrations[app]
      if (entry === undefined) return []
      const live = after['group-integrations'].find((each) => each.group === row.id && each.app === app)
      const at = `${address}#integrations.${app}`
      return [{ address: at, what: 'setting', is: live?.setting ?? 'inherit', wanted: settingOf(entry) }]
    }),
  ]
}

function settingOf(entry: Entry | boolean | 'inherit'): 'on' | 'off' | 'inherit' {
  const said = typeof entry === 'object' ? (inForce(entry, DAY) ? entry.enabled : false) : entry
  if (said === 'inherit') return 'inherit'
  return said ? 'on' : 'off'
}
