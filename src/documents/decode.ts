import { isUtf8 } from 'node:buffer'
import type { Diagnostic } from '../model/diagnostic.js'
import type { Code } from './codes.js'
import { diagnosticAt } from './complain.js'
import { FileText } from './text.js'

/** C0 and C1 controls but tab and line breaks, bidi controls, a byte order mark in the middle, line separators, noncharacters. */
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|\r(?!\n)/g
const conflict = /^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)/m
const maxListed = 20

/** A file's text, or what its bytes or characters have against being text of an estate. */
export function decodeFile(
  file: string,
  bytes: Buffer,
  label = '',
): { text?: FileText; diagnostics: Diagnostic[]; lost?: string } {
  const broken = brokenBytes(bytes)
  if (broken)
    return { diagnostics: [diagnosticAt(undefined, startOf(label + file), broken)], lost: bytes.toString('utf8') }
  const whole = bytes.toString('utf8')
  const text = new FileText(file, whole.charCodeAt(0) === 0xfeff ? whole.slice(1) : whole, label)
  const diagnostics = [...forbiddenCharacters(text), ...conflictMarkers(text)]
  return diagnostics.length > 0 ? { diagnostics, lost: whole } : { text, diagnostics: unfinishedLine(text) }
}

const startOf = (file: string) => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })
const asUtf8 = 'Save the file as UTF-8.'

function brokenBytes(bytes: Buffer): { code: Code; message: string; help: string } | undefined {
  const [first, second] = bytes
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const wide = bytes.length > 1 && ((first === 0 && second !== 0) || (first !== 0 && second === 0))
  if (marked || wide) return { code: 'file/utf-16', message: 'this file is UTF-16 or UTF-32', help: asUtf8 }
  if (!isUtf8(bytes))
    return { code: 'file/not-utf-8', message: `byte ${firstBadByte(bytes)} is not UTF-8`, help: asUtf8 }
  return undefined
}

/** How many bytes from the start are whole UTF-8: found by halves, for only whole files are checked quickly. */
function firstBadByte(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 4) {
    const middle = (good + bad) >> 1
    if (isWholeUpTo(bytes, middle)) good = middle
    else bad = middle
  }
  return good + 1
}

const isWholeUpTo = (bytes: Buffer, length: number) =>
  [0, 1, 2, 3].some((cut) => length >= cut && isUtf8(bytes.subarray(0, length - cut)))

function forbiddenCharacters(text: FileText): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const match of text.text.matchAll(forbidden)) {
    if (found.length >= maxListed) break
    const at = text.position({ start: match.index, end: match.index + 1 })
    found.push(diagnosticAt(text, at, describeCharacter(match[0])))
  }
  return found
}

function describeCharacter(character: string): { code: Code; message: string; help: string } {
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  if (character === '\r')
    return {
      code: 'file/carriage-return',
      message: 'a carriage return without a line feed',
      help: 'End lines with LF or CRLF.',
    }
  if (character === '\uFEFF')
    return {
      code: 'file/byte-order-mark',
      message: 'a byte order mark in the middle of the file',
      help: 'Remove it; files were joined here.',
    }
  if (character > '\u009F')
    return {
      code: 'file/bidi-character',
      message: `the invisible character ${name} makes text read otherwise than it is`,
      help: 'Remove it.',
    }
  return { code: 'file/control-character', message: `the control character ${name}`, help: 'Remove it.' }
}

function conflictMarkers(text: FileText): Diagnostic[] {
  const match = conflict.exec(text.text)
  if (!match) return []
  const at = text.position({ start: match.index, end: match.index + 7 })
  const help = 'Resolve the merge and remove the marks.'
  return [diagnosticAt(text, at, { code: 'file/conflict-marker', message: 'a merge left its marks here', help })]
}

function unfinishedLine(text: FileText): Diagnostic[] {
  if (text.text === '' || text.text.endsWith('\n')) return []
  const at = text.position({ start: text.text.length, end: text.text.length })
  const help = 'If it was not cut off, end it with a line break.'
  const message = 'the last line does not end: was the file cut off?'
  return [diagnosticAt(text, at, { code: 'file/no-final-newline', severity: 'info', message, help })]
}
