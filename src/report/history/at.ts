import { VERDICTS } from '../../model/audit.js'
import { CERTAINTIES, type Gap, type PastDay, type RecordSource, type UsedOverride } from '../../model/history.js'
import type { Sample } from '../../model/sample.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { wrap } from '../width.js'
import { count, grouped, list, minute, shortDigest, verb } from '../words.js'

/** So many rows are listed in text; CSV and JSON have all. */
const LISTED = 40

/** How sure, in the order of worry, what it rests on, then who could use what. */
export function renderPastDay(past: PastDay, { width, colour }: TextOptions): string {
  const shown = safe(past)
  const brush = paint(colour)
  const isSure = past.certainty['not-known'] + past.certainty.unproven === 0 && past.outcome.exitCode === 0
  const head = wrap(verdictOf(shown), width).map((line) => brush.bold(isSure ? line : brush.red(line)))
  return [
    ...head,
    '',
    ...table(basisOf(shown), { width }),
    ...(shown.sample === undefined ? [] : ['', ...sampleLines(shown.sample, width)]),
    ...whole('not as declared', [...accessCells(shown, isAmiss), ...connectionsOf(shown, isAmiss)], width),
    ...listed('not known, or not proven', doubtful(shown), width),
    ...listed(shown.picture === null ? 'declared' : 'could use', accessCells(shown, isFine), width),
    ...listed('connections', connectionsOf(shown, isFine), width),
    ...listed('written last by', writerCells(shown), width),
    ...listed(
      'left open',
      shown.open.map((each) => [`? ${each}`]),
      width,
    ),
    ...listed('gaps', gapCells(shown.gaps), width),
  ].join('\n')
}

function verdictOf(past: PastDay): string {
  const { date, access, connections, certainty, picture, only } = past
  const rows = [...access, ...connections]
  const asked = [...only.apps, ...only.accounts, ...only.users]
  const of = asked.length === 0 ? '' : ` Asked of ${list(asked)} only.`
  const sure = CERTAINTIES.filter((each) => certainty[each] > 0).reverse()
  const parts = sure.map((each) => `${grouped(certainty[each])} ${each.replace('-', ' ')}`).join(', ')
  if (picture === null) return `${nobodyLooked(past)}${of}`
  if (rows.length === 0) return `At the end of ${date}, UTC: nobody could use anything.${of}`
  const verdicts = VERDICTS.map((each) => [each, rows.filter(({ verdict }) => verdict === each).length] as const)
  const found = verdicts.filter(([, amount]) => amount > 0).map(([each, amount]) => `${grouped(amount)} ${each}`)
  const people = count(peopleWith(access), 'person', 'people')
  const judged = `${count(rows.length, 'row')}: ${found.join(', ')}; ${parts}`
  return `At the end of ${date}, UTC: ${people} could use something. ${judged}.${of}`
}

/** Whom an app was live for: what is declared and does not live nobody could use. */
const peopleWith = (access: PastDay['access']): number =>
  new Set(access.flatMap(({ live, account, user }) => (live.length > 0 ? [`${account}\0${user}`] : []))).size

function nobodyLooked({ date, access, certainty }: PastDay): string {
  if (access.length === 0) return `Nobody looked: nothing is known of ${date}.`
  const unknown = access.length - certainty.declared
  const rest = certainty.declared === 0 ? '' : `; ${count(certainty.declared, 'row')} documents alone decide`
  return `Nobody looked: of ${count(access.length, 'row')} that documents name it is not known of ${grouped(unknown)} who could use what at the end of ${date}${rest}.`
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

type Row = Pick<PastDay['access'][number], 'verdict' | 'known'>

const isKnown = ({ known }: Row): boolean => known !== 'not-known' && known !== 'unproven'
const isAmiss = (row: Row): boolean => isKnown(row) && (row.verdict === 'undeclared' || row.verdict === 'missing')
const isFine = (row: Row): boolean => isKnown(row) && !isAmiss(row)

/** Rows with the lines that speak of them; where somebody asked for some alone, gate by gate. */
function accessCells(past: PastDay, which: (row: Row) => boolean): string[][] {
  return past.access.filter(which).map((row) => {
    const { account, user, app, live, declared, verdict, known } = row
    const words = [placesOf(live, declared), known === 'declared' ? null : verdict, known.replace('-', ' ')]
    const why = isNarrow(past) ? [...gatesOf(past, row), writerText(past, row)] : [linesOf(row)]
    const said = [words.filter((part) => part !== null).join(', '), ...why.filter((part) => part !== '')]
    return [`${isAmiss(row) ? '! ' : ''}${account}  ${user}`, app, said.join('; ')]
  })
}

const isNarrow = ({ only }: PastDay): boolean => only.apps.length + only.accounts.length + only.users.length > 0

const linesOf = ({ at }: PastDay['access'][number]): string => list(at.map(({ file, line }) => `${file}:${line}`))

const gatesOf = ({ explanations, gates }: PastDay, { why }: PastDay['access'][number]): string[] =>
  (why === null ? [] : (explanations[why]?.gates ?? [])).flatMap((index) => {
    const told = gates[index]
    if (told === undefined) return []
    const { gate, live, declared, at } = told
    const stands = live === declared ? live : `${live}, declared ${declared}`
    return `${gate} ${stands}${at.length === 0 ? '' : ` (${at.map(({ file, line }) => `${file}:${line}`).join(', ')})`}`
  })

function writerText({ writers }: PastDay, { writer }: PastDay['access'][number]): string {
  const told = writer === null ? undefined : writers[writer]
  return told === undefined ? 'no record tells who wrote it' : `written last by ${told.run}`
}

/** Each run once: by whom, by whose approval, and what let it pass a limit. */
function writerCells({ writers }: PastDay): string[][] {
  const runs = new Map(writers.map((each) => [each.run, each]))
  return [...runs.values()].map(({ run, at, principal, approvedBy, overrides, commit, proven }) => [
    run,
    [
      `${minute(at)} as ${principal}`,
      approvedBy.length === 0 ? 'nobody is recorded who approved it' : `approved by ${approvedBy.join(', ')}`,
      commit === null ? '' : `commit ${commit.slice(0, 12)}`,
      ...overrides.map(overrideText),
      proven ? '' : 'unproven',
    ]
      .filter((part) => part !== '')
      .join('; '),
  ])
}

export const overrideText = ({ address, owner, reason }: UsedOverride): string =>
  owner === null ? `${address}, which its commit does not tell` : `${address} of ${owner}: ${reason ?? ''}`

const connectionsOf = ({ connections }: PastDay, which: (row: Row) => boolean): string[][] =>
  connections.filter(which).map((row) => {
    const [first = '', ...rest] = connectionCells(row)
    return [`${isAmiss(row) ? '! ' : ''}${first}`, ...rest]
  })

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

/** A titled list of what nobody may overlook: never cut. */
const whole = (title: string, rows: readonly string[][], width: number): string[] =>
  rows.length === 0 ? [] : ['', title, ...table(rows, { width, indent: '  ' })]

/** A titled list, cut where text would be too long to read. */
export function listed(title: string, rows: readonly string[][], width: number): string[] {
  if (rows.length === 0) return []
  const more = rows.length - LISTED
  const rest = more > 0 ? [`  … ${grouped(more)} more ${verb(more, 'stands', 'stand')} in --format csv and json`] : []
  return ['', title, ...table(rows.slice(0, LISTED), { width, indent: '  ' }), ...rest]
}
