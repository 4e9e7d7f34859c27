import type { World } from '../../access/gates.js'
import { KINDS } from '../../kinds/index.js'
import type { DesiredAccount } from '../../model/desired.js'
import type { Statement } from '../../model/document.js'
import type { Subject } from '../../model/generated/policy-fields.js'
import type { AccountState, SignedReview } from '../../model/generated/policy-input.js'
import type { Resource } from '../../model/resource.js'
import { mentions, type PolicyRule } from './rules.js'
import { accessInputs } from './subjects/access.js'
import { accountInput } from './subjects/account.js'
import { connectionInputs } from './subjects/connection.js'
import { groupInputs } from './subjects/group.js'
import { projectInputs } from './subjects/project.js'
import type { Sheaf, SheafSubject } from './worker.js'

/** A governed account after its planning: `desired.live` is as it will be. */
export interface JudgedAccount {
  readonly desired: DesiredAccount
  /** What its gates are judged by once the plan is executed, and as it lives. */
  readonly world: World
  readonly before: World
  readonly changes: readonly {
    readonly address: string
    readonly operation: string
    readonly after: Readonly<Record<string, unknown>> | null
    readonly target: { readonly collection: string }
    readonly statements: readonly Statement[]
  }[]
  readonly review: SignedReview | null
}

/** What rules look at, so that nothing else is made. */
export interface Wants {
  readonly on: ReadonlySet<Subject>
  /** Some rule compares with what lives. */
  readonly before: boolean
  /** Some rule about what lies in an account mentions it. */
  readonly account: boolean
}

export function wantsOf(rules: readonly PolicyRule[]): Wants {
  const below = rules.filter(({ on }) => on !== 'account' && on !== 'plan' && on !== 'change')
  return {
    on: new Set(rules.map(({ on }) => on)),
    before: mentions(rules, 'before'),
    account: mentions(below, 'account'),
  }
}

/** What rules are made from, beside the account. */
export interface Around {
  readonly wants: Wants
  readonly day: string
  readonly workflows: ReadonlyMap<string, readonly string[]>
  /** Does `--only` reach this address? What lies outside is not judged. */
  readonly inScope: (address: string) => boolean
}

/** All that rules want to see of one account; null where that is nothing. */
export function sheafOf(seen: JudgedAccount, around: Around): Sheaf | null {
  const { wants, inScope } = around
  const { desired, changes, review } = seen
  const { live, wanted, mode } = desired
  const before = wants.before && live.id !== null ? desired.copy() : null
  const about = { wanted, mode, changes: changes.length, created: createdOf(seen).length, review }
  const account = wants.account || wants.on.has('account') ? accountInput(live, about, before) : null
  const subjects = [...subjectsOf(seen, account, before, around)].filter(({ subject }) =>
    placesOf(subject, live).some(inScope),
  )
  if (subjects.length === 0) return null
  return { variables: account !== null && wants.account ? { account } : {}, subjects }
}

function* subjectsOf(
  seen: JudgedAccount,
  account: AccountState | null,
  before: Resource<'account'> | null,
  { wants: { on }, day, workflows }: Around,
): Generator<SheafSubject> {
  const { desired, world } = seen
  const { live } = desired
  if (account !== null && on.has('account')) yield { on: 'account', subject: account }
  if (on.has('project')) yield* each('project', projectInputs(live, desired, before))
  if (on.has('group')) yield* each('group', groupInputs(live, desired, before))
  if (on.has('connection'))
    yield* each('connection', connectionInputs(live, desired, before, { day, workflows, created: createdOf(seen) }))
  if (on.has('access')) {
    const then = before === null ? null : { world: seen.before, account: before }
    yield* each('access', accessInputs({ world, account: live }, then))
  }
}

function* each(on: Subject, subjects: Iterable<SheafSubject['subject']>): Generator<SheafSubject> {
  for (const subject of subjects) yield { on, subject }
}

const createdOf = ({ changes }: JudgedAccount) =>
  changes
    .filter(({ operation, target }) => operation === 'create' && target.collection === 'connections')
    .map(({ address, after, statements }) => ({ address, after, files: statements.map(({ source }) => source.file) }))

/** A connection lies in its account, and in its project too. */
function placesOf(subject: { readonly address: string }, account: Resource<'account'>): string[] {
  const project = 'project' in subject && typeof subject.project === 'string' ? subject.project : null
  const within = project === null ? [] : [KINDS.project.address(account.address, project)]
  return [subject.address, account.address, ...within]
}
