import { existsSync } from 'node:fs'
import { medianOf, ratio, run, script, sideBySide } from './measure.mjs'

/** Start-up beside bare node, on a small estate that ships with Writ. */
export async function measureStarting({ rounds }) {
  const bin = script('../../bin/writ.js')
  if (!existsSync(bin)) return []
  const { node, version, validate } = await sideBySide(rounds, {
    node: () => run(['-e', '0']),
    version: () => run([bin, '--version']),
    validate: () => run([bin, 'validate', script('../../examples/three-levels')]),
  })
  return [
    ['node -e 0', node],
    ['writ --version', version],
    ['writ validate', validate],
  ].map(([label, results]) => ({
    label,
    wallMs: medianOf(results, 'wallMs'),
    peakMiB: medianOf(results, 'peakMiB'),
    times: ratio(results, node, 'wallMs'),
  }))
}
