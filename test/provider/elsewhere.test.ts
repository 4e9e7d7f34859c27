import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttpPlatform, createHttpReader } from '../../src/provider/http/port.js'
import { QUICK } from '../support/platform.js'
import { type Scripted, scriptedPlatform, sendText } from '../support/scripted-platform.js'

const CANARY = 'canary-token-77c1'

/** Another host, which keeps everything that it is sent. */
async function otherHost(): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = []
  const server = createServer((incoming, outgoing) => {
    heard.push(`${incoming.url} ${JSON.stringify(incoming.headers)}`)
    outgoing.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, heard }
}

const redirecting = (platform: Scripted, status: number, location: string): void => {
  platform.interfere = ({ outgoing }) => {
    sendText(outgoing, '', status, { location })
    return true
  }
}

const failure = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Error & { code?: string; help?: string }) => error,
  )

const CASES = [301, 302, 303, 307, 308].flatMap((status) =>
  ['other', 'http', 'link-local', 'file', 'same'].map((to) => [status, to] as const),
)

it.each(CASES)('status %i to %s is not followed, said, and not tried again', async (status, to) => {
  const platform = await scriptedPlatform()
  const { port, heard } = await otherHost()
  const places: Record<string, string> = {
    other: `http://localhost:${port}/v1?token=${CANARY}`,
    http: `http://127.0.0.1:${port}/${CANARY}`,
    'link-local': 'http://169.254.169.254/latest/meta-data',
    file: 'file:///etc/passwd',
    same: '/login',
  }
  redirecting(platform, status, places[to] ?? '')
  const reader = createHttpReader({ url: platform.url, token: CANARY, ...QUICK })
  const error = await failure(reader.read(() => true))
  await reader.close()
  expect(error).toMatchObject({ code: 'platform/redirected', help: expect.stringContaining('never followed') })
  const where = { other: 'localhost', http: '127.0.0.1', 'link-local': '169.254', file: 'protocol', same: '/login' }
  expect(error?.message).toContain(where[to])
  expect(`${error?.stack} ${JSON.stringify(error)}`).not.toContain(CANARY)
  expect(heard).toEqual([])
  expect(platform.seen).toEqual(['GET /v1', 'GET /v1/me'])
})

it('a write that is redirected is refused, and is sent nowhere else', async () => {
  const platform = await scriptedPlatform()
  const { port, heard } = await otherHost()
  platform.interfere = ({ incoming, outgoing }) => {
    if (incoming.method === 'GET') return false
    sendText(outgoing, '', 307, { location: `http://127.0.0.1:${port}/` })
    return true
  }
  const writer = createHttpPlatform({ url: platform.url, token: CANARY, ...QUICK })
  const write = { operation: 'upsert', collection: 'projects', id: 'p', ifMatch: '1', body: { labels: {} } } as const
  const outcomes = await writer.write([write], { idempotencyKey: 'k', fencing: null })
  await writer.close()
  expect(outcomes).toMatchObject([{ status: 'refused', problem: 'redirected' }])
  expect(heard).toEqual([])
})

it('a platform below a path and on IPv6 is reached there', async () => {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? '')
    sendText(outgoing, '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const reader = createHttpReader({ url: `http://[::1]:${port}/tenants/acme//`, token: CANARY, ...QUICK })
  await failure(reader.identify())
  await reader.close()
  expect(new Set(asked)).toEqual(new Set(['/tenants/acme/v1', '/tenants/acme/v1/me']))
})
