import { join } from 'node:path'
import { readPlatform, writeEstate } from './estates.mjs'
import { median, run, script } from './measure.mjs'
import { startPlatform } from './sandbox.mjs'
import { seedOf } from './shapes.mjs'

const CHANGES = 1_000
/** A group type that no group has: every change is a write, and nobody gains or loses anything by it. */
const NEW_TYPE = 'supplier'

/** Applies 1,000 changed settings to a fresh platform: requests and time beyond those of the plan. */
export async function measureApplying(folder, { connections, rounds }) {
  const results = []
  for (let round = 0; round < rounds; round++) {
    const platform = await startPlatform(seedOf(1, connections))
    try {
      const dir = join(folder, `apply-${round}`)
      await writeEstate(dir, changed(await readPlatform(platform)), 'written')
      const { stdout, ...usage } = await run([script('./apply.mjs'), dir], { env: { WRIT_TOKEN: platform.token } })
      results.push({ ...usage, ...JSON.parse(stdout) })
    } finally {
      await platform.stop()
    }
  }
  const of = (field) => median(results.map((result) => result[field]))
  const fields = ['changes', 'planRequests', 'beyond', 'beyondMs', 'wallMs', 'peakMiB']
  return { connections, ...Object.fromEntries(fields.map((field) => [field, of(field)])) }
}

function changed(rows) {
  const chosen = new Set(
    rows.entries.filter(({ enabled, groupTypes }) => enabled && groupTypes.length > 0).slice(0, CHANGES),
  )
  const entries = rows.entries.map((row) =>
    chosen.has(row) ? { ...row, groupTypes: [...row.groupTypes, NEW_TYPE] } : row,
  )
  return { ...rows, entries }
}
