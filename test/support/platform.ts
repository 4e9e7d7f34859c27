import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/provider/http/clock.js'
import type { HttpOptions } from '../../src/provider/http/options.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { type FaultProxy, startFaultProxy } from './fault-proxy.js'

let skipped = 0
/** A clock on which pauses cost no time. */
const skipping: Clock = {
  now: () => Date.now() + skipped,
  sleep: async (milliseconds) => {
    skipped += milliseconds
  },
}

/** Impatient enough for tests; the token is a canary that no output may hold. */
export const QUICK: Partial<HttpOptions> = {
  patience: { attempts: 3, limited: 3, pause: 1, longest: 2000 },
  clock: skipping,
  timeouts: { connect: 500, headers: 300, body: 300, whole: 600 },
}

export interface TestPlatform {
  readonly sandbox: Sandbox
  readonly proxy: FaultProxy
  /** A port that reaches the sandbox through the proxy. */
  open(options?: Partial<HttpOptions>): ReturnType<typeof createHttpPlatform>
  /** One call straight to the sandbox, as another administrator would make it. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>
}

/** A sandbox with a fault proxy before it; both end with the test. */
export async function startPlatform(seed: unknown, options: { lagSeconds?: number } = {}): Promise<TestPlatform> {
  const sandbox = await startSandbox({ seed, ...options })
  const proxy = await startFaultProxy(sandbox.url)
  onTestFinished(async () => {
    await proxy.close()
    await sandbox.close()
  })
  let keys = 0
  return {
    sandbox,
    proxy,
    open(more = {}) {
      const port = createHttpPlatform({ url: proxy.url, token: sandbox.tokens.admin, ...QUICK, ...more })
      onTestFinished(() => port.close())
      return port
    },
    async call(method, path, body, headers = {}) {
      const authorization = `Bearer ${sandbox.tokens.admin}`
      const key = { 'idempotency-key': `by-hand-${keys++}` }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(sandbox.url + path, {
        method,
        headers: { authorization, ...key, ...type, ...headers },
        ...sent,
      })
      return (await answer.json()) as Record<string, unknown>
    },
  }
}
