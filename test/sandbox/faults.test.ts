import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { FAULTS } from '../../src/sandbox/faults/list.js'
import { fits } from '../../src/sandbox/faults/pattern.js'
import { openSandbox, type Sandbox, sandbox } from '../support/sandbox.js'

interface Row {
  id: string
}
interface Page {
  items: Row[]
  total: number
  next: string | null
}

/** A raw answer: nothing is checked of it. */
const raw = (to: Sandbox, path: string, init: RequestInit = {}) =>
  fetch(`${to.url}/v1/${path}`, {
    redirect: 'manual',
    ...init,
    headers: { authorization: `Bearer ${to.admin.token}`, 'content-type': 'application/json', ...init.headers },
  })

const page = async (to: Sandbox, path: string): Promise<Page> => (await (await raw(to, path)).json()) as Page

const rename = (to: Sandbox, name: string, key: string) =>
  raw(to, 'accounts', { method: 'POST', body: JSON.stringify({ name }), headers: { 'idempotency-key': key } })

const names = async (to: Sandbox) => (await to.admin.list('accounts')).map(({ name }) => name)

const switchOn = (to: Sandbox, ...faults: object[]) => to.control('faults', { faults })

/** Each fault of the list: what a reader or writer meets while it is on. */
const MET: Record<string, (to: Sandbox) => Promise<void>> = {
  latency: async (to) => {
    await switchOn(to, { fault: 'latency', ms: 150, count: 1 })
    const slow = raw(to, 'me').then(() => 'slow')
    const quick = raw(to, 'me').then(() => 'quick')
    expect(await Promise.race([slow, quick])).toBe('quick')
    await slow
  },
  'rate-limited': async (to) => {
    await switchOn(to, { fault: 'rate-limited', retryAfter: 'Sun, 22 Nov 2026 10:00:00 GMT' })
    const { status, headers } = await rename(to, 'gamma', 'k')
    expect([status, headers.get('retry-after'), headers.get('ratelimit')]).toEqual([
      429,
      'Sun, 22 Nov 2026 10:00:00 GMT',
      '"default";r=0;t=1',
    ])
    await switchOn(to, { fault: 'rate-limited', retryAfter: null, count: 1 })
    expect((await raw(to, 'me')).headers.get('retry-after')).toBeNull()
    expect(await names(to)).not.toContain('gamma')
  },
  'error-before': async (to) => {
    await switchOn(to, { fault: 'error-before', status: 401, method: 'write' })
    const answer = await rename(to, 'gamma', 'k')
    expect([answer.status, await answer.json()]).toMatchObject([401, { type: 'urn:writ:problem:unauthorized' }])
    expect(await names(to)).not.toContain('gamma')
  },
  'error-after': async (to) => {
    await switchOn(to, { fault: 'error-after', method: 'POST' })
    expect((await rename(to, 'gamma', 'k')).status).toBe(500)
    expect(await names(to)).toContain('gamma')
  },
  'reset-before': async (to) => {
    await switchOn(to, { fault: 'reset-before', method: 'write' })
    await expect(rename(to, 'gamma', 'k')).rejects.toThrow('fetch failed')
    expect(await names(to)).not.toContain('gamma')
  },
  'reset-after': async (to) => {
    await switchOn(to, { fault: 'reset-after', method: 'write', count: 1 })
    await expect(rename(to, 'gamma', 'k')).rejects.toThrow('fetch failed')
    expect(await names(to)).toContain('gamma')
    const again = await rename(to, 'gamma', 'k')
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, 'true'])
  },
  redirect: async (to) => {
    await switchOn(to, { fault: 'redirect', status: 307, to: 'http://169.254.169.254/' })
    const answer = await raw(to, 'accounts')
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://169.254.169.254/'])
  },
  truncated: async (to) => {
    await switchOn(to, { fault: 'truncated' })
    const answer = await raw(to, 'accounts')
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
  },
  'close-delimited': async (to) => {
    const whole = await (await raw(to, 'accounts')).text()
    await switchOn(to, { fault: 'close-delimited' })
    const cut = await raw(to, 'accounts')
    expect([cut.status, cut.headers.get('content-length')]).toEqual([200, null])
    expect(whole.startsWith(await cut.text())).toBe(true)
  },
  drip: async (to) => {
    await switchOn(to, { fault: 'drip', everyMs: 1 })
    const reader = (await raw(to, 'me')).body?.getReader()
    const first = await reader?.read()
    expect(first?.value?.length).toBe(1)
    await reader?.cancel()
  },
  html: async (to) => {
    for (const status of [200, 503]) {
      await switchOn(to, { fault: 'html', status, count: 1 })
      const answer = await raw(to, 'accounts')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html'])
      expect(await answer.text()).toContain('<h1>')
    }
  },
  'empty-body': async (to) => {
    await switchOn(to, { fault: 'empty-body' })
    const answer = await raw(to, 'accounts')
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  },
  'empty-object': async (to) => {
    await switchOn(to, { fault: 'empty-object' })
    expect(await (await raw(to, 'accounts')).text()).toBe('{}')
  },
  'short-page': async (to) => {
    const before = await page(to, 'users?limit=4')
    await switchOn(to, { fault: 'short-page', by: 2 })
    expect(await page(to, 'users?limit=4')).toEqual({ ...before, items: before.items.slice(0, 2) })
  },
  'ignored-limit': async (to) => {
    await switchOn(to, { fault: 'ignored-limit', to: 3 })
    const first = await page(to, 'users?limit=1000')
    expect(first.items.length).toBe(3)
    const second = await page(to, `users?limit=1000&cursor=${first.next}`)
    expect(second.items.map(({ id }) => id)).not.toContain(first.items[2]?.id)
  },
  'wrong-total': async (to) => {
    const { total } = await page(to, 'users')
    await switchOn(to, { fault: 'wrong-total', by: 7 })
    expect((await page(to, 'users')).total).toBe(total + 7)
  },
  'lost-cursor': async (to) => {
    expect((await page(to, 'users?limit=2')).next).toBeTypeOf('string')
    await switchOn(to, { fault: 'lost-cursor' })
    expect((await page(to, 'users?limit=2')).next).toBeNull()
  },
  'expired-cursor': async (to) => {
    await switchOn(to, { fault: 'expired-cursor', status: 410 })
    const { next } = await page(to, 'users?limit=2')
    expect((await raw(to, `users?limit=2&cursor=${next}`)).status).toBe(410)
  },
  'repeated-cursor': async (to) => {
    await switchOn(to, { fault: 'repeated-cursor' })
    const { next } = await page(to, 'users?limit=2')
    expect((await page(to, `users?limit=2&cursor=${next}`)).next).toBe(next)
  },
  'stale-read': async (to) => {
    await switchOn(to, { fault: 'stale-read', path: '/v1/accounts/*' })
    expect((await to.admin.row('accounts', 'acc_beta')).name).toBe('beta')
    await to.admin.change('accounts', 'acc_beta', { name: 'beta 2' })
    expect((await to.admin.row('accounts', 'acc_beta')).name).toBe('beta')
    await switchOn(to)
    expect((await to.admin.row('accounts', 'acc_beta')).name).toBe('beta 2')
  },
  'forgotten-write': async (to) => {
    const { etag, ...before } = await to.admin.row('connections', 'con_ana')
    await switchOn(to, { fault: 'forgotten-write', method: 'write' })
    const revoked = await to.admin.remove('connections', 'con_ana')
    expect(revoked).toMatchObject({ status: 'ended', legs: { platform: 'revoked', thirdParty: 'revoked' } })
    expect(await to.admin.row('connections', 'con_ana')).toEqual({ etag, ...before })
    const items = [{ id: 'con_ana', ifMatch: etag }]
    expect(await to.admin.post('bulk/revoke', { items })).toMatchObject({ results: [{ status: 200 }] })
    await switchOn(to)
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('active')
    expect((await to.admin.remove('connections', 'con_ana')).status).toBe('ended')
  },
}

describe('a fault switch', () => {
  test('every fault that can be switched on is met here, and no other', () => {
    expect(Object.keys(MET).sort()).toEqual(FAULTS.map(({ name }) => name).sort())
  })

  test.each(Object.keys(MET))('%s', async (name) => {
    await MET[name]?.(await sandbox())
  })

  test('hits the Nth request that it could hit, by method and path, so many times', async () => {
    const to = await sandbox()
    const statuses = async (...paths: string[]) => {
      const answers: number[] = []
      for (const path of paths) answers.push((await raw(to, path)).status)
      return answers
    }
    await switchOn(to, { fault: 'error-before', status: 500, method: 'GET', path: '/v1/users', nth: 2 })
    expect(await statuses('users', 'accounts', 'users', 'users')).toEqual([200, 200, 500, 200])
    await switchOn(to, { fault: 'error-before', status: 500, path: '/v1/accounts/*/integrations/*', nth: 2, count: 2 })
    const setting = 'accounts/acc_acme/integrations/slack'
    expect(await statuses(setting, 'accounts/acc_acme', setting, setting, setting)).toEqual([200, 200, 500, 500, 200])
    const answer = await fetch(`${to.url}/sandbox/faults`, { headers: { authorization: `Bearer ${to.admin.token}` } })
    expect(await answer.json()).toMatchObject({ faults: [{ fault: 'error-before', nth: 2, matched: 4, hit: 2 }] })
  })

  test('hits with a probability, the same requests for the same seed', async () => {
    const to = await sandbox()
    const run = async (seed: number) => {
      await to.control('faults', { seed, faults: [{ fault: 'error-before', probability: 0.5 }] })
      const answers: number[] = []
      for (let turn = 0; turn < 20; turn += 1) answers.push((await raw(to, 'me')).status)
      return answers.join()
    }
    const first = await run(7)
    expect(first).toContain('200')
    expect(first).toContain('503')
    expect(await run(7)).toBe(first)
    expect(await run(8)).not.toBe(first)
  })

  test('several act on one request, in their order', async () => {
    const to = await sandbox()
    await switchOn(to, { fault: 'wrong-total', by: 5 }, { fault: 'lost-cursor' }, { fault: 'error-after', nth: 2 })
    const { total, next } = await page(to, 'accounts?limit=1')
    expect([total, next]).toEqual([7, null])
    expect((await raw(to, 'accounts')).status).toBe(500)
  })

  test('never hits the control surface, nor the pages: there is a way back', async () => {
    const to = await sandbox()
    await switchOn(to, { fault: 'reset-before' })
    expect((await fetch(`${to.url}/sign-in`)).status).toBe(200)
    expect(await switchOn(to)).toEqual({ faults: [] })
    expect((await raw(to, 'me')).status).toBe(200)
  })

  test.each([
    ['an unknown fault', { fault: 'meteor' }, '/faults/0/fault'],
    ['a field of another fault', { fault: 'html', by: 1 }, '/faults/0/by'],
    ['a path outside the contract', { fault: 'html', path: '/sandbox/faults' }, '/faults/0/path'],
    ['a header in two lines', { fault: 'rate-limited', retryAfter: '1\r\nx: y' }, '/faults/0/retryAfter'],
  ])('%s is 422', async (_what, fault, pointer) => {
    const to = await sandbox()
    await expect(switchOn(to, fault)).rejects.toThrow(pointer)
  })
})

describe('patterns of paths', () => {
  test.each([
    ['/v1/users', '/v1/users', true],
    ['/v1/users', '/v1/users/usr_1', false],
    ['/v1/users/*', '/v1/users/usr_1/integrations/slack', true],
    ['/v1/users/*', '/v1/users', false],
    ['/v1/*/usr_1', '/v1/users/usr_1', true],
    ['/v1/*/integrations/slack', '/v1/users/usr_1/integrations/slack', false],
  ])('%s over %s: %s', (pattern, path, expected) => {
    expect(fits(pattern, path)).toBe(expected)
  })
})

describe('the rate limit', () => {
  const clock = { now: Date.UTC(2026, 0, 1) }
  afterEach(() => {
    clock.now = Date.UTC(2026, 0, 1)
  })

  async function limited(limit: object | null): Promise<Sandbox> {
    const to = await openSandbox(undefined, { clock: () => clock.now })
    onTestFinished(() => to.close())
    await to.control('settings', { rateLimit: limit })
    return to
  }

  test('is off at first: no header speaks of one', async () => {
    const { headers } = await raw(await sandbox(), 'me')
    expect([headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([null, null])
  })

  test('counts all routes together, always tells what is left, and refuses with 429 and Retry-After', async () => {
    const to = await limited({ limit: 3, windowSeconds: 30 })
    const told: (string | number | null)[][] = []
    for (const path of ['me', 'users', 'accounts/none', 'me']) {
      const { status, headers } = await raw(to, path)
      told.push([status, headers.get('ratelimit'), headers.get('ratelimit-policy'), headers.get('retry-after')])
    }
    const policy = '"default";q=3;w=30'
    expect(told).toEqual([
      [200, '"default";r=2;t=10', policy, null],
      [200, '"default";r=1;t=20', policy, null],
      [404, '"default";r=0;t=30', policy, null],
      [429, '"default";r=0;t=30', policy, '10'],
    ])
    expect((await (await raw(to, 'me')).json()) as object).toMatchObject({ type: 'urn:writ:problem:rate-limited' })
  })

  test('fills up evenly, up to its limit', async () => {
    const to = await limited({ limit: 2, windowSeconds: 20 })
    for (let turn = 0; turn < 3; turn += 1) await raw(to, 'me')
    clock.now += 9_999
    expect((await raw(to, 'me')).status).toBe(429)
    clock.now += 1
    expect((await raw(to, 'me')).status).toBe(200)
    clock.now += 3_600_000
    expect((await raw(to, 'me')).headers.get('ratelimit')).toBe('"default";r=1;t=10')
  })

  test('is each principal’s own, whichever token it shows; tokens that nobody was given share one', async () => {
    const to = await limited({ limit: 1, windowSeconds: 3600 })
    expect((await raw(to, 'me')).status).toBe(200)
    expect((await to.reader.send('GET', 'me')).status).toBe(429)
    expect((await (await to.as('ana@acme.example')).send('GET', 'me')).status).toBe(200)
    const guess = (token: string) => raw(to, 'me', { headers: { authorization: `Bearer ${token}` } })
    expect([(await guess('one')).status, (await guess('two')).status]).toEqual([401, 429])
  })

  test('nothing of a write is done that it refuses, and the control surface stays open', async () => {
    const to = await limited({ limit: 1, windowSeconds: 3600 })
    await raw(to, 'me')
    expect((await rename(to, 'gamma', 'k')).status).toBe(429)
    await to.control('settings', { rateLimit: null })
    expect(await names(to)).not.toContain('gamma')
  })

  test.each([{}, { limit: 0, windowSeconds: 1 }, { limit: 1 }, { limit: 1.5, windowSeconds: 1 }, 'much'])(
    '%j is 422',
    async (limit) => {
      const to = await sandbox()
      await expect(to.control('settings', { rateLimit: limit })).rejects.toThrow('422')
    },
  )
})
