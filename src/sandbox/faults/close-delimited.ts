import type { Fault } from './fault.js'

/** Half an answer that ends with its connection, which HTTP calls complete. */
export const closeDelimited: Fault = {
  name: 'close-delimited',
  settings: {},
  after:
    ({ status, headers, body }) =>
    (response) => {
      const bytes = Buffer.from(body)
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const socket = response.socket
      socket?.write(`HTTP/1.1 ${status} Cut\r\n${lines.join('')}connection: close\r\n\r\n`)
      socket?.end(bytes.subarray(0, bytes.length >> 1))
    },
}
