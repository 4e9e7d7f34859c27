import { sorted } from '../../../model/canonical.js'
import { type DesiredAccount, wanted } from '../../../model/desired.js'
import type { ProjectState } from '../../../model/generated/policy-input.js'
import { child, children, type Resource } from '../../../model/resource.js'
import { filesOf } from './common.js'

/** The projects of an account, each with `before` beside it. */
export function* projectInputs(
  account: Resource<'account'>,
  desired: DesiredAccount,
  before: Resource<'account'> | null,
): Generator<ProjectState> {
  const standing = countByProject(account)
  const stood = before === null ? null : countByProject(before)
  const said = wanted(desired.wanted, 'project')
  for (const project of children(account, 'project').values()) {
    const was = before === null ? undefined : child(before, 'project', project.key)
    yield {
      ...stateOf(project, account.key, standing),
      files: filesOf(said.get(project.key)),
      before: was === undefined || stood === null ? null : stateOf(was, account.key, stood),
    }
  }
}

function stateOf(
  project: Resource<'project'>,
  account: string,
  connections: ReadonlyMap<string, number>,
): ProjectState {
  const { labels, state, template } = project.fields
  const groups = [...children(project, 'group').values()]
  return {
    ...{ address: project.address, account, name: project.key, labels: { ...labels }, state, template },
    integrations: Object.fromEntries(
      [...children(project, 'project-integration')].map(
        ([
          app,
          {
            fields: { enabled, groups, groupTypes },
          },
        ]) => [app, { enabled, groups: [...groups], groupTypes: [...groupTypes] }],
      ),
    ),
    groups: sorted(groups.map(({ key }) => key)),
    people: new Set(groups.flatMap(({ fields }) => fields.members)).size,
    connections: connections.get(project.key) ?? 0,
    files: [],
    before: null,
  }
}

function countByProject(account: Resource<'account'>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { fields } of children(account, 'connection').values())
    if (fields.project !== null) counts.set(fields.project, (counts.get(fields.project) ?? 0) + 1)
  return counts
}
