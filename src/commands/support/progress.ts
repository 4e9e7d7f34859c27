import { closeSync, openSync, writeSync } from 'node:fs'
import type { RunEvent } from '../../model/generated/events.js'
import { jsonText } from '../../report/escape.js'
import { eventLine, progressLine, type Work } from '../../report/progress.js'
import { count } from '../../report/words.js'
import { looksOfNotes, note } from './output.js'

/** Tells how a run goes: one rewritten line on a terminal, one line an event elsewhere, both on stderr. */
export interface Progress {
  /** A request was sent while reading. */
  readonly request: () => void
  readonly wait: (milliseconds: number, reason: 'rate-limit' | 'retry') => void
  readonly event: (event: RunEvent) => void
  /** Clears the line, so that something else may be written. */
  readonly clear: () => void
}

export function showProgress(): Progress {
  return process.stderr.isTTY ? onTerminal() : inLog()
}

function inLog(): Progress {
  const event = (each: RunEvent) => {
    const line = eventLine(each)
    if (line !== null) note(line)
  }
  const wait = (milliseconds: number, reason: string) =>
    note(`waiting ${Math.ceil(milliseconds / 1000)} s: ${reason.replaceAll('-', ' ')}`)
  return { request: () => {}, wait, event, clear: () => {} }
}

function onTerminal(): Progress {
  let requests = 0
  let isShown = false
  const show = (line: string) => {
    process.stderr.write(`\r\u001b[2K${line}`)
    isShown = true
  }
  const clear = () => {
    if (isShown) process.stderr.write('\r\u001b[2K')
    isShown = false
  }
  const work = (of: Work) => show(progressLine(of, looksOfNotes()))
  return {
    request: () => show(`  reading      ${count(++requests, 'request')}`),
    wait: (milliseconds, reason) =>
      show(`  waiting ${Math.ceil(milliseconds / 1000)} s: ${reason.replaceAll('-', ' ')}`),
    clear,
    event: (event) => {
      if (isTrouble(event)) {
        clear()
        note(eventLine(event) ?? '')
      } else if (event.type === 'progress') work(writing(event))
      else if (event.type === 'effective')
        work({ name: 'effective', done: event.visible, of: event.of, what: 'accounts', note: 'as customers see it' })
      else if (event.type === 'waiting')
        show(`  waiting ${Math.ceil(event.seconds)} s: ${event.reason.replaceAll('-', ' ')}`)
      else if (event.type === 'done') clear()
    },
  }
}

/** What is said at once, and stays to be read. */
const isTrouble = (event: RunEvent): boolean =>
  SAID.has(event.type) || (event.type === 'change' && (event.status === 'refused' || event.status === 'unknown'))
const SAID = new Set<string>(['extra-ending', 'resumed', 'set-aside'])

const writing = ({ finished, of, ended, ofEnding }: Extract<RunEvent, { type: 'progress' }>): Work => ({
  name: 'writing',
  done: finished,
  of,
  what: 'changes',
  ...(ofEnding > 0 ? { note: `${ended} of ${ofEnding} connections ended` } : {}),
})

/** Events as JSON lines in a file, each on disk before the run goes on; nothing where no file is named. */
export function eventFile(path: string | undefined): { write(event: RunEvent): void; close(): void } {
  if (path === undefined) return { write: () => {}, close: () => {} }
  const file = openSync(path, 'a')
  return {
    write: (event) => void writeSync(file, `${jsonText(event)}\n`),
    close: () => closeSync(file),
  }
}
