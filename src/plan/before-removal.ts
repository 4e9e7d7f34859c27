import { type Desired, wanted } from '../model/desired.js'
import { children, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import { standingIn } from './predict.js'
import { revoke } from './revoke.js'

/** Revocations that must come before a removal, and those that a document asks for by name; what closing ended is gone by then. */
export function revokeDeclaredAbsent(context: AccountContext): void {
  const { desired, draft } = context
  for (const [id, { absent, said }] of wanted(desired.wanted, 'connection')) {
    const live = children(draft.account, 'connection').get(id)
    if (absent && live !== undefined)
      revoke(context, live, { statements: said['*'] ?? [], reason: 'declared absent', needs: [], asked: true })
  }
  for (const { of, what, connections } of leaving(context)) {
    const reason = `its ${what} is removed`
    // Whoever goes together with the project they are connected in ends but once.
    const there = connections.filter(({ key }) => children(draft.account, 'connection').has(key))
    for (const connection of there)
      revoke(context, connection, { statements: of.said['*'] ?? [], reason, needs: [], asked: false })
  }
}

interface Leaving {
  readonly of: Desired
  readonly what: string
  readonly connections: readonly Resource<'connection'>[]
}

/** What is to be removed, with the connections that stand in it or belong to it (U: users removed, their connections first). */
function leaving({ desired: { wanted: account }, draft }: AccountContext): Leaving[] {
  const all = [...children(draft.account, 'connection').values()]
  if (account.absent) return [{ of: account, what: `account ${account.key}`, connections: all }]
  const gone = <K extends 'project' | 'user'>(kind: K) =>
    [...wanted(account, kind).values()].filter(({ absent }) => absent)
  return [
    ...gone('project').map((of) => ({
      ...{ of, what: `project ${of.key}` },
      connections: standingIn(draft.account, of.key),
    })),
    ...gone('user').map((of) => ({
      ...{ of, what: `owner ${of.key}` },
      connections: all.filter(({ fields }) => fields.owner === of.key),
    })),
  ]
}
