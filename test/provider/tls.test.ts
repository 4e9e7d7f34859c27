import { createServer as createPlain } from 'node:http'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { execa } from 'execa'
import { expect, it, onTestFinished } from 'vitest'
import { createHttpReader } from '../../src/provider/http/port.js'
import { proxyFor } from '../../src/provider/http/proxy.js'
import { type Authority, authority, type Certificate } from '../support/certificates.js'
import { QUICK } from '../support/platform.js'

const CANARY = 'canary-token-tls'
const PAST: [string, string] = ['20200101000000Z', '20210101000000Z']
const FUTURE: [string, string] = ['20400101000000Z', '20410101000000Z']

async function listen(server: Server | ReturnType<typeof createPlain>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

const secure = async ({ key, cert }: Certificate, heard: string[]): Promise<number> =>
  listen(
    createServer({ key, cert }, ({ headers, url }, outgoing) => {
      heard.push(`${headers.authorization} ${url}`)
      const me = { principal: { id: 'a', name: 'a' }, token: { kind: 'full' }, roles: [] }
      const platform = { name: 'n', tenant: 'secure', version: '1', capabilities: {} }
      outgoing.setHeader('content-type', 'application/json')
      outgoing.end(JSON.stringify(url === '/v1' ? platform : me))
    }),
  )

it.each<[string, (by: Authority) => Certificate, string]>([
  ['of an authority that nobody knows', (by) => by.issue('127.0.0.1'), 'nobody here knows the authority'],
  ['that expired', (by) => by.issue('127.0.0.1', { days: PAST }), 'trusted'],
  ['for another host', (by) => by.issue('elsewhere.example'), 'trusted'],
])('a certificate %s ends the run before anything is sent, and is not tried again', async (_, issue, words) => {
  const heard: string[] = []
  const port = await secure(issue(authority()), heard)
  const waits: number[] = []
  const onWait = (wait: number) => waits.push(wait)
  const reader = createHttpReader({ url: `https://127.0.0.1:${port}`, token: CANARY, ...QUICK, timeouts: {}, onWait })
  const error = await reader.identify().then(
    () => null,
    (reason: Error & { code: string; help: string }) => reason,
  )
  await reader.close()
  expect(error).toMatchObject({ code: 'platform/untrusted', help: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
  expect(error?.message).toContain(words)
  expect({ heard, waits }).toEqual({ heard: [], waits: [] })
})

it('TLS to what does not speak it is told as that', async () => {
  const port = await listen(createPlain((_, outgoing) => outgoing.end()))
  const reader = createHttpReader({ url: `https://127.0.0.1:${port}`, token: CANARY, ...QUICK, timeouts: {} })
  await expect(reader.identify()).rejects.toMatchObject({
    code: 'platform/untrusted',
    message: expect.stringContaining('does not speak TLS'),
  })
  await reader.close()
})

/** Asks a platform in a process of its own, which has environment variables of its own. */
async function ask(url: string, env: Record<string, string>): Promise<string> {
  const script = `
    const { createHttpReader, proxiesOf } = await import(process.argv[1])
    const reader = createHttpReader({ url: process.argv[2], token: '${CANARY}', proxies: proxiesOf(process.env),
      patience: { attempts: 1 } })
    const said = await reader.identify().then(({ platform }) => platform.tenant, (error) => error.code + ' ' + error.message)
    await reader.close()
    console.log(said)`
  const built = new URL('../../dist/provider/http/port.js', import.meta.url).href
  const { stdout } = await execa('node', ['--input-type=module', '-e', script, built, url], { env })
  return stdout
}

it.each<[string, string, { days?: [string, string] }, string]>([
  ['right', '127.0.0.1', {}, 'secure'],
  ['expired', '127.0.0.1', { days: PAST }, 'has expired'],
  ['not valid yet', '127.0.0.1', { days: FUTURE }, 'not valid yet'],
  ['for another host', 'elsewhere.example', {}, 'for another host'],
])(
  'with NODE_EXTRA_CA_CERTS an authority of one’s own is known, and a certificate that is %s is told',
  async (_, host, more, said) => {
    const own = authority()
    const port = await secure(own.issue(host, more), [])
    expect(await ask(`https://127.0.0.1:${port}`, { NODE_EXTRA_CA_CERTS: own.file })).toContain(said)
  },
  30_000,
)

/** A real proxy: it opens tunnels to this machine, whatever host was named, and keeps what it was sent. */
async function proxy(login: string | null, heard: string[]): Promise<number> {
  const server = createPlain((incoming, outgoing) => {
    heard.push(`${incoming.method} ${incoming.url} ${JSON.stringify(incoming.headers)}`)
    outgoing.writeHead(400).end()
  })
  server.on('connect', ({ url = '', headers }, socket, head) => {
    heard.push(`CONNECT ${url} ${JSON.stringify(headers)}`)
    socket.on('error', () => {})
    if (login !== null && headers['proxy-authorization'] !== `Basic ${Buffer.from(login).toString('base64')}`)
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
    const onward = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
  })
  return listen(server)
}

it('through HTTPS_PROXY the platform is reached by a tunnel, and the proxy never sees the token', async () => {
  const [own, heard, told] = [authority(), [] as string[], [] as string[]]
  const port = await secure(own.issue('platform.test'), heard)
  const through = await proxy('ana:se cret', told)
  const env = { NODE_EXTRA_CA_CERTS: own.file, HTTPS_PROXY: `http://ana:se%20cret@127.0.0.1:${through}` }
  expect(await ask(`https://platform.test:${port}`, env)).toBe('secure')
  expect(heard.every((line) => line.startsWith(`Bearer ${CANARY}`))).toBe(true)
  expect(told.every((line) => line.startsWith(`CONNECT platform.test:${port} `))).toBe(true)
  expect(told.join()).not.toContain(CANARY)
}, 30_000)

it('also a platform that speaks plain HTTP is reached by a tunnel', async () => {
  const told: string[] = []
  const platform = createPlain(({ url }, outgoing) => {
    outgoing.setHeader('content-type', 'application/json')
    const me = { principal: { id: 'a', name: 'a' }, token: { kind: 'full' }, roles: [] }
    outgoing.end(JSON.stringify(url === '/v1' ? { name: 'n', tenant: 'plain', capabilities: {} } : me))
  })
  const port = await listen(platform)
  const through = await proxy(null, told)
  expect(await ask(`http://platform.test:${port}`, { http_proxy: `127.0.0.1:${through}` })).toBe('plain')
  expect(told[0]).toContain(`CONNECT platform.test:${port}`)
  expect(told.join()).not.toContain(CANARY)
}, 30_000)

it('a proxy that refuses, or is not there, is told apart from the platform, without its password', async () => {
  const wrong = await proxy('ana:right', [])
  const refused = await ask('https://platform.test', { HTTPS_PROXY: `http://ana:se-cret@127.0.0.1:${wrong}` })
  expect(refused).toContain(`platform/proxy`)
  expect(refused).toContain(`the proxy 127.0.0.1:${wrong} answered 407: it wants another user name or password`)
  const nobody = await ask('https://platform.test', { HTTPS_PROXY: 'http://ana:se-cret@127.0.0.1:1' })
  expect(nobody).toContain('the proxy 127.0.0.1:1 could not be reached (ECONNREFUSED)')
  expect(refused + nobody).not.toContain('se-cret')
}, 30_000)

it.each([
  ['https://a.example', '', true],
  ['https://a.example', 'a.example', false],
  ['https://a.example', '.example', false],
  ['https://a.example', '*.example', false],
  ['https://a.example', 'b.example, *', false],
  ['https://a.example', 'xa.example', true],
  ['https://a.example', 'a.example:443', false],
  ['https://a.example', 'a.example:8443', true],
  ['https://A.EXAMPLE:8443', 'a.example:8443', false],
  ['https://10.1.2.3', '10.0.0.0/8', false],
  ['https://11.1.2.3', '10.0.0.0/8', true],
  ['https://[fd00::1]', 'fd00::/8', false],
  ['https://[fd00::1]', '[fd00::1]', false],
  ['https://[fd00::1]', 'fd00::2', true],
  ['https://a.example', '10.0.0.0/99, x/y', true],
  ['https://localhost:4010', '', false],
  ['https://127.1.2.3', '', false],
  ['https://[::1]', '', false],
])('NO_PROXY: %s with "%s" goes through the proxy: %s', (url, none, goes) => {
  expect(proxyFor(new URL(url), { http: '', https: 'proxy.example:3128', none }) !== null).toBe(goes)
})

it('an address of a proxy that is none is refused, and not quoted', () => {
  const https = 'socks5://ana:se-cret@proxy.example'
  expect(() => proxyFor(new URL('https://a.example'), { http: '', https, none: '' })).toThrow(/^[^@]*not an http/)
  expect(proxyFor(new URL('http://a.example'), { http: '', https, none: '' })).toBeNull()
})
