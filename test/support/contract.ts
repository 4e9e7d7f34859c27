import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

type Schema = Record<string, unknown>

interface Parameter {
  name: string
  in: string
}

export interface Operation {
  operationId: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required: boolean; content: { 'application/json': { schema: Schema } } }
  responses: Record<string, Schema>
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: Record<'schemas' | 'parameters' | 'responses', Record<string, Schema>>
}

/** schema/platform.openapi.yaml, as it stands. */
export const openapi: Document = parse(
  readFileSync(new URL('../../schema/platform.openapi.yaml', import.meta.url), 'utf8'),
)

/** Every operation by its id. */
export const operations = new Map(
  Object.values(openapi.paths).flatMap((path) =>
    Object.values(path)
      .filter((operation) => operation.operationId !== undefined)
      .map((operation) => [operation.operationId, operation] as const),
  ),
)

/** The operation that a request is meant for; paths without braces win over those with. */
export function operationFor(method: string, path: string): Operation | undefined {
  const fits = Object.keys(openapi.paths).filter((template) => pattern(template).test(path))
  const [template = ''] = fits.sort((a, b) => a.split('{').length - b.split('{').length)
  return openapi.paths[template]?.[method.toLowerCase()]
}

const pattern = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)

/** Names of the query parameters an operation knows. */
export const queryNames = (operation: Operation): string[] =>
  (operation.parameters ?? [])
    .map((parameter) => ('$ref' in parameter ? referred<Parameter>(parameter.$ref) : parameter))
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name)

/** What a response object of the document is, wherever it stands. */
export const responseOf = (operation: Operation, status: number): Schema | undefined => {
  const response = operation.responses[String(status)]
  return response && '$ref' in response ? referred(response.$ref as string) : response
}

const referred = <T = Schema>(ref: string): T =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Schema)[key], openapi) as T

const ajv = new Ajv2020({ allErrors: true, strict: false })
ajv.addSchema({ $id: 'loose', components: openapi.components })
ajv.addSchema({ $id: 'strict', components: { schemas: mapValues(openapi.components.schemas, tightened) } })

const compiled = new Map<string, ValidateFunction>()

/** Mistakes of a value against a schema of the document; with `exact`, fields that it does not name are mistakes too. */
export function mistakes(schema: Schema, value: unknown, exact: boolean): string[] {
  const key = `${exact} ${JSON.stringify(schema)}`
  const validate =
    compiled.get(key) ?? ajv.compile(exact ? absolute(tightened(schema), 'strict') : absolute(schema, 'loose'))
  compiled.set(key, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  )
}

/** A schema that knows only what it names. What is composed of several is closed as a whole. */
function tightened(schema: Schema): Schema {
  if (Array.isArray(schema.allOf))
    return { ...schema, allOf: schema.allOf.map(openAtTop), unevaluatedProperties: false }
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, tightenedAt(key, value)]))
  const open = 'properties' in schema && !('additionalProperties' in schema)
  return open ? { ...inner, additionalProperties: false } : inner
}

/** A part of a composed schema: the whole is closed, so this is not, but what lies in it is. */
function openAtTop(part: Schema): Schema {
  if ('$ref' in part) return absolute(part, 'loose')
  return { ...part, properties: mapValues((part.properties ?? {}) as Record<string, Schema>, tightened) }
}

function tightenedAt(key: string, value: unknown): unknown {
  if (key === 'properties') return mapValues(value as Record<string, Schema>, tightened)
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? tightened(item) : item))
  return isObject(value) && key !== 'examples' ? tightened(value) : value
}

/** References as they must be written outside the document. */
function absolute(schema: Schema, base: string): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${base}#/components/`))
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
