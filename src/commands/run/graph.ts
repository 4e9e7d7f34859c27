import { graphOver } from '../../engine/graph.js'
import { outcome } from '../../model/outcome.js'
import { jsonText } from '../../report/escape.js'
import type { Graph } from '../../report/graph/graph.js'
import { renderMermaid } from '../../report/graph/mermaid.js'
import { renderSvg } from '../../report/graph/svg.js'
import { safe } from '../../report/safe.js'
import { note } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { openSession, type Session } from '../support/session.js'
import { streamTo } from '../support/stream.js'

interface Flags {
  readonly account?: string
  readonly env?: string
  readonly now?: string
  readonly format: string
  readonly out?: string
}

/** Draws what an estate declares. Reads files alone. */
export async function graph({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const session = await openSession(args.dir ?? '.', flags, false)
  const drawn = graphOver(session.estate, flags.account ?? null, session.options.now)
  await streamTo(flags.out, [textOf(drawn, session, flags)])
  if (drawn.omitted.length > 0) note(`Not drawn: ${drawn.omitted.join(', ')}.`)
  if (flags.out !== undefined) note(`The drawing is in ${safe(flags.out)}.`)
  return 0
}

function textOf(drawn: Graph, { estate }: Session, { format, env }: Flags): string {
  if (format === 'mermaid') return renderMermaid(drawn)
  if (format === 'svg') return renderSvg(drawn)
  const { tenant, url } = estate.config.platform
  const platform = { environment: env ?? null, tenant, url }
  return `${jsonText({ formatVersion: 1, platform, ...drawn, outcome: outcome([]) }, 2)}\n`
}
