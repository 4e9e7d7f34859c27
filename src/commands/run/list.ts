import type { ListFilters } from '../../engine.js'
import { outcome } from '../../model/outcome.js'
import { doubts, type Listing, listCsv, renderList } from '../../report/list.js'
import { data, json, looks, note, whereLine } from '../support/output.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openReader, openSession, using } from '../support/session.js'

interface Flags extends ListFilters {
  readonly sort?: string
  readonly format: string
  readonly dir?: string
  readonly env?: string
}

/** Live rows of one sort, filtered and sorted (R4, R5, U2). What could not be read whole is said, and ends with 4. */
export const list =
  (what: Listing['list']) =>
  async ({ flags: given }: Parsed): Promise<number> => {
    const { sort, format, dir = '.', env, ...filters } = given as unknown as Flags
    const session = await openSession(dir, env === undefined ? {} : { env }, false)
    const progress = showProgress()
    const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
    const engine = await import('../../engine.js')
    const { seen, where } = await using(port, () =>
      engine.list(session.estate, port, { list: what, filters, sort }, session.options),
    ).finally(progress.clear)
    tell(seen, where, format)
    return outcomeOf(seen).exitCode
  }

type Where = Parameters<typeof whereLine>[0]

const outcomeOf = ({ incomplete }: Listing) => outcome(incomplete.length > 0 ? ['read-incomplete'] : [])

function tell(listing: Listing, where: Where, format: string): void {
  const { list: name, rows, total, incomplete } = listing
  if (format === 'text') data(`${whereLine(where, looks())}\n\n${renderList(listing, looks())}`)
  else if (format === 'json')
    json({ formatVersion: 1, platform: where, list: name, total, rows, incomplete, outcome: outcomeOf(listing) })
  else {
    note([whereLine(where, looks()), ...doubts(listing)].join('\n'))
    data([...listCsv(listing)].join(''))
  }
}
