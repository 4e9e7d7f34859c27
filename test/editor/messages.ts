import type { ChildProcess } from 'node:child_process'

/** One message of the Language Server Protocol. */
export interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: unknown
}

export function writeMessage({ stdin }: ChildProcess, message: Message): void {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
  stdin?.write(`Content-Length: ${body.length}\r\n\r\n`)
  stdin?.write(body)
}

/** Calls back with each message of a server, whole. */
export function readMessages({ stdout }: ChildProcess, hear: (message: Message) => void): void {
  let rest = Buffer.alloc(0)
  stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      const [, length] = /Content-Length: (\d+)/.exec(rest.subarray(0, Math.max(head, 0)).toString()) ?? []
      const end = head + 4 + Number(length)
      if (head < 0 || rest.length < end) return
      const body = rest.subarray(head + 4, end).toString()
      rest = rest.subarray(end)
      hear(JSON.parse(body) as Message)
    }
  })
}
