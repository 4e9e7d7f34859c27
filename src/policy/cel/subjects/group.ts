import { type Desired, type DesiredAccount, wanted } from '../../../model/desired.js'
import type { GroupState } from '../../../model/generated/policy-input.js'
import { child, children, type Resource } from '../../../model/resource.js'
import { filesOf } from './common.js'

/** The participant groups of an account and of its projects, each with `before` beside it. */
export function* groupInputs(
  account: Resource<'account'>,
  desired: DesiredAccount,
  before: Resource<'account'> | null,
): Generator<GroupState> {
  yield* groupsIn(account, null, account.key, desired.wanted, before)
  const said = wanted(desired.wanted, 'project')
  for (const project of children(account, 'project').values()) {
    const was = before === null ? undefined : child(before, 'project', project.key)
    yield* groupsIn(project, project.key, account.key, said.get(project.key), was ?? null)
  }
}

function* groupsIn(
  place: Resource,
  project: string | null,
  account: string,
  said: Desired | undefined,
  before: Resource | null,
): Generator<GroupState> {
  const stated = wanted(said, 'group')
  for (const group of children(place, 'group').values()) {
    const was = before === null ? undefined : child(before, 'group', group.key)
    yield {
      ...stateOf(group, account, project),
      files: filesOf(stated.get(group.key)),
      before: was === undefined ? null : stateOf(was, account, project),
    }
  }
}

function stateOf(
  { address, key, fields, ...rest }: Resource<'group'>,
  account: string,
  project: string | null,
): GroupState {
  const { type, labels, members } = fields
  return {
    ...{ address, account, project, name: key, type, labels: { ...labels }, members: [...members] },
    integrations: Object.fromEntries(
      [...children({ address, key, fields, ...rest }, 'group-integration')].map(([app, set]) => [
        app,
        set.fields.setting,
      ]),
    ),
    files: [],
    before: null,
  }
}
