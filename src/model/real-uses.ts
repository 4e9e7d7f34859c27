import { parseAddress } from './address.js'
import type { Access, Change } from './generated/plan.js'

type Written = Pick<Change, 'address' | 'observed'>

/**
 * Tells which uses of a plan's impact really come or go: those that something which is written may move. What is only
 * observed nobody loses and nobody gains (E19). A setting moves its app; a thing as a whole may move every app of its
 * account; the registry moves an app everywhere.
 */
export function realUse(changes: readonly Written[]): (use: Access) => boolean {
  const written = changes.filter(({ observed }) => observed !== true)
  if (written.length === changes.length) return () => true
  const moved = new Set(written.flatMap(({ address }) => movedBy(address)))
  return ({ account, app }) => [key(account, app), key(account, null), key(null, app)].some((each) => moved.has(each))
}

function movedBy(address: string): string[] {
  const { kind, parts, keys } = parsed(address)
  const [first = null] = parts
  if (kind === 'app') return [key(null, first)]
  if (kind === 'connection') return []
  return [key(first, keys[0] === 'integrations' ? (keys[1] ?? null) : null)]
}

/** A saved plan may hold an address that does not parse: it moves nothing that anybody knows of. */
function parsed(address: string): { kind: string; parts: string[]; keys: string[] } {
  try {
    return parseAddress(address)
  } catch {
    return { kind: 'connection', parts: [], keys: [] }
  }
}

const key = (account: string | null, app: string | null): string => JSON.stringify([account, app])
