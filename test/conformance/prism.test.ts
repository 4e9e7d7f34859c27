import { afterAll, beforeAll, expect, test } from 'vitest'
import { conformance } from '../../src/conformance/index.js'
import { Platform } from '../support/client.js'
import { calls } from '../support/operations.js'
import { openSandbox, type Sandbox } from '../support/sandbox.js'
import { peopledSandbox } from './people.js'
import { type Prism, readOperations, startPrism, type Violation } from './prism.js'
import { startProxy } from './proxy.js'

let operations: Awaited<ReturnType<typeof readOperations>>
beforeAll(async () => {
  operations = await readOperations()
})

/** The same sandbox, reached through Prism. */
const through = (sandbox: Sandbox, url: string): Sandbox => ({
  ...sandbox,
  url,
  admin: new Platform(url, sandbox.admin.token),
  reader: new Platform(url, sandbox.reader.token),
  as: async (...who) => new Platform(url, (await sandbox.as(...who)).token),
})

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

test('Prism reads every operation of the OpenAPI document', () => {
  const read = operations.map(({ iid }) => iid)
  expect(read.sort()).toEqual(Object.keys(calls).sort())
})

test.each(Object.keys(calls))(
  'Prism finds nothing wrong with %s, neither in the request nor in the answer',
  async (name) => {
    const sandbox = await openSandbox()
    const prism = await startPrism(operations, sandbox.url)
    try {
      await calls[name]?.(through(sandbox, prism.url))
      expect(prism.violations).toEqual([])
      expect(prism.exchanges()).toBeGreaterThan(0)
    } finally {
      await prism.close()
      await sandbox.close()
    }
  },
)

test('Prism finds nothing wrong with any answer to the conformance checks, nor with any request that was accepted', async () => {
  const { sandbox, tokens } = await peopledSandbox()
  const prism = await startPrism(operations, sandbox.url)
  try {
    const { results } = await conformance({ url: prism.url, token: sandbox.admin.token, tokens })
    expect(prism.violations.filter(counts)).toEqual([])
    expect(prism.exchanges()).toBeGreaterThan(1000)
    // Prism reads bodies itself, and refuses what is no JSON in its own words.
    expect(results.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name)).toEqual(['problems.bodies'])
  } finally {
    await prism.close()
    await sandbox.close()
  }
}, 120_000)

/** What the checks ask for so as to be refused is meant to be wrong; so are methods that a path does not have. */
const counts = ({ location, exchange }: Violation): boolean => location[0] === 'response' || / 2\d\d$/.test(exchange)

/** Prism before a platform whose answers are bent. */
async function bent(bend: Parameters<typeof startProxy>[2]): Promise<{ admin: Platform; prism: Prism }> {
  const sandbox = await openSandbox()
  const proxy = await startProxy(sandbox.url, sandbox.admin.token, bend)
  const prism = await startPrism(operations, proxy.url)
  closing.push(prism.close, proxy.close, sandbox.close)
  return { admin: new Platform(prism.url, sandbox.admin.token), prism }
}

const quietly = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined)

test.each([
  ['a total that is text', { total: '3' }, /total must be integer/],
  ['a page without its revision', { revision: undefined }, /required property 'revision'/],
  ['a cursor that is a number', { next: 7 }, /next must be string,null|next must be string or null|next/],
])('Prism does find %s', async (_, change, message) => {
  const { admin, prism } = await bent({ told: ({ body }) => void Object.assign(body ?? {}, change) })
  await quietly(admin.page('accounts'))
  expect(prism.violations.map(({ message: told }) => told).join('\n')).toMatch(message)
})

test('Prism does find a status of apps that the document does not know, an ETag without quotes and a request with an unknown field', async () => {
  const { admin, prism } = await bent({
    told: ({ body, headers }) => {
      if (body?.status === 'active') body.status = 'asleep'
      headers.etag = '12'
    },
  })
  await quietly(admin.row('apps', 'app_slack'))
  await admin.send('POST', 'accounts', { body: { name: 'gamma', colour: 'red' }, lax: true }).catch(() => undefined)
  const places = prism.violations.map(({ location }) => location.join('.'))
  expect(places).toEqual(expect.arrayContaining(['response.body.status', 'response.header.etag', 'request.body']))
})
