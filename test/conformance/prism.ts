import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createServer } from '@stoplight/prism-http-server'
import { type Asked, startProxy, type Told } from './proxy.js'

/** What Prism holds against an exchange. */
export interface Violation {
  /** `request` or `response`, and the place in it. */
  readonly location: readonly string[]
  readonly severity: string
  readonly message: string
  /** The exchange, as `METHOD path status`. */
  readonly exchange: string
}

export interface Prism {
  readonly url: string
  readonly violations: Violation[]
  /** How many exchanges went through. */
  readonly exchanges: () => number
  close(): Promise<void>
}

/** The operations of the document, as Prism reads them. What reads them is a part of Prism's server, reached as it reaches it. */
const load = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-http-server'))
const { getHttpOperationsFromSpec } = load('@stoplight/prism-http') as {
  getHttpOperationsFromSpec(file: string): Promise<Parameters<typeof createServer>[0]>
}
const document = fileURLToPath(new URL('../../schema/platform.openapi.yaml', import.meta.url))
export const readOperations = () => getHttpOperationsFromSpec(document)

/** Prism as a validating proxy before a platform, and before it one of ours that notes what Prism says. */
export async function startPrism(operations: Parameters<typeof createServer>[0], upstream: string): Promise<Prism> {
  const server = createServer(operations, {
    cors: false,
    components: { logger: silent() },
    config: {
      isProxy: true,
      upstream: new URL(upstream),
      upstreamProxy: undefined,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: false,
      mock: { dynamic: false },
    },
  })
  const violations: Violation[] = []
  let exchanges = 0
  const front = await startProxy(await server.listen(0, '127.0.0.1'), '', {
    told: (told, asked) => {
      exchanges++
      violations.push(...violationsOf(told, asked))
    },
  })
  const close = () => closeBoth(front, server)
  return { url: front.url, violations, exchanges: () => exchanges, close }
}

async function closeBoth(front: { close(): Promise<void> }, server: ReturnType<typeof createServer>): Promise<void> {
  await front.close()
  await server.close()
}

/** Prism says what it found in a header, and passes the answer on. */
function violationsOf({ status, headers }: Told, { method, path }: Asked): Violation[] {
  const told = headers['sl-violations']
  if (told === undefined) return []
  const exchange = `${method} ${path} ${status}`
  return (JSON.parse(told) as Omit<Violation, 'exchange'>[]).map((violation) => ({ ...violation, exchange }))
}

type Logger = Parameters<typeof createServer>[1]['components']['logger']

/** Prism logs each exchange; what it finds is in the header too. */
function silent(): Logger {
  const quiet = () => {}
  const logger = {
    info: quiet,
    warn: quiet,
    error: quiet,
    debug: quiet,
    trace: quiet,
    success: quiet,
    child: () => logger,
  }
  return logger as unknown as Logger
}
