import { groupPath } from '../access/waivers.js'
import type { EstateDocument } from '../model/document.js'
import type { HoldRule } from '../model/hold.js'
import { child, children, type Resource } from '../model/resource.js'

/** A Hold as the gates read it. A group is named by its path, or by its name beside its project. */
export function holdRule({ value, source }: EstateDocument<'Hold'>): HoldRule {
  const { name, covers, close = false, until } = value
  const { account, app, project, group, user } = covers
  const path = group === undefined ? undefined : groupPath(group, project)
  const named = { account, app, project, group: path, user }
  const given = Object.fromEntries(Object.entries(named).filter(([, each]) => each !== undefined))
  return { name, covers: given, close, until, statement: { source, path: [] } }
}

/**
 * The holds that may cover something in an account on a day, by its names as they will be: a rename leads out of no hold,
 * for the baseline's know what lives by its old name alone (E18).
 */
export const holdsOver = (holds: readonly HoldRule[], live: Resource<'account'>, day: string): readonly HoldRule[] =>
  holds
    .filter(({ covers: { account }, until }) => day <= until && isCalled(live, account ?? live.key))
    .flatMap((hold) => placesNow(hold.covers, live).map((covers) => ({ ...hold, covers })))

/** As it will be called, or as it lives. */
const isCalled = ({ key, fields }: Resource<'account' | 'project' | 'group'>, name: string): boolean =>
  key === name || fields.name === name

type Covers = HoldRule['covers']

function placesNow({ account, project, group, ...rest }: Covers, live: Resource<'account'>): Covers[] {
  const own = account === undefined ? {} : { account: live.key }
  const projects = project === undefined ? [{}] : namesNow(live, 'project', project).map((each) => ({ project: each }))
  const groups = group === undefined ? [{}] : groupsNow(live, group).map((each) => ({ group: each }))
  return projects.flatMap((one) => groups.map((other) => ({ ...rest, ...own, ...one, ...other })))
}

/** The name itself, for what is called so or is to be, and the one that what lives by it is to have. */
function namesNow(parent: Resource, kind: 'project' | 'group', name: string): string[] {
  const renamed = [...children(parent, kind).values()].filter((each) => each.key !== name && isCalled(each, name))
  return [name, ...renamed.map(({ key }) => key)]
}

function groupsNow(live: Resource<'account'>, path: string): string[] {
  const at = path.indexOf('/')
  if (at < 0) return namesNow(live, 'group', path)
  return namesNow(live, 'project', path.slice(0, at)).flatMap((project) => {
    const parent = child(live, 'project', project)
    const group = path.slice(at + 1)
    return (parent === undefined ? [group] : namesNow(parent, 'group', group)).map((each) => `${project}/${each}`)
  })
}
