import type { Audited } from '../../engine.js'
import { auditAnnotations } from '../../report/annotations/audit.js'
import { count } from '../../report/words.js'
import { type Annotated, type Annotating, annotated } from './annotate.js'
import { located } from './repository.js'
import type { Session } from './session.js'

/** An audit as remarks on the lines that speak of what it found. */
export async function auditAnnotated(
  format: Annotating,
  { audit, outcome }: Audited,
  { dir, estate }: Session,
  where: Annotated['where'],
): Promise<string> {
  const annotations = auditAnnotations(audit, { ...estate.config.report, locate: located(dir) })
  return annotated(format, annotations, {
    ...{ dir, command: 'audit', where, outcome },
    summary: `${count(annotations.length, 'finding')}: writ audit tells them person by person.`,
    isWhole: audit.doubtful.length === 0,
  })
}
