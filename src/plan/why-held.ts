import { ancestors } from '../model/address.js'
import type { Resource } from '../model/resource.js'
import { appsShut } from './apps-shut.js'
import type { AccountContext, Pair } from './context.js'
import type { DraftHeld, Fields } from './draft.js'
import { whyUnderHold } from './holds.js'
import { whyLastOwner } from './last-owner.js'
import { whyOwnCredential } from './own-credential.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'
import { namesOf, protectedBy } from './protection.js'
import { stillUsed } from './removal.js'
import { whyShut } from './shutting.js'
import type { Withheld } from './withhold.js'

type Why = Pick<DraftHeld, 'reason' | 'message'>

/** What a change stands below, or names, must be there once it runs; else it waits for a run with a wider scope. */
export function whyUnreachable({ draft, world }: AccountContext, { pair: { wanted }, after }: Proposal): Why | null {
  const above = ancestors(wanted.address).find((each) => draft.blocked.has(each))
  if (above !== undefined) {
    const message = `it needs ${above} to be created or renamed, which this run does not do`
    return { reason: draft.cut.get(above) ?? 'scope', message }
  }
  const apps = wanted.kind === 'account' && Array.isArray(after?.allowedApps) ? (after.allowedApps as string[]) : []
  const missing = apps.find((app) => !world.apps.has(app))
  return missing === undefined
    ? null
    : {
        reason: 'scope',
        message: `it names the app ${missing}, which is not on the platform and not installed by this run`,
      }
}

/** Why a change is not made although the estate asks for it, or null. */
export function whyHeld(
  context: AccountContext,
  proposal: Proposal,
  predictions: readonly Prediction[],
): Withheld | null {
  const { settings, draft } = context
  const { pair, before, after } = proposal
  const { wanted, live } = pair
  const ends = endings(predictions)
  const message = protectedBy(settings, {
    accounts: namesOf(draft.account),
    app: wanted.kind.endsWith('-integration') || wanted.kind === 'app' ? wanted.key : null,
    user: userOf(wanted),
    address: wanted.address,
    ends,
    appsLost: [...appsLost(before, after, settings.protect.apps ?? []), ...appsShut(proposal, predictions)],
    connection: live?.kind === 'connection' ? (live as Resource<'connection'>) : null,
  })
  const guarded =
    message ??
    whyOwnCredential(context, proposal, predictions) ??
    whyLastOwner(draft.account, proposal) ??
    whyShut(context, proposal, predictions)
  if (guarded !== null) return { reason: 'protected', message: guarded }
  if (editsForeignConnection(live, settings.principal)) {
    return { reason: 'needs-owner', message: 'only its creator may edit a connection (C3)' }
  }
  const used = after === null ? stillUsed(draft.account, wanted) : null
  return used ?? whyUnderHold(context, proposal)
}

const userOf = ({ kind, key, address }: Pair['wanted']): string | null => {
  if (kind === 'user' || kind === 'invitation') return key
  return kind === 'user-integration' ? decodeURIComponent(address.split('#')[0]?.split('/')[2] ?? '') : null
}

/** The apps that an allow-list loses; from "all" every protected one that the list leaves out. */
function appsLost(before: Fields | null, after: Fields | null, every: readonly string[]): string[] {
  const [from, to] = [before?.allowedApps, after?.allowedApps]
  const had = from === 'all' ? every : from
  return Array.isArray(had) && Array.isArray(to) ? had.filter((app) => !to.includes(app)) : []
}

const editsForeignConnection = (live: Resource | undefined, principal: string): boolean =>
  live?.kind === 'connection' && (live as Resource<'connection'>).fields.createdBy !== principal

/** The connections that the platform will end by itself. */
export const endings = (predictions: readonly Prediction[]): Resource<'connection'>[] =>
  predictions.filter(({ operation }) => operation === 'end').map(({ resource }) => resource as Resource<'connection'>)
