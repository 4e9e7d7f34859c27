import { type Story, tell } from '../../history/story.js'
import type { Entry } from '../../model/generated/record.js'
import type { Gap } from '../../model/history.js'
import {
  linesOf,
  openSeal,
  type PublicKey,
  type RecordFile,
  type RecordFinding,
  readLine,
  type Shelf,
  type Verification,
  verifyStore,
} from '../../record/index.js'

/** The records of a tenant, verified before anything is believed (E15). */
export interface Chronicle {
  readonly store: string
  /** By their start. */
  readonly stories: readonly Story[]
  readonly gaps: readonly Gap[]
  /** What signatures are worth here; no fault of any record. */
  readonly notes: readonly Gap[]
  /** Was each signature held to a key that somebody trusts? */
  readonly isChecked: boolean
  /** Where records are missing: what they told nobody knows. */
  readonly missing: readonly Missing[]
  /** The entries of a record once more, as far as they hang together. */
  entries(run: string): AsyncIterable<Entry>
}

/** A time in which a record is missing; ISO 8601, null for no end. */
export interface Missing {
  readonly after: string
  readonly before: string | null
  readonly message: string
}

/** What is said of the store, or of what stands next to a record: it takes nothing from the record itself. */
const OF_THE_STORE = new Set(['record/gap', 'record/newest', 'record/set-aside', 'record/rewritten'])

/** Verifies a store and reads what its records tell. What cannot be believed is read too, and marked. */
export async function readChronicle(shelf: Shelf, keys: readonly PublicKey[], tenant: string): Promise<Chronicle> {
  const { findings: found, place, signers } = await verifyStore(shelf, keys)
  const findings = [...found]
  const isMixed = keys.length === 0 && signers.has(null) && signers.size > 1
  const files = new Map<string, RecordFile>()
  const stories: Story[] = []
  const unread: Missing[] = []
  let others = 0
  for (const file of await shelf.files()) {
    const problems = findings.filter((each) => each.place === file.place && !OF_THE_STORE.has(each.code))
    let story = await storyIn(
      file,
      problems.map(({ line, message }) => `${line === null ? '' : `line ${line} `}${message}`),
    )
    if (isMixed && story?.seal?.signer === null && problems.length === 0) {
      story = { ...story, problems: [SLIPPED_IN] }
      findings.push({ code: 'record/unsigned', place: file.place, line: null, message: SLIPPED_IN })
    }
    if (story === null) unread.push(unreadable(file))
    if (story !== null && story.begun.tenant !== tenant) others += 1
    if (story === null || story.begun.tenant !== tenant) continue
    files.set(story.run, file)
    stories.push(story)
  }
  stories.sort((a, b) => (a.begun.startedAt < b.begun.startedAt ? -1 : 1))
  const gaps = findings.map(({ code, place: of, line, message }) => ({
    code,
    place: line === null ? of : `${of}:${line}`,
    message,
  }))
  return {
    ...{ store: place, gaps: [...gaps, ...stories.flatMap(underWay)], stories },
    ...{ notes: [...othersIn(place, others, tenant), ...notesOn(place, signers, keys)], isChecked: keys.length > 0 },
    missing: [
      ...findings.filter(({ code }) => OF_THE_STORE.has(code)).map((finding) => missingBy(finding, stories)),
      ...unread,
    ],
    entries: (run) => entriesOf(files.get(run) as RecordFile),
  }
}

/** Whoever may write to the store, and has no key, could have made it. */
const SLIPPED_IN = 'is not signed, and others of its store are'

/** Records of others say nothing of this tenant, and whoever reads the answer is to know that they were left out. */
const othersIn = (place: string, others: number, tenant: string): Gap[] =>
  others === 0
    ? []
    : [
        {
          ...{ code: 'history/other-tenant', place },
          message: `${others} ${others === 1 ? 'record lies' : 'records lie'} here of other tenants than ${tenant}: nothing of them is in the answer`,
        },
      ]

/** Without a key anybody may have signed; without a signature anybody may have written. */
function notesOn(place: string, signers: Verification['signers'], keys: readonly PublicKey[]): Gap[] {
  if (keys.length > 0 || signers.size === 0) return []
  const isSigned = [...signers.keys()].some((keyid) => keyid !== null)
  return isSigned
    ? [{ code: 'history/unchecked', place, message: 'signatures were not checked: give --key' }]
    : [
        {
          code: 'history/unsigned',
          place,
          message: 'no record is signed: whoever may write there could have made them',
        },
      ]
}

const underWay = ({ seal, problems, run, place }: Story): Gap[] =>
  seal !== null || problems.length > 0
    ? []
    : [{ code: 'history/under-way', place, message: `${run} is not sealed: it may be under way` }]

/** A record that does not even say which run it is: its name tells when it began. */
function unreadable({ run, place }: RecordFile): Missing {
  const [, day, hour, minute, second] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z/.exec(run) ?? []
  const at = day === undefined ? null : `${day}T${hour}:${minute}:${second}.000Z`
  return { after: at ?? '', before: at, message: `the record at ${place} cannot be read` }
}

/** A record that is named and missing was sealed between two that are there. */
function missingBy({ code, place, message }: RecordFinding, stories: readonly Story[]): Missing {
  const seals = stories.flatMap(({ seal }) => seal?.sealedAt ?? []).sort()
  const before = code === 'record/gap' ? (stories.find((each) => each.place === place)?.seal?.sealedAt ?? null) : null
  const after =
    code === 'record/gap' || code === 'record/newest' ? seals.filter((at) => before === null || at < before).at(-1) : ''
  return { after: after ?? '', before, message }
}

async function storyIn(file: RecordFile, problems: readonly string[]): Promise<Story | null> {
  const teller = tell()
  let last: Entry | null = null
  for await (const entry of entriesOf(file)) {
    last = entry
    try {
      teller.take(entry)
    } catch {
      problems = [...problems, `entry ${entry.seq} has not the form of a record's entry`]
    }
  }
  const statement = last?.type === 'seal' ? openSeal(last) : null
  return teller.story(file.place, typeof statement === 'string' ? null : statement, problems)
}

/** Up to the first line that is none: what follows hangs on nothing. */
async function* entriesOf(file: RecordFile): AsyncGenerator<Entry> {
  for await (const { lines } of linesOf(file.bytes()))
    for (const bytes of lines) {
      const line = readLine(bytes)
      if (typeof line === 'string') return
      yield line.entry
    }
}
