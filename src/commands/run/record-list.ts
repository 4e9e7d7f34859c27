import type { ListedRecord, RecordList } from '../../model/generated/records.js'
import type { RecordSummary } from '../../model/journal.js'
import { outcome } from '../../model/outcome.js'
import { summaryOf } from '../../record/index.js'
import { renderRecordList } from '../../report/record/list.js'
import { data, json, looks } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { estateStore, type RecordFlags, shelfOf } from '../support/records.js'

/** The records of a store, the oldest first; what is under way, too. */
export async function listRecords({ args, flags }: Parsed): Promise<number> {
  const given = flags as unknown as RecordFlags
  const { place, records } = args.store === undefined ? await ofEstate(given) : await ofStore(args.store, given)
  const list: RecordList = { formatVersion: 1, store: place, records: records.map(listed), outcome: outcome([]) }
  if (given.format === 'json') json(list)
  else data(renderRecordList(list, looks()))
  return list.outcome.exitCode
}

interface Summaries {
  readonly place: string
  readonly records: readonly RecordSummary[]
}

async function ofEstate(flags: RecordFlags): Promise<Summaries> {
  const store = await estateStore(flags)
  return { place: store.place, records: await store.list() }
}

async function ofStore(named: string, flags: RecordFlags): Promise<Summaries> {
  const shelf = await shelfOf(named, flags)
  const records: RecordSummary[] = []
  for (const file of await shelf.files()) records.push(await summaryOf(file))
  return { place: shelf.place, records }
}

const listed = ({ begun, ...summary }: RecordSummary): ListedRecord => ({
  ...{ run: summary.run, place: summary.place, state: summary.state, startedAt: begun?.startedAt ?? null },
  ...{ command: begun?.command ?? null, tenant: begun?.tenant ?? null, environment: begun?.environment ?? null },
  ...{ principal: begun?.principal.name ?? null, approvedBy: begun?.approvedBy ?? [] },
  ...{ commit: begun?.estate.commit ?? null, entries: summary.entries, root: summary.root },
  ...{ signedBy: summary.signedBy, exitCode: summary.exitCode },
})
