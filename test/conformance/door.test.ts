import { expect, onTestFinished, test } from 'vitest'
import { conformance } from '../../src/conformance/index.js'
import { sandbox } from '../support/sandbox.js'
import { type Bending, made, startProxy } from './proxy.js'

/** A platform bent at its door, and the requests that it got. */
async function bent(bend: Bending) {
  const { url, admin, reader, as } = await sandbox()
  const seen: string[] = []
  const proxy = await startProxy(url, admin.token, {
    ...bend,
    asked: (asked, call) => {
      seen.push(`${asked.method} ${asked.path}`)
      return bend.asked?.(asked, call)
    },
  })
  onTestFinished(proxy.close)
  return { url: proxy.url, token: admin.token, read: reader.token, as, seen }
}

test.each([
  ['false', false],
  ['absent', undefined],
  ['"yes"', 'yes'],
])('a platform whose `disposable` is %s is refused before any write', async (_, disposable) => {
  const { url, token, seen } = await bent({
    told: ({ body }, { path }) => void (path === '' && Object.assign(body ?? {}, { disposable })),
  })
  const fault = {
    code: 'conformance/not-disposable',
    message: expect.stringContaining(url),
    help: expect.stringContaining('"disposable": true'),
  }
  await expect(conformance({ url, token })).rejects.toMatchObject(fault)
  expect(seen).toEqual(['GET '])
})

test.each([
  [
    'an HTML page',
    { status: 200, headers: { 'content-type': 'text/html' }, text: '<h1>Hello</h1>', body: null },
    'platform/not-found',
  ],
  ['a list', { status: 200, headers: {}, text: '[]', body: null }, 'platform/not-found'],
  ['404', made(404, {}), 'platform/not-found'],
  [
    'a redirect, which is not followed',
    { ...made(302, {}), headers: { location: 'http://127.0.0.1:1/' } },
    'platform/not-found',
  ],
  ['401', made(401, {}), 'platform/unauthorized'],
])('a server that answers %s is no platform', async (_, told, code) => {
  const { url, token, seen } = await bent({ asked: () => structuredClone(told) })
  await expect(conformance({ url, token })).rejects.toMatchObject({ code, help: expect.stringMatching(/./) })
  expect(seen).toEqual(['GET '])
})

test('a platform that cannot be reached is told as such, with what to do', async () => {
  const fault = {
    code: 'platform/unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
    help: expect.stringMatching(/running/),
  }
  await expect(conformance({ url: 'http://127.0.0.1:1', token: 'x' })).rejects.toMatchObject(fault)
})

test('a read token, and one of somebody who is no operator, is refused before any write', async () => {
  const { url, read, as, seen } = await bent({})
  const manager = (await as('max@acme.example')).token
  for (const token of [read, manager]) {
    await expect(conformance({ url, token })).rejects.toMatchObject({ code: 'conformance/token' })
  }
  expect(seen.every((request) => request.startsWith('GET'))).toBe(true)
})

test('a token of another role than its flag says is refused before any write, with whose it is', async () => {
  const { url, token, read, as, seen } = await bent({})
  const ana = (await as('ana@acme.example')).token
  const asked = [{ manager: ana }, { 'project-admin': ana }, { member: read }, { read: token }]
  for (const tokens of asked) {
    await expect(conformance({ url, token, tokens })).rejects.toMatchObject({ code: 'conformance/token' })
  }
  expect(seen.every((request) => request.startsWith('GET'))).toBe(true)
})
