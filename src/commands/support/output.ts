import { jsonText } from '../../report/escape.js'
import { paint } from '../../report/paint.js'
import { safe } from '../../report/safe.js'

/** How text is laid out where it goes: as wide as the terminal, coloured only for people who want it. */
export interface Looks {
  readonly width: number
  readonly colour: boolean
}

type Stream = NodeJS.WriteStream

const looksOf = (stream: Stream): Looks => ({
  width: stream.columns && stream.columns > 0 ? stream.columns : wished(process.env.COLUMNS),
  colour: stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb',
})

/** Of what is piped, the width that COLUMNS asks for; 80 where it says nothing that can be meant. */
const wished = (columns: string | undefined): number => {
  const width = /^\d{1,4}$/.test(columns ?? '') ? Number(columns) : 0
  return width < 20 ? 80 : width
}

export const looks = (): Looks => looksOf(process.stdout)
export const looksOfNotes = (): Looks => looksOf(process.stderr)

/** What makes room before anything is written: lines that stand at the end of a terminal for a while. */
const making = new Set<() => void>()

/** Has `room` called before each output that stays. */
export const makeRoom = (room: () => void): void => void making.add(room)

function write(stream: Stream, text: string): void {
  for (const room of making) room()
  stream.write(text)
}

/** Data: what the command was asked for. Nothing else goes to stdout. */
export const data = (text: string): void => write(process.stdout, text.endsWith('\n') ? text : `${text}\n`)

/** One JSON document. */
export const json = (value: unknown): void => data(jsonText(value, 2))

/** Anything else that somebody should read. */
export const note = (text: string): void => write(process.stderr, `${text}\n`)

/** Where an output is about: every one begins with environment, tenant and address of the platform. */
export function whereLine(
  where: { readonly environment: string | null; readonly tenant: string; readonly url: string },
  { colour }: Looks,
): string {
  const { environment, tenant, url } = safe(where)
  return paint(colour).dim([environment, tenant, url].filter((part) => part !== null).join(' · '))
}
