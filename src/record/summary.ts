import type { EndEntry } from '../model/generated/record.js'
import type { RecordSummary } from '../model/journal.js'
import { lifeOf } from './process.js'
import { type Ending, endingOf, type RecordFile } from './shelf.js'

/** What a record says of itself at both ends. */
export async function summaryOf(file: RecordFile): Promise<RecordSummary> {
  const ending = await endingOf(file)
  const { run: begun, seal, last } = ending
  const end = last.map(({ entry }) => entry).findLast(({ type }) => type === 'end') as EndEntry | undefined
  const { entries = null, root = null, signer = null } = seal?.statement ?? {}
  return {
    ...{ run: file.run, place: file.place, begun, state: stateOf(ending), entries, root },
    signedBy: signer?.keyid ?? null,
    exitCode: end?.exitCode ?? null,
  }
}

function stateOf({ run, seal, last }: Ending): RecordSummary['state'] {
  if (seal !== null && run !== null) return seal.statement.cutOff ? 'sealed-cut-off' : 'sealed'
  if (run === null || last.length === 0) return 'damaged'
  return lifeOf(run.process) === 'dead' ? 'cut-off' : 'running'
}
