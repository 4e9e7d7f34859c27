import { loadPolicies } from '../../documents/policies/load.js'
import { outcome } from '../../model/outcome.js'
import { renderPolicyTest } from '../../report/policy-test.js'
import { InvalidEstate } from '../support/failure.js'
import { data, json, looks } from '../support/output.js'
import type { Parsed } from '../support/quick.js'

/** Whether policies say of their examples what their authors expect. Ends with 3 where one does not. */
export async function policyTest({ args, flags }: Parsed): Promise<number> {
  const dir = args.dir ?? '.'
  const loaded = loadPolicies(dir)
  if (loaded.policies === null) throw new InvalidEstate(loaded, dir)
  const { testPolicies } = await import('../../engine/policy-test.js')
  const tested = await testPolicies(loaded.policies)
  const ended = outcome(tested.counts.failed > 0 ? ['findings'] : [])
  if (flags.format === 'json') json({ formatVersion: 1, ...tested, outcome: ended })
  else data(renderPolicyTest(tested, looks()))
  return ended.exitCode
}
