import { whole } from '../fields.js'
import { type Fault, head } from './fault.js'

/** One byte a second, or every so many milliseconds. */
export const drip: Fault<{ everyMs?: number }> = {
  name: 'drip',
  settings: { everyMs: whole(1, 60_000) },
  after:
    (wire, _exchange, { everyMs = 1000 }) =>
    (response) => {
      const bytes = Buffer.from(wire.body)
      head(response, wire, { 'content-length': bytes.length })
      let sent = 0
      const timer = setInterval(() => {
        response.write(bytes.subarray(sent, sent + 1))
        sent += 1
        if (sent >= bytes.length) response.end()
      }, everyMs)
      response.on('close', () => clearInterval(timer))
    },
}
