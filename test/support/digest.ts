import { createHash } from 'node:crypto'

/** The contract's digest of a set of connection ids. */
export const digestOf = (ids: string[]): string =>
  `sha256:${createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')}`
