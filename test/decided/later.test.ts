import { describe, expect, it } from 'vitest'
import { complaints } from '../support/world.js'
import { ACME, APPS, estate } from './seeds.js'

describe('"A document that asks for what Writ cannot do yet is refused with "not supported yet", never ignored."', () => {
  it.each([
    ['drift: opened and closed by hand', 'drift: {opened: repair}'],
    ['record', 'record: {store: ./records}'],
    ['files: what may stand where', 'files: [{match: "teams/**", kinds: [Project]}]'],
  ])('writ.yaml: %s', async (_, config) => {
    expect(await complaints(estate(APPS, ACME()), { config })).toEqual(['unsupported/field'])
  })
})

/*
 * Sentences of "Merging", "Who may use what", "What a plan holds" and "Decided" that no test in this folder quotes.
 *
 * They need a baseline, which a later issue brings:
 * - "`changes` […] each with its *origin*: `change` […], `membership`, `catalogue`, `rule`"; the other origins are tested
 * - "`released`: governed by the baseline and by nothing now, with what stays on"
 * - "A document or key that is gone since the baseline is *released*"
 * - "With a baseline all of `writ.yaml`, Waivers and Overrides come from it […]"
 * - "A plan file names its baseline commit, and `apply --approved` uses it."
 *
 * They need `writ drift`: `"not reopened" counts for drift (2)`, and "held: […] not reopened".
 * It needs waiting: "`pending`: waiting for […] owner, […] visibility, since when".
 * They need `--on-refusal skip`: "hold what they name", and "held: […] over a limit".
 * They need `writ import`: "Import states `unpermitted: report` where unpermitted connections live […]".
 *
 * Proven elsewhere:
 * - every gate, each combination, n/a levels: test/access
 * - "`writ explain` shows each gate: open, closed or n/a, with the line that set it and the live value": test/commands
 * - "apply refuses `--now`": test/commands, through the binary
 * - "the platform answers 409 while connections live", and each refusal and cascade of the platform: test/sandbox
 */
