import type { Socket } from 'node:net'

const WORDS: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

/** Answers what is not HTTP, comes too slowly or has too long a head, and hangs up: what follows cannot be told apart any more. */
export function refuseClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = statusOf(error.code)
  const title = WORDS[status] ?? ''
  const body = JSON.stringify({
    type: 'urn:writ:problem:invalid',
    title,
    status,
    detail: 'The request cannot be read.',
  })
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...['x-content-type-options: nosniff', 'cache-control: no-store', 'connection: close'],
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}
