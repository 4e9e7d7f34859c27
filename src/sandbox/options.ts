import type { Limits } from './http/limits.js'

/** How a sandbox starts. */
export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** Loopback unless told otherwise; anything else needs `names`. */
  host?: string
  /** The host names by which others reach it; a request that says another is refused. The first stands in its addresses. */
  names?: string[]
  /** How much a request may be; generous where absent. */
  limits?: Partial<Limits>
  /** A file that keeps everything, tokens included; in memory when absent. */
  data?: string
  /** What the platform says it is; else the seed's tenant, else `sandbox`. */
  tenant?: string
  /** As schema/seed.schema.json says. Ignored when `data` holds a platform already. */
  seed?: unknown
  /** Holds each answer back. */
  latencyMs?: number
  /** How long customers see the old state (T9). */
  lagSeconds?: number
  /** Milliseconds since 1970. */
  clock?: () => number
  random?: (bytes: number) => Uint8Array
}
