import type { ErrorObject } from 'ajv'
import type { Diagnostic } from '../model/diagnostic.js'
import type { Path } from '../model/document.js'
import { didYouMean, nearest } from '../model/nearest.js'
import type { Code } from './codes.js'
import { type Complaint, diagnosticIn } from './complain.js'
import { type Fields, fields } from './generated/fields.js'
import * as compiled from './generated/validators.js'
import { limits } from './limits.js'
import type { RawDocument } from './parse.js'
import { secretComplaint, valueAt } from './schema-secrets.js'
import { formComplaint, lengthComplaint, typeComplaint } from './schema-words.js'

/** A schema's name among the validators: a kind, or Writ for writ.yaml. */
export type SchemaName = keyof typeof compiled

const validators = new Map(Object.entries(compiled))

/** What a document has against its schema, in words and places of the author's. Empty when it is valid. */
export function checkSchema(document: RawDocument, name: SchemaName): Diagnostic[] {
  const validate = validators.get(name)
  if (!validate || validate(document.value)) return []
  const told = (validate.errors ?? []).filter((error) => isTelling(error, document.value))
  return told.slice(0, limits.complaintsPerDocument).map((error) => describe(document, name, error))
}

const aboutText = new Set(['pattern', 'minLength', 'maxLength'])

/** An `if` only says that a branch failed; what is wrong with a key comes again, with its name, as `propertyNames`. */
function isTelling({ keyword, instancePath }: ErrorObject, value: unknown): boolean {
  if (keyword === 'if') return false
  return !aboutText.has(keyword) || typeof valueAt(value, pathOf(instancePath)) === 'string'
}

function describe(document: RawDocument, name: SchemaName, error: ErrorObject): Diagnostic {
  const path = pathOf(error.instancePath)
  const { source } = document
  const secret = secretComplaint(error, path, document.value, (at) => fieldsAt(name, at))
  if (secret) return diagnosticIn({ source, path: secret.path }, secret)
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty)
    return diagnosticIn({ source, path: [...path, key], part: 'key' }, unknownField(name, path, key))
  }
  if (error.keyword === 'propertyNames') {
    const key = String(error.params.propertyName)
    return diagnosticIn({ source, path: [...path, key], part: 'key' }, keyComplaint(key))
  }
  const value = valueAt(document.value, path)
  return diagnosticIn({ source, path }, complaintOf(error, path, value))
}

function unknownField(name: SchemaName, path: Path, key: string): Complaint {
  const known = Object.keys(fieldsAt(name, path)?.fields ?? {})
  const message = `no field is called ${key} here.${didYouMean(key, known)}`
  return { code: 'schema/unknown-field', message, help: `Possible here: ${known.join(', ')}.` }
}

const longestName = 200

function keyComplaint(key: string): Complaint {
  return key.length > longestName ? lengthComplaint('maxLength', longestName, key) : formComplaint(key, '')
}

/** What may stand at a path, where the schema knows. */
function fieldsAt(name: SchemaName, path: Path): Fields | undefined {
  let at: Fields | undefined = fields[name]
  for (const step of path)
    at =
      (typeof step === 'string' && at?.fields && Object.hasOwn(at.fields, step) ? at.fields[step] : undefined) ??
      at?.each
  return at
}

function complaintOf({ keyword, params }: ErrorObject, path: Path, value: unknown): Complaint {
  switch (keyword) {
    case 'required':
      return missing(String(params.missingProperty), path)
    case 'type':
      return typeComplaint(String(params.type), value)
    case 'enum':
      return notPossible(value, params.allowedValues as unknown[])
    case 'const':
      return notPossible(value, [params.allowedValue])
    case 'pattern':
      return formComplaint(value, String(params.pattern))
    case 'format':
      return {
        code: 'schema/form',
        message: `${show(value)} is not a day`,
        help: 'Write a day that exists as YYYY-MM-DD.',
      }
    case 'minProperties':
    case 'minItems':
      return { code: 'schema/empty', message: emptyMessage(path), help: emptyHelp }
    default:
      return lengthComplaint(keyword, Number(params.limit), value)
  }
}

const emptyMessage = (path: Path) => `${path.at(-1) ?? 'this'} says nothing`
const emptyHelp = 'Leave it out to have no opinion; to have none, name what is off or not allowed.'

function missing(field: string, path: Path): Complaint {
  const where = path.length > 0 ? ` in ${path.join('.')}` : ''
  const help = field === 'enabled' ? 'Write enabled: true or enabled: false; nothing is assumed.' : undefined
  return { code: 'schema/missing-field', message: `${field} is missing${where}`, help }
}

function notPossible(value: unknown, possible: unknown[]): Complaint {
  const words = possible.map(String)
  const near = typeof value === 'string' ? nearest(value, words) : undefined
  const code: Code = 'schema/value'
  return {
    code,
    message: `${show(value)} is not possible here.${near ? ` Did you mean ${near}?` : ''}`,
    help: `Possible: ${words.join(', ')}.`,
  }
}

const show = (value: unknown): string => (typeof value === 'object' && value !== null ? 'this' : String(value))

/** The steps of a JSON pointer; a number stays text, for lists and maps alike take it so. */
function pathOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
