import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { HttpOptions } from '../../src/provider/http/options.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { QUICK } from '../support/platform.js'
import { scriptedPlatform } from '../support/scripted-platform.js'

const TOKEN = 'canary-token-slow'

/** A server that does as it likes with each connection. */
async function rawServer(each: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    each(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Writes something again and again, as long as anybody listens. */
function drip(socket: Socket, text: string, milliseconds: number): void {
  const timer = setInterval(() => socket.writable && socket.write(text), milliseconds)
  socket.on('close', () => clearInterval(timer))
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
const ONCE: Partial<HttpOptions> = {
  ...QUICK,
  patience: { attempts: 1, limited: 1, pause: 1, longest: 10, budget: 0 },
  timeouts: { connect: 2000, headers: 150, body: 150, whole: 2000 },
  maxBodyBytes: 200_000,
}

it.each<[string, (socket: Socket) => void, string]>([
  ['nothing at all', () => {}, 'within'],
  ['headers, one sign at a time', (socket) => drip(socket, 'a', 20), 'not HTTP'],
  [
    'a header that never ends',
    (socket) => {
      socket.write(`${HEAD}X: `)
      drip(socket, 'a', 20)
    },
    'within',
  ],
  ['a body that stops', (socket) => void socket.write(`${HEAD}Content-Length: 9\r\n\r\n{`), 'the answer stopped'],
  [
    'a body of one sign at a time',
    (socket) => {
      socket.write(`${HEAD}Content-Length: 99999\r\n\r\n`)
      drip(socket, ' ', 20)
    },
    'took longer than 2 s',
  ],
  [
    'interim answers without end',
    (socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n', 20),
    'took longer than 2 s',
  ],
  ['a flood of headers', (socket) => void socket.write(`${HEAD}${'X-A: b\r\n'.repeat(9000)}`), 'too many headers'],
  [
    'a body without end',
    (socket) => {
      socket.write(`${HEAD}Connection: close\r\n\r\n`)
      drip(socket, ' '.repeat(60_000), 1)
    },
    'larger than 200000 bytes',
  ],
  [
    'the announcement of a huge body',
    (socket) => void socket.write(`${HEAD}Content-Length: 99999999999\r\n\r\n`),
    'larger than 200000 bytes',
  ],
  [
    'two lengths',
    (socket) => void socket.write(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`),
    'shorter or longer',
  ],
  ['another protocol', (socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'), 'not HTTP'],
  ['a closed connection', (socket) => void socket.end(), 'broke off'],
])('%s ends in a clear failure within the limits', async (_, behaviour, words) => {
  const url = await rawServer((socket) => void socket.once('data', () => behaviour(socket)))
  const reader = createHttpReader({ url, token: TOKEN, ...ONCE })
  const error = await reader.identify().then(
    () => null,
    (reason: Error) => reason,
  )
  await reader.close()
  expect(error?.message).toContain(words)
  expect(`${error?.stack} ${JSON.stringify(error)}`).not.toContain(TOKEN)
})

it('an answer that nobody asked for is not taken for that of the next request', async () => {
  const answer = (body: string) => `${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`
  const wrong = JSON.stringify({ name: 'other', tenant: 'other', version: '1', capabilities: {} })
  const url = await rawServer((socket) =>
    socket.on('data', (request) => {
      const isWho = /^GET \/v1 /.test(request.toString())
      const me = JSON.stringify({ principal: { id: 'a', name: 'a' }, token: { kind: 'full' }, roles: [] })
      const right = JSON.stringify({ name: 'right', tenant: 'right', version: '1', capabilities: {} })
      socket.write(answer(isWho ? right : me) + answer(wrong))
    }),
  )
  const reader = createHttpReader({ url, token: TOKEN, ...QUICK, parallelism: 1, timeouts: {} })
  const { platform } = await reader.identify()
  await reader.close()
  expect(platform.tenant).toBe('right')
})

it('closing ends what is still under way, and nothing is tried again behind its back', async () => {
  const platform = await scriptedPlatform()
  const held: ServerResponse[] = []
  platform.interfere = ({ path, outgoing }) => {
    if (path === '/v1' || path === '/v1/me') return false
    held.push(outgoing)
    // Six run at once: the first is refused while the others wait.
    if (held.length === 6) held[0]?.writeHead(401).end()
    return true
  }
  const reader = createHttpReader({ url: platform.url, token: TOKEN, ...QUICK, timeouts: {} })
  await expect(reader.read(() => true)).rejects.toMatchObject({ code: 'platform/unauthorized' })
  await reader.close()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(platform.seen).toHaveLength(2 + 6)
})

it('a closed port is told once for all calls that wait for it', async () => {
  const told: string[] = []
  const onWait = (_: number, reason: string) => told.push(reason)
  const { clock: _, ...quick } = QUICK
  const patience = { attempts: 2, limited: 2, pause: 50, longest: 2000, budget: 40 }
  const reader = createHttpReader({ url: 'http://127.0.0.1:1', token: TOKEN, ...quick, patience, onWait })
  await expect(reader.identify()).rejects.toMatchObject({ code: 'platform/unreachable' })
  await reader.close()
  expect(told).toEqual(['retry'])
})
