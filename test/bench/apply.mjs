// What `writ apply --yes` does, counting the requests of its plan and of all that follows.
import { apply, validate } from '../../dist/engine.js'
import { createHttpPlatform } from '../../dist/provider/http/port.js'

const dir = process.argv[2]
const now = new Date()
const { estate, diagnostics } = await validate(dir, { now })
if (estate === null) throw new Error(JSON.stringify(diagnostics.slice(0, 5)))

let requests = 0
let atPlan = { requests: 0, at: 0, changes: 0 }
const port = createHttpPlatform({
  url: estate.config.platform.url,
  token: process.env.WRIT_TOKEN,
  onRequest: () => requests++,
})
const confirm = async (plan) => {
  atPlan = { requests, at: performance.now(), changes: plan.changes.length }
  return true
}
const { result, after, reasons } = await apply(estate, port, {
  ...{ tool: 'writ', environment: null, now, only: [], countChanges: false, confirm, settleSeconds: 10 },
  ...{ runId: 'bench', clock: () => new Date(), parallelism: 6, emit: () => {} },
})
const beyondMs = performance.now() - atPlan.at
await port.close()
const settled = after !== null && after.changes.length === 0
process.stdout.write(
  JSON.stringify({
    changes: atPlan.changes,
    planRequests: atPlan.requests,
    beyond: requests - atPlan.requests,
    beyondMs,
    settled,
  }),
)
if (!settled) process.stderr.write(JSON.stringify({ reasons, result }))
process.exitCode = settled && reasons.length === 0 ? 0 : 1
