import { existsSync } from 'node:fs'
import type { Entry, Statement } from '../../model/generated/record.js'
import { outcome } from '../../model/outcome.js'
import { linesOf, openFile, openSeal, type RecordFile, readLine } from '../../record/index.js'
import { renderEntry } from '../../report/record/entry.js'
import { looks, note } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { estateStore, type RecordFlags } from '../support/records.js'
import { streamTo } from '../support/stream.js'

/** One record line by line, as it stands there; a long one is never held whole. 3 where a line cannot be read. */
export async function showRecord({ args: { record }, flags }: Parsed): Promise<number> {
  const given = flags as unknown as RecordFlags
  const file = await fileOf(record, given)
  const bad = given.format === 'json' ? await asJson(file) : await asText(file)
  if (bad > 0) note(`${bad} of its lines cannot be read: writ record verify tells why.`)
  return outcomeOf(bad).exitCode
}

const outcomeOf = (bad: number) => outcome(bad > 0 ? ['findings'] : [])

async function fileOf(named: string | undefined, flags: RecordFlags): Promise<RecordFile> {
  if (named === undefined || !existsSync(named)) return (await estateStore(flags)).find(named)
  const [file] = await openFile(named).files()
  return file as RecordFile
}

/** What each chunk of a record's lines gives, written as fast as it is read. @returns how many lines are unreadable */
async function each(file: RecordFile, show: (entry: Entry, line: Buffer) => string): Promise<number> {
  let bad = 0
  for await (const { lines, rest } of linesOf(file.bytes())) {
    const read = lines.map((bytes) => [readLine(bytes), bytes] as const)
    bad += read.filter(([line]) => typeof line === 'string').length + (rest.length > 0 ? 1 : 0)
    await streamTo(
      undefined,
      read.map(([line, bytes]) => (typeof line === 'string' ? '' : show(line.entry, bytes))),
    )
  }
  return bad
}

const asText = (file: RecordFile): Promise<number> =>
  each(file, (entry) => `${renderEntry(entry, entry.type === 'seal' ? statementIn(entry) : null, looks().width)}\n`)

async function asJson(file: RecordFile): Promise<number> {
  const { place } = file
  let statement: Statement | null = null
  let comma = ''
  await streamTo(undefined, [`{\n  "formatVersion": 1,\n  "place": ${JSON.stringify(place)},\n  "lines": [`])
  const bad = await each(file, (entry, line) => {
    if (entry.type === 'seal') statement = statementIn(entry)
    const text = `${comma}\n    ${line}`
    comma = ','
    return text
  })
  const end = `\n  ],\n  "statement": ${JSON.stringify(statement)},\n  "outcome": ${JSON.stringify(outcomeOf(bad))}\n}\n`
  await streamTo(undefined, [end])
  return bad
}

function statementIn(entry: Extract<Entry, { type: 'seal' }>): Statement | null {
  const statement = openSeal(entry)
  return typeof statement === 'string' ? null : statement
}
