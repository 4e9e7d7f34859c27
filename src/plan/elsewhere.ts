import type { Resource } from '../model/resource.js'
import { end, type RegistryChange } from './account.js'
import { Draft, type Drafted } from './draft.js'
import { impactOf, type Use } from './impact.js'

/** What the registry alone does in an account. */
export interface Elsewhere {
  readonly draft: Drafted
  readonly losing: readonly Use[]
  readonly gaining: readonly Use[]
}

/**
 * What changes of the registry do in an account in which nothing else is planned: R6 does not ask who governs. An app
 * that is switched off ends its connections and is lost; one that is switched on is gained where the levels are open.
 */
export function underRegistry(
  account: Resource<'account'>,
  registry: RegistryChange,
  levels: readonly string[],
): Elsewhere {
  const draft = new Draft(account, registry.after)
  for (const [app, change] of registry.changes) end(draft, app, change)
  const before = { world: { apps: registry.before, levels }, account }
  const after = { world: { apps: registry.after, levels }, account }
  return { draft: draft.drafted(), ...impactOf(before, after, draft, new Set(registry.changes.keys())) }
}

/** What of the registry's changes happens in an account: what is only observed happens where all is observed (E19). */
export const felt = <R extends RegistryChange>(registry: R, observeApps: boolean, mode: 'enforce' | 'observe'): R =>
  observeApps && mode === 'enforce' ? { ...registry, after: registry.before, changes: new Map() } : registry
