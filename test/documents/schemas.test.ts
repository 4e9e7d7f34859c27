import { readdirSync, readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { day } from '../../src/documents/formats.js'
import { kinds } from '../../src/documents/identify.js'

type Schema = Readonly<Record<string, unknown>>
const folder = new URL('../../schema/', import.meta.url)
/** What Writ prints or reads back itself, of which a document is not one object with a version. */
const others = ['events', 'history', 'record', 'records', 'sandbox', 'seed']
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema
/** Nobody types into an editor what programs exchange. */
const isExchanged = (file: string): boolean =>
  others.includes(file.split('.')[0] ?? '') || 'formatVersion' in ((read(file).properties ?? {}) as object)
const files = readdirSync(folder).filter((name) => name.endsWith('.schema.json') && !isExchanged(name))
const schemas = new Map(files.map((file) => [file, read(file)]))

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, formats: { day } })
for (const [file, schema] of schemas) ajv.addSchema(schema, file)

/** Every schema that an author may stand on: fields and definitions, with the path to each. */
function* stations(node: unknown, path: string): Generator<[string, Schema]> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    const holds = (key === 'properties' || key === '$defs') && !path.includes('/if')
    if (holds)
      for (const [name, schema] of Object.entries(value as object)) yield [`${path}/${key}/${name}`, schema as Schema]
    yield* stations(value, `${path}/${key}`)
  }
}

/** A field may leave its help to the definition that it refers to. */
function says(schema: Schema, file: string, word: string): boolean {
  if (schema[word] !== undefined) return true
  if (typeof schema.$ref !== 'string') return false
  const [other, name] = schema.$ref.split('#/$defs/')
  const target = schemas.get(other || file)?.$defs as Record<string, Schema> | undefined
  return says(target?.[name as string] ?? {}, other || file, word)
}

describe('schemas as editor help', () => {
  test('every field and definition has a description and examples', () => {
    const silent = [...schemas].flatMap(([file, schema]) =>
      [...stations(schema, file)].filter(([path, each]) => {
        if (path.includes('/allOf/')) return false
        return !says(each, file, 'description') || !says(each, file, 'examples')
      }),
    )
    expect(silent.map(([path]) => path)).toEqual([])
  })

  test('every schema has a title, a description and an example that it accepts', () => {
    for (const [file, schema] of schemas) {
      expect(schema, file).toMatchObject({ title: expect.any(String), description: expect.any(String) })
      const validate = ajv.getSchema(file)
      for (const example of schema.examples as unknown[])
        expect(validate?.(example), `${file}: ${JSON.stringify(validate?.errors)}`).toBe(true)
    }
  })

  test('every example of a definition is accepted by it', () => {
    for (const [file, { $defs }] of schemas)
      for (const [name, schema] of Object.entries(($defs ?? {}) as Record<string, Schema>)) {
        const validate = ajv.compile({ $ref: `${file}#/$defs/${name}` })
        for (const example of (schema.examples ?? []) as unknown[])
          expect(validate(example), `${name} ${JSON.stringify(example)}`).toBe(true)
      }
  })

  test('the schema of any document leads to that of its kind', () => {
    const validate = ajv.getSchema('document.schema.json')
    expect(schemas.get('document.schema.json')).toMatchObject({ properties: { kind: { enum: [...kinds] } } })
    expect(validate?.({ kind: 'Package', name: 'x', category: 'crm' })).toBe(false)
    expect(validate?.({ kind: 'App', name: 'x', category: 'crm' })).toBe(true)
    expect(validate?.({ kind: 'Nothing' })).toBe(false)
  })

  test('no pattern of a schema takes more than linear time', () => {
    const text = JSON.stringify([...schemas.values()])
    const patterns = new Set(
      [...text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map((match) => JSON.parse(match[1] as string) as string),
    )
    expect(patterns.size).toBeGreaterThan(5)
    const hostile = ['a', ' ', '@', '0', 'a@', 'http://'].flatMap((piece) => [
      piece.repeat(100_000),
      `${piece.repeat(100_000)}\u0000`,
      `a${piece.repeat(100_000)} `,
    ])
    // One that backtracks would outlast the test's own time limit.
    for (const pattern of patterns) for (const each of hostile) new RegExp(pattern, 'u').test(each)
  }, 30_000)

  test.each([
    ['2028-02-29', true],
    ['2100-02-29', false],
    ['2000-02-29', true],
    ['2027-04-31', false],
    ['2027-13-01', false],
    ['2027-00-10', false],
    ['2027-1-1', false],
    ['0000-01-01', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(day(text)).toBe(expected)
  })
})
