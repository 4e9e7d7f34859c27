import { CERTAINTIES, type Gap, type PastDay, type RecordSource } from '../../model/history.js'
import type { Sample } from '../../model/sample.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { wrap } from '../width.js'
import { count, grouped, minute, shortDigest, verb } from '../words.js'

/** So many rows are listed in text; CSV and JSON have all. */
const LISTED = 40

/** How sure, in the order of worry, what it rests on, then who could use what. */
export function renderPastDay(past: PastDay, { width, colour }: TextOptions): string {
  const shown = safe(past)
  const brush = paint(colour)
  const isSure = past.certainty['not-known'] + past.certainty.unproven === 0 && past.access.length > 0
  const head = wrap(verdictOf(shown), width).map((line) => brush.bold(isSure ? line : brush.red(line)))
  return [
    ...head,
    '',
    ...table(basisOf(shown), { width }),
    ...(shown.sample === undefined ? [] : ['', ...sampleLines(shown.sample, width)]),
    ...listed('not known, or not proven', doubtful(shown), width),
    ...listed('could use', sure(shown), width),
    ...listed(
      'connections',
      shown.connections.filter(({ known }) => known !== 'not-known').map(connectionCells),
      width,
    ),
    ...listed(
      'left open',
      shown.open.map((each) => [`? ${each}`]),
      width,
    ),
    ...listed('gaps', gapCells(shown.gaps), width),
  ].join('\n')
}

function verdictOf({ date, access, connections, certainty }: PastDay): string {
  const people = new Set(
    access.filter((row) => row.live.length + row.declared.length > 0).map(({ account, user }) => `${account}\0${user}`),
  ).size
  const sure = CERTAINTIES.filter((each) => certainty[each] > 0).reverse()
  const parts = sure.map((each) => `${grouped(certainty[each])} ${each.replace('-', ' ')}`)
  const rows = access.length + connections.length
  if (rows === 0) return `Nothing is known of ${date}.`
  return `At the end of ${date}, UTC: ${count(people, 'person', 'people')} could use something. ${count(rows, 'row')}: ${parts.join(', ')}.`
}

function basisOf({ declared, head, picture, next, runs, store }: PastDay): string[][] {
  const place = ({ run, entry }: RecordSource) => `${run}, entry ${entry}`
  return [
    ['declared', declared === null ? 'not known' : declaredText(declared.commit, declared.basis, declared.source)],
    ...(head === null
      ? []
      : [
          [
            'head that day',
            `${head.commit.slice(0, 12)} of ${head.ref}, ${minute(head.at)}, ${head.author}${head.differs ? ': not what was in force' : ''}`,
          ],
        ]),
    [
      'picture',
      picture === null
        ? 'none: nobody looked before'
        : `${minute(picture.at)}, revision ${picture.revision}, ${shortDigest(picture.digest)} (${place(picture)})`,
    ],
    ...(picture === null ? [] : [['runs since', runs.length === 0 ? 'none' : runs.map(({ run }) => run).join(', ')]]),
    ...(next === null ? [] : [['next picture', `${minute(next.at)} (${place(next)})`]]),
    ['records', store],
  ]
}

const declaredText = (commit: string, basis: string, source: RecordSource | null): string =>
  basis === 'head'
    ? `${commit.slice(0, 12)}, the head of the branch: no record names a commit`
    : `${commit.slice(0, 12)}, applied by ${source?.run ?? ''} at ${minute(source?.at ?? '')}`

const doubtful = ({ access, connections }: PastDay): string[][] =>
  [
    ...access.map((row) => ({ ...row, what: placesOf(row.live, row.declared) })),
    ...connections.map((row) => ({ ...row, user: row.owner ?? 'nobody', what: `connection ${row.id ?? ''}` })),
  ]
    .filter(({ known }) => known === 'not-known' || known === 'unproven')
    .map(({ account, user, app, what, known, doubt }) => [
      `? ${account}  ${user}`,
      app,
      `${known.replace('-', ' ')}; ${what}: ${doubt}`,
    ])

const sure = ({ access }: PastDay): string[][] =>
  access
    .filter(({ known }) => known !== 'not-known' && known !== 'unproven')
    .map(({ account, user, app, live, declared, verdict, known }) => [
      `${account}  ${user}`,
      app,
      [placesOf(live, declared), known === 'declared' ? null : verdict, known.replace('-', ' ')]
        .filter((part) => part !== null)
        .join(', '),
    ])

const placesOf = (live: readonly string[], declared: readonly string[]): string => {
  if (live.length > 0) return `in ${live.join(', ')}`
  return declared.length > 0 ? `declared in ${declared.join(', ')}` : 'nowhere as far as is known'
}

const connectionCells = ({
  account,
  owner,
  app,
  id,
  project,
  name,
  status,
  known,
  verdict,
}: PastDay['connections'][number]): string[] => [
  `${account}  ${owner ?? 'nobody'}`,
  app,
  [`connection ${id ?? ''}`, name, project === null ? null : `in ${project}`, status, verdict, known.replace('-', ' ')]
    .filter((part) => part !== null)
    .join(', '),
]

export const gapCells = (gaps: readonly Gap[]): string[][] =>
  gaps.map(({ code, place, message }) => [`! ${code}`, [place, message].filter((part) => part !== '').join(': ')])

/** What a sample was drawn from, so that it can be drawn again. */
export const sampleLines = (sample: Sample, width: number): string[] => {
  const { seed, size, population, digest, method } = safe(sample)
  return table(
    [
      ['sample', `${grouped(size)} of ${count(population, 'row')}, seed ${seed}`],
      ['drawn from', digest],
      ['by', method],
    ],
    { width },
  )
}

/** A titled list, cut where text would be too long to read. */
export function listed(title: string, rows: readonly string[][], width: number): string[] {
  if (rows.length === 0) return []
  const more = rows.length - LISTED
  const rest = more > 0 ? [`  … ${grouped(more)} more ${verb(more, 'stands', 'stand')} in --format csv and json`] : []
  return ['', title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest]
}
