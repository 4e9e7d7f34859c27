import { loadWrit } from '../../documents/index.js'
import type { Asked } from '../../engine/history/options.js'
import type { Narrowing, PastDay, PastPeriod } from '../../model/history.js'
import { renderPastDay } from '../../report/history/at.js'
import { pastDayCsv, pastPeriodCsv } from '../../report/history/csv.js'
import { pastJson } from '../../report/history/json.js'
import { pastMarkdown } from '../../report/history/people.js'
import { renderPastPeriod } from '../../report/history/period.js'
import type { People } from '../../report/markdown/people.js'
import { safe } from '../../report/safe.js'
import { InvalidEstate } from '../support/failure.js'
import { readPackage } from '../support/oclif.js'
import { type Looks, looks, note, whereLine } from '../support/output.js'
import { estateStore, keysIn } from '../support/records.js'
import { settleSample } from '../support/sample.js'
import { streamTo } from '../support/stream.js'
import { settleNow, usage } from '../support/usage.js'

/** What `audit` takes to look back. */
export interface HistoryFlags {
  readonly format: string
  readonly env?: string
  readonly now?: string
  readonly out?: string
  readonly at?: string
  readonly from?: string
  readonly to?: string
  readonly key?: string
  readonly sample?: string
  readonly seed?: string
  readonly app?: readonly string[]
  readonly account?: readonly string[]
  readonly user?: readonly string[]
}

export const asksThePast = ({ at, from, to }: HistoryFlags): boolean =>
  at !== undefined || from !== undefined || to !== undefined

type Format<P> = (past: P, where: string, look: Looks, people?: People) => Iterable<string>

const DAY: Readonly<Record<string, Format<PastDay>>> = {
  text: (past, where, look) => [`${where}\n\n${renderPastDay(past, look)}\n`],
  json: pastJson,
  csv: pastDayCsv,
  markdown: (past, _, __, people) => [pastMarkdown(past, people)],
}

const PERIOD: Readonly<Record<string, Format<PastPeriod>>> = {
  text: (past, where, look) => [`${where}\n\n${renderPastPeriod(past, look)}\n`],
  json: pastJson,
  csv: pastPeriodCsv,
  markdown: (past, _, __, people) => [pastMarkdown(past, people)],
}

/** Who could use what on a day, or what changed in a time: offline, from Git and sealed records. 3 where records are broken. */
export async function auditHistory(dir: string, flags: HistoryFlags): Promise<number> {
  const asked = await askedOf(dir, flags)
  const { dayFrom, pastDay, pastPeriod, sampled } = await import('../../engine/history/index.js')
  const { now, environment } = asked.options
  const { tenant, url } = asked.estate.config.platform
  const { people } = asked.estate.config.report ?? {}
  const look = flags.out === undefined ? looks() : { width: 80, colour: false }
  const where = whereLine({ environment, tenant, url }, look)
  const { at, from, to, format } = flags
  if (at !== undefined) {
    const shown = formatOf(DAY, format)
    const past = await pastDay(asked, dayFrom(at, '--at', now), onlyOf(flags))
    const drawn = settleSample(flags)
    const told = drawn === null ? past : sampled(past, drawn)
    return finish(shown(told, where, look, people), told.outcome.exitCode, flags)
  }
  const shown = formatOf(PERIOD, format)
  if (Object.values(onlyOf(flags)).some((names) => names.length > 0))
    throw usage('--app, --account and --user narrow an answer about a day', 'They go with --at.')
  if (from === undefined || to === undefined)
    throw usage('--from and --to belong together', 'Name the first and the last day, both counted.')
  if (flags.sample !== undefined)
    throw usage('--sample draws from rows of people', 'It goes with --at, or with neither.')
  const days = [dayFrom(from, '--from', now), dayFrom(to, '--to', now)] as const
  if (days[0].begin > days[1].begin) throw usage('--from is later than --to', 'Name the first day first.')
  const past = await pastPeriod(asked, ...days)
  return finish(shown(past, where, look, people), past.outcome.exitCode, flags)
}

const onlyOf = ({ app = [], account = [], user = [] }: HistoryFlags): Narrowing => ({
  apps: app,
  accounts: account,
  users: user,
})

async function finish(pieces: Iterable<string>, exitCode: number, { out }: HistoryFlags): Promise<number> {
  await streamTo(out, pieces)
  if (out !== undefined) note(`The answer is in ${safe(out)}.`)
  return exitCode
}

function formatOf<T>(formats: Readonly<Record<string, T>>, named: string): T {
  const format = formats[named]
  if (format !== undefined) return format
  const page =
    named === 'html' ? ' A page is made of what lives now: writ audit --format html, kept with the picture.' : ''
  throw usage(`the past is not told as ${named}`, `Choose one of: ${Object.keys(formats).join(', ')}.${page}`)
}

/** Of the estate only writ.yaml is read as it is now: what documents said then, Git tells. */
async function askedOf(dir: string, { env, now: moment, key, at, from }: HistoryFlags): Promise<Asked> {
  if (at !== undefined && from !== undefined) throw usage('--at and --from ask two things', 'Ask one at a time.')
  const now = settleNow(moment)
  const { estate, ...loaded } = await loadWrit(dir, { env, now })
  if (estate === null) throw new InvalidEstate({ ...loaded })
  const { shelf } = await estateStore({ dir, format: '', ...(env === undefined ? {} : { env }) })
  const tool = `writ ${readPackage().version}`
  const options = { tool, environment: env ?? null, now, only: [], countChanges: false }
  return { dir, estate, shelf, keys: keysIn(key), options }
}
