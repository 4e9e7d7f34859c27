import { closeSync, openSync, writeSync } from 'node:fs'
import type { RunEvent } from '../../model/generated/events.js'
import type { Plan } from '../../model/generated/plan.js'
import { jsonText } from '../../report/escape.js'
import { eventLine, progressLine } from '../../report/progress.js'
import { safe } from '../../report/safe.js'
import { count } from '../../report/words.js'
import { looksOfNotes, makeRoom, note } from './output.js'
import { openScreen, row } from './screen.js'
import { Tally, waitingText } from './tally.js'

/** Tells how a run goes: a few lines that are written over on a terminal, one line an event elsewhere, both on stderr. */
export interface Progress {
  /** A request was sent while reading. */
  readonly request: () => void
  readonly wait: (milliseconds: number, reason: 'rate-limit' | 'retry') => void
  /** What is to be carried out: how much there is of each sort. */
  readonly plan: (plan: Plan) => void
  readonly event: (event: RunEvent) => void
  /** Takes the lines away, so that something else may be written. */
  readonly clear: () => void
}

export function showProgress(): Progress {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? onTerminal() : inLog()
}

function inLog(): Progress {
  const event = (each: RunEvent) => {
    const line = eventLine(each)
    if (line !== null) note(line)
  }
  const wait = (milliseconds: number, reason: string) => note(waitingText(milliseconds / 1000, reason))
  return { request: () => {}, wait, plan: () => {}, event, clear: () => {} }
}

function onTerminal(): Progress {
  const screen = openScreen(process.stderr)
  makeRoom(screen.clear)
  let requests = 0
  let tally: Tally | null = null
  const show = (lines: readonly string[]) => screen.show(lines.map((line) => row(line, looksOfNotes().width)))
  const reading = (more = '') => show([`  reading      ${count(requests, 'request')}${more}`])
  const applying = (of: Tally) => show([safe(of.title), ...of.works.map((work) => progressLine(work, narrower()))])
  return {
    request: () => {
      requests += 1
      if (tally === null) reading()
    },
    wait: (milliseconds, reason) => {
      tally?.wait(milliseconds, reason)
      if (tally === null) reading(`, ${waitingText(milliseconds / 1000, reason)}`)
      else applying(tally)
    },
    plan: (plan) => {
      tally = new Tally(plan)
    },
    clear: screen.clear,
    event: (event) => {
      tally?.note(event)
      if (isTrouble(event)) note(eventLine(event) ?? '')
      if (event.type === 'done') screen.clear()
      else if (tally !== null) applying(tally)
    },
  }
}

/** A full row would make the terminal begin another. */
const narrower = () => ({ ...looksOfNotes(), width: looksOfNotes().width - 1 })

/** What is said at once, and stays to be read. */
const isTrouble = (event: RunEvent): boolean =>
  SAID.has(event.type) || (event.type === 'change' && (event.status === 'refused' || event.status === 'unknown'))
const SAID = new Set<string>(['extra-ending', 'resumed', 'set-aside'])

/** Events as JSON lines in a file, each on disk before the run goes on; nothing where no file is named. */
export function eventFile(path: string | undefined): { write(event: RunEvent): void; close(): void } {
  if (path === undefined) return { write: () => {}, close: () => {} }
  const file = openSync(path, 'a')
  return {
    write: (event) => void writeSync(file, `${jsonText(event)}\n`),
    close: () => closeSync(file),
  }
}
