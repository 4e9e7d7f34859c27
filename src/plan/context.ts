import type { World } from '../access/gates.js'
import type { WaiverRule } from '../access/waivers.js'
import type { Address } from '../model/address.js'
import type { Desired, DesiredAccount, Permissions } from '../model/desired.js'
import type { Protect } from '../model/generated/documents.js'
import type { Resource, ResourceKind } from '../model/resource.js'
import type { Secrets } from '../model/secrets.js'
import type { Draft } from './draft.js'
import type { Withholding } from './withhold.js'

/** What planning one account works with. */
export interface AccountContext {
  readonly desired: DesiredAccount
  readonly draft: Draft
  readonly world: World
  readonly wantedApps: ReadonlyMap<string, Desired<'app'>>
  /** Apps that documents open and this plan does not, as they would be. */
  readonly unopenedApps: ReadonlyMap<string, Resource<'app'>>
  readonly settings: PlanSettings
  /** The account as it lived before the plan, and the registry then; made once somebody asks. */
  readonly before: () => { readonly world: World; readonly account: Resource<'account'> }
}

/** What holds for a whole plan. */
export interface PlanSettings {
  /** Does `--only` reach this address, itself or by what it lies below? */
  readonly inScope: (address: Address) => boolean
  readonly protect: Protect
  /** Who Writ is on the platform: only its own connections can it edit (C3). */
  readonly principal: string
  readonly levels: readonly string[]
  /** Names of the workflows that use a connection, by its id. */
  readonly workflows: ReadonlyMap<string, readonly string[]>
  /** The accounts' default mode decides for the registry. */
  readonly observeApps: boolean
  /** The day at which dates are judged, `YYYY-MM-DD`, UTC. */
  readonly day: string
  /** Which scopes connections of each app may hold. */
  readonly permissions: ReadonlyMap<string, Permissions>
  readonly secrets: Secrets
  /** Findings that somebody accepted. */
  readonly waivers: readonly WaiverRule[]
  /** What guards keep out of this plan. */
  readonly withhold: Withholding
}

/** A wanted thing with what stands for it in the draft, and what it stands below. */
export interface Pair<K extends ResourceKind = ResourceKind> {
  readonly wanted: Desired<K>
  readonly live: Resource<K> | undefined
  readonly parent: Resource
  /** The project it lies in, if it lies in one. */
  readonly project: Resource<'project'> | null
}
