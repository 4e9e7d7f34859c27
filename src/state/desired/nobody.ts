import { type Desired, wanted } from '../../model/desired.js'
import type { Problem } from '../../model/problem.js'
import { child, children, type Resource } from '../../model/resource.js'

/**
 * Projects that open an app for no group and no type, live ones counted, and in which no group opens it by its own
 * setting: it is on and open to nobody.
 */
export function openToNobody(account: Desired<'account'>, live: Resource<'account'>): Problem[] {
  return [...wanted(account, 'project').values()].flatMap((project) => {
    const stands = child(live, 'project', project.key)
    return [...wanted(project, 'project-integration').values()]
      .filter((setting) => coversNobody(setting, stands) && !isOnInSomeGroup(project, stands, setting.key))
      .map(told)
  })
}

function coversNobody({ key, fields }: Desired<'project-integration'>, project: Resource | undefined): boolean {
  if (fields.enabled !== true) return false
  const live = project && child(project, 'project-integration', key)?.fields
  const covered = [...(fields.groups ?? live?.groups ?? []), ...(fields.groupTypes ?? live?.groupTypes ?? [])]
  return covered.length === 0
}

function isOnInSomeGroup(project: Desired<'project'>, live: Resource | undefined, app: string): boolean {
  const groups = wanted(project, 'group')
  const stated = [...groups.values()].map((group) => wanted(group, 'group-integration').get(app)?.fields.setting)
  if (stated.includes('on')) return true
  const silent = live === undefined ? [] : [...children(live, 'group').values()]
  return silent.some(
    (group) =>
      wanted(groups.get(group.key), 'group-integration').get(app) === undefined &&
      child(group, 'group-integration', app)?.fields.setting === 'on',
  )
}

const told = ({ key, address, said }: Desired<'project-integration'>): Problem => ({
  code: 'project/nobody',
  severity: 'warning',
  address,
  message: `${key} is on here for no group and no group type, and so open to nobody`,
  statements: said['*'] ?? [],
})
