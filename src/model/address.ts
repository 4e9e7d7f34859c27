import { matchesPieces } from './glob.js'

/**
 * The name of a thing or of one setting of it: `project/acme/apollo#integrations.slack`.
 * Parts and keys are percent-encoded where they hold a separator, so an address always splits the same way.
 */
export type Address = string

const encode = (text: string, unsafe: RegExp): string =>
  text.replace(unsafe, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

/** A dot separates keys only, so parts keep theirs: `user/acme/ana@acme.example`. Few hold anything to encode. */
const encodePart = (part: string): string => (/[/#*%:]/.test(part) ? encode(part, /[/#*%:]/g) : part)
const encodeKey = (key: string): string => (/[/#.*%:]/.test(key) ? encode(key, /[/#.*%:]/g) : key)

export function address(kind: string, ...parts: readonly string[]): Address {
  let text = kind
  for (const part of parts) text += `/${encodePart(part)}`
  return text
}

/** An address that continues another: `account/acme`, `project` and `apollo` make `project/acme/apollo`. */
export const addressBelow = (above: Address, kind: string, part: string): Address =>
  `${kind}${above.slice(above.indexOf('/'))}/${encodePart(part)}`

/** Splits an address into its decoded kind, parts and keys. */
export function parseAddress(text: Address): { kind: string; parts: string[]; keys: string[] } {
  const [path = '', key] = text.split('#', 2)
  const [kind = '', ...parts] = path.split('/').map(decodeURIComponent)
  return { kind, parts, keys: key === undefined ? [] : key.split('.').map(decodeURIComponent) }
}

/** What lies above an address, nearest first: its resource, that one's project, account. */
export function ancestors(text: Address): Address[] {
  const { kind, parts, keys } = parseAddress(text)
  const above: Address[] = keys.length > 0 ? [address(kind, ...parts)] : []
  if (kind === 'group' && parts.length === 3) above.push(address('project', ...parts.slice(0, 2)))
  if (parts.length > 1) above.push(address('account', parts[0] ?? ''))
  return above
}

/**
 * Tells whether an address is named by one of the patterns, or lies below one that is (`--only`).
 * An unencoded `*` stands for any run of signs but `/` and `#`.
 */
export function matcher(patterns: readonly string[]): (text: Address) => boolean {
  if (patterns.length === 0) return () => true
  const tests = patterns.map(compile)
  return (text) => [text, ...ancestors(text)].some((each) => tests.some((test) => test(each)))
}

/** Globs without backtracking: each literal piece is searched once, left to right, within its segment. */
function compile(pattern: string): (text: string) => boolean {
  const wanted = pattern.split(/(?=[/#])/).map((segment) => normal(segment).split('*'))
  return (text) => {
    const segments = text.split(/(?=[/#])/)
    return (
      segments.length === wanted.length && segments.every((segment, at) => matchesPieces(wanted[at] ?? [], segment))
    )
  }
}

/** Authors may write `user/acme/a%2Eb`; both spellings of what needs no encoding are one. */
const normal = (segment: string): string =>
  segment.replace(/%([0-9A-Fa-f]{2})/g, (sign, hex: string) => {
    const plain = String.fromCharCode(Number.parseInt(hex, 16))
    return /[/#.*%:]/.test(plain) ? sign.toUpperCase() : plain
  })

/** The address of one app's setting on something. */
export const integrationsAddress = (of: Address, app: string): Address => keyAddress(of, 'integrations', app)

/** The address of one entry of a field: `app/slack`, `secrets` and `token` make `app/slack#secrets.token`. */
export const keyAddress = (of: Address, field: string, key: string): Address => `${of}#${field}.${encodeKey(key)}`
