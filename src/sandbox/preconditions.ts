import { Problem } from './problems.js'

/** What a write knows of the row it changes: its version, or that nobody has written it yet. */
export interface Precondition {
  ifMatch: string | null
  ifNew: boolean
}

const missing = (): Problem =>
  new Problem('precondition-required', 'Say which version this write is meant for (If-Match, or If-None-Match: *).')

const moved = (etag: string | null): Problem =>
  new Problem('precondition-failed', 'The row is not what this write was meant for.', { etag })

/** Compare-and-set: 428 when the write does not say what it saw, 412 when the row is another by now. */
export function demandVersion({ ifMatch, ifNew }: Precondition, etag: string | null): void {
  if (ifMatch === null && !ifNew) throw missing()
  const holds = ifMatch === null ? etag === null : ifMatch === etag
  if (!holds) throw moved(etag)
}
