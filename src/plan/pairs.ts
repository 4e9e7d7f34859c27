import { KINDS } from '../kinds/index.js'
import { type Desired, wanted } from '../model/desired.js'
import { child, type Resource, type ResourceKind } from '../model/resource.js'
import type { Pair } from './context.js'

/** Every wanted thing of a kind in an account, whose parent stands in the draft, beside what stands for it. */
export function* pairs<K extends ResourceKind>(
  kind: K,
  account: Desired<'account'>,
  draft: Resource<'account'>,
): Iterable<Pair<K>> {
  for (const { above, parent, project } of parents(KINDS[kind].parents, account, draft)) {
    for (const each of wanted(above, kind).values()) {
      yield { wanted: each, live: child(parent, kind, each.key), parent, project }
    }
  }
}

interface Parent {
  readonly above: Desired
  readonly parent: Resource
  readonly project: Resource<'project'> | null
}

function* parents(
  kinds: readonly ResourceKind[],
  account: Desired<'account'>,
  draft: Resource<'account'>,
): Iterable<Parent> {
  for (const kind of kinds) {
    if (kind === 'account') yield { above: account, parent: draft, project: null }
    else {
      for (const { wanted: above, live, project } of pairs(kind, account, draft)) {
        if (live !== undefined)
          yield { above, parent: live, project: kind === 'project' ? (live as Resource<'project'>) : project }
      }
    }
  }
}
