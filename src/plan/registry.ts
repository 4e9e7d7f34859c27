import { KINDS } from '../kinds/index.js'
import { resource } from '../kinds/resource.js'
import { keyAddress } from '../model/address.js'
import type { Desired, DesiredApps, WantedSecret } from '../model/desired.js'
import { child, children, type Resource } from '../model/resource.js'
import type { RegistryChange } from './account.js'
import { compare, merged } from './compare.js'
import type { PlanSettings } from './context.js'
import type { DraftChange, DraftHeld, Fields } from './draft.js'
import { whyAppHeld } from './holds.js'
import { statementsFor } from './propose.js'
import { protectedUsers } from './protected.js'
import { namesOf, protectedBy } from './protection.js'
import { secretChanges } from './secrets.js'
import { stageOf, updatePhase } from './stages.js'

/** Plans the registry: what to install, switch, upgrade and configure (R3), before any account is looked at. */
export function planRegistry(
  desired: DesiredApps,
  live: ReadonlyMap<string, Resource<'app'>>,
  settings: PlanSettings,
  everyAccount: () => Iterable<Resource<'account'>>,
): RegistryChange & { readonly all: readonly DraftChange[]; readonly held: readonly DraftHeld[] } {
  const after = new Map(live)
  const all: DraftChange[] = []
  const held: DraftHeld[] = []
  const changes = new Map<string, DraftChange>()
  const unopened = new Map<string, Resource<'app'>>()
  const take = (wanted: Desired<'app'>, change: DraftChange | null): DraftChange | null => {
    if (change === null) return null
    const why =
      whyHeld(wanted, change, settings, live, everyAccount) ??
      whyAppHeld(desired.holds, wanted.key, change, settings.day) ??
      settings.withhold(change)
    if (why === null) all.push(change)
    else held.push(heldBack(change, why))
    if (why !== null && (change.direction === 'opens' || change.direction === 'mixed')) {
      const [lives, laid] = [live.get(wanted.key), desired.catalogue.get(wanted.key)]
      unopened.set(wanted.key, asApp(wanted, lives, change.after, laid))
    }
    return why === null ? change : null
  }
  for (const wanted of desired.apps.values()) {
    if (!settings.inScope(wanted.address)) continue
    const [lives, laid] = [live.get(wanted.key), desired.catalogue.get(wanted.key)]
    if (wanted.absent) {
      const removal = take(wanted, lives === undefined ? null : uninstall(wanted, lives, settings))
      if (removal !== null) changes.set(wanted.key, removal)
      if (removal !== null) after.delete(wanted.key)
      continue
    }
    const change = take(wanted, changeOf(wanted, lives, laid, settings))
    if (change !== null) {
      changes.set(wanted.key, change)
      after.set(wanted.key, asApp(wanted, lives, change.after, laid))
    }
    const secrets = desired.secrets.get(wanted.key) ?? []
    const uninstalled =
      lives === undefined && change === null ? held.find(({ address }) => address === wanted.address) : undefined
    if (uninstalled !== undefined) held.push(...secrets.map((secret) => waiting(uninstalled, secret)))
    for (const each of secretChanges(wanted, secrets, lives, change, settings)) take(wanted, each)
  }
  return { before: live, after, wanted: desired.apps, changes, unopened, all, held }
}

/** Uninstalling destroys: connections, settings and secrets do not come back with a new installation (R3). */
const uninstall = (wanted: Desired<'app'>, live: Resource<'app'>, settings: PlanSettings): DraftChange => ({
  ...{ address: wanted.address, operation: 'remove', direction: 'closes' },
  before: { displayName: live.fields.displayName, version: live.fields.version, state: live.fields.state },
  after: null,
  statements: wanted.said['*'] ?? [],
  // It closes wider than any account, so that its turn is with what closes an app.
  stage: stageOf('close', 'app'),
  target: { collection: 'apps', id: live.id },
  revision: live.etag,
  ...{ expired: false, needs: new Set<DraftChange>(), ends: [], undo: 'none', observed: settings.observeApps },
})

const heldBack = ({ address, before, after, statements }: DraftChange, { reason, message }: Why): DraftHeld => ({
  ...{ reason, message },
  ...{ address, before, after, statements },
})

/** The secrets of an app that is not installed now wait for it, and say so. */
const waiting = ({ address, reason }: DraftHeld, { name, env, statement }: WantedSecret): DraftHeld => ({
  ...{ address: keyAddress(address, 'secrets', name), reason, statements: [statement] },
  message: `it needs ${address} to be installed, which this run does not do`,
  ...{ before: null, after: { secrets: { [name]: { env } } } },
})

type Why = Pick<DraftHeld, 'reason' | 'message'>

function changeOf(
  wanted: Desired<'app'>,
  live: Resource<'app'> | undefined,
  laid: Resource<'app'> | undefined,
  settings: PlanSettings,
): DraftChange | null {
  const shared = {
    address: wanted.address,
    expired: false,
    needs: new Set<DraftChange>(),
    ends: [],
    undo: 'full' as const,
    observed: settings.observeApps,
  }
  if (live === undefined) {
    const after: Fields = { auth: laid?.fields.auth ?? 'oauth2', state: 'inactive', name: wanted.key, ...wanted.fields }
    return {
      ...shared,
      operation: 'create',
      direction: KINDS.app.direction(null, asApp(wanted, undefined, after, laid).fields),
      before: null,
      after,
      statements: statementsFor(wanted, null, after),
      stage: stageOf('create', 'app'),
      target: { collection: 'apps', id: null },
      revision: null,
    }
  }
  const difference = compare(wanted, live)
  if (difference === null) return null
  const direction = KINDS.app.direction(live.fields, asApp(wanted, live, difference.after).fields)
  return {
    ...shared,
    operation: 'update',
    direction,
    ...difference,
    statements: statementsFor(wanted, difference.before, difference.after),
    stage: stageOf(updatePhase('app', direction, difference.after), 'app'),
    target: { collection: 'apps', id: live.id },
    revision: live.etag,
  }
}

function whyHeld(
  { key, address }: Desired<'app'>,
  { direction }: DraftChange,
  settings: PlanSettings,
  live: ReadonlyMap<string, Resource<'app'>>,
  everyAccount: () => Iterable<Resource<'account'>>,
): Why | null {
  const closes = direction === 'closes' || direction === 'mixed'
  const touched = closes && guards(settings) ? using(key, everyAccount(), live, settings) : { accounts: [], ends: [] }
  const message = protectedBy(settings, { ...touched, app: key, user: null, address })
  return message === null ? null : { reason: 'protected', message }
}

/** Is there anything whose protection closing an app could hurt? */
const guards = ({ protect: { accounts = [], users = [], connections = [] } }: PlanSettings): boolean =>
  accounts.length + users.length + connections.length > 0

/** Who uses an app: the accounts in which it is on or connected, its connections, and protected people who may use it. */
function using(
  app: string,
  everyAccount: Iterable<Resource<'account'>>,
  live: ReadonlyMap<string, Resource<'app'>>,
  { levels, protect }: PlanSettings,
) {
  const accounts: string[] = []
  const losing: string[] = []
  const ends: Resource<'connection'>[] = []
  for (const account of everyAccount) {
    const connections = [...children(account, 'connection').values()].filter(({ fields }) => fields.app === app)
    const isOn = child(account, 'account-integration', app)?.fields.enabled === true
    if (isOn || connections.length > 0) accounts.push(...namesOf(account))
    ends.push(...connections)
    losing.push(...protectedUsers({ apps: live, levels }, account, app, protect))
  }
  return { accounts, ends, losing }
}

/** What the app will be. Whether new settings configure it only the platform decides; a client id is what it asks for (L10). */
function asApp(
  wanted: Desired<'app'>,
  live: Resource<'app'> | undefined,
  after: Fields | null,
  laid?: Resource<'app'>,
): Resource<'app'> {
  const base = live?.fields ??
    laid?.fields ?? {
      displayName: '',
      provider: '',
      description: '',
      category: 'other',
      uses: [],
      version: '',
      availableVersion: null,
      settings: {},
      secrets: {},
    }
  const fields = merged(base, after ?? {}) as unknown as Resource<'app'>['fields']
  const isKept = live !== undefined && after?.settings === undefined
  const configured = isKept ? live.fields.configured : fields.auth === 'api-key' || Boolean(fields.settings.clientId)
  return { ...resource('app', null, wanted.key, null, { ...fields, configured }), id: live?.id ?? null }
}
