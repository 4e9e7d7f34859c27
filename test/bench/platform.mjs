// The sandbox in a process of its own, told its seed by its parent; counts what reaches it.
import { subscribe } from 'node:diagnostics_channel'
import { startSandbox } from '../../dist/sandbox/index.js'

let requests = []
subscribe('http.server.request.start', ({ request }) => requests.push(`${request.method} ${request.url}`))

// A parent that was killed leaves nothing behind.
process.on('disconnect', () => process.exit())
process.on('message', async ({ seed, latencyMs }) => {
  if (seed !== undefined) {
    const { url, tokens } = await startSandbox({ seed, latencyMs })
    process.send({ url, token: tokens.admin, readToken: tokens.read })
  } else {
    process.send({ requests })
    requests = []
  }
})
