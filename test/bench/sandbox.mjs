import { fork } from 'node:child_process'
import { once } from 'node:events'
import { LATENCY } from './shapes.mjs'

/** Starts a seeded platform in a process of its own. `counted` says which requests came since it was last asked. */
export async function startPlatform(seed) {
  const child = fork(new URL('./platform.mjs', import.meta.url))
  const ask = async (message) => {
    child.send(message)
    const [answer] = await once(child, 'message')
    return answer
  }
  const { url, token, readToken } = await ask({ seed, latencyMs: LATENCY })
  const stop = async () => {
    child.kill()
    await once(child, 'exit')
  }
  return { url, token, readToken, counted: async () => (await ask({})).requests, stop }
}
