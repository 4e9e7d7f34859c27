// What `writ plan` does, without a command line around it: stands in where the commands are not built.
import { plan, validate } from '../../dist/engine.js'
import { createHttpReader } from '../../dist/provider/http/port.js'

const dir = process.argv[2]
const now = new Date()
const { estate, diagnostics } = await validate(dir, { now })
if (estate === null) throw new Error(JSON.stringify(diagnostics.slice(0, 5), null, 2))
const port = createHttpReader({ url: estate.config.platform.url, token: process.env.WRIT_TOKEN })
const { plan: made } = await plan(estate, port, { tool: 'writ', environment: null, now, only: [], countChanges: true })
await port.close()
process.stdout.write(`${made.changes.length} changes, ${made.findings.length} findings\n`)
process.exitCode = made.outcome.exitCode
if (made.outcome.exitCode !== 0)
  process.stderr.write(
    JSON.stringify(
      { changes: made.changes.slice(0, 3), findings: made.findings.slice(0, 3), verdicts: made.verdicts },
      null,
      1,
    ),
  )
