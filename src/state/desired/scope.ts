import type { Personal, Wish } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { HoldRule } from '../../model/hold.js'
import type { Problem, Waiting } from '../../model/problem.js'
import type { Resource } from '../../model/resource.js'
import type { EstateIndex } from '../estate-index.js'
import type { DeclaredProject, PreparedSet } from './project-sets.js'

/** What the builders of one account's desired state share. */
export interface AccountScope {
  readonly index: EstateIndex
  /** The account as it lives, under its names as they will be; empty for one that is to be created. */
  readonly live: Resource<'account'>
  readonly day: string
  /** Declared apps: what `"*"` may speak for. */
  readonly declaredApps: ReadonlySet<string>
  /** Is the app in the allow-list as it will be? */
  readonly allowed: (app: string) => boolean
  /** Is it allowed on other days than this? */
  readonly allowedOnOtherDays: (app: string) => boolean
  readonly projects: readonly EstateDocument<'Project'>[]
  /** Sets of projects whose accounts this one is among. */
  readonly projectSets: readonly PreparedSet[]
  /** Projects that a document or a set declares. */
  readonly declared: readonly DeclaredProject[]
  readonly templates: readonly EstateDocument<'ProjectTemplate'>[]
  readonly groups: readonly EstateDocument<'Group'>[]
  readonly users: readonly EstateDocument<'User'>[]
  readonly connections: readonly EstateDocument<'Connection'>[]
  /** Incidents that may cover something here today. */
  readonly holds: readonly HoldRule[]
  readonly problems: Problem[]
  readonly waiting: Waiting[]
  readonly personal: Personal[]
  readonly wishes: Wish[]
}
