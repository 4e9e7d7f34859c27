import type { ListedRecord, RecordList } from '../../model/generated/records.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { count } from '../words.js'

/** One line a record, the oldest first. */
export function renderRecordList(list: RecordList, { width, colour }: TextOptions): string {
  const { store, records } = safe(list)
  const brush = paint(colour)
  const head = `${brush.bold(count(records.length, 'record'))} in ${store}`
  if (records.length === 0) return head
  const titles = ['run', 'what', 'tenant', 'by', 'exit', 'state'].map(brush.dim)
  return [head, '', ...table([titles, ...records.map(cellsOf)], { width })].join('\n')
}

function cellsOf({ run, command, environment, tenant, principal, exitCode, state, signedBy }: ListedRecord): string[] {
  const where = [environment, tenant].filter((part) => part !== null).join(' · ')
  const signed = signedBy === null ? '' : ', signed'
  return [run, command ?? '', where, principal ?? '', exitCode === null ? '' : String(exitCode), STATES[state] + signed]
}

const STATES: Readonly<Record<ListedRecord['state'], string>> = {
  sealed: 'sealed',
  'sealed-cut-off': 'cut off, sealed by a later run',
  running: 'running',
  'cut-off': 'cut off, not sealed yet',
  damaged: 'cannot be read: writ record verify tells why',
}
