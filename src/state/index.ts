import type { WaiverRule } from '../access/waivers.js'
import type { DesiredAccount, DesiredApps } from '../model/desired.js'
import type { Estate, EstateDocument } from '../model/document.js'
import type { Problem } from '../model/problem.js'
import type { Resource } from '../model/resource.js'
import type { ReviewRemoval } from '../model/review.js'
import type { Snapshot } from '../model/snapshot.js'
import { registryUnknown, tenantUnknown, unknowns } from './completeness.js'
import { desiredAccount, type Governed } from './desired/account.js'
import { desiredApps } from './desired/apps.js'
import { type EstateIndex, indexEstate } from './estate-index.js'
import { countMatches, type Unexpected, unexpected } from './expectations.js'
import { type Governance, govern } from './governed.js'
import { idleHolds } from './idle-holds.js'
import { type LiveState, liveState } from './live.js'
import { removalsIn } from './reviews.js'
import { strayRemovals } from './stray-removals.js'
import { waiversOf } from './waivers.js'

/** Both sides of the comparison, one account at a time. */
export interface Sides {
  readonly apps: DesiredApps
  readonly live: LiveState
  /** Why nothing may be planned about the registry, or null. */
  readonly registryUnknown: string | null
  readonly governance: Governance
  /** Ids of the live accounts that a document or a set declares. */
  readonly governedIds: ReadonlySet<string>
  /** What bringing the sides together shows for the whole estate. */
  readonly problems: readonly Problem[]
  /** The governed accounts that were read whole. */
  readonly accounts: (wants?: (governed: Governed) => boolean) => Iterable<DesiredAccount>
  /** Sets that match more or fewer than they expect; of projects, once all accounts were asked for and only if all were read whole. */
  readonly unexpected: () => readonly Unexpected[]
  readonly account: (name: string) => DesiredAccount | null
  /** One of the governed accounts, whatever was read of it. */
  readonly desired: (governed: Governed) => DesiredAccount
  /** Does an error, or what could not be read, hide what is wanted everywhere? */
  readonly isBroken: boolean
  /** Was an account, by its id, not read whole? */
  readonly isUnknown: (accountId: string) => boolean
  readonly waivers: readonly WaiverRule[]
  /** What reviews want removed. */
  readonly removals: readonly ReviewRemoval[]
  readonly everyAccount: () => Iterable<Resource<'account'>>
}

/** Brings what the estate wants and what lives into one shape. */
export function bringTogether(estate: Estate, snapshot: Snapshot, day: string): Sides {
  const index = indexEstate(estate)
  const live = liveState(snapshot)
  const isUnknown = tenantUnknown(snapshot) !== null
  // What was not read is not missing: nothing that only live state reveals can be said of it.
  const apps = { ...desiredApps(index, live), ...(isUnknown ? { problems: [] } : {}) }
  const judged = govern(index, snapshot.rows.accounts)
  const governance = isUnknown ? { ...judged, problems: [], unexpected: [] } : judged
  const unknown = unknowns(snapshot)
  const known = governance.accounts.filter(({ row }) => row === null || unknown(row.id) === null)
  const isBroken = apps.problems.some(({ severity }) => severity === 'error') || isUnknown
  const matched = new Map<EstateDocument<'ProjectSet'>, number>()
  const build = (governed: Governed) => desiredAccount(governed, index, apps, live, day)
  return {
    apps,
    live,
    registryUnknown: registryUnknown(snapshot),
    governance,
    governedIds: new Set(governance.accounts.flatMap(({ row }) => row?.id ?? [])),
    problems: [
      ...governance.problems,
      ...(isUnknown ? [] : [...orphans(index, governance), ...idleHolds(index, snapshot, governance, day)]),
      ...strayRemovals(index, snapshot, governance),
      ...incomplete(snapshot, governance),
    ],
    accounts: function* (wants = () => true) {
      matched.clear()
      if (isBroken) return
      for (const governed of known) {
        if (!wants(governed)) continue
        const account = build(governed)
        countMatches(matched, account.projectSets)
        yield account
      }
    },
    unexpected: () => {
      const isCounted = !isBroken && known.length === governance.accounts.length
      const projects = isCounted ? unexpected(index.of('ProjectSet'), matched, 'projects') : []
      return [...governance.unexpected, ...projects]
    },
    account: (name) => {
      const governed = known.find((each) => each.name === name)
      return governed === undefined || isBroken ? null : build(governed)
    },
    desired: build,
    isBroken,
    isUnknown: (accountId) => unknown(accountId) !== null,
    waivers: waiversOf(index),
    removals: removalsIn(index),
    everyAccount: function* () {
      for (const row of snapshot.rows.accounts.values()) yield live.account(row)
    },
  }
}

/** What was not read whole is said loudly, account by account: doors left open because of doubt must not be quiet. */
function incomplete(snapshot: Snapshot, { accounts }: Governance): Problem[] {
  const unknown = unknowns(snapshot)
  const registry = registryUnknown(snapshot)
  const problem = (address: string, why: string): Problem => ({
    code: 'read/incomplete',
    severity: 'warning',
    address,
    message: `${why}; nothing is planned here`,
    statements: [],
  })
  return [
    ...(registry === null ? [] : [problem('platform', registry)]),
    ...accounts.flatMap(({ row, name }) => {
      const why = row === null ? tenantUnknown(snapshot) : unknown(row.id)
      return why === null ? [] : [problem(`account/${name}`, why)]
    }),
  ]
}

/** Documents below an account that nothing declares: only live state can tell, where a set might have matched it. */
function orphans(index: EstateIndex, { accounts, problems }: Governance): Problem[] {
  const known = new Set(accounts.map(({ name }) => name))
  const judged = new Set(problems.map(({ address }) => address))
  const below: EstateDocument[] = [
    ...index.of('Project'),
    ...index.of('Group'),
    ...index.of('User'),
    ...index.of('Connection'),
    ...index.of('ProjectTemplate'),
  ]
  return below.flatMap(({ value, source }): Problem[] => {
    const { account } = value as { account?: string }
    if (account === undefined || known.has(account) || judged.has(`account/${account}`)) return []
    const message = `no document declares the account ${account}, and no set matches a live account of that name`
    const statements = [{ source, path: ['account'] }]
    return [{ code: 'state/unknown-account', severity: 'error', address: `account/${account}`, message, statements }]
  })
}

export { unknowns } from './completeness.js'
export { contentDigest, saidBy } from './content.js'
export { dayOf } from './dates.js'
export type { Governed } from './desired/account.js'
export { overridesOf } from './overrides.js'
export { releasedApps, releasedInAccount } from './released.js'
