import { type Fault, head } from './fault.js'

/** Says how long the answer is, and hangs up in its middle. */
export const truncated: Fault = {
  name: 'truncated',
  settings: {},
  after: (wire) => (response) => {
    const bytes = Buffer.from(wire.body)
    head(response, wire, { 'content-length': bytes.length })
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.end())
  },
}
