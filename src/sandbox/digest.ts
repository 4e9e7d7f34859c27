import { createHash } from 'node:crypto'

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * The digest of a set of connections: what a closing write says that it expects to end.
 * Ids are sorted by code unit and joined by line feeds; nothing at all is the hash of the empty text.
 */
export const connectionsDigest = (ids: Iterable<string>): string => `sha256:${sha256([...ids].sort().join('\n'))}`

/** The fingerprint under which a request or a token is remembered. */
export const fingerprint = sha256
