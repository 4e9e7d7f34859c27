import { KINDS } from '../kinds/index.js'
import type { Address } from '../model/address.js'
import type { Statement } from '../model/document.js'
import { detach, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import type { DraftChange, DraftHeld } from './draft.js'
import { isLive } from './predict.js'
import { isObserved, latest } from './propose.js'
import { namesOf, protectedBy } from './protection.js'
import { stageOf } from './stages.js'

/** Why Writ ends a connection by itself. */
export interface Revocation {
  readonly statements: readonly Statement[]
  readonly reason: string
  /** The changes of this plan that must have succeeded before. */
  readonly needs: readonly DraftChange[]
  /** A document asks for this very connection to end, so that no workflow protects it. */
  readonly asked: boolean
  /** A rule for live connections asks for it (origin `rule`). */
  readonly ruled?: boolean
}

/** Takes a revocation into the plan, or holds it: protected, in use (C5), or out of scope. */
export function revoke(
  context: AccountContext,
  connection: Resource<'connection'>,
  { statements, reason, needs, asked, ruled = false }: Revocation,
): void {
  const { draft, desired } = context
  const { key, id, etag, fields } = connection
  const address = connectionAddress(key)
  const before = { app: fields.app, owner: fields.owner, project: fields.project, name: fields.name }
  const hold = (why: Pick<DraftHeld, 'reason' | 'message'>) =>
    draft.held.push({ address, ...why, before, after: null, statements })
  if (!inScope(context, connection)) {
    // What the changes in scope make unpermitted is told; what was so before is somebody else's run.
    if (needs.length > 0) hold({ reason: 'scope', message: 'outside --only; run without it to end this connection' })
    return
  }
  const held = whyHeld(context, connection, asked) ?? withheld(context, address)
  if (held !== null) {
    hold({ reason: held.reason, message: held.message })
    return
  }
  const change: DraftChange = {
    ...{ address, operation: 'revoke', direction: 'closes', before, after: null },
    ...{ statements, expired: false, ruled, reason },
    stage: latest(stageOf('revoke', 'connection'), needs),
    needs: new Set(needs),
    target: { collection: 'connections', id },
    ...{ revision: etag, ends: [], undo: 'none' },
    observed: isObserved(desired, needs),
  }
  draft.changes.push(change)
  draft.writers.set(address, change)
  // Of one that was only asked for nobody loses anything.
  if (isLive(connection)) draft.endings.push({ connection, how: 'revoked', by: change })
  detach(draft.account, 'connection', key)
}

const withheld = ({ settings }: AccountContext, address: Address) =>
  settings.withhold({ address, operation: 'revoke', direction: 'closes', target: { collection: 'connections' } })

/** What is undeclared has no other name than its id. */
export const connectionAddress = (id: string): Address => KINDS.connection.address('', id)

function inScope({ settings, draft: { account } }: AccountContext, { key, fields }: Resource<'connection'>): boolean {
  const place = fields.project === null ? account.address : KINDS.project.address(account.address, fields.project)
  return settings.inScope(connectionAddress(key)) || settings.inScope(place)
}

function whyHeld(
  { settings, draft, desired: { rules } }: AccountContext,
  connection: Resource<'connection'>,
  asked: boolean,
): Pick<DraftHeld, 'reason' | 'message'> | null {
  const { app, owner } = connection.fields
  const address = connectionAddress(connection.key)
  const touch = { accounts: namesOf(draft.account), app, user: owner, address, ends: [connection] }
  const message = protectedBy(settings, touch)
  if (message !== null) return { reason: 'protected', message }
  const workflows = settings.workflows.get(connection.key) ?? []
  if (asked || workflows.length === 0 || rules.inUse?.value === 'revoke') return null
  return { reason: 'in-use', message: `in use by workflow ${workflows.map((name) => `"${name}"`).join(', ')}` }
}
