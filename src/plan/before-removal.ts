import { wanted } from '../model/desired.js'
import { children } from '../model/resource.js'
import type { AccountContext } from './context.js'
import { standingIn } from './predict.js'
import { revoke } from './revoke.js'

/** Revocations that must come before a removal, and those that a document asks for by name; what closing ended is gone by then. */
export function revokeDeclaredAbsent(context: AccountContext): void {
  for (const [id, { absent, said }] of wanted(context.desired.wanted, 'connection')) {
    const live = children(context.draft.account, 'connection').get(id)
    if (absent && live !== undefined)
      revoke(context, live, { statements: said['*'] ?? [], reason: 'declared absent', needs: [], asked: true })
  }
  for (const [name, project] of wanted(context.desired.wanted, 'project')) {
    if (!project.absent) continue
    for (const connection of standingIn(context.draft.account, name)) {
      const reason = `its project ${name} is removed`
      revoke(context, connection, { statements: project.said['*'] ?? [], reason, needs: [], asked: false })
    }
  }
}
