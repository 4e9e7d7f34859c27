import type { Direction } from '../kinds/declaration.js'
import { KINDS } from '../kinds/index.js'
import { type Address, integrationsAddress } from '../model/address.js'
import type { AccountContext, Pair } from './context.js'
import type { DraftChange, Fields } from './draft.js'

/** The earlier changes that must have succeeded before this one: what makes it possible, and what touches the same thing. */
export function needsOf(
  context: AccountContext,
  pair: Pair,
  direction: Direction,
  after: Fields | null,
): Set<DraftChange> {
  const { draft } = context
  const own = draft.writersOf([pair.wanted.address])
  const enabling = levelsAbove(context, pair).flatMap((level) => {
    const change = draft.writers.get(level)
    // What only follows from a change elsewhere, such as a selection that a new project joins, enables nothing here.
    if (change === undefined || change.address !== level) return []
    const opens = change.direction === 'opens' || change.direction === 'mixed'
    return change.operation === 'create' || (direction !== 'closes' && opens) ? [change] : []
  })
  const handedOver = pair.wanted.kind === 'user' && after?.role !== 'owner' ? draft.changes.filter(makesOwner) : []
  const named = draft.writersOf(referred(context, pair, after)).filter(creates)
  return new Set([...own, ...enabling, ...handedOver, ...named])
}

const makesOwner = ({ target, after }: DraftChange): boolean => target.collection === 'users' && after?.role === 'owner'

/** A project that is brought back is as good as a new one; an app may be named whether it is active or not (L10). */
const creates = ({ operation, target, after }: DraftChange): boolean =>
  operation === 'create' || (target.collection === 'projects' && after?.state === 'active')

/** The addresses that decide whether it may be opened: its parents, and the same app's settings on them. */
function levelsAbove({ draft: { account } }: AccountContext, { wanted, parent, project }: Pair): Address[] {
  const places = new Set([account.address, project?.address ?? account.address, parent.address])
  if (!wanted.kind.endsWith('-integration')) return [...places]
  return [...places].flatMap((place) => [place, integrationsAddress(place, wanted.key)])
}

/** Things that the change names and that may have to be created first. */
function referred({ draft: { account } }: AccountContext, { wanted, parent }: Pair, after: Fields | null): Address[] {
  const names = (field: string) => (after?.[field] as readonly string[] | undefined) ?? []
  if (wanted.kind === 'account-integration' || wanted.kind === 'user' || wanted.kind === 'invitation') {
    return names('projects').map((name) => KINDS.project.address(account.address, name))
  }
  if (wanted.kind === 'project-integration')
    return names('groups').map((name) => KINDS.group.address(parent.address, name))
  if (wanted.kind === 'account') {
    const apps = after?.allowedApps
    return Array.isArray(apps) ? apps.map((name) => KINDS.app.address('', String(name))) : []
  }
  if (wanted.kind === 'template') {
    return Object.keys((after?.integrations as object | undefined) ?? {}).map((app) => KINDS.app.address('', app))
  }
  if (wanted.kind === 'project' && typeof after?.template === 'string') {
    return [KINDS.template.address(account.address, after.template)]
  }
  return []
}
