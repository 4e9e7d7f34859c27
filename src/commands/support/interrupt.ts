import { EXIT } from '../../model/outcome.js'
import { note } from './output.js'

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const

export interface Interruption {
  /** Its reason is the name of the process signal. */
  readonly signal: AbortSignal
  /** What the command ends with because of a signal; null when none came. */
  readonly exitCode: () => number | null
  /** Signals act at once again. */
  readonly release: () => void
}

/**
 * Turns the first signal into an abort, so that requests under way are finished and the lease is given back; the second
 * one ends the process.
 */
export function interruptible(words: string): Interruption {
  const controller = new AbortController()
  let code: number | null = null
  const stop = (name: NodeJS.Signals) => {
    if (code !== null) process.exit(code)
    code = CODES[name as keyof typeof CODES]
    if (words !== '') note(`\n${words}`)
    controller.abort(name)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const release = () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  return { signal: controller.signal, exitCode: () => code, release }
}

/** Resolves at SIGINT or SIGTERM with the exit code of that signal. */
export async function untilInterrupted(): Promise<number> {
  const { signal, exitCode, release } = interruptible('')
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  release()
  return exitCode() ?? 0
}
