import { type Gate, judge, type Question } from '../access/gates.js'
import { closedGates, type Held, permitted, type Route, routes } from '../access/permission.js'
import { type Places, placesOf } from '../access/places.js'
import { addressesOf, statementsOf } from '../access/statements.js'
import { KINDS } from '../kinds/index.js'
import type { Address } from '../model/address.js'
import { wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import { child, children, detach, type Resource } from '../model/resource.js'
import type { AccountContext } from './context.js'
import type { DraftChange } from './draft.js'
import { isLive, standingIn } from './predict.js'
import { isObserved, latest } from './propose.js'
import { namesOf, protectedBy } from './protection.js'
import { stageOf } from './stages.js'

/** Ends what must not live on: connections declared absent, those in what is removed, and those not permitted any more. */
export function sweep(context: AccountContext): Problem[] {
  const places = placesOf(context.world, context.draft.account)
  const swept = [...children(context.draft.account, 'connection').values()]
    .filter(({ fields }) => context.wantedApps.has(fields.app))
    .flatMap((connection) => sweepPermission(context, connection, places))
  return [...declaredButEnded(context), ...swept]
}

/** The platform ends a connection by itself because of a change of the same estate that declares it. */
function declaredButEnded({ draft, desired }: AccountContext): Problem[] {
  return draft.endings.flatMap(({ connection, how, by }) => {
    const own = wanted(desired.wanted, 'connection').get(connection.key)
    if (how !== 'ended' || own === undefined || own.absent) return []
    const message = `declared, but ${by.address} ends it`
    const statements = [...(own.said['*'] ?? []), ...by.statements]
    return [finding(connection, 'connection/declared-closed', 'error', message, statements)]
  })
}

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

function sweepPermission(context: AccountContext, connection: Resource<'connection'>, places: Places): Problem[] {
  const { world, draft, desired } = context
  const isDeclared = wanted(desired.wanted, 'connection').has(connection.key)
  if (!isLive(connection) || permitted(world, draft.account, connection.fields, isDeclared, places)) return []
  const closed = routes(world, draft.account, connection.fields, isDeclared).map((route) => ({
    route,
    gates: closedGates(world, route),
  }))
  const statements = unique(
    closed.flatMap(({ route, gates }) => gates.flatMap((gate) => statementsOf(context, gate, route.question))),
  )
  const message = reasonOf(connection.fields, closed)
  const rule = desired.unpermitted?.value ?? 'revoke'
  if (isDeclared) return declaredButClosed(context, connection, message, statements)
  if (statements.length === 0)
    return [
      finding(
        connection,
        'connection/unpermitted-live',
        'info',
        `${message}; no document closes it, so it is left alone`,
        [],
      ),
    ]
  if (rule !== 'revoke')
    return [finding(connection, 'connection/unpermitted', rule === 'report' ? 'warning' : 'info', message, statements)]
  const writers = closed.flatMap(({ route, gates }) => gates.flatMap((gate) => closers(context, gate, route)))
  const causes = telling(statements, writers)
  revoke(context, connection, { statements: causes, reason: message, needs: writers, asked: false })
  return []
}

/** Where changes of this plan close the way, their statements are the cause; else all that the closed gates read. */
const telling = (statements: readonly Statement[], writers: readonly DraftChange[]): readonly Statement[] =>
  writers.length > 0 ? unique(writers.flatMap((writer) => writer.statements)) : statements

/** The estate contradicts itself when it both declares a connection and closes its way; a way closed live waits. */
function declaredButClosed(
  { draft, desired }: AccountContext,
  connection: Resource<'connection'>,
  message: string,
  closing: readonly Statement[],
): Problem[] {
  const own = wanted(desired.wanted, 'connection').get(connection.key)?.said['*'] ?? []
  if (closing.length > 0) {
    return [
      finding(connection, 'connection/declared-closed', 'error', `declared, but ${message}`, [...own, ...closing]),
    ]
  }
  draft.held.push({
    address: connectionAddress(connection.key),
    reason: 'dormant',
    message,
    before: null,
    after: null,
    statements: own,
  })
  return []
}

/** The changes of this plan that close a gate: the connection may end only once they succeeded. */
const closers = (context: AccountContext, gate: Gate, { question }: Route): DraftChange[] => {
  const { draft } = context
  if (wasClosed(context, gate, question)) return []
  const place = question.project?.address ?? question.account.address
  const below = `${place.replace(/^[a-z]+/, 'group')}/`
  const removedGroups =
    gate === 'group'
      ? draft.changes.filter(({ operation, address }) => operation === 'remove' && address.startsWith(below))
      : []
  const writers = draft.writersOf(addressesOf(gate, question))
  return [...writers.filter(({ direction }) => direction === 'closes' || direction === 'mixed'), ...removedGroups]
}

/** Was the gate closed before this plan? Then no change of it is what the connection waits for. */
function wasClosed({ before }: AccountContext, gate: Gate, question: Question): boolean {
  const { world, account } = before()
  const project = question.project === null ? null : (child(account, 'project', question.project.key) ?? null)
  return judge(gate, world, { ...question, account, project }) === 'closed'
}

function reasonOf({ owner, app }: Held, closed: readonly { readonly gates: readonly Gate[] }[]): string {
  const gates = unique(closed.flatMap((each) => each.gates))
  const who = owner === null ? 'nobody' : owner
  return `${who} may not use ${app}: ${gates.join(', ')} closed`
}

const finding = (
  { key }: Resource<'connection'>,
  code: string,
  severity: Problem['severity'],
  message: string,
  statements: readonly Statement[],
): Problem => ({ code, severity, address: connectionAddress(key), message, statements })

const connectionAddress = (id: string): Address => KINDS.connection.address('', id)

interface Revocation {
  readonly statements: readonly Statement[]
  readonly reason: string
  readonly needs: readonly DraftChange[]
  /** A document asks for this very connection to end, so that no workflow protects it. */
  readonly asked: boolean
}

function revoke(
  context: AccountContext,
  connection: Resource<'connection'>,
  { statements, reason, needs, asked }: Revocation,
): void {
  const { draft, desired } = context
  const { key, id, etag, fields } = connection
  const address = connectionAddress(key)
  const before = { app: fields.app, owner: fields.owner, project: fields.project, name: fields.name }
  if (!inScope(context, connection)) {
    // What the changes in scope make unpermitted is told; what was so before is somebody else's run.
    if (needs.length === 0) return
    const message = 'outside --only; run without it to end this connection'
    draft.held.push({ address, reason: 'scope', message, before, after: null, statements })
    return
  }
  const held = whyHeld(context, connection, asked)
  if (held !== null) {
    draft.held.push({ address, ...held, before, after: null, statements })
    return
  }
  const change: DraftChange = {
    address,
    operation: 'revoke',
    direction: 'closes',
    before,
    after: null,
    statements,
    expired: false,
    reason,
    stage: latest(stageOf('revoke', 'connection'), needs),
    needs: new Set(needs),
    target: { collection: 'connections', id },
    revision: etag,
    ends: [],
    undo: 'none',
    observed: isObserved(desired, needs),
  }
  draft.changes.push(change)
  draft.writers.set(address, change)
  draft.endings.push({ connection, how: 'revoked', by: change })
  detach(draft.account, 'connection', key)
}

function inScope({ settings, draft: { account } }: AccountContext, { key, fields }: Resource<'connection'>): boolean {
  const place = fields.project === null ? account.address : KINDS.project.address(account.address, fields.project)
  return settings.inScope(connectionAddress(key)) || settings.inScope(place)
}

function whyHeld({ settings, draft }: AccountContext, connection: Resource<'connection'>, asked: boolean) {
  const { app, owner } = connection.fields
  const address = connectionAddress(connection.key)
  const message = protectedBy(settings, {
    accounts: namesOf(draft.account),
    app,
    user: owner,
    address,
    ends: [connection],
  })
  if (message !== null) return { reason: 'protected' as const, message }
  const workflows = settings.workflows.get(connection.key) ?? []
  if (asked || workflows.length === 0) return null
  return { reason: 'in-use' as const, message: `in use by workflow ${workflows.map((name) => `"${name}"`).join(', ')}` }
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
