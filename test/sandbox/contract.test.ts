import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkBody, checkSeed } from '../../src/sandbox/generated/contract.js'
import { mistakes, openapi, operations } from '../support/contract.js'
import { acmeCloud } from '../support/seed.js'

const seedSchema = JSON.parse(readFileSync(new URL('../../schema/seed.schema.json', import.meta.url), 'utf8'))
const examples = Object.entries(openapi.components.schemas).flatMap(([name, schema]) =>
  ((schema.examples ?? []) as unknown[]).map((example, index) => ({ name, index, example })),
)
const bodies = [...operations.values()].flatMap(
  ({ requestBody }) => requestBody?.content['application/json'].schema.$ref ?? [],
)
const body = (ref: unknown) => String(ref).split('/').at(-1) as string

describe('the contract agrees with itself', () => {
  test.each(examples)('the example $index of $name is what $name says', ({ name, example }) => {
    expect(mistakes({ $ref: `#/components/schemas/${name}` }, example, true)).toEqual([])
  })

  test.each(bodies.map(body))('%s refuses a field it does not know, by name', (name) => {
    expect(checkBody(name, { colour: 'red' })).toContainEqual({ pointer: '/colour', detail: 'unknown field "colour"' })
  })

  test('every reference in it leads somewhere, and every component is used', () => {
    const text = JSON.stringify(openapi)
    const refs = new Set(
      [...text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind} ${name}`),
    )
    const named = Object.entries(openapi.components).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `${kind} ${name}`),
    )
    expect([...refs].sort()).toEqual(named.filter((name) => !name.startsWith('securitySchemes')).sort())
  })

  test('these tests notice a field of an answer that the document does not name, however deep', () => {
    const row = { $ref: '#/components/schemas/Lease' }
    const page = { allOf: [{ $ref: '#/components/schemas/Page' }, { properties: { items: { items: row } } }] }
    const lease = { holder: null, fencing: 0, since: null, expiresAt: null }
    const answer = (item: object, more: object = {}) => ({ items: [item], total: 1, revision: 1, next: null, ...more })
    expect(mistakes(page, answer(lease), true)).toEqual([])
    expect(mistakes(page, answer({ ...lease, colour: 'red' }), true)).toHaveLength(1)
    expect(mistakes(page, answer(lease, { colour: 'red' }), true)).toHaveLength(1)
  })

  test('every operation has an id of its own, a summary and the answers any request can get', () => {
    const all = Object.values(openapi.paths).flatMap((path) =>
      Object.values(path).filter((operation) => operation.operationId),
    )
    expect(operations.size).toBe(all.length)
    for (const operation of all)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '429', '500']))
  })
})

describe('checkBody', () => {
  test('names every mistake of a body at once, each at its place', () => {
    const found = checkBody('AccountCreate', { nam: 'acme', labels: { tier: 3 }, allowedApps: ['slack', 'a b'] })
    expect(found.map(({ pointer }) => pointer).sort()).toEqual(['/allowedApps/1', '/labels/tier', '/nam', '/name'])
  })

  test('says "either, or" in one sentence instead of once for each branch', () => {
    expect(checkBody('AccountUpdate', { allowedApps: 'some' })).toEqual([
      { pointer: '/allowedApps', detail: 'must be "all" or a list of app names, each once' },
    ])
  })

  test('escapes the pointer of a field whose name has a slash', () => {
    expect(checkBody('ConnectionUse', { 'a/b~c': 1 })[0]?.pointer).toBe('/a~1b~0c')
  })

  test('wants an API key unless it is only asked, and asks for others only', () => {
    const start = { account: 'acc_1', app: 'webhooks' }
    expect(checkBody('ConnectionByApiKey', start)).toEqual([{ pointer: '/apiKey', detail: 'is required' }])
    expect(checkBody('ConnectionByApiKey', { ...start, dryRun: true })).toEqual([])
    expect(checkBody('ConnectionStart', { ...start, asUser: 'usr_1' })).toEqual([
      { pointer: '/dryRun', detail: 'is required' },
    ])
  })

  test('throws on a body that the contract does not have', () => {
    expect(() => checkBody('toString', {})).toThrow('toString')
  })
})

describe('checkSeed', () => {
  test('takes its own examples and the seed of these tests', () => {
    for (const example of [...seedSchema.examples, acmeCloud()]) expect(checkSeed(example)).toEqual([])
  })

  test('refuses rows beside a size', () => {
    const generate = { seed: 1, accounts: 1, projects: 1, groups: 1, users: 1, apps: 1, settings: 1, connections: 1 }
    expect(checkSeed({ formatVersion: 1, tenant: 't', generate, apps: [] })).toEqual([
      { pointer: '/apps', detail: 'cannot stand here' },
    ])
  })

  test('refuses another format version', () => {
    expect(checkSeed({ formatVersion: 2, tenant: 't' })).toEqual([{ pointer: '/formatVersion', detail: 'must be 1' }])
  })
})
