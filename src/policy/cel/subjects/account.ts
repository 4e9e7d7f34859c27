import { sorted } from '../../../model/canonical.js'
import type { Desired } from '../../../model/desired.js'
import type { AccountState, SignedReview } from '../../../model/generated/policy-input.js'
import { children, type Resource } from '../../../model/resource.js'
import { filesOf } from './common.js'

/** What is known of an account beside its tree. */
export interface AboutAccount {
  readonly wanted?: Desired<'account'>
  readonly mode: AccountState['mode']
  readonly changes: number
  /** Connections that this plan makes or asks for. */
  readonly created: number
  readonly review: SignedReview | null
}

const BEFORE = { changes: 0, created: 0, review: null } as const

/** An account with `before` beside it; null before for one that is to be created. */
export function accountInput(
  account: Resource<'account'>,
  about: AboutAccount,
  before: Resource<'account'> | null,
): AccountState {
  const { labels, showIntegrations, allowedApps } = account.fields
  const people = [...children(account, 'user').values()]
  const having = (role: string) => sorted(people.filter(({ fields }) => fields.role === role).map(({ key }) => key))
  return {
    address: account.address,
    name: account.key,
    labels: { ...labels },
    showIntegrations,
    allowedApps: allowedApps === 'all' ? allowedApps : [...allowedApps],
    integrations: entriesOf(account),
    projects: sorted(children(account, 'project').keys()),
    people: people.length,
    owners: having('owner'),
    managers: having('manager'),
    connections: children(account, 'connection').size + about.created,
    mode: about.mode,
    changes: about.changes,
    files: filesOf(about.wanted),
    review: about.review === null ? null : { ...about.review, by: spelled(about.review.by, people) },
    before: before === null ? null : accountInput(before, { ...BEFORE, mode: about.mode }, null),
  }
}

/** Who signed, as the account spells them: one person in any case of letters, so that nobody passes for another. */
function spelled(by: string, people: readonly Resource<'user'>[]): string {
  const folded = by.trim().toLowerCase()
  return people.find(({ key }) => key.toLowerCase() === folded)?.key ?? by
}

const entriesOf = (account: Resource<'account'>): AccountState['integrations'] =>
  Object.fromEntries(
    [...children(account, 'account-integration')].map(
      ([
        app,
        {
          fields: { enabled, projects, newProjects },
        },
      ]) => [app, { enabled, projects: [...projects], newProjects }],
    ),
  )
