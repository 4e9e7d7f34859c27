import type { ListedRecord, RecordList } from '../../model/generated/records.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { displayWidth } from '../width.js'
import { count } from '../words.js'

/** One line a record, the oldest first. */
export function renderRecordList(list: RecordList, { width, colour }: TextOptions): string {
  const { store, records } = safe(list)
  const brush = paint(colour)
  const head = `${brush.bold(count(records.length, 'record'))} in ${store}`
  if (records.length === 0) return head
  const wide = laidOut(records, true, brush.dim, width)
  const rows = wide.some((line) => displayWidth(line) > width) || wide.length > records.length + 1
  return [head, '', ...(rows ? laidOut(records, false, brush.dim, width) : wide)].join('\n')
}

type Dim = (text: string) => string

/** Where lines would break, the tenant goes: it mostly is the same in all of a store, and --format json has it. */
function laidOut(records: readonly ListedRecord[], hasWhere: boolean, dim: Dim, width: number): string[] {
  const titles = ['run', 'what', ...(hasWhere ? ['tenant'] : []), 'by', 'exit', 'state'].map(dim)
  return table([titles, ...records.map((record) => cellsOf(record, hasWhere))], {
    width,
    ...(hasWhere ? {} : { gap: 1 }),
  })
}

function cellsOf(
  { run, command, environment, tenant, principal, exitCode, state, signedBy }: ListedRecord,
  hasWhere: boolean,
): string[] {
  const where = hasWhere ? [[environment, tenant].filter((part) => part !== null).join(' · ')] : []
  const signed = signedBy === null ? '' : ', signed'
  return [
    run,
    command ?? '',
    ...where,
    principal ?? '',
    exitCode === null ? '' : String(exitCode),
    STATES[state] + signed,
  ]
}

const STATES: Readonly<Record<ListedRecord['state'], string>> = {
  sealed: 'sealed',
  'sealed-cut-off': 'cut off, sealed by a later run',
  running: 'running',
  'cut-off': 'cut off, not sealed yet',
  damaged: 'cannot be read: writ record verify tells why',
}
