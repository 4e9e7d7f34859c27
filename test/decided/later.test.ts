import { expect, it } from 'vitest'
import { complaints } from '../support/world.js'
import { ACME, APPS, estate } from './seeds.js'

it('"A document that asks for what Writ cannot do yet is refused with "not supported yet", never ignored."', async () => {
  const told = await complaints(estate(APPS, ACME('platform: okta')))
  expect(told).toEqual(['unsupported/field'])
})

/*
 * Sentences of "Merging", "Who may use what", "What a plan holds" and "Decided" that no test in this folder quotes.
 *
 * It needs waiting: "`pending`: waiting for […] owner, […] visibility, since when".
 * They need `writ import`: "Import states `unpermitted: report` where unpermitted connections live […]".
 *
 * Proven elsewhere:
 * - everything of a baseline, its origins and what it released: test/baseline
 * - "not reopened" and `drift`: test/flows/unattended.test.ts; `--on-refusal skip`: test/flows/skip.test.ts
 * - every gate, each combination, n/a levels: test/access
 * - "`writ explain` shows each gate: open, closed or n/a, with the line that set it and the live value": test/commands
 * - "apply refuses `--now`": test/commands, through the binary
 * - "the platform answers 409 while connections live", and each refusal and cascade of the platform: test/sandbox
 */
