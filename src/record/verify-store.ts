import type { Previous, Statement } from '../model/generated/record.js'
import type { PublicKey } from './keys.js'
import { written } from './line.js'
import type { RecordFinding, Shelf } from './shelf.js'
import { type VerifiedRecord, verifyFile } from './verify.js'

/** What was made sure of in a store. */
export interface Verification {
  readonly place: string
  readonly records: number
  /** Lines that hang together, of all records. */
  readonly lines: number
  readonly running: number
  /** By the id of the key; `null` for what nobody signed. */
  readonly signers: ReadonlyMap<string | null, number>
  /** The record that none names as the one before it; null where there is none, or more than one. */
  readonly newest: Previous | null
  readonly findings: readonly RecordFinding[]
}

/** A sealed record as the next one names it. */
interface Link {
  readonly place: string
  readonly line: number
  readonly statement: Statement
  readonly seal: string
  readonly picturedAt: string | null
}

/** Every record of a store, one after the other, and whether they make one chain from the first to the newest. */
export async function verifyStore(shelf: Shelf, keys: readonly PublicKey[]): Promise<Verification> {
  const findings: RecordFinding[] = []
  const links: Link[] = []
  const signers = new Map<string | null, number>()
  const bad = new Set<string>()
  let [records, lines, running] = [0, 0, 0]
  for (const file of await shelf.files()) {
    const record = await verifyFile(file, keys)
    findings.push(...record.findings)
    records += 1
    lines += record.lines
    if (record.state === 'running') running += 1
    const link = linkOf(record)
    if (link === null) bad.add(file.run)
    else links.push(link)
    const signer = link?.statement.signer?.keyid ?? null
    if (link !== null) signers.set(signer, (signers.get(signer) ?? 0) + 1)
  }
  if (shelf.isStore) findings.push(...chainFindings(links, bad), ...backdated(links))
  findings.push(...(await shelf.findings(new Set(links.map(({ seal }) => seal)), bad)))
  return { place: shelf.place, records, lines, running, signers, newest: newestOf(links), findings }
}

function linkOf({ place, chain: { seal, picturedAt }, lines }: VerifiedRecord): Link | null {
  return seal === null ? null : { place, line: lines, statement: seal.statement, seal: written(seal.hash), picturedAt }
}

function newestOf(links: readonly Link[]): Previous | null {
  const named = new Set(links.map(({ statement }) => statement.previous?.seal))
  const [tip, ...others] = links.filter(({ seal }) => !named.has(seal))
  return tip === undefined || others.length > 0
    ? null
    : { run: tip.statement.run, root: tip.statement.root, seal: tip.seal }
}

/** Gaps and forks: each record but the first names one that is there, and no two name the same. */
function chainFindings(links: readonly Link[], bad: ReadonlySet<string>): RecordFinding[] {
  const seals = new Set(links.map(({ seal }) => seal))
  const runs = new Set(links.map(({ statement }) => statement.run))
  const followers = new Map<string | null, Link>()
  const findings: RecordFinding[] = []
  for (const link of [...links].sort((a, b) => (a.statement.sealedAt < b.statement.sealedAt ? -1 : 1))) {
    const { place, line, statement } = link
    const { previous } = statement
    const add = (code: string, message: string) => findings.push({ code, place, line, message })
    const other = followers.get(previous?.seal ?? null)
    if (other === undefined) followers.set(previous?.seal ?? null, link)
    else add('record/fork', forkText(previous, other))
    // What was found in the record before is told there.
    if (previous === null || seals.has(previous.seal) || bad.has(previous.run)) continue
    if (runs.has(previous.run)) add('record/replaced', `follows another record of ${previous.run} than lies here`)
    else add('record/gap', `follows ${previous.run}, and that record is missing`)
  }
  return findings
}

/** Clocks of two machines may differ by so much, in milliseconds; runs that overlap seal one after the other all the same. */
const SKEW = 600_000

/**
 * A record is sealed after the one that it names, and its picture is closed right before: what says otherwise was put into
 * the past, or the other into the future. When a run began says nothing: others may end while it waits.
 */
function backdated(links: readonly Link[]): RecordFinding[] {
  const bySeal = new Map(links.map((link) => [link.seal, link]))
  return links.flatMap(({ place, line, statement: { previous, sealedAt, cutOff }, picturedAt }) => {
    const before = bySeal.get(previous?.seal ?? '')?.statement
    // What another run sealed later holds no picture that counts.
    const times = [['was sealed', sealedAt] as const, ['looked', cutOff ? null : picturedAt] as const]
    const wrong = times.find(([, at]) => at !== null && before !== undefined && isBefore(at, before.sealedAt))
    if (wrong === undefined || before === undefined) return []
    const message = `says that it ${wrong[0]} at ${wrong[1]}, and follows ${before.run}, which was sealed at ${before.sealedAt}: one of the two is misdated`
    return [{ code: 'record/backdated', place, line, message }]
  })
}

/** A time that is none is before every other. */
const isBefore = (at: string, other: string): boolean => !(Date.parse(at) >= Date.parse(other) - SKEW)

const forkText = (previous: Previous | null, { statement }: Link): string =>
  previous === null
    ? `says that it is the first record, and so does ${statement.run}`
    : `follows ${previous.run}, and so does ${statement.run}`
