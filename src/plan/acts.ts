import { KINDS } from '../kinds/index.js'
import type { Act, Invited } from '../model/act.js'
import type { Protect } from '../model/generated/documents.js'
import type { Coverage } from '../model/generated/plan.js'
import type { Problem, Waiting } from '../model/problem.js'
import { child, children, type Resource } from '../model/resource.js'
import { assemblePlan, type PlanHead } from './assemble-plan.js'
import { Draft, type DraftChange } from './draft.js'
import type { Planned } from './index.js'
import { isLive } from './predict.js'
import { namesOf, protectedBy } from './protection.js'
import { connectionAddress } from './revoke.js'
import { stageOf } from './stages.js'

/** What an act is planned from. */
export interface ActInput extends PlanHead {
  readonly protect: Protect
  readonly coverage: Coverage
  /** Trees of the accounts that the act is about, one by one. */
  readonly accounts: () => Iterable<Resource<'account'>>
  readonly problems: readonly Problem[]
}

/** What planning an act works with, in one account. */
interface Acting {
  readonly draft: Draft
  readonly protect: Protect
  readonly waiting: Waiting[]
  readonly problems: Problem[]
}

/** Plans a one-off act: the same plan value, limits, protection and impact as of an estate (C5). Pure. */
export function planAct(act: Act, input: ActInput): Planned['plan'] {
  const waiting: Waiting[] = []
  const problems: Problem[] = [...input.problems]
  const drafts = [...input.accounts()].map((account) => {
    const draft = new Draft(account, new Map())
    propose(act, { draft, protect: input.protect, waiting, problems })
    return draft.drafted()
  })
  const nothing = { registry: { all: [], held: [] }, losing: [], gaining: [] }
  return assemblePlan(input, { ...nothing, drafts, waiting, coverage: input.coverage, problems: () => problems })
}

function propose(act: Act, acting: Acting): void {
  const { account } = acting.draft
  if (act.kind === 'invite') {
    for (const person of act.people) invite(acting, person)
    return
  }
  for (const id of act.connections) {
    const connection = child(account, 'connection', id)
    if (connection === undefined) continue
    if (act.kind === 'revoke') revoke(acting, connection)
    else askAgain(acting, connection)
  }
}

const PLAIN = {
  statements: [],
  expired: false,
  undo: 'none',
  observed: false,
  reason: 'asked for by an administrator',
} as const

/** Whoever names a connection means it: workflows that use it are named beside, and do not hold it (C5). */
function revoke(acting: Acting, connection: Resource<'connection'>): void {
  const { app, owner, project, name } = connection.fields
  const change: DraftChange = {
    ...aboutConnection(connection),
    ...{ operation: 'revoke', direction: 'closes', before: { app, owner, project, name }, after: null },
    stage: stageOf('revoke', 'connection'),
  }
  if (!isAdded(acting, change, connection) || !isLive(connection)) return
  acting.draft.endings.push({ connection, how: 'revoked', by: change })
}

/** Asked once: whoever was asked already is waited for (U6). */
function askAgain(acting: Acting, connection: Resource<'connection'>): void {
  const { status, requestedAt, owner, app } = connection.fields
  const { address } = connection
  const who = owner ?? 'somebody'
  if (status === 'active') {
    isAdded(
      acting,
      {
        ...aboutConnection(connection),
        ...{ operation: 'update', direction: 'neutral', before: { status }, after: { status: 'needs-reauth' } },
        stage: stageOf('open', 'connection'),
      },
      connection,
    )
    return
  }
  const message = `${who} was asked already to authorise ${app}`
  acting.waiting.push({ address, waitsFor: 'consent', since: requestedAt, message, statements: [] })
}

const aboutConnection = ({ key, id, etag }: Resource<'connection'>) => ({
  ...PLAIN,
  ends: [],
  address: connectionAddress(key),
  needs: new Set<DraftChange>(),
  target: { collection: 'connections' as const, id },
  revision: etag,
})

/** Takes a change into the draft, unless protection holds it. */
function isAdded({ draft, protect }: Acting, change: DraftChange, connection: Resource<'connection'>): boolean {
  const { app, owner: user } = connection.fields
  const touch = { accounts: namesOf(draft.account), app, user, address: change.address, ends: [connection] }
  const message = protectedBy({ protect }, touch)
  if (message === null) {
    draft.changes.push(change)
    return true
  }
  const { address, before, after } = change
  draft.held.push({ address, reason: 'protected', message, before, after, statements: [] })
  return false
}

/** U5: a pending invitation is not sent twice; one that expired or bounced is told, and sent anew. */
function invite({ draft, waiting, problems }: Acting, { email: given, ...fields }: Invited): void {
  const { account } = draft
  const email = asWritten(account, given)
  const address = KINDS.user.address(account.address, email)
  const told = (code: string, message: string) =>
    problems.push({ code, severity: 'info', address, message, statements: [] })
  const asked = child(account, 'invitation', email)?.fields.status
  if (child(account, 'user', email) !== undefined) told('invitation/joined', `${email} is in ${account.key} already`)
  else if (asked === 'pending') {
    const message = `${email} was invited already; waits for the person to accept`
    waiting.push({ address, waitsFor: 'invitation', since: null, message, statements: [] })
  } else {
    if (asked !== undefined) told(`invitation/${asked}`, `an invitation to ${email} ${asked}; another one is sent`)
    draft.changes.push({
      ...PLAIN,
      ...{ address, operation: 'invite', direction: 'neutral', before: null, after: { ...fields, projects: [] } },
      ...{ ends: [], needs: new Set(), stage: stageOf('open', 'invitation'), revision: null },
      target: { collection: 'invitations', id: null },
    })
  }
}

/** As the platform writes it, whatever the case of letters: nobody is asked twice for that. */
function asWritten(account: Resource<'account'>, email: string): string {
  const known = [...children(account, 'user').keys(), ...children(account, 'invitation').keys()]
  return known.includes(email) ? email : (known.find((each) => each.toLowerCase() === email.toLowerCase()) ?? email)
}
