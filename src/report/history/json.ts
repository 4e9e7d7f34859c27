import type { PastDay, PastPeriod } from '../../model/history.js'
import { rowByRow } from '../audit-json.js'

/** One JSON document, row by row; its schema is history.schema.json. */
export function* pastJson({ outcome, ...past }: PastDay | PastPeriod): Generator<string> {
  yield* rowByRow({ formatVersion: 1, ...past }, { outcome })
}
