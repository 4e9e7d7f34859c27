import { accountEntry, allowedBy, type Doc, type Known, ownDoc, projectEntry, setsOf } from '../../naive-estate.js'
import { catalogueOf } from '../../random/catalogue.js'
import { DAY } from '../../random/words.js'
import { isOn } from '../is-on.js'
import { isDeclaredProject, knownProject } from '../judged.js'
import { type Fact, facts, type Here, keyByKey, type Said, speaksOf, told } from './fact.js'

/** The account itself: menu, labels, allow-list. */
export function ofAccount({ ran, account, row }: Here): Fact[] {
  const { documents, before } = ran
  const address = `account/${account.name}`
  const speakers = [ownDoc(documents, account.name), ...setsOf(documents, account)]
  const showIntegrations = speakers.find((doc) => doc?.showIntegrations !== undefined)?.showIntegrations
  const list = allowedBy(documents, account, catalogueOf(documents, before), DAY)
  return [
    ...facts(address, { showIntegrations }, row),
    ...keyByKey(address, 'labels', speakers[0]?.labels, row.labels),
    ...(list === null ? [] : [{ address, what: 'allowedApps', is: told(row.allowedApps), wanted: told(list) }]),
  ]
}

/** The account level of one app: the toggle, the selection and whether it takes new projects. */
export function ofAccountLevel(here: Here, app: string): Fact[] {
  const { ran, account, row } = here
  const address = `account/${account.name}#integrations.${app}`
  const entry = accountEntry(ran.documents, account, app)
  if (!speaksOf(here, app, entry)) return []
  const live = ran.after['account-integrations'].find((each) => each.account === row.id && each.app === app)
  const toggle = { address, what: 'enabled', is: live?.enabled ?? false, wanted: isOn(entry) }
  if (!isOn(entry) || entry.projects === undefined) return [toggle]
  const selected = new Set(live?.projects.map((id) => ran.names.name('projects', id)))
  const isSelected = { address, what: 'projects' }
  const newProjects = entry.projects === 'all' || entry.newProjects === true
  return [
    toggle,
    { address, what: 'newProjects', is: live?.newProjects, wanted: newProjects },
    ...selectable(here, entry, newProjects).map((name) => ({
      ...isSelected,
      what: `projects ${name}`,
      is: selected.has(name),
      wanted: isWanted(here, entry, app, name),
    })),
  ]
}

/** The projects that a selection speaks about: all of the account, or with `newProjects` beside a list, declared ones. */
function selectable(here: Here, entry: Said, newProjects: boolean): string[] {
  const { ran, account, row } = here
  const names = ran.after.projects
    .filter((each) => each.account === row.id)
    .map(({ id }) => ran.names.name('projects', id))
    // What is to go is in nobody's selection, even while something keeps it.
    .filter((name) => !isToGo(here, name))
  return newProjects && Array.isArray(entry.projects)
    ? names.filter((name) => isDeclaredProject(ran, account, name))
    : names
}

const isToGo = ({ ran, account }: Here, name: string): boolean =>
  ran.documents.some(
    (doc) => doc.kind === 'Project' && doc.ensure === 'absent' && doc.account === account.name && doc.name === name,
  )

function isWanted({ ran, account }: Here, { projects }: Said, app: string, name: string): boolean {
  const project: Known = knownProject(ran, account.name, name)
  // An archived project counts as left out.
  const own = ran.documents.find(
    (doc) => doc.kind === 'Project' && doc.account === account.name && doc.name === name && !doc.ensure,
  )
  if ((own?.state ?? ran.names.project(account.name, name)?.state) === 'archived') return false
  if (projects === 'all') return true
  if (projects !== 'declared') return (projects as string[]).includes(name)
  const entry = projectEntry(ran.documents, account, project, app)
  return isDeclaredProject(ran, account, name) && entry !== null && isOn(entry)
}

/** What stands in the platform's template, for projects to come. */
export function ofTemplates({ ran, account, row, apps }: Here): Fact[] {
  const docs = ran.documents.filter(
    (doc) => doc.kind === 'ProjectTemplate' && doc.account === account.name && !doc.ensure,
  )
  return docs.flatMap((doc) => {
    const live = ran.after['project-templates'].find(
      (each) => each.account === row.id && ran.names.name('project-templates', each.id) === doc.name,
    )
    return apps.flatMap((app) => ofPreset(`template/${account.name}/${doc.name}`, doc, app, live?.integrations[app]))
  })
}

function ofPreset(address: string, doc: Doc, app: string, live: { enabled: boolean } | undefined): Fact[] {
  const entry = (doc.integrations as Record<string, Said> | undefined)?.[app]
  if (entry === undefined) return []
  return [{ address, what: app, is: live?.enabled ?? false, wanted: isOn(entry) }]
}
