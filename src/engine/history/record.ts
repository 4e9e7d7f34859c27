import { Fault } from '../../model/fault.js'
import { newRunId, type SealedRecord } from '../../model/journal.js'
import { outcome } from '../../model/outcome.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { Audited } from '../audit.js'
import type { Recording, RunOptions } from '../options.js'
import { isWhole, pictureOf } from './picture.js'

/**
 * Seals what an audit saw into the store of records: the picture from which later is told who could use what (E15). No
 * platform is written to.
 * @throws Fault `history/not-whole` where something was not read whole: a picture with holes would prove what is not so
 */
export async function recordAudit(
  { store, approvedBy, estate, runUrl }: Recording,
  snapshot: Snapshot,
  { audit, outcome: ended }: Audited,
  { tool, environment, now }: RunOptions,
): Promise<SealedRecord> {
  if (!isWhole(snapshot)) throw notWhole(snapshot)
  const { platform, principal } = snapshot
  const record = store.begin({
    ...{ run: newRunId(now.getTime()), tool, command: 'audit', environment, estate, runUrl, resumes: null },
    ...{ tenant: platform.tenant, url: platform.url, scope: [], approvedBy: [...approvedBy], baseline: null },
    principal: { id: principal.id, name: principal.name },
    digests: { plan: audit.digest, outcome: audit.digest },
    ...{ approved: null, startedAt: now.toISOString() },
  })
  record.append({ type: 'reads', reads: [...audit.reads] })
  for (const entry of pictureOf(snapshot)) record.append(entry)
  record.append({ type: 'end', ...outcome(ended.reasons as Parameters<typeof outcome>[0]), counts: null })
  return record.seal()
}

function notWhole({ reads }: Snapshot): Fault {
  const lists = [...new Set(reads.filter(({ complete }) => !complete).map(({ collection }) => collection))].join(', ')
  const help = 'run it again; a picture with holes would later prove what is not so'
  return new Fault('history/not-whole', `${lists} could not be read whole: nothing was recorded`, help)
}
