import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Asking {
  readonly method: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}
export type Answer = { readonly status: number; readonly body: object }

/** A real HTTP server before a platform that answers some requests itself, and passes the others on. Ends with the test. */
export async function startLiar(upstream: string, lie: (asking: Asking) => Answer | null): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString('utf8')
    const { method = 'GET', url = '/' } = incoming
    const told = lie({ method, path: url.split('?')[0] ?? '', body: text === '' ? {} : JSON.parse(text) })
    const send = (status: number, type: string, body: string) =>
      outgoing.writeHead(status, { 'content-type': type }).end(body)
    if (told !== null) return send(told.status, 'application/json', JSON.stringify(told.body))
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
    ) as Record<string, string>
    const answer = await fetch(upstream + url, { method, headers, ...(text === '' ? {} : { body: text }) })
    send(answer.status, answer.headers.get('content-type') ?? '', await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
