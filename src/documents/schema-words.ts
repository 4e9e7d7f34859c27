import type { Complaint } from './complain.js'
import { forms } from './generated/fields.js'

const sorts: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map',
}

const sortOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? 'text' : String(value)
}

/** A value of the wrong sort, with what mostly was meant. */
export function typeComplaint(wanted: string, value: unknown): Complaint {
  const message = `this must be ${sorts[wanted] ?? wanted}, not ${sortOf(value)}`
  return { code: 'schema/type', message, help: typeHelp(wanted, value) }
}

function typeHelp(wanted: string, value: unknown): string | undefined {
  if (wanted === 'string' && typeof value !== 'object') return `Put quotes around it: "${String(value)}".`
  if (wanted === 'boolean' && typeof value === 'string')
    return `In YAML 1.2 ${value.slice(0, 20)} is text; write true or false.`
  if (wanted === 'array' && typeof value === 'string') return `Write a list: [${value.slice(0, 50)}].`
  return undefined
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00AD\uFFF9-\uFFFB]/u

/** A text that does not match a pattern: what is wrong with it, and a text of the right form. */
export function formComplaint(value: unknown, pattern: string): Complaint {
  const text = String(value)
  const hidden = invisible.exec(text)
  if (hidden) {
    const point = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return { code: 'schema/form', message: `an invisible character stands in it, U+${point}`, help: 'Remove it.' }
  }
  if (text !== text.trim())
    return { code: 'schema/form', message: 'it begins or ends with a space', help: 'Remove the space.' }
  const example = forms[pattern]
  return {
    code: 'schema/form',
    message: 'this does not have the form asked for',
    help: example && `Write it like ${example}.`,
  }
}

/** A number or a length outside its bounds. */
export function lengthComplaint(keyword: string, limit: number, value: unknown): Complaint {
  const least = keyword.startsWith('min')
  const unit = keyword.endsWith('Length')
    ? ' characters'
    : keyword.endsWith('Items')
      ? ' entries'
      : keyword.endsWith('Properties')
        ? ' keys'
        : ''
  const bound = `${least ? 'at least' : 'at most'} ${limit}${unit}`
  const message = unit ? `this must have ${bound}` : `${String(value)} is out of bounds: ${bound}`
  return { code: 'schema/size', message, help: undefined }
}
