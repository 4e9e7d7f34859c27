import { parseAddress } from '../../model/address.js'

/** An address as its kind and parts; a saved plan may hold one that does not parse, and it is shown all the same. */
export function split(address: string): { kind: string; parts: string[]; keys: string[] } {
  try {
    return parseAddress(address)
  } catch {
    return { kind: address, parts: [], keys: [] }
  }
}

/** What follows the `#`, with it; empty for a thing as a whole. */
export const tail = (address: string): string => {
  const at = address.indexOf('#')
  return at < 0 ? '' : address.slice(at)
}

/** The address without what follows the `#`. */
export const thing = (address: string): string => address.slice(0, address.length - tail(address).length)

/** The account an address is of, or null: apps are of none, and an undeclared connection does not tell. */
export function accountOf(address: string): string | null {
  const { kind, parts } = split(address)
  if (kind === 'app' || (kind === 'connection' && parts.length === 1)) return null
  return parts[0] ?? null
}

/** The app whose setting or row an address is, or null. */
export function appOf(address: string): string | null {
  const { kind, parts, keys } = split(address)
  if (kind === 'app') return parts[0] ?? null
  if (keys[0] === 'integrations') return keys[1] ?? null
  return kind === 'connection' && parts.length === 3 ? (parts[1] ?? null) : null
}
