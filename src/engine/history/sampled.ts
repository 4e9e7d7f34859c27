import { digestOfRows, draw } from '../../history/sample.js'
import type { Audit } from '../../model/audit.js'
import type { PastDay } from '../../model/history.js'

interface Drawing {
  readonly seed: string
  readonly size: number
}

/** Only the rows that were drawn of an answer about the past; all else of it stays. */
export const sampled = (past: PastDay, drawing: Drawing): PastDay => ({
  ...past,
  ...draw(past, digestOfRows(past), drawing),
})

/** Only the rows that were drawn of an audit. Its totals stay those of the whole. */
export const sampledAudit = (audit: Audit, drawing: Drawing): Audit => ({
  ...audit,
  ...draw(audit, audit.digest, drawing),
})
