import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ExposedError, startSandbox } from '../../src/sandbox/index.js'
import { openSandbox, type Sandbox, sandbox } from '../support/sandbox.js'

let to: Sandbox
beforeAll(async () => {
  to = await openSandbox()
}, 60_000)
afterAll(() => to.close())

/** What a server says to bytes that no client library would send, until it hangs up or has answered once. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let said = ''
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1')
    })
    socket.on('error', fail)
    socket.on('close', () => done(said))
    socket.setTimeout(15_000, () => socket.destroy(new Error(`no end: ${said}`)))
  })
}

const head = (lines: string[], method = 'POST', path = '/v1/accounts') =>
  `${[`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${to.admin.token}`, ...lines].join('\r\n')}\r\n\r\n`

const post = (body: string, headers: Record<string, string> = {}, at = to) =>
  fetch(`${at.url}/v1/accounts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${at.admin.token}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
      ...headers,
    },
    body,
  })

const says = async (answer: Promise<Response>) => {
  const response = await answer
  return [response.status, ((await response.json()) as { type: string }).type]
}

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('a request that is more than it may be', () => {
  test.each([
    ['deeper than any body', `{"name":${deep(40)}}`, 413, 'too-large'],
    ['brackets alone, a megabyte of them', '['.repeat(1_000_000), 413, 'too-large'],
    ['of more values than any body', `[${'0,'.repeat(600_000)}0]`, 413, 'too-large'],
    ['longer than any body', JSON.stringify({ name: 'x'.repeat(11_000_000) }), 413, 'too-large'],
    ['with a prototype in it', '{"name":"x","__proto__":{"role":"operator"}}', 422, 'invalid'],
    ['with a prototype in disguise, below', '{"name":"x","labels":{"\\u005f_proto__":"y"}}', 422, 'invalid'],
    ['cut off', '{"name":"x', 422, 'invalid'],
    ['with a string that never ends', '{"name":"\\', 422, 'invalid'],
  ])('%s is refused', async (_what, body, status, name) => {
    expect(await says(post(body))).toEqual([status, `urn:writ:problem:${name}`])
  })

  test('brackets in a string are no depth', async () => {
    expect((await post(JSON.stringify({ name: '[[[['.repeat(40) }), { 'idempotency-key': 'deep' })).status).toBe(201)
  })

  test('an address with too many characters or parameters is refused before anything looks at it', async () => {
    const get = (path: string) => says(fetch(`${to.url}/v1/${path}`))
    expect(await get(`users?x=${'y'.repeat(9_000)}`)).toEqual([413, 'urn:writ:problem:too-large'])
    expect(await get(`users?${'a=1&'.repeat(60)}`)).toEqual([422, 'urn:writ:problem:invalid'])
  })

  test('a head that is too long is 431', async () => {
    const said = await raw(to.url, head([`X: ${'y'.repeat(20_000)}`], 'GET'))
    expect(said).toMatch(/^HTTP\/1\.1 431 /)
    expect(said).not.toContain('node:')
  })

  test('a request that never ends is 408 and its connection closed', async () => {
    const slow = await sandbox(undefined, { limits: { requestMs: 300, headersMs: 300 } })
    expect(await raw(slow.url, 'GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n')).toMatch(/^HTTP\/1\.1 408 /)
    const half =
      'POST /v1/accounts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{'
    expect(await raw(slow.url, half)).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('there are no more connections than there may be', async () => {
    const small = await sandbox(undefined, { limits: { connections: 1 } })
    const { hostname, port } = new URL(small.url)
    const first = connect(Number(port), hostname)
    onTestFinished(() => void first.destroy())
    await new Promise((done) => first.once('connect', done))
    const second = await raw(small.url, 'GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n').catch(() => '')
    expect(second).toBe('')
  })

  test('a form with very many fields is refused', async () => {
    const few = await sandbox(undefined, { limits: { formFields: 3 } })
    const body = new URLSearchParams('a=1&b=2&c=3&d=4')
    expect((await fetch(`${few.url}/sign-in`, { method: 'POST', body })).status).toBe(413)
  })
})

describe('what could be read as two things', () => {
  test.each([
    ['two lengths', ['Content-Type: application/json', 'Content-Length: 2', 'Content-Length: 20']],
    ['a length and chunks', ['Content-Type: application/json', 'Content-Length: 2', 'Transfer-Encoding: chunked']],
    ['an unknown transfer coding', ['Content-Type: application/json', 'Transfer-Encoding: xchunked']],
    ['a folded header', ['X: a', ' b: c']],
    ['a bare line feed', ['X: a\nY: b']],
    ['a header name with a blank', ['Content-Length : 2']],
    ['a second host', ['Host: evil.example']],
  ])('%s: 400, and the connection closed', async (_what, lines) => {
    const said = await raw(to.url, `${head(lines)}{}GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
    expect(said).toMatch(/^HTTP\/1\.1 400 /)
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1)
  })

  test('a method stands in the request line alone', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' }
    const answer = await fetch(`${to.url}/v1/connections/con_ana?_method=DELETE`, {
      headers: { ...headers, authorization: `Bearer ${to.admin.token}` },
    })
    expect(answer.status).toBe(422)
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('active')
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('a body of type "%s" is 415: no page of another site can send one of ours without asking', async (type) => {
    expect(await says(post('{"name":"x"}', { 'content-type': type }))).toEqual([
      415,
      'urn:writ:problem:unsupported-media-type',
    ])
  })

  test('a page takes no JSON for a form', async () => {
    const body = JSON.stringify({ form: { csrf: 'x' } })
    const answer = await fetch(`${to.url}/sign-in`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(415)
  })

  test('no other site may read an answer, or ask beforehand', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const asked = await fetch(`${to.url}/v1/accounts`, { method: 'OPTIONS', headers })
    expect(asked.status).toBe(405)
    for (const { headers: got } of [asked, await fetch(`${to.url}/v1/me`, { headers })])
      expect([...got.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('a name that is not the server’s', () => {
  const asked = (host: string, at = to.url) => raw(at, `GET /v1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '169.254.169.254',
    '127.0.0.1@evil.example',
    '',
  ])('%s in Host is 403, at the third party too (DNS rebinding)', async (host) => {
    expect(await asked(host)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await asked(host, to.thirdParty)).toMatch(/^HTTP\/1\.1 403 /)
  })

  test.each(['localhost', '127.0.0.1:80', '[::1]:4010', 'LOCALHOST:1'])('%s is one', async (host) => {
    expect(await asked(host)).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('beyond loopback it listens only for who says by which names, and says what that means', async () => {
    await expect(startSandbox({ host: '0.0.0.0' })).rejects.toThrow(ExposedError)
    const open = await startSandbox({ host: '0.0.0.0', names: ['Platform.Example'] })
    onTestFinished(() => open.close())
    const { port } = new URL(open.url)
    const local = `http://127.0.0.1:${port}`
    expect(open.url).toBe(`http://platform.example:${port}`)
    expect(open.warnings.join()).toContain('plain text')
    expect(await asked('platform.example', local)).toMatch(/^HTTP\/1\.1 401 /)
    expect(await asked('other.example', local)).toMatch(/^HTTP\/1\.1 403 /)
    const control = await fetch(`${local}/sandbox/faults`, { headers: { authorization: `Bearer ${open.tokens.read}` } })
    expect(control.status).toBe(403)
  })

  test('on loopback there is nothing to warn of', async () => {
    const open = await startSandbox()
    onTestFinished(() => open.close())
    expect(open.warnings).toEqual([])
  })
})

describe('every answer', () => {
  test.each([
    ['of the interface', '/v1'],
    ['of its refusals', '/v1/nothing'],
    ['of the control surface', '/sandbox/faults'],
    ['of a method that is not there', '/v1/bulk/upsert'],
    ['of a path that cannot be read', '/v1/users/%zz'],
    ['of the pages', '/sign-in'],
    ['of their assets', '/assets/style.css'],
    ['of pages that are not there', '/nothing'],
  ])('%s is kept by nobody, guessed at by nobody and framed by nobody', async (_what, path) => {
    const { headers } = await fetch(to.url + path, { headers: { accept: 'text/html' } })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('that something failed tells nothing of the inside', async () => {
    let armed = false
    const platform = await openSandbox(undefined, {
      clock: () => {
        if (armed) throw new Error('secret: /inside/of/it.ts')
        return Date.now()
      },
    })
    onTestFinished(() => platform.close())
    armed = true
    const headers = { authorization: `Bearer ${platform.admin.token}` }
    for (const path of ['/v1/lease', '/sign-in', '/v1/invitations']) {
      const answer = await fetch(platform.url + path, { headers })
      expect(answer.status).toBe(500)
      expect(await answer.text()).not.toMatch(/secret|inside|\.ts|\.js:|at /)
    }
    armed = false
  })
})
