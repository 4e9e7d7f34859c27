import type { RecordFinding, RecordVerification } from '../../model/generated/records.js'
import type { TextOptions } from '../applied.js'
import { paint } from '../paint.js'
import { safe } from '../safe.js'
import { wrap } from '../width.js'
import { count, shortDigest } from '../words.js'

/** What was found, each with its place; then what was made sure of, and what was not. */
export function renderVerification(verification: RecordVerification, { width, colour }: TextOptions): string {
  const shown = safe(verification)
  const { store, records, lines, findings } = shown
  const brush = paint(colour)
  const found = findings.map((each) => `${brush.red('error')}  ${brush.dim(each.code)}  ${findingText(each)}`)
  const what = `${count(records, 'record')}, ${count(lines, 'line')}`
  const verdict =
    findings.length === 0 ? brush.bold(`${what}: whole`) : brush.bold(`${count(findings.length, 'finding')} in ${what}`)
  const notes = [...newestNote(shown), ...runningNote(shown), ...signatureNotes(shown)]
  return [
    ...found,
    ...(found.length > 0 ? [''] : []),
    `${verdict}  ${brush.dim(store)}`,
    ...notes.flatMap((note) => wrap(note, width)),
  ].join('\n')
}

/** `records/….jsonl:7 was changed: …` */
const findingText = ({ place, line, message }: RecordFinding): string =>
  `${place}${line === null ? ':' : `:${line}`} ${message}`

const newestNote = ({ newest }: RecordVerification): string[] =>
  newest === null ? [] : [`newest ${newest.run}, root ${newest.root}`]

const runningNote = ({ running }: RecordVerification): string[] =>
  running === 0 ? [] : [`${count(running, 'record')} being written now: whole so far.`]

/** What nobody signed, and what nobody can say of a signature, is said plainly. */
function signatureNotes({ signatures, keys }: RecordVerification): string[] {
  return signatures.map(({ keyid, records, trusted }) => {
    const so = count(records, 'record')
    if (keyid === null)
      return `${so} not signed: the chain shows what was changed, but not what somebody rewrote from there to the end.`
    if (trusted) return `${so} signed by ${shortDigest(keyid)}, a key that you gave.`
    if (keys.length > 0) return `${so} signed by ${shortDigest(keyid)}, none of the keys that you gave.`
    return `${so} signed by ${keyid}. No key was given: the signatures fit that key, and whether it is the right one was not checked. Give it with --key FILE.`
  })
}
